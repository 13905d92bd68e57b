"""Benchmarks: figures stand beside England and the national distribution."""
