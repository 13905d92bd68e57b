"""Judging a position: by an interval beside England, a region or neighbours, and who stands by."""

import json
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from safeboard.assurance.background import Background
from safeboard.assurance.rating import rate
from safeboard.benchmarks.compared import COMPARED
from safeboard.benchmarks.others import OTHERS
from safeboard.catalogue.indicator import Indicator
from tests.builders import ST_HELENS, benchmark, catalogue, compared_row, percentage
from tests.unit.evidence import numbers_missing

# 50 of 100 has Wilson's interval 40.38 to 59.62 at 95%, and 35.24 to 64.76 at 99.8%.
HALF: dict[str, object] = {
    "window": "year to date",
    "numerator": 50,
    "denominator": 100,
    "value": Decimal("50.0"),
    "comparison": "banded",
    "comparison_text": "England 39.0% in 2017/18.",
    "band": "B",
    "benchmark_source": "LAIT",
    "benchmark_measure": "Visits",
    "benchmark_period": "2017-18",
}


def other(others: str = "England", value: str = "39.0", **given: object) -> dict[str, object]:
    """Return a row of those who stand beside St Helens."""
    return {
        "benchmark_source": "LAIT",
        "benchmark_measure": "Visits",
        "benchmark_period": "2017-18",
        "area": ST_HELENS,
        "others": others,
        "value": Decimal(value),
    } | given


def measured(**position: object) -> Indicator:
    """Return an indicator that is rated by its interval, of which high is good."""
    rule: dict[str, object] = {"preset": "better-or-worse", "position": position}
    return percentage(window="year to date", benchmark=benchmark(), polarity="high", rating=rule)


def rated(indicator: Indicator, *others: dict[str, object], **changes: object) -> dict[str, Any]:
    """Return the rating of 50 of 100 beside others."""
    row = compared_row(indicator=indicator.code, **(HALF | changes))
    known = Background(others=pl.DataFrame(list(others), schema=OTHERS))
    made = rate(pl.DataFrame([row], schema=COMPARED), catalogue(indicator), known)
    return made.row(0, named=True)


@pytest.mark.parametrize(
    ("england", "rating", "colour"),
    [
        ("39.0", "Better than others", "green"),
        ("45.0", "Similar to others", "plain"),
        ("60.0", "Worse than others", "red"),
    ],
)
def test_a_figure_whose_interval_leaves_englands_value_out_is_better_or_worse(
    england: str, rating: str, colour: str
) -> None:
    row = rated(measured(), other(value=england))
    assert (row["rating"], row["colour"], row["rated_by"]) == (rating, colour, "position")


def test_the_sentence_names_figure_england_interval_level_and_method() -> None:
    assert rated(measured(), other())["sentence"] == (
        "50.0% (50 of 100) in 2017/18. England is 39%, below the figure's interval of 40.38% to "
        "59.62% (Wilson, 95%): better. England 39.0% in 2017/18."
    )


def test_a_rule_at_998_calls_similar_what_only_95_tells_apart_and_says_so() -> None:
    row = rated(measured(level="99.8%"), other())
    assert row["rating"] == "Similar to others"
    assert "That is evidence, but a rating needs 99.8%." in row["sentence"]


def test_neighbours_pooled_counts_bring_their_own_interval() -> None:
    pooled = other("statistical neighbours", "39.0", numerator=390, denominator=1000, members=10)
    row = rated(measured(against="neighbours"), pooled)
    # 390 of 1,000 has Wilson's interval 36.02 to 42.06, which meets 40.38 to 59.62.
    assert row["rating"] == "Similar to others"
    assert json.loads(row["evidence"])["position"]["basis"] == (
        "counts pooled, with their own interval"
    )


def test_region_and_neighbours_stand_beside_whatever_the_rule() -> None:
    neighbours = other("statistical neighbours", "41.25", median=Decimal("40.5"), members=9)
    row = rated(measured(), other(), other("the region", "43.0"), neighbours)
    assert row["position_sentence"].endswith(
        "England 39.0% in 2017/18. Its region: 43.0%. Statistical neighbours: mean 41.3%, median "
        "40.5%, of the 9 that have a value."
    )


def test_without_a_value_of_the_region_the_change_is_the_rating_and_the_reason_is_said() -> None:
    row = rated(measured(against="region"), other())
    assert (row["position_rating"], row["rated_by"]) == ("Not compared", "change")
    assert row["position_sentence"].startswith("Not compared with the region: it has no value.")


def test_a_part_of_a_year_is_not_held_against_a_year() -> None:
    row = rated(measured(), other(), comparison="part of a year", comparison_text="Part of a year.")
    assert (row["position_rating"], row["position_sentence"]) == (
        "Not compared",
        "Part of a year.",
    )


def test_the_owner_of_an_indicator_may_colour_similar_amber() -> None:
    rule = {"preset": "better-or-worse", "colours": {"Similar to others": "amber"}}
    own = percentage(window="year to date", benchmark=benchmark(), polarity="high", rating=rule)
    assert rated(own, other(value="45.0"))["colour"] == "amber"


@pytest.mark.parametrize(
    "beside",
    [
        other(),
        other("the region", "43.0"),
        other("statistical neighbours", "41.25", median=Decimal("40.5"), members=9),
        other("statistical neighbours", "39.0", numerator=390, denominator=1000, members=10),
    ],
)
def test_every_number_of_a_position_is_in_its_evidence(beside: dict[str, object]) -> None:
    against = {
        "England": "England",
        "the region": "region",
        "statistical neighbours": "neighbours",
    }[str(beside["others"])]
    row = rated(measured(against=against), beside, comparison_text="Published.")
    assert "the figure's" in row["position_sentence"]
    assert numbers_missing(row["position_sentence"], row["evidence"]) == []
