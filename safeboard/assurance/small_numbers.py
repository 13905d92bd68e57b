"""Numbers too small to judge: what is below these is shown with its counts, and not judged."""

SMALL_NUMERATOR = 5
"""Where the numerators of both periods are below this, nothing is judged."""

SMALL_DENOMINATOR = 10
"""Where the denominator of a percentage is below this in any period, nothing is judged."""
