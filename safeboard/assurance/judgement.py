"""Judge a change between two periods: the first guard that holds says why it is not tested."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import polars as pl

from safeboard.assurance import sentences
from safeboard.assurance.dispersion import LEAST_PERIODS, Dispersion
from safeboard.assurance.small_numbers import SMALL_DENOMINATOR, SMALL_NUMERATOR
from safeboard.assurance.two_periods import LEVELS, PAIRS, SMALL_CELL, Verdict, verdicts
from safeboard.benchmarks.headlines import SHARES_ONLY
from safeboard.catalogue.indicator import Indicator
from safeboard.vocabulary.figure import Symbol
from safeboard.vocabulary.form import Form
from safeboard.vocabulary.item import CountState
from safeboard.vocabulary.period import Period
from safeboard.vocabulary.polarity import Polarity
from safeboard.vocabulary.rating import Rating
from safeboard.vocabulary.window import Window, WindowKind

INPUTS = ("numerator", "denominator", "before_numerator", "before_denominator")
"""The columns of the counts that a change is tested by."""

_WHEN_ABSENT = {
    "not submitted": Rating.NOT_SUBMITTED,
    CountState.NOT_YET_AVAILABLE.reason: Rating.NOT_YET_AVAILABLE,
    CountState.NOT_HELD.reason: Rating.NOT_HELD,
}


@dataclass(frozen=True)
class Judgement:
    """A rating, its reason in one sentence, and what it rests on: the test's name and numbers."""

    rating: Rating
    sentence: str
    evidence: Mapping[str, Any] = field(default_factory=dict)


Dispersions = Mapping[tuple[str, str], Dispersion]
"""How much more than by chance the figures of an area and indicator vary; none where not told."""


def judge(row: Mapping[str, Any], indicator: Indicator) -> Judgement:
    """Return the judgement of one compared row's change, with chance's own dispersion."""
    return judge_changes([row], [indicator], {})[0]


def judge_changes(
    rows: Sequence[Mapping[str, Any]], indicators: Sequence[Indicator], dispersions: Dispersions
) -> list[Judgement]:
    """Return the judgement of each compared row's change, by the rule of its indicator.

    All that need a test are tested together.
    """
    refusals = [_refused(*each) for each in zip(rows, indicators, strict=True)]
    tested = [
        (row, indicator, dispersions.get((row["area"], row["indicator"]), Dispersion()))
        for row, indicator, refusal in zip(rows, indicators, refusals, strict=True)
        if refusal is None
    ]
    pairs = pl.DataFrame([_pair(*each) for each in tested], schema=PAIRS, orient="row")
    found = map(_judged, tested, verdicts(pairs))
    return [refusal or next(found) for refusal in refusals]


def _refused(row: Mapping[str, Any], indicator: Indicator) -> Judgement | None:
    return (
        absent(row)
        or _without_rule(indicator)
        or _without_earlier(row)
        or _of_stock(row)
        or _overlapping(row)
        or _too_small(row, indicator)
    )


Tested = tuple[Mapping[str, Any], Indicator, Dispersion]
"""A row whose change is tested, with its indicator and its dispersion."""


def _judged(tested: Tested, verdict: Verdict) -> Judgement:
    row, indicator, dispersion = tested
    rating = _rating(row, indicator, verdict)
    sentence = sentences.tested(row, indicator, verdict, dispersion)
    return Judgement(rating, sentence, _evidence(indicator, verdict, dispersion))


def absent(row: Mapping[str, Any]) -> Judgement | None:
    """Refuse where there is no figure, for the reason that there is none."""
    if row["symbol"] is None:
        return None
    if row["symbol"] == Symbol.NOT_APPLICABLE.value:
        rating = Rating.NO_RULE if row["reason"] == SHARES_ONLY else Rating.NOT_APPLICABLE
        return Judgement(rating, sentences.no_figure(row))
    if row["symbol"] == Symbol.CONFIDENTIAL.value:
        return Judgement(Rating.SUPPRESSED, sentences.no_figure(row))
    for words, rating in _WHEN_ABSENT.items():
        if words in (row["reason"] or ""):
            return Judgement(rating, sentences.no_figure(row))
    return Judgement(Rating.NOT_AVAILABLE, sentences.no_figure(row))


def _without_rule(indicator: Indicator) -> Judgement | None:
    if indicator.rule.change.method != "none" and indicator.form is not Form.DAYS:
        return None
    if indicator.form is Form.DAYS:
        return Judgement(Rating.NO_RULE, "Lengths of time are not tested between two periods.")
    return Judgement(Rating.NO_RULE, "This indicator states no rule, so its change is not judged.")


def _without_earlier(row: Mapping[str, Any]) -> Judgement | None:
    """Refuse where nothing was measured before under this definition, or no figure was had."""
    was_defined = row["before_definition"] is not None
    undefined = row["before_symbol"] == Symbol.NOT_APPLICABLE.value and not was_defined
    if undefined or (was_defined and row["before_definition"] != row["definition"]):
        return Judgement(Rating.BASELINE, sentences.baseline(row))
    if row["before_value"] is None:
        return Judgement(Rating.NO_EARLIER_FIGURE, sentences.no_earlier_figure(row))
    return None


