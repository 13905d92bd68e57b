"""What is said of a figure beside England, its region and its statistical neighbours."""

from typing import Any

import polars as pl
import pytest

from safeboard.assurance.position.comparator import COMPARATORS
from safeboard.assurance.position.comparison import compare
from safeboard.assurance.position.words import sentence

# 50 of 100 has Wilson's interval 40.38 to 59.62 at 95%, and 35.24 to 64.76 at 99.8%.
HALF: dict[str, Any] = {
    "area": "342",
    "form": "percentage",
    "polarity": "high",
    "numerator": 50,
    "denominator": 100,
    "multiplier": 100,
    "comparator": "England",
    "comparator_area": "970",
    "comparator_value": 50.0,
    "comparator_numerator": None,
    "comparator_denominator": None,
    "comparator_members": None,
}
COUNTS = {"numerator": pl.Int64, "denominator": pl.Int64, "multiplier": pl.Int64}
RATE = {"form": "rate per 10,000", "multiplier": 10_000}


def compared(**changed: object) -> dict[str, Any]:
    """Return a comparison of 50 of 100 with England, with some things changed."""
    row = HALF | changed
    given = pl.DataFrame([row], schema_overrides={**COMPARATORS, **COUNTS})
    return compare(given).with_columns(sentence=sentence()).row(0, named=True)


@pytest.mark.parametrize(
    ("england", "position", "level"),
    [
        (35.23, "much better", "99.8%"),
        (35.25, "better", "95%"),
        (40.38, "better", "95%"),
        (40.39, "similar", "95%"),
        (59.61, "similar", "95%"),
        (59.62, "worse", "95%"),
        (64.76, "worse", "95%"),
        (64.77, "much worse", "99.8%"),
    ],
)
@pytest.mark.parametrize("comparator", ["England", "the region"])
def test_england_and_a_region_are_one_value_beside_the_figures_interval(
    comparator: str, england: float, position: str, level: str
) -> None:
    found = compared(comparator=comparator, comparator_value=england)
    assert (found["basis"], found["method"]) == ("one value", "Wilson")
    assert (found["position"], found["level"], found["refusal"]) == (position, level, None)


@pytest.mark.parametrize(
    ("polarity", "england", "position"),
    [
        ("low", 35.23, "much worse"),
        ("low", 64.77, "much better"),
        ("neutral", 35.23, "much higher"),
        ("neutral", 40.38, "higher"),
        ("neutral", 59.62, "lower"),
        ("neutral", 64.77, "much lower"),
    ],
)
def test_what_is_good_depends_on_the_polarity_and_neutral_is_neither(
    polarity: str, england: float, position: str
) -> None:
    assert compared(polarity=polarity, comparator_value=england)["position"] == position


# 38% and 39% of 10,000 have intervals up to 38.96 and 39.96 at 95%; 39.5%, up to 40.46.
# 30% of 10,000 goes up to 31.43 at 99.8%; and 35%, up to 36.49.
@pytest.mark.parametrize(
    ("together", "position", "level"),
    [
        (3_000, "much better", "99.8%"),
        (3_500, "better", "95%"),
        (3_900, "better", "95%"),
        (3_950, "similar", "95%"),
        (6_050, "similar", "95%"),
        (6_100, "worse", "95%"),
        (7_000, "much worse", "99.8%"),
    ],
)
def test_neighbours_counted_together_have_an_interval_of_their_own(
    together: int, position: str, level: str
) -> None:
    found = compared(
        comparator="statistical neighbours",
        comparator_value=None,
        comparator_numerator=together,
        comparator_denominator=10_000,
    )
    assert found["basis"] == "counts pooled, with their own interval"
    assert found["comparator_method"] == "Wilson"
    assert found["comparator_value"] == together / 100
    assert (found["position"], found["level"]) == (position, level)


def test_without_counts_neighbours_are_a_mean_and_the_sentence_says_what_is_left_out() -> None:
    found = compared(
        comparator="statistical neighbours", comparator_value=39.5, comparator_members=9
    )
    assert found["basis"] == "plain mean, without its error"
    assert found["position"] == "better"
    assert found["sentence"] == (
        "The plain mean of 9 statistical neighbours, whose own error is not counted, is 39.5%, "
        "below the figure's interval of 40.38% to 59.62% (Wilson, 95%): better."
    )


