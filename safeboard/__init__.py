"""Safeboard: from agencies' returns to a dashboard that a safeguarding board can trust."""

__version__ = "0.1.0"
