"""How the store's tables came to be, step by step. Written by Django, checked in."""
