"""Sources: the files in which benchmarks are published, each read into the rows of a vintage."""
