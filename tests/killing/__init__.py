"""Safeboard killed at random moments: what is left is held to its promises."""
