"""The checks on counts that could be read."""
