"""Whether a figure meets its target: at each bound, by the figure before it is rounded."""

from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
import pytest
from polars.exceptions import ComputeError

from safeboard.assurance.position.intervals import with_intervals
from safeboard.assurance.target.outcome import OUTCOMES, outcomes
from safeboard.assurance.target.targets import EXACT, TARGETS, declared_targets
from safeboard.assurance.target.words import sentence
from safeboard.catalogue.indicator import Indicator
from tests.builders import indicator

FIGURE: dict[str, Any] = {
    "indicator": "assessments-on-time",
    "period": "2017-18-Q4",
    "form": "percentage",
    "multiplier": 100,
    "numerator": 850,
    "denominator": 1_000,
    "value": "85",
    "decimals": 0,
}
COUNTS = dict.fromkeys(("numerator", "denominator"), pl.Int64)
MET, CLOSE, MISSED = "Target met", "Close to target", "Target missed"


def targets(*given: dict[str, Any]) -> pl.DataFrame:
    """Return targets of the figure's indicator, in force since April 2012."""
    plain = dict.fromkeys(TARGETS.names()) | {
        "indicator": "assessments-on-time",
        "target_from": "2012-04-01",
    }
    rows = [plain | each for each in given]
    frame = pl.DataFrame(rows, schema=dict.fromkeys(TARGETS.names(), pl.String))
    return frame.with_columns(pl.col("target_from").str.to_date()).cast(TARGETS)


def figures(*changed: dict[str, Any]) -> pl.DataFrame:
    """Return figures of 850 of 1,000, each with some things changed, and their intervals."""
    frame = pl.DataFrame([FIGURE | each for each in changed], schema_overrides=COUNTS)
    return with_intervals(frame.with_columns(pl.col("value").cast(EXACT)))


def held(target: dict[str, Any], **changed: object) -> dict[str, Any]:
    """Return what is said of one figure and one target."""
    found = outcomes(figures(changed), targets(target)).with_columns(sentence=sentence())
    return found.row(0, named=True)


@pytest.mark.parametrize(
    ("target", "numerator", "rating"),
    [
        ({"at_least": "85"}, 849, MISSED),
        ({"at_least": "85"}, 850, MET),
        ({"at_least": "85"}, 851, MET),
        ({"at_most": "85"}, 849, MET),
        ({"at_most": "85"}, 850, MET),
        ({"at_most": "85"}, 851, MISSED),
    ],
)
def test_a_figure_on_its_target_meets_it_whichever_way_is_good(
    target: dict[str, Any], numerator: int, rating: str
) -> None:
    assert held(target, numerator=numerator)["target_rating"] == rating


@pytest.mark.parametrize(
    ("numerator", "rating"),
    [(799, MISSED), (800, MET), (849, MET), (850, MISSED)],
)
def test_a_stretch_takes_in_its_lower_end_and_not_its_upper(numerator: int, rating: str) -> None:
    assert held({"at_least": "80", "below": "85"}, numerator=numerator)["target_rating"] == rating


# As in Fingertips: below 80 red, from 85 green where high is good; between amber, 80 itself too.
@pytest.mark.parametrize(
    ("target", "numerator", "rating"),
    [
        ({"at_least": "85", "tolerance": "5"}, 799, MISSED),
        ({"at_least": "85", "tolerance": "5"}, 800, CLOSE),
        ({"at_least": "85", "tolerance": "5"}, 849, CLOSE),
        ({"at_least": "85", "tolerance": "5"}, 850, MET),
        ({"below": "80", "tolerance": "5"}, 799, MET),
        ({"below": "80", "tolerance": "5"}, 800, CLOSE),
        ({"below": "80", "tolerance": "5"}, 849, CLOSE),
        ({"below": "80", "tolerance": "5"}, 850, MISSED),
        ({"at_most": "85", "tolerance": "2"}, 850, MET),
        ({"at_most": "85", "tolerance": "2"}, 851, CLOSE),
        ({"at_most": "85", "tolerance": "2"}, 870, CLOSE),
        ({"at_most": "85", "tolerance": "2"}, 871, MISSED),
        ({"at_least": "80", "below": "85", "tolerance": "1"}, 789, MISSED),
        ({"at_least": "80", "below": "85", "tolerance": "1"}, 790, CLOSE),
        ({"at_least": "80", "below": "85", "tolerance": "1"}, 859, CLOSE),
        ({"at_least": "80", "below": "85", "tolerance": "1"}, 860, MISSED),
    ],
)
def test_within_the_tolerance_of_its_target_a_figure_is_close_to_it(
    target: dict[str, Any], numerator: int, rating: str
) -> None:
    assert held(target, numerator=numerator)["target_rating"] == rating


