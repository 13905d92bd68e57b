"""Judging a change by the trend of its last five years: what is said, and where it is not."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

import polars as pl
import pytest

from safeboard.assurance.annual import trends_of
from safeboard.assurance.background import Background
from safeboard.assurance.rating import rate
from safeboard.benchmarks.compared import COMPARED
from safeboard.catalogue.event import Event, EventKind
from safeboard.catalogue.indicator import Indicator
from safeboard.indicators.figures import FIGURES
from safeboard.indicators.series import of_series, with_series
from safeboard.indicators.windows import Asked
from safeboard.vocabulary.figure import quotient
from safeboard.vocabulary.period import Period
from safeboard.vocabulary.window import WindowKind
from tests.builders import ST_HELENS, catalogue, compared_row, definition, indicator, percentage
from tests.unit.evidence import numbers_missing

RISING = (20, 30, 40, 50, 60)
RULE = {"by": ["change"], "change": {"method": "annual trend"}}


def measured(**changes: object) -> Indicator:
    """Return the share of visits in time, judged by its trend over the years."""
    return percentage(**({"window": "year to date", "rating": RULE} | changes))


def figures(
    counts: Sequence[int | None], measures: Indicator, of: int | None = 200
) -> pl.DataFrame:
    """Return the figures of years of which 2017-18 is the last."""
    rows = [
        {
            "area": ST_HELENS,
            "indicator": measures.code,
            "window": "year",
            "period": Period.year(2017 - len(counts) + 1 + place).code,
            "dimension": "",
            "category": "",
            "numerator": count,
            "denominator": of,
            "value": None if count is None else quotient(count, of, measures.form, 1),
            "symbol": "x" if count is None else None,
        }
        for place, count in enumerate(counts)
    ]
    return pl.DataFrame(rows, schema=FIGURES)


def judged(
    counts: Sequence[int | None],
    *events: Event,
    measures: Indicator | None = None,
    **changes: object,
) -> dict[str, Any]:
    """Return what is said of 2017-18, of which 50 of 200 were in time the year before."""
    measures = measures or measured()
    now = counts[-1] or 0
    row = compared_row(
        indicator=measures.code,
        window="year to date",
        numerator=now,
        denominator=200,
        value=quotient(now, 200, measures.form, 1),
        before_numerator=50,
        before_denominator=200,
        before_value=quotient(50, 200, measures.form, 1),
    )
    compared = pl.DataFrame([row | changes], schema=COMPARED)
    known = {(ST_HELENS, measures.code): events}
    every = catalogue(measures)
    trends = trends_of(figures(counts, measures), compared, every, known)
    background = Background(events=known, trends=trends)
    return rate(compared, every, background).row(0, named=True)


@pytest.mark.parametrize(
    ("polarity", "word"), [("high", "Improved"), ("low", "Worsened"), ("neutral", "Higher")]
)
def test_five_years_that_rise_are_rated_by_which_way_is_good(polarity: str, word: str) -> None:
    row = judged(RISING, measures=measured(polarity=polarity))
    assert row["rating"] == word
    assert row["sentence"] == (
        "30.0% (60 of 200) in 2017/18, from 10.0% in 2013/14: over these five "
        "years it has risen, whichever of them is left out, and chance alone would bring such a "
        "trend less than twice in 1,000 times."
    )


def test_five_years_that_fall_have_fallen() -> None:
    row = judged(RISING[::-1])
    assert row["rating"] == "Worsened"
    assert "over these five years it has fallen" in row["sentence"]


def test_what_chance_may_bring_is_no_significant_change() -> None:
    row = judged((48, 52, 49, 51, 50))
    assert row["rating"] == "No significant change"
    assert row["sentence"].endswith(
        "chance alone may well bring what there is of a trend over these five years."
    )


def test_a_trend_that_one_year_makes_is_said_to_be_that() -> None:
    row = judged((42, 41, 40, 39, 120))
    assert row["rating"] == "No significant change"
    assert row["sentence"].endswith("it goes one way only because of one of them.")


def test_the_evidence_has_the_test_and_the_counts_of_each_year() -> None:
    evidence = json.loads(judged(RISING)["evidence"])["change"]
    assert evidence["method"] == "annual trend"
    assert evidence["test"] == "Cochran-Armitage test"
    assert (evidence["chi_squared"], evidence["slopes_agree"]) == (31.25, True)
    assert evidence["points_used"] == [
        ["2013-14", 20, 200, "10"],
        ["2014-15", 30, 200, "15"],
        ["2015-16", 40, 200, "20"],
        ["2016-17", 50, 200, "25"],
        ["2017-18", 60, 200, "30"],
    ]


def test_fewer_than_five_years_are_tested_between_the_last_two() -> None:
    row = judged(RISING[1:])
    assert row["rating"] == "No significant change"
    assert row["sentence"].startswith(
        "No trend over five years is told: there are fewer than five years. 30.0% (60 of 200)"
    )


def test_a_year_without_a_figure_leaves_no_trend() -> None:
    said = judged((20, None, 40, 50, 60))["sentence"]
    assert said.startswith(
        "No trend over five years is told: one of the last five years has no figure."
    )


def test_part_of_a_year_has_no_trend_over_years() -> None:
    said = judged(RISING, period="2017-18-Q3", before_period="2016-17-Q3")["sentence"]
    assert "only figures for years are tested for a trend" in said


def test_no_trend_is_told_across_a_break() -> None:
    broken = Event(on=date(2015, 4, 1), kind=EventKind.BREAK, text="A new system")
    said = judged(RISING, broken)["sentence"]
    assert "the series breaks within its last five years" in said


def test_nor_across_another_definition() -> None:
    measures = measured(definitions=[definition("2012-04-01"), definition("2016-04-01")])
    changes = {"definition": "2016-04-01", "before_definition": "2016-04-01"}
    said = judged(RISING, measures=measures, **changes)["sentence"]
    assert "the series breaks within its last five years" in said


def test_a_rebase_is_no_break_of_a_trend() -> None:
    rebased = Event(on=date(2015, 5, 1), kind=EventKind.REBASE, text="A new team", by="A. Analyst")
    assert judged(RISING, rebased)["rating"] == "Improved"


def test_a_missing_headline_is_said_to_be_missing_and_not_judged_by_earlier_years() -> None:
    row = judged((*RISING, None), symbol="x", reason="not submitted", numerator=None, value=None)
    assert row["rating"] == "Not submitted"


def test_years_that_end_before_the_headlines_are_not_its_trend() -> None:
    row = judged(RISING, period="2018-19-Q4", before_period="2017-18-Q4")
    assert "there are fewer than five years" in row["sentence"]


def test_only_indicators_judged_by_a_trend_have_one() -> None:
    measures = percentage(window="year to date")
    compared = pl.DataFrame(
        [compared_row(indicator=measures.code, window="year to date")], schema=COMPARED
    )
    assert trends_of(figures(RISING, measures), compared, catalogue(measures), {}) == {}


def test_a_rule_by_trend_is_refused_for_a_count() -> None:
    with pytest.raises(ValueError, match="a trend is told of percentages and rates, not of count"):
        indicator(window="year to date", rating=RULE)


def years_asked(*measures: Indicator) -> list[str]:
    """Return the whole years that figures are asked for, around the end of 2017-18."""
    series = with_series(catalogue(*measures))
    asked = of_series(Asked((ST_HELENS,), ()), series, Period.year(2017))
    return [each.period.code for each in asked.windows if each.kind is WindowKind.YEAR]


def test_whole_years_are_asked_for_where_a_trend_is_judged_and_only_there() -> None:
    few = {"limits": {"years": 2}, "method": "annual trend"}
    of_few = measured(rating={"by": ["change"], "change": few})
    assert years_asked(of_few)[-5:] == ["2013-14", "2014-15", "2015-16", "2016-17", "2017-18"]
    assert years_asked(percentage()) == []


@pytest.mark.parametrize("counts", [RISING, (48, 52, 49, 51, 50), (42, 41, 40, 39, 120)])
def test_every_number_of_a_trends_sentence_is_in_its_evidence(counts: tuple[int, ...]) -> None:
    row = judged(counts)
    assert "in 2017/18, from " in row["change_sentence"]
    assert numbers_missing(row["change_sentence"], row["evidence"]) == []
