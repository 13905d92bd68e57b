"""Polarity: which way is good."""

from enum import StrEnum


class Polarity(StrEnum):
    """Which way is good; neutral where more is neither better nor worse."""

    HIGH = "high"
    LOW = "low"
    NEUTRAL = "neutral"
