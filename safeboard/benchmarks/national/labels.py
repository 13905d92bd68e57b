"""The labels of the bands as the national tool prints them, such as "17 to 20" for band B.

The tool bands by quartiles that are not rounded and prints rounded ones, so a value that lies
within a printed range may be in the band beside it.
"""

from collections.abc import Sequence
from decimal import Decimal
from math import ceil, floor

from safeboard.benchmarks.national.standing import Mode

Edges = Sequence[float]
"""The least value, the three quartiles, and the greatest."""


def labels(edges: Edges, polarity: str, decimals: int, mode: Mode) -> dict[str, str]:
    """Return the range of each band, A to D; none where neither way is good.

    In the tool, the range of band C begins a step too high where high is good, so that it overlaps
    B's; corrected, it begins where B's ends.
    """
    if polarity == "neutral":
        return {}
    step = 10.0**-decimals
    least, lower, middle, upper, most = (rounded(edge, decimals) for edge in edges)
    if polarity == "low":
        ranges = [
            (least, lower),
            (lower + step, middle),
            (middle + step, upper),
            (upper + step, most),
        ]
    else:
        top_of_third = middle + step if mode is Mode.NATIONAL else middle
        ranges = [
            (most, upper + step),
            (upper, middle + step),
            (top_of_third, lower + step),
            (lower, least),
        ]
    return {
        band: f"{shown(first)} to {shown(last)}"
        for band, (first, last) in zip("ABCD", ranges, strict=True)
    }


def holds(said: str, value: str) -> bool:
    """Say whether a value as it is shown lies in a range as it is printed."""
    first, last = sorted(Decimal(edge) for edge in said.split(" to "))
    return first <= Decimal(value) <= last


def rounded(value: float, decimals: int) -> float:
    """Return a value rounded as R rounds since its version 4: to the nearer of two doubles.

    Of two that are equally near it takes the one whose last digit is even.
    """
    scale = 10.0**decimals
    below, above = floor(value * scale), ceil(value * scale)
    down, up = below / scale, above / scale
    if value - down == up - value:
        return down if below % 2 == 0 else up
    return down if value - down < up - value else up


def shown(value: float) -> str:
    """Return a number without zeros at its end, with the 15 digits that a double holds for sure."""
    return f"{value:.15g}"