def test_a_tolerance_of_a_tenth_is_a_tenth() -> None:
    # As binary fractions, 85.3 less 0.1 lies above 85.2.
    target = {"at_least": "85.3", "tolerance": "0.1"}
    assert held(target, numerator=852)["target_rating"] == CLOSE


def test_a_trajectory_has_a_target_for_each_period_that_it_names_and_no_other() -> None:
    steps = targets(
        {"target_period": "2017-18-Q3", "at_least": "80"},
        {"target_period": "2017-18-Q4", "at_least": "90"},
    )
    periods = ["2017-18-Q2", "2017-18-Q3", "2017-18-Q4"]
    found = outcomes(figures(*({"period": period} for period in periods)), steps)
    assert found["target_rating"].to_list() == ["No target", MET, MISSED]
    assert found.select(sentence=sentence())["sentence"].to_list() == [
        "Not held against a target: its trajectory names no target for this period.",
        "85% against a target of at least 80% for this period: target met.",
        "85% against a target of at least 90% for this period: target missed.",
    ]


def test_a_target_holds_for_periods_that_end_on_its_first_day_or_later() -> None:
    target = {"at_least": "85", "target_from": "2018-03-31"}
    assert held(target)["target_rating"] == MET
    assert held(target, period="2018-02")["no_outcome"] == "none holds for this period"
    assert held(target, period="2018-02")["at_least"] is None


# 50 of 100 is 40.38 to 59.62 at 95%, and 35.24 to 64.76 at 99.8%.
@pytest.mark.parametrize(
    ("target", "level", "rating"),
    [
        ({"at_least": "40.38"}, "95%", MET),
        ({"at_least": "40.39"}, "95%", CLOSE),
        ({"at_least": "59.61"}, "95%", CLOSE),
        ({"at_least": "59.62"}, "95%", MISSED),
        ({"at_most": "40.38"}, "95%", MISSED),
        ({"at_most": "40.39"}, "95%", CLOSE),
        ({"at_most": "59.61"}, "95%", CLOSE),
        ({"at_most": "59.62"}, "95%", MET),
        ({"at_least": "35.23"}, "99.8%", MET),
        ({"at_least": "35.25"}, "99.8%", CLOSE),
        ({"at_most": "64.76"}, "99.8%", CLOSE),
        ({"at_most": "64.77"}, "99.8%", MET),
        ({"at_least": "40.38", "below": "59.62"}, "95%", MET),
        ({"at_least": "40.39", "below": "59.62"}, "95%", CLOSE),
        ({"at_least": "59.62", "below": "80"}, "95%", MISSED),
        ({"at_least": "20", "below": "40.38"}, "95%", MISSED),
        ({"at_least": "61.61", "tolerance": "2"}, "95%", CLOSE),
        ({"at_least": "61.62", "tolerance": "2"}, "95%", MISSED),
    ],
)
def test_a_target_within_the_figures_interval_is_close(
    target: dict[str, Any], level: str, rating: str
) -> None:
    found = held({**target, "target_level": level}, numerator=50, denominator=100, value="50")
    assert (found["target_rating"], found["rating_as_shown"]) == (rating, None)


