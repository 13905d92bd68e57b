"""Indicators: counts become figures."""
