"""Everything that holds Safeboard to what it says of itself."""
