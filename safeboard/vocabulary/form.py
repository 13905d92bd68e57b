"""The form of an indicator: what kind of number it is, and how it is rounded and written."""

from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum


class Form(StrEnum):
    """What kind of number an indicator is."""

    COUNT = "count"
    PERCENTAGE = "percentage"
    RATE = "rate per 10,000"
    DAYS = "days"

    @property
    def multiplier(self) -> int:
        """Return what numerator over denominator is multiplied by."""
        return {"percentage": 100, "rate per 10,000": 10_000}.get(self.value, 1)

    @property
    def divides(self) -> bool:
        """Tell whether it has a denominator."""
        return self is not Form.COUNT


def round_half_up(value: Decimal, decimals: int) -> Decimal:
    """Return `value` to `decimals` places, halves away from zero.

    Government statistics round 0.5 up; Python's `round` takes it to the even digit,
    and a float cannot hold most halves at all, so this takes only a Decimal.
    Source: DfE analysts' guide, rounding.
    """
    return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def written(value: Decimal, form: Form, decimals: int) -> str:
    """Write a value as a page shows it: 1,569, 18.5% or 428.1; days are named by their heading."""
    text = f"{round_half_up(value, decimals):,f}"
    return f"{text}%" if form is Form.PERCENTAGE else text
