"""Position: where a figure lies beside another value, given how uncertain it is."""
