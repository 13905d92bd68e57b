"""Whole commands and whole releases, as people use them."""