def test_an_interval_that_ends_on_its_target_meets_it() -> None:
    # All of 20 has an upper edge of exactly 100, and none of 20 a lower edge of exactly 0.
    surely = {"target_level": "95%"}
    all_of_20 = {"numerator": 20, "denominator": 20}
    assert held({"at_most": "100", **surely}, **all_of_20)["target_rating"] == MET
    assert held({"below": "100", **surely}, **all_of_20)["target_rating"] == CLOSE
    assert held({"at_least": "0", **surely}, numerator=0, denominator=20)["target_rating"] == MET


def test_the_figure_is_compared_before_it_is_rounded_and_the_sentence_says_so() -> None:
    found = held({"at_least": "85"}, numerator=8_496, denominator=10_000, value="85")
    assert (found["target_rating"], found["rating_as_shown"]) == (MISSED, MET)
    assert found["sentence"] == (
        "85% against a target of at least 85%: target missed. Rounded it would be 'target met', "
        "but it is compared before it is rounded."
    )


def test_one_event_among_many_millions_of_millions_tells_a_figure_from_its_target() -> None:
    half = 4_500_000_000_000_000
    for numerator, rating in ((half - 1, MISSED), (half, MET)):
        found = held({"at_least": "50"}, numerator=numerator, denominator=2 * half, value="50")
        assert found["target_rating"] == rating


def test_a_third_is_neither_rounded_up_nor_down_to_its_target() -> None:
    third = {"numerator": 10, "denominator": 30, "value": "33.3333"}
    assert held({"at_least": "33.3333"}, **third)["target_rating"] == MET
    assert held({"at_least": "33.3334"}, **third)["target_rating"] == MISSED
    assert held({"at_most": "33.3333"}, **third)["target_rating"] == MISSED


@pytest.mark.parametrize(
    ("changed", "rating"),
    [
        ({"form": "count", "multiplier": 1, "numerator": 5, "denominator": None}, MET),
        ({"form": "count", "multiplier": 1, "numerator": 6, "denominator": None}, MISSED),
        ({"form": "days", "multiplier": 1, "numerator": 25, "denominator": 5}, MET),
        ({"form": "days", "multiplier": 1, "numerator": 26, "denominator": 5}, MISSED),
        ({"form": "rate per 10,000", "multiplier": 10_000, "denominator": 1_699_999}, MISSED),
        ({"form": "rate per 10,000", "multiplier": 10_000, "denominator": 1_700_000}, MET),
    ],
)
def test_counts_days_and_rates_are_held_in_their_own_unit(
    changed: dict[str, object], rating: str
) -> None:
    assert held({"at_most": "5"}, **changed)["target_rating"] == rating


@pytest.mark.parametrize(
    ("target", "changed", "rating", "reason"),
    [
        ({"indicator": "another", "at_least": "85"}, {}, "No target", "none holds for this period"),
        (
            {},
            {},
            "Not tested: no rule",
            "neither way is good, so that its trajectory is neither a least nor a most",
        ),
        (
            {"at_least": "85"},
            {"numerator": None, "value": None},
            "Not available",
            "a count of the figure is missing",
        ),
        (
            {"at_least": "85"},
            {"denominator": None, "value": None},
            "Not available",
            "a count of the figure is missing",
        ),
        (
            {"at_least": "85"},
            {"denominator": 0, "value": None},
            "Not applicable",
            "there is nothing to divide by",
        ),
        (
            {"at_least": "85"},
            {"numerator": 1_001},
            "Not tested: no rule",
            "the part is larger than the whole it is part of",
        ),
        (
            {"at_least": "85"},
            {"numerator": 9, "denominator": 9},
            "Numbers too small to judge",
            "numbers too small to judge: a percentage of fewer than 10",
        ),
        (
            {"at_least": "85", "target_level": "95%"},
            {"form": "count", "denominator": None},
            "Not tested: no rule",
            "it has no interval to hold against its target",
        ),
    ],
)
def test_what_is_not_held_against_a_target_says_why(
    target: dict[str, Any], changed: dict[str, object], rating: str, reason: str
) -> None:
    found = held(target, **changed)
    assert (found["target_rating"], found["rating_as_shown"]) == (rating, None)
    assert found["no_outcome"] == reason
    assert found["sentence"] == f"Not held against a target: {reason}."


