"""What arrives: a file's cells, as they were typed, or one clear reason why it cannot be read."""
