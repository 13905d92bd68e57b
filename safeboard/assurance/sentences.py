"""The reason of a rating, in one plain sentence that names the counts."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any

from safeboard.assurance.dispersion import Dispersion
from safeboard.assurance.two_periods import Verdict
from safeboard.benchmarks.headlines import SHARES_ONLY
from safeboard.catalogue.indicator import Indicator
from safeboard.vocabulary.form import Form, written
from safeboard.vocabulary.period import Period
from safeboard.vocabulary.window import Window, WindowKind

STOCK = (
    "This is a number at one moment: the same children may be counted at both dates, so a test "
    "needs a rule of its own, and none is stated."
)
PART_OVER_WHOLE = "The part is larger than the whole it is part of, so the share is not tested."


def exact(row: Mapping[str, Any], indicator: Indicator, *, before: bool = False) -> Fraction:
    """Return a figure's exact value from its counts."""
    prefix = "before_" if before else ""
    divisor = row[f"{prefix}denominator"] if indicator.form.divides else 1
    return Fraction(indicator.form.multiplier * row[f"{prefix}numerator"], divisor)


def with_base(row: Mapping[str, Any], indicator: Indicator, *, before: bool = False) -> str:
    """Write a figure with the counts it came from: 18.5% (343 of 1,855)."""
    prefix = "before_" if before else ""
    value: Decimal = row[f"{prefix}value"]
    shown = written(value, indicator.form, indicator.decimals)
    numerator, denominator = row[f"{prefix}numerator"], row[f"{prefix}denominator"]
    if indicator.form is Form.PERCENTAGE:
        return f"{shown} ({numerator:,} of {denominator:,})"
    if indicator.form is Form.RATE:
        return f"{shown} per 10,000 ({numerator:,} among {denominator:,} children)"
    return shown


def as_text(value: Decimal | None) -> str | None:
    """Return a figure as evidence has it: a text, because a number in JSON may lose a digit."""
    return None if value is None else f"{value.normalize():f}"


def window_of(row: Mapping[str, Any], *, before: bool = False) -> str:
    """Write the window of a figure, or of the one before it."""
    return _shown(row["window"], row["before_period"] if before else row["period"])


@cache
def _shown(window: str, period: str) -> str:
    return str(Window(WindowKind(window), Period.parse(period)))


def no_figure(row: Mapping[str, Any]) -> str:
    """Say why there is no figure."""
    if row["reason"] == SHARES_ONLY:
        return "It has no total to judge: its categories are shown in its section."
    reason = row["reason"] or "it was not calculated for this window"
    return f"There is no figure for {window_of(row)}: {reason}."


def baseline(row: Mapping[str, Any]) -> str:
    """Say from when the definition holds, so that nothing before can be compared."""
    day = date.fromisoformat(row["definition"])
    return (
        f"The definition came into force on {day.day} {day:%B %Y}, so there is no figure under it "
        f"for {window_of(row, before=True)}, and later ones will be compared with {window_of(row)}."
    )


def no_earlier_figure(row: Mapping[str, Any]) -> str:
    """Say why there is nothing to compare with."""
    reason = row["before_reason"] or "it was not calculated"
    return f"There is no figure for {window_of(row, before=True)} to compare with: {reason}."


def overlapping(row: Mapping[str, Any]) -> str:
    """Say that two windows share events, so that no test can tell them apart."""
    return (
        f"{window_of(row)} and {window_of(row, before=True)} share months, so part of the events "
        "are the same, and a change between them is not tested."
    )


def small_numerators(numerators: tuple[int, int]) -> str:
    """Say that both counts are too small to tell a change from chance."""
    return (
        f"Both counts ({numerators[1]} before, {numerators[0]} now) are below 5: too small to tell "
        "a change from chance."
    )


def small_denominator(denominator: int) -> str:
    """Say that a base is too small for a percentage to mean much."""
    return f"A percentage of {denominator} is not judged: the base is below 10."


def tested(
    row: Mapping[str, Any], indicator: Indicator, verdict: Verdict, dispersion: Dispersion
) -> str:
    """Say both figures, what the test found at each level, and what it allowed for."""
    now = f"{with_base(row, indicator)} in {window_of(row)}"
    before = f"{with_base(row, indicator, before=True)} in {window_of(row, before=True)}"
    if verdict.at_998:
        found = "chance alone would bring so large a change less than twice in 1,000 times"
    elif verdict.at_95:
        found = (
            "chance alone would bring so large a change less than once in 20 times, which is "
            "evidence, but a rating needs less than twice in 1,000"
        )
    else:
        found = "chance alone may well bring a change of this size"
    return f"{now} against {before}: {found}.{_allowed(dispersion)}"


def _allowed(dispersion: Dispersion) -> str:
    if dispersion.factor == 1:
        return ""
    return (
        f" That allows for a variance {dispersion.factor:.1f} times that of chance, as in the "
        f"{dispersion.periods} periods before."
    )
