"""A backup: one file with all that a store holds, whatever kind of database it is in."""
