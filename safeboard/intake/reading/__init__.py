"""What a filled-in template says: whose return it is, its table, its counts and its notes."""
