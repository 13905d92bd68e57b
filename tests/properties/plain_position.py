"""Comparison with others by the written rule, one figure at a time."""

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

from scipy.stats import chi2

Edges = tuple[float, float]
LEVELS = {"99.8%": 0.998, "95%": 0.95}


@dataclass(frozen=True)
class Counts:
    """A form, and the two counts of a figure or of what stands beside it."""

    form: str
    part: int | None
    whole: int | None

    @property
    def multiplier(self) -> int:
        return {"percentage": 100, "rate per 10,000": 10_000}.get(self.form, 1)


def plain_interval(counts: Counts, level: float) -> Edges | None:
    """Return the interval in the figure's own unit: Wilson's, Byar's or the exact Poisson one."""
    part, whole = counts.part, counts.whole
    if counts.form in ("count", "days") or part is None or whole is None or whole <= 0:
        return None
    if counts.form == "percentage":
        return None if part > whole else plain_wilson(part, whole, level)
    lower, upper = plain_exact(part, level) if part < 10 else plain_byar(part, level)
    return 10_000 * lower / whole, 10_000 * upper / whole


def plain_wilson(part: int, whole: int, level: float) -> Edges:
    z = NormalDist().inv_cdf((1 + level) / 2)
    spread = z * sqrt(z**2 + 4 * part * (1 - part / whole))
    base = 2 * (whole + z**2)
    lower = 0.0 if part == 0 else 100 * (2 * part + z**2 - spread) / base
    return lower, 100.0 if part == whole else 100 * (2 * part + z**2 + spread) / base


def plain_byar(part: int, level: float) -> Edges:
    z = NormalDist().inv_cdf((1 + level) / 2)
    lower = part * (1 - 1 / (9 * part) - z / (3 * sqrt(part))) ** 3
    more = part + 1
    return lower, more * (1 - 1 / (9 * more) + z / (3 * sqrt(more))) ** 3


def plain_exact(part: int, level: float) -> Edges:
    lower = chi2.ppf((1 - level) / 2, 2 * part) / 2 if part else 0.0
    return lower, chi2.ppf((1 + level) / 2, 2 * part + 2) / 2


Beside = float | Counts
"""What a figure is held against: a value taken to be exact, or counts with their own error."""


def plain_position(figure: Counts, polarity: str, beside: Beside) -> tuple[str, str] | None:
    """Return the position and its level; None where there is no interval to compare."""
    for much, (name, level) in zip(("much ", ""), LEVELS.items(), strict=True):
        own = plain_interval(figure, level)
        other = plain_interval(beside, level) if isinstance(beside, Counts) else (beside, beside)
        if own is None or other is None:
            return None
        if own[0] > other[1]:
            return much + {"high": "better", "low": "worse", "neutral": "higher"}[polarity], name
        if own[1] < other[0]:
            return much + {"high": "worse", "low": "better", "neutral": "lower"}[polarity], name
    return "similar", "95%"
