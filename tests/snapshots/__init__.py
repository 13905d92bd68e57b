"""What a reader sees, small enough to read in a diff."""