def test_neighbours_that_are_pooled_are_not_taken_at_a_mean_that_is_given_too() -> None:
    found = compared(
        comparator="statistical neighbours",
        comparator_value=10.0,
        comparator_numerator=5_000,
        comparator_denominator=10_000,
    )
    assert (found["comparator_value"], found["position"]) == (50.0, "similar")


def test_a_value_that_is_not_published_is_worked_out_from_its_counts() -> None:
    counts = {"comparator_numerator": 1, "comparator_denominator": 4}
    found = compared(comparator_value=None, **counts)
    assert (found["comparator_value"], found["basis"]) == (25.0, "one value")
    assert compared(comparator_value=50.0, **counts)["comparator_value"] == 50.0


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"comparator_area": "342"}, "an area is not compared with itself"),
        ({"numerator": None}, "a count of the figure is missing"),
        ({"denominator": None}, "a count of the figure is missing"),
        ({"form": "count", "denominator": None}, "a number or a length of time has no interval"),
        ({"form": "days"}, "a number or a length of time has no interval"),
        ({"denominator": 0}, "there is nothing to divide by"),
        ({"numerator": 101}, "the part is larger than the whole it is part of"),
        (
            {"numerator": 1, "denominator": 9},
            "numbers too small to judge: a percentage of fewer than 10",
        ),
        ({"comparator_value": None}, "it has no value"),
        ({"comparator_value": float("nan")}, "it has no value"),
        (
            {"comparator_value": None, "comparator_numerator": 1, "comparator_denominator": 0},
            "it has no value",
        ),
        (
            {
                "comparator": "statistical neighbours",
                "comparator_numerator": 5,
                "comparator_denominator": 4,
            },
            "its own counts have no interval",
        ),
    ],
)
def test_what_cannot_be_compared_says_why_and_has_no_position(
    changed: dict[str, object], refusal: str
) -> None:
    found = compared(**changed)
    assert found["refusal"] == refusal
    assert (found["position"], found["level"]) == (None, None)
    assert found["sentence"].startswith("Not compared with ")
    assert found["sentence"].endswith(f": {refusal}.")


def test_a_percentage_of_ten_is_compared_and_so_is_a_rate_of_few_events() -> None:
    assert compared(numerator=5, denominator=10)["position"] == "similar"
    few = compared(**RATE, numerator=0, denominator=5)
    assert (few["position"], few["method"]) == ("similar", "exact Poisson")


def test_the_sentence_names_value_interval_method_and_level() -> None:
    assert compared(polarity="low", comparator_value=64.77)["sentence"] == (
        "England is 64.77%, above the figure's interval of 35.24% to 64.76% (Wilson, 99.8%): "
        "much better."
    )
    assert compared(comparator="the region")["sentence"] == (
        "The region is 50%, within the figure's interval of 40.38% to 59.62% (Wilson, 95%): "
        "similar."
    )


def test_the_sentence_of_two_intervals_names_both_and_each_method() -> None:
    # 9 of 10,000 is 4.12 to 17.08 by the exact interval; 100 of 100,000 is 8.14 to 12.16 by Byar's.
    found = compared(
        **RATE,
        numerator=9,
        denominator=10_000,
        comparator="statistical neighbours",
        comparator_numerator=100,
        comparator_denominator=100_000,
    )
    assert found["sentence"] == (
        "Statistical neighbours counted together are 10: their interval of 8.14 to 12.16 meets the "
        "figure's, 4.12 to 17.08 (exact Poisson and Byar's, 95%): similar."
    )


def test_many_figures_are_compared_at_once_each_with_its_own_comparator() -> None:
    rows = [HALF | {"comparator_value": value} for value in (35.0, 50.0, None)]
    given = pl.DataFrame(rows, schema_overrides={**COMPARATORS, **COUNTS})
    assert compare(given)["position"].to_list() == ["much better", "similar", None]