def _of_stock(row: Mapping[str, Any]) -> Judgement | None:
    if row["window"] != WindowKind.SNAPSHOT.value:
        return None
    return Judgement(Rating.STOCK_WITHOUT_RULE, sentences.STOCK)


def _overlapping(row: Mapping[str, Any]) -> Judgement | None:
    """Refuse to test windows that share a month: part of their events would be the same."""
    now, before = (
        Window(WindowKind(row["window"]), Period.parse(row[name]))
        for name in ("period", "before_period")
    )
    if not now.overlaps(before):
        return None
    return Judgement(Rating.OVERLAPPING, sentences.overlapping(row))


def _too_small(row: Mapping[str, Any], indicator: Indicator) -> Judgement | None:
    numerators = row["numerator"], row["before_numerator"]
    if max(numerators) < SMALL_NUMERATOR:
        limit = {"small_numerator": SMALL_NUMERATOR}
        return Judgement(Rating.TOO_SMALL, sentences.small_numerators(numerators), limit)
    if indicator.form is not Form.PERCENTAGE:
        return None
    denominators = row["denominator"], row["before_denominator"]
    if min(denominators) < SMALL_DENOMINATOR:
        limit = {"small_denominator": SMALL_DENOMINATOR}
        sentence = sentences.small_denominator(min(denominators))
        return Judgement(Rating.TOO_SMALL, sentence, limit)
    if numerators[0] > denominators[0] or numerators[1] > denominators[1]:
        return Judgement(Rating.NO_RULE, sentences.PART_OVER_WHOLE)
    return None


def _pair(row: Mapping[str, Any], indicator: Indicator, dispersion: Dispersion) -> tuple[Any, ...]:
    """Return the columns of PAIRS: shares as they are, events with their days (times children)."""
    is_share = indicator.form is Form.PERCENTAGE
    told: list[int] = []
    for prefix in ("before_", ""):
        of = row[f"{prefix}denominator"] if indicator.form.divides else 1
        days = 1 if is_share else _days(row["window"], row[f"{prefix}period"])
        told += [row[f"{prefix}numerator"], days * of]
    return is_share, *told, dispersion.factor


@cache
def _days(window: str, period: str) -> int:
    return Window(WindowKind(window), Period.parse(period)).days


def _rating(row: Mapping[str, Any], indicator: Indicator, verdict: Verdict) -> Rating:
    """Return the rating: only the rule's level makes one; then polarity says whether up is good."""
    is_sure = verdict.at_998 if indicator.rule.change.level == "99.8%" else verdict.at_95
    if not is_sure:
        return Rating.NO_SIGNIFICANT_CHANGE
    rose = sentences.exact(row, indicator) > sentences.exact(row, indicator, before=True)
    if indicator.form is not Form.PERCENTAGE:
        rose = _per_exposure(row, indicator, "") > _per_exposure(row, indicator, "before_")
    return direction_rating(indicator.polarity, rose=rose)


def direction_rating(polarity: Polarity, *, rose: bool) -> Rating:
    """Return what is said of a change beyond chance: polarity tells whether up is good."""
    if polarity is Polarity.NEUTRAL:
        return Rating.HIGHER if rose else Rating.LOWER
    better = rose == (polarity is Polarity.HIGH)
    return Rating.IMPROVED if better else Rating.WORSENED


def _per_exposure(row: Mapping[str, Any], indicator: Indicator, prefix: str) -> float:
    """Return events for each day (and child, for a rate), which is what the test compared."""
    events: int = row[f"{prefix}numerator"]
    days = _days(row["window"], row[f"{prefix}period"])
    children: int = row[f"{prefix}denominator"] if indicator.form is Form.RATE else 1
    return events / (days * children)


def _evidence(indicator: Indicator, verdict: Verdict, dispersion: Dispersion) -> Mapping[str, Any]:
    """Return the test's name, parameters, inputs and result."""
    return {
        "method": "two periods",
        "test": verdict.test,
        "parameters": {
            "levels": LEVELS,
            "level_that_rates": indicator.rule.change.level,
            "small_numerator": SMALL_NUMERATOR,
            "small_denominator": SMALL_DENOMINATOR,
            "small_cell": SMALL_CELL,
            "dispersion": round(dispersion.factor, 4),
            "dispersion_periods": dispersion.periods,
        },
        "p_value": verdict.p_value,
        "significant_at_95": verdict.at_95,
        "significant_at_99.8": verdict.at_998,
        "interval_unit": "percentage points" if indicator.form is Form.PERCENTAGE else "ratio",
        "interval_95": _shown(verdict.intervals[0]),
        "interval_99.8": _shown(verdict.intervals[1]),
        "dispersion_points": dispersion.points if dispersion.periods >= LEAST_PERIODS else "",
    }


def _shown(interval: tuple[float, float]) -> list[float | None]:
    """Return an interval to four decimals; an end without bound is null."""
    return [None if end == float("inf") else round(end, 4) for end in interval]
