"""A change: typed, because 16.8% to 18.5% is +1.7 percentage points and never "+1.7%"."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from safeboard.vocabulary.form import round_half_up


class ChangeKind(StrEnum):
    """The units that a change may be told in."""

    NUMBER = "number"
    PER_CENT = "per cent"
    POINTS = "percentage points"


@dataclass(frozen=True)
class Number:
    """The difference between two counts, rates or lengths of time: 31 to 50 is +19."""

    value: Decimal

    def __str__(self) -> str:
        """Write it with its sign."""
        return _signed(self.value)


@dataclass(frozen=True)
class PerCent:
    """The difference relative to where it started: 1,859 to 1,569 is -15.6 per cent."""

    value: Decimal

    def __str__(self) -> str:
        """Write it with its sign and unit."""
        return f"{_signed(self.value)} per cent"


@dataclass(frozen=True)
class Points:
    """The difference between two percentages: 16.8% to 18.5% is +1.7 points."""

    value: Decimal

    def __str__(self) -> str:
        """Write it with its sign and unit."""
        return f"{_signed(self.value)} percentage points"


Change = Number | PerCent | Points

_CLASSES: dict[ChangeKind, type[Number] | type[PerCent] | type[Points]] = {
    ChangeKind.NUMBER: Number,
    ChangeKind.PER_CENT: PerCent,
    ChangeKind.POINTS: Points,
}


def change_between(
    before: Fraction, after: Fraction, kind: ChangeKind, decimals: int
) -> Change | None:
    """Return the change between two exact values, rounded only now.

    From 0 there is no change in per cent, so that is None.
    """
    if kind is ChangeKind.PER_CENT:
        if before == 0:
            return None
        difference = 100 * (after - before) / before
    else:
        difference = after - before
    return _CLASSES[kind](_rounded(difference, decimals))


def _rounded(value: Fraction, decimals: int) -> Decimal:
    """Return an exact fraction to `decimals` places, halves away from zero."""
    scaled = abs(value) * 10**decimals
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return round_half_up(Decimal(-whole if value < 0 else whole).scaleb(-decimals), decimals)


def _signed(value: Decimal) -> str:
    """Write a number with its sign; no change has none."""
    return f"{value:+,f}" if value else f"{abs(value):,f}"
