"""The field's words: the values that every stage shares. Imports nothing else of ours."""
