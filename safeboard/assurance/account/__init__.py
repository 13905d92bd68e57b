"""Accounts: the whole chain from counts to a rating, in words, with every number used."""
