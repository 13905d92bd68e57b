"""Which figures have an interval, and what is said of one beside another value."""

from typing import Any

import polars as pl
import pytest

from safeboard.assurance.position.comparison import position
from safeboard.assurance.position.intervals import with_intervals


def figure(form: str, numerator: int | None, denominator: int | None) -> dict[str, Any]:
    """Return a figure with its interval."""
    multiplier = {"percentage": 100, "rate per 10,000": 10_000}.get(form, 1)
    given = pl.DataFrame(
        [(form, numerator, denominator, multiplier)],
        schema={
            "form": pl.String,
            "numerator": pl.Int64,
            "denominator": pl.Int64,
            "multiplier": pl.Int64,
        },
        orient="row",
    )
    return with_intervals(given).row(0, named=True)


@pytest.mark.parametrize(
    ("form", "numerator", "denominator"),
    [
        ("percentage", 1, 0),
        ("percentage", 5, 4),
        ("percentage", None, 4),
        ("percentage", 1, None),
        ("rate per 10,000", 5, 0),
        ("count", 5, None),
        ("days", 5, 4),
    ],
)
def test_without_a_base_or_with_an_impossible_one_there_is_no_interval(
    form: str, numerator: int | None, denominator: int | None
) -> None:
    found = figure(form, numerator, denominator)
    assert found["method"] == "no interval"
    assert [found[edge] for edge in ("lower_95", "upper_95", "lower_998", "upper_998")] == [
        None
    ] * 4


def test_none_of_some_has_a_lower_edge_of_exactly_nought() -> None:
    assert figure("percentage", 0, 20)["lower_998"] == 0
    assert figure("rate per 10,000", 0, 20)["lower_998"] == 0


def test_all_of_some_have_an_upper_edge_of_exactly_a_hundred() -> None:
    assert figure("percentage", 20, 20)["upper_998"] == 100


@pytest.mark.parametrize(("events", "method"), [(9, "exact Poisson"), (10, "Byar's")])
def test_a_rates_interval_is_exact_below_ten_events(events: int, method: str) -> None:
    assert figure("rate per 10,000", events, 38_000)["method"] == method


# An interval from 20 to 30 at 95%, and from 18 to 32 at 99.8%.
@pytest.mark.parametrize(
    ("polarity", "value", "said"),
    [
        ("high", 17.9, "much better"),
        ("high", 18.0, "better"),
        ("high", 19.9, "better"),
        ("high", 20.0, "similar"),
        ("high", 30.0, "similar"),
        ("high", 30.1, "worse"),
        ("high", 32.1, "much worse"),
        ("low", 17.9, "much worse"),
        ("low", 19.9, "worse"),
        ("low", 25.0, "similar"),
        ("low", 30.1, "better"),
        ("low", 32.1, "much better"),
        ("neutral", 17.9, "much higher"),
        ("neutral", 19.9, "higher"),
        ("neutral", 25.0, "similar"),
        ("neutral", 30.1, "lower"),
        ("neutral", 32.1, "much lower"),
        ("high", None, None),
    ],
)
def test_a_value_outside_the_interval_is_judged_by_polarity_and_one_on_its_edge_is_not(
    polarity: str, value: float | None, said: str | None
) -> None:
    row = (polarity, value, 20.0, 30.0, 18.0, 32.0)
    names = ("polarity", "england", "lower_95", "upper_95", "lower_998", "upper_998")
    given = pl.DataFrame([row], schema=names, orient="row").with_columns(
        pl.col("england").cast(pl.Float64)
    )
    assert given.select(said=position("england")).item() == said


def test_a_figure_without_an_interval_is_not_compared() -> None:
    given = pl.DataFrame(
        {"polarity": ["high"], "england": [20.0]}
        | {key: [None] for key in ("lower_95", "upper_95", "lower_998", "upper_998")}
    ).with_columns(pl.col("^(lower|upper).*$").cast(pl.Float64))
    assert given.select(said=position("england")).item() is None
