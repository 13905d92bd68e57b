"""Funnels and comparisons equal those of Public Health England's own package."""

from pathlib import Path

import polars as pl
import pytest

from safeboard.assurance.position.comparison import compare
from safeboard.assurance.position.funnel import with_funnel

PLACES = {
    "High (0.001)": "above the 99.8% limit",
    "High (0.025)": "above the 95% limit",
    "Not significant": "within the limits",
    "Low (0.025)": "below the 95% limit",
    "Low (0.001)": "below the 99.8% limit",
}
POSITIONS = {
    "High (0.001)": "much higher",
    "High (0.025)": "higher",
    "Not significant": "similar",
    "Low (0.025)": "lower",
    "Low (0.001)": "much lower",
}


def read(shared: Path) -> pl.DataFrame:
    name = "phe_funnel_proportion_significance.csv"
    answers = pl.read_csv(shared / "oracles" / "intervals" / name)
    return answers.with_columns(
        form=pl.lit("percentage"), multiplier=pl.lit(100), average="baseline"
    )


def test_every_limit_of_a_funnel_is_the_packages(shared: Path) -> None:
    answers = read(shared)
    ours = with_funnel(answers)
    assert ours.height == 16
    for side, theirs in (("lower", "low"), ("upper", "high")):
        for level, tail in (("95", "0.975"), ("998", "0.999")):
            limits = ours[f"limit_{side}_{level}"].to_list()
            assert limits == pytest.approx(answers[f"{theirs}_{tail}"].to_list(), rel=1e-9)


def test_every_place_in_a_funnel_is_the_packages_but_that_of_one_child(shared: Path) -> None:
    # Of one child neither 0% nor 100% can lie outside, so it is too small and not within.
    answers = read(shared)
    expected = answers.select(
        pl.when(denominator=1)
        .then(pl.lit("too small"))
        .otherwise(pl.col("significance").replace_strict(PLACES))
    ).to_series()
    assert with_funnel(answers)["place"].to_list() == expected.to_list()
    assert expected.n_unique() == 6


def test_every_comparison_with_the_baseline_says_what_the_package_says(shared: Path) -> None:
    answers = read(shared)
    beside = answers.with_columns(
        comparator=pl.lit("England"),
        comparator_value="baseline",
        comparator_area=pl.lit(None, pl.String),
        comparator_numerator=pl.lit(None, pl.Int64),
        comparator_denominator=pl.lit(None, pl.Int64),
        comparator_members=pl.lit(None, pl.Int64),
        polarity=pl.lit("neutral"),
    )
    ours = compare(beside)
    expected = answers.select(
        pl.when(pl.col("denominator") >= 10).then(pl.col("significance").replace_strict(POSITIONS))
    ).to_series()
    assert ours["position"].to_list() == expected.to_list()
    assert expected.null_count() == 1
