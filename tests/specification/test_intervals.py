"""Intervals equal those of Public Health England's own package, and funnels its verdicts."""

from pathlib import Path

import polars as pl
import pytest

from safeboard.assurance.position.comparison import position
from safeboard.assurance.position.intervals import byar_of, exact_of, with_intervals

EDGES = ("lower_95", "upper_95", "lower_998", "upper_998")
THEIRS = ("lower95_0cl", "upper95_0cl", "lower99_8cl", "upper99_8cl")


def read(shared: Path, name: str) -> pl.DataFrame:
    return pl.read_csv(shared / "oracles" / "intervals" / name, infer_schema_length=None)


def test_every_percentage_has_the_packages_interval(shared: Path) -> None:
    answers = read(shared, "phe_proportion.csv")
    given = answers.with_columns(form=pl.lit("percentage"), multiplier=pl.lit(1))
    ours = with_intervals(given)
    assert ours.height == 15
    assert ours["method"].unique().to_list() == ["Wilson"]
    for edge, theirs in zip(EDGES, THEIRS, strict=True):
        assert ours[edge].to_list() == pytest.approx(answers[theirs].to_list(), rel=1e-9)


def test_every_rate_has_the_packages_interval_and_method(shared: Path) -> None:
    answers = read(shared, "phe_rate.csv")
    ours = with_intervals(answers.drop("method").with_columns(form=pl.lit("rate per 10,000")))
    assert ours.height == 13
    methods = answers["method"].replace({"Exact": "exact Poisson", "Byars": "Byar's"})
    assert ours["method"].to_list() == methods.to_list()
    for edge, theirs in zip(EDGES, THEIRS, strict=True):
        assert ours[edge].to_list() == pytest.approx(answers[theirs].to_list(), rel=1e-9)


def test_every_count_has_the_packages_two_intervals(shared: Path) -> None:
    answers = read(shared, "poisson_count_intervals.csv").filter(pl.col("count") > 1)
    counts = answers["count"].cast(pl.Float64).to_numpy()
    for level, name in ((0.95, "95"), (0.998, "998")):
        for side, place in (("lower", 0), ("upper", 1)):
            byars = answers[f"byars_{side}{name}"].cast(pl.Float64).to_list()
            exact = answers[f"exact_{side}{name}"].cast(pl.Float64).to_list()
            assert byar_of(counts, level)[place].tolist() == pytest.approx(byars, rel=1e-9)
            assert exact_of(counts, level)[place].tolist() == pytest.approx(exact, rel=1e-9)


def test_a_funnel_and_an_interval_give_one_verdict(shared: Path) -> None:
    # Wilson's interval leaves a value out exactly where the funnel around the value does.
    funnel = read(shared, "phe_funnel_proportion_significance.csv")
    given = funnel.with_columns(
        form=pl.lit("percentage"), multiplier=pl.lit(100), polarity=pl.lit("neutral")
    )
    ours = with_intervals(given).with_columns(said=position("baseline"))
    theirs = funnel["significance"].replace(
        {
            "High (0.001)": "much higher",
            "High (0.025)": "higher",
            "Not significant": "similar",
            "Low (0.025)": "lower",
            "Low (0.001)": "much lower",
        }
    )
    assert ours["said"].to_list() == theirs.to_list()
    assert theirs.n_unique() > 2
