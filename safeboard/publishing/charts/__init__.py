"""Charts: each a drawing from one specification, with its sentence, its key and its data."""
