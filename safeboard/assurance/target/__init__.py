"""Target: what a figure should reach, and whether it does."""
