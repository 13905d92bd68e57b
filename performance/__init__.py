"""Measured workloads, each beside its rival in one run."""
