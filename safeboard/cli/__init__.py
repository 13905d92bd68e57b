"""The command line: what people type, and what they are told."""

from safeboard.cli.app import main

__all__ = ["main"]
