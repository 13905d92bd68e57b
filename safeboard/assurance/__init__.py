"""Assurance: compared figures get a rating with its reason."""
