"""Judging a change by process limits: which points, what is said, and what happened meanwhile."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

import polars as pl
import pytest

from safeboard.assurance.background import Background
from safeboard.assurance.process.charted import Charts, charts
from safeboard.assurance.process.segments import NoPointToRebaseError
from safeboard.assurance.rating import rate
from safeboard.benchmarks.compared import COMPARED
from safeboard.catalogue.event import Event, EventKind
from safeboard.catalogue.indicator import Indicator
from safeboard.indicators.figures import FIGURES
from safeboard.vocabulary.period import Period, PeriodKind
from tests.builders import ST_HELENS, catalogue, compared_row, indicator, percentage
from tests.unit.evidence import numbers_missing

JANUARY_2016 = Period.month(2016, 1).first
TEN = (50, 54, 47, 52, 49, 55, 46, 51, 53, 48)
STEADY = (*TEN, *TEN, 50, 54, 47)
"""23 months that vary by a few around 51, the last of which is November 2017."""

REBASED = Event(
    on=date(2017, 7, 1), kind=EventKind.REBASE, text="A new front door", by="A. Analyst"
)


def measured(**changes: object) -> Indicator:
    """Return visits by month, of which few are good, judged by process limits."""
    declared: dict[str, object] = {"window": "month", "polarity": "low", "rating": "process-limits"}
    return indicator(**(declared | changes))


def series(counts: Sequence[int | None], code: str = "visits") -> pl.DataFrame:
    """Return the figures of months from January 2016 on."""
    rows = [
        {
            "area": ST_HELENS,
            "indicator": code,
            "window": "month",
            "period": Period(PeriodKind.MONTH, JANUARY_2016 + number).code,
            "dimension": "",
            "category": "",
            "numerator": count,
            "value": None if count is None else count,
            "symbol": "x" if count is None else None,
        }
        for number, count in enumerate(counts)
    ]
    return pl.DataFrame(rows, schema=FIGURES)


def judged(
    counts: Sequence[int | None], *events: Event, measures: Indicator | None = None
) -> tuple[dict[str, Any], Charts]:
    """Return the rating of the last of some months, and its chart."""
    measures = measures or measured()
    last = Period(PeriodKind.MONTH, JANUARY_2016 + len(counts) - 1)
    row = compared_row(
        indicator=measures.code,
        window="month",
        period=last.code,
        before_period=last.year_before().code,
        numerator=counts[-1],
        denominator=None,
        value=counts[-1],
        symbol="x" if counts[-1] is None else None,
        reason="not submitted" if counts[-1] is None else "",
        before_numerator=50,
        before_denominator=None,
        before_value=50,
    )
    compared = pl.DataFrame([row], schema=COMPARED)
    known = {(ST_HELENS, measures.code): events}
    drawn = charts(series(counts), compared, catalogue(measures), known)
    made = rate(compared, catalogue(measures), Background(charts=drawn, events=known))
    return made.row(0, named=True), drawn


@pytest.mark.parametrize(
    ("latest", "rating"),
    [(51, "No significant change"), (90, "Worsened"), (10, "Improved")],
)
def test_the_latest_point_is_rated_by_its_limits_and_the_polarity(latest: int, rating: str) -> None:
    row, _ = judged([*STEADY, latest])
    assert (row["rating"], row["change_rating"]) == (rating, rating)


def test_neutral_polarity_says_higher_or_lower() -> None:
    row, _ = judged([*STEADY, 90], measures=measured(polarity="neutral"))
    assert (row["rating"], row["colour"]) == ("Higher", "blue")


def test_the_sentence_names_the_point_the_limits_and_how_they_were_drawn() -> None:
    # The mean is 1,251 / 24 = 52.125. The ranges are 22 that add up to 107, and one of 43, which is
    # more than 3.267 x 150 / 23 and left out: 2.66 x 107 / 22 = 12.94 either way.
    row, _ = judged([*STEADY, 90])
    assert row["sentence"] == (
        "90 in December 2017, the latest month, lies above the limits 39.2 to 65.1 of 24 months "
        "(mean 52.1; moving ranges, outlying ones left out): chance alone seldom does that."
    )


def test_the_evidence_has_every_parameter_and_number() -> None:
    row, _ = judged([*STEADY, 51])
    found = json.loads(row["evidence"])["change"]
    assert (found["method"], found["chart"]) == ("process limits", "XmR chart")
    assert (found["preset"], found["points"]) == ("mdc", 24)
    assert len(found["points_used"]) == 24
    assert found["points_used"][-1] == ["2017-12", 51, None]
    assert found["parameters"]["factor"] == 2.66
    assert (found["from"], found["latest"]) == ("2016-01-01", "2017-12")
    assert found["signal"] is None


def test_twelve_points_have_trial_limits_and_the_two_periods_are_tested_instead() -> None:
    row, drawn = judged([*STEADY[:11], 52])
    assert row["change_sentence"].startswith(
        "Its series has 12 months: its limits are trial limits, by which nothing is rated. 52 in "
    )
    assert drawn.points["state"].unique().to_list() == ["trial limits"]


def test_a_break_begins_another_stretch_and_no_test_reaches_across_it() -> None:
    moved = Event(on=date(2017, 7, 1), kind=EventKind.BREAK, text="Two teams merged")
    row, drawn = judged([*STEADY, 90], moved)
    assert row["rating"] == "Not tested: a break in the series"
    assert row["sentence"].startswith(
        "Its series has 6 months since July 2017: its limits are trial limits"
    )
    assert row["sentence"].endswith(
        "The series breaks on 1 July 2017, so December 2017 and December 2016 are not tested "
        "against each other. Break in series of 1 July 2017: Two teams merged."
    )
    assert drawn.points["segment"].n_unique() == 2


def test_a_recording_change_that_cut_the_series_is_said_where_the_periods_lie_after_it() -> None:
    counted = Event(on=date(2016, 11, 1), kind=EventKind.RECORDING, text="A new system came in")
    longer = {"method": "process limits", "limits": {"full_points": 20}}
    measures = measured(rating={"preset": "process-limits", "change": longer})
    row, _ = judged(STEADY, counted, measures=measures)
    assert row["sentence"].startswith(
        "Its series has 13 months since November 2016: its limits are"
    )
    assert row["sentence"].endswith("Recording change of 1 November 2016: A new system came in.")


def test_a_figure_that_was_not_sent_is_not_submitted_whatever_broke() -> None:
    moved = Event(on=date(2018, 1, 1), kind=EventKind.BREAK, text="Two teams merged")
    measures = percentage()
    row = compared_row(
        indicator=measures.code, symbol="x", value=None, numerator=None, reason="not submitted"
    )
    known = Background(events={("", measures.code): (moved,)})
    made = rate(pl.DataFrame([row], schema=COMPARED), catalogue(measures), known)
    assert made["rating"].to_list() == ["Not submitted"]


def test_an_indicator_without_a_rule_says_so_whatever_broke() -> None:
    moved = Event(on=date(2018, 1, 1), kind=EventKind.BREAK, text="Two teams merged")
    measures = percentage(rating="none")
    known = Background(events={("", measures.code): (moved,)})
    row = compared_row(indicator=measures.code)
    made = rate(pl.DataFrame([row], schema=COMPARED), catalogue(measures), known)
    assert made["rating"].to_list() == ["Not tested: no rule"]


def test_a_rebase_keeps_the_words_of_before_and_no_colour() -> None:
    rebased = Event(
        on=date(2017, 7, 1), kind=EventKind.REBASE, text="A new front door", by="A. Analyst"
    )
    row, _ = judged([*STEADY, 90], rebased)
    assert (row["rating"], row["colour"]) == ("Not judged: limits begun anew", "grey")
    assert row["sentence"] == (
        "Its limits were begun anew, and there are 6 months since, too few to judge by. What was "
        "said last before that still stands: no significant change. Rebase of 1 July 2017, by "
        "A. Analyst: A new front door."
    )


def test_a_rebase_on_a_day_that_is_no_point_is_refused() -> None:
    rebased = Event(
        on=date(2017, 7, 2), kind=EventKind.REBASE, text="A new front door", by="A. Analyst"
    )
    with pytest.raises(NoPointToRebaseError):
        judged([*STEADY, 90], rebased)


def test_an_event_is_said_and_changes_nothing() -> None:
    told = Event(on=date(2017, 7, 1), kind=EventKind.EVENT, text="A campaign in schools began")
    row, drawn = judged([*STEADY, 51], told)
    assert row["rating"] == "No significant change"
    assert row["sentence"].endswith("Event of 1 July 2017: A campaign in schools began.")
    assert drawn.points["segment"].n_unique() == 1


def test_small_counts_have_limits_of_their_poisson_mean() -> None:
    row, drawn = judged([2, 1, 3] * 8)
    assert drawn.points["kind"].unique().to_list() == ["c chart"]
    assert row["change_rating"] == "No significant change"
    assert "c chart: small counts, limits of their Poisson mean" in row["change_sentence"]


def test_a_missing_month_is_a_point_without_a_value() -> None:
    row, drawn = judged([*STEADY, None, 51])
    assert (drawn.points.height, drawn.points["value"].null_count()) == (25, 1)
    assert " of 24 months " in row["sentence"]


def test_months_before_the_rules_years_are_not_drawn() -> None:
    short = measured(rating={"preset": "process-limits", "change": {"limits": {"years": 2}}})
    _, drawn = judged([*STEADY, *STEADY], measures=short)
    assert (drawn.points.height, str(drawn.points["day"][0])) == (24, "2017-11-01")


def test_a_target_judged_by_process_limits_says_whether_it_will_go_on_being_met() -> None:
    rule = {
        "preset": "process-limits",
        "by": ["target", "change"],
        "target": {
            "at_most": 100, "judged_by": "process limits", "from": "2016-04-01", "source": "Board",
        },
    }  # fmt: skip
    row, _ = judged([*STEADY, 51], measures=measured(rating=rule))
    assert (row["rating"], row["rated_by"]) == ("Consistently meets target", "target")
    assert row["sentence"].startswith(
        "Target: 100 or less, judged by the process limits (set by Board). Its process, with limits"
    )


PROCESS_TARGET: dict[str, object] = {
    "at_most": 100, "judged_by": "process limits", "from": "2016-04-01", "source": "Board",
}  # fmt: skip


def by_process(**target: object) -> Indicator:
    """Return visits by month, rated by whether their process meets a target of 100 at most."""
    rule = {"preset": "process-limits", "by": ["target"], "target": PROCESS_TARGET | target}
    return measured(rating=rule)


def test_a_process_is_not_said_to_meet_a_target_that_does_not_hold_yet() -> None:
    row, _ = judged([*STEADY, 51], measures=by_process(**{"from": "2018-04-01"}))
    assert row["rating"] == "No target"
    assert row["sentence"] == (
        "Target: 100 or less, judged by the process limits (set by Board). It is not judged: it "
        "holds only from 1 April 2018."
    )


def test_a_figure_that_was_not_sent_meets_no_target_whatever_its_process_did() -> None:
    row, _ = judged([*STEADY, 51, None], measures=by_process())
    assert (row["rating"], row["colour"]) == ("Not submitted", "grey")
    assert row["sentence"] == "There is no figure for January 2018: not submitted."


def test_the_evidence_of_a_process_beside_its_target_has_its_limits() -> None:
    # The mean is 1,212 / 24 = 50.5, the ranges are 23 that add up to 111: 2.66 x 111 / 23 = 12.84.
    row, _ = judged([*STEADY, 51], measures=by_process())
    found = json.loads(row["evidence"])["target"]
    assert (found["lower"], found["upper"]) == (37.6626, 63.3374)
    assert (found["assurance"], found["from"]) == ("consistently passes", "2016-04-01")


def test_a_target_held_against_the_figure_itself_is_the_rating_where_the_rule_says_so() -> None:
    rule = {
        "preset": "significant-change",
        "by": ["target", "change"],
        "target": {"at_least": 25, "from": "2016-04-01", "source": "Board"},
    }
    measures = percentage(polarity="high", rating=rule)
    row = rate(
        pl.DataFrame([compared_row(indicator=measures.code)], schema=COMPARED), catalogue(measures)
    ).row(0, named=True)
    assert (row["rating"], row["colour"]) == ("Target missed", "red")
    assert row["sentence"] == (
        "20.0% against a target of at least 25%: target missed. The target is set by Board."
    )


@pytest.mark.parametrize("counts", [(*STEADY, 51), (*STEADY, 90), (*STEADY[:-7], *[60] * 8)])
def test_every_number_of_a_charts_sentence_is_in_its_evidence(counts: tuple[int, ...]) -> None:
    row, _ = judged(counts)
    assert "limits" in row["change_sentence"]
    assert numbers_missing(row["change_sentence"], row["evidence"]) == []


def test_every_number_of_a_process_held_against_a_target_is_in_its_evidence() -> None:
    target = {
        "at_most": 70,
        "judged_by": "process limits",
        "from": "2016-04-01",
        "source": "Board",
    }
    rule = {"preset": "process-limits", "by": ["target", "change"], "target": target}
    row, _ = judged([*STEADY, 51], measures=measured(rating=rule))
    assert row["target_sentence"].startswith("Target: 70 or less")
    assert numbers_missing(row["target_sentence"], row["evidence"]) == []


@pytest.mark.parametrize(
    ("counts", "events", "begins"),
    [
        ((*STEADY[:11], 52), (), "Its series has 12 months: "),
        ((*STEADY, 51), (REBASED,), "Its limits were begun anew, and there are 6 months since"),
    ],
)
def test_what_cannot_be_judged_by_its_series_keeps_the_numbers_it_names(
    counts: tuple[int, ...], events: tuple[Event, ...], begins: str
) -> None:
    row, _ = judged(counts, *events)
    assert row["change_sentence"].startswith(begins)
    assert numbers_missing(row["change_sentence"], row["evidence"]) == []