@pytest.mark.parametrize(
    ("target", "changed", "said"),
    [
        (
            {"at_least": "85", "tolerance": "2.5"},
            {},
            "85% against a target of at least 85%, close within 2.5 percentage points: target met.",
        ),
        ({"at_most": "80.5"}, {}, "85% against a target of at most 80.5%: target missed."),
        (
            {"at_least": "80", "below": "90"},
            {},
            "85% against a target of 80% to below 90%: target met.",
        ),
        (
            {"at_least": "90", "target_level": "95%"},
            {"value": "85.0", "decimals": 1},
            "85.0%, between 82.65% and 87.08% at 95%, against a target of at least 90%: "
            "target missed.",
        ),
        (
            {"below": "100", "tolerance": "10"},
            {"form": "rate per 10,000", "multiplier": 10_000, "denominator": 100_000,
             "value": "85.0000", "decimals": 4},
            "85.0000 against a target of below 100, close within 10: target met.",
        ),
    ],
)  # fmt: skip
def test_the_sentence_names_figure_target_and_outcome(
    target: dict[str, Any], changed: dict[str, object], said: str
) -> None:
    assert held(target, **changed)["sentence"] == said


def test_two_targets_of_one_indicator_are_refused() -> None:
    with pytest.raises(ComputeError, match="m:1"):
        outcomes(figures({}), targets({"at_least": "85"}, {"at_least": "90"}))


def test_the_columns_that_are_added_are_those_declared() -> None:
    found = outcomes(figures({}), targets({"at_least": "85"}))
    assert found.select(OUTCOMES.names()).schema == OUTCOMES
    assert set(found.columns) == {*figures({}).columns, *OUTCOMES}


def declaring(polarity: str = "high", **target: object) -> Indicator:
    """Return an indicator whose file declares a target."""
    aimed = {"from": "2017-04-01", "source": "The board's plan", **target}
    by_limits = aimed.get("judged_by") == "process limits"
    change = {"method": "process limits"} if by_limits else {}
    rating = {"by": ["target"], "target": aimed, "change": change}
    return indicator(polarity=polarity, rating=rating)


@pytest.mark.parametrize(
    ("polarity", "target", "rows"),
    [
        ("high", {"at_least": 85}, [(None, "85", None, None, "0", None)]),
        (
            "high",
            {"at_most": 8.1, "tolerance": 0.1, "judged_by": "interval"},
            [(None, None, "8.1", None, "0.1", "95%")],
        ),
        (
            "neutral",
            {"between": {"low": 80, "high": 90}},
            [(None, "80", None, "90", "0", None)],
        ),
        (
            "high",
            {"trajectory": {"2017-18-Q3": 80, "2017-18-Q4": 85}},
            [
                ("2017-18-Q3", "80", None, None, "0", None),
                ("2017-18-Q4", "85", None, None, "0", None),
            ],
        ),
        (
            "low",
            {"trajectory": {"2017-18": 20}},
            [("2017-18", None, "20", None, "0", None)],
        ),
        (
            "neutral",
            {"trajectory": {"2017-18": 20}},
            [("2017-18", None, None, None, "0", None)],
        ),
        ("high", {"at_least": 85, "judged_by": "process limits"}, []),
    ],
)
def test_what_a_file_declares_becomes_the_bounds_that_figures_are_held_against(
    polarity: str, target: dict[str, object], rows: list[tuple[str | None, ...]]
) -> None:
    found = declared_targets([declaring(polarity, **target), indicator("another")])
    shown = ("target_period", "at_least", "at_most", "below", "tolerance", "target_level")
    expected = [(row[0], *(each and Decimal(each) for each in row[1:5]), row[5]) for row in rows]
    assert found.select(shown).rows() == expected
    assert found["target_from"].to_list() == [date(2017, 4, 1)] * len(rows)


def test_a_target_of_more_decimals_than_figures_have_is_refused() -> None:
    with pytest.raises(ValueError, match="no more than 4 decimal places"):
        declaring(at_least="85.12345")
