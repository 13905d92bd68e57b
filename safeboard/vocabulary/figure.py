"""A figure: a number, or the standard symbol that says why there is no number."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from safeboard.vocabulary.form import Form, round_half_up


class Symbol(StrEnum):
    """Why there is no number, in the shorthand of government statistics."""

    CONFIDENTIAL = "c"
    ROUNDS_TO_ZERO = "k"
    LOW_RELIABILITY = "u"
    NOT_AVAILABLE = "x"
    NOT_APPLICABLE = "z"

    def __str__(self) -> str:
        """Write it as it stands in a table."""
        return f"[{self.value}]"

    @property
    def meaning(self) -> str:
        """Return its meaning in words."""
        return {
            "c": "confidential: suppressed so that no child can be identified",
            "k": "not zero, but rounds to zero",
            "u": "low reliability",
            "x": "not available",
            "z": "not applicable",
        }[self.value]


class Flag(StrEnum):
    """What a reader must know of a number, in the same shorthand."""

    PROVISIONAL = "p"
    REVISED = "r"
    BREAK = "b"
    ESTIMATED = "e"

    def __str__(self) -> str:
        """Write it as it stands beside a number."""
        return f"[{self.value}]"

    @property
    def meaning(self) -> str:
        """Return its meaning in words."""
        return {"p": "provisional", "r": "revised", "b": "break in series", "e": "estimated"}[
            self.value
        ]


@dataclass(frozen=True)
class Figure:
    """A number with the counts it came from, or the symbol that stands for it.

    `reason` says in words why there is a symbol, and is empty beside a number.
    """

    value: Decimal | Symbol
    numerator: int | None = None
    denominator: int | None = None
    reason: str = ""
    flags: frozenset[Flag] = frozenset()


def quotient(
    numerator: int | None, denominator: int | None, form: Form, decimals: int
) -> Decimal | Symbol:
    """Return what a form makes of two exact counts, rounded half up; a count has no denominator.

    A count nobody submitted makes it `x`; a denominator of 0 makes it `z`.
    """
    if numerator is None or (form.divides and denominator is None):
        return Symbol.NOT_AVAILABLE
    if not form.divides or denominator is None:
        return Decimal(numerator)
    if denominator == 0:
        return Symbol.NOT_APPLICABLE
    # Whole-number division keeps the half exact, whatever the precision of Decimal.
    scaled = numerator * form.multiplier * 10**decimals
    return round_half_up(
        Decimal((2 * scaled + denominator) // (2 * denominator)).scaleb(-decimals), decimals
    )
