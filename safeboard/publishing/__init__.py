"""Publishing: a release becomes a folder of pages and data."""
