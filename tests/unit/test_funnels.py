"""Funnels of the benchmarks that are used, and what of the benchmarks a release holds."""

from typing import Any

import polars as pl
import pytest

from safeboard.assurance.position.funnels import FUNNELS, funnels
from safeboard.benchmarks.compared import COMPARED
from safeboard.benchmarks.published import DISTRIBUTIONS, VALUES
from safeboard.benchmarks.used import beside, quartiles_beside
from tests.builders import benchmark, catalogue, compared_row, percentage

MEASURE = {
    "benchmark_source": "LAIT", "benchmark_measure": "Visits", "benchmark_period": "2017-18",
}  # fmt: skip


def compared(**changes: Any) -> pl.DataFrame:  # noqa: ANN401 - a column's value
    """Return the headline of visits in time, banded by a measure of 2017/18."""
    row = compared_row(**{**MEASURE, "comparison": "banded", **changes})
    return pl.DataFrame([row], schema=COMPARED)


def values(*counts: tuple[int | None, int | None], **changes: str) -> pl.DataFrame:
    """Return what authorities have, numbered from 301 on: numerator and denominator."""
    rows = [
        {**MEASURE, "area": str(301 + number), "value": 50.0, "numerator": part,
         "denominator": whole, **changes}
        for number, (part, whole) in enumerate(counts)
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=VALUES)


def made(given: pl.DataFrame, **changes: Any) -> pl.DataFrame:  # noqa: ANN401
    known = catalogue(percentage(benchmark=benchmark()))
    return funnels(compared(**changes), given, known)


def test_an_authority_stands_among_the_limits_of_what_all_have_together() -> None:
    # 9 x 1,000 of 2,000 and 600 of 1,000: 9,600 of 19,000 are 50.526%. For 1,000 the standard error
    # is 1.5811 points; 1.95996 and 3.09023 of them from there.
    found = made(values(*[(1000, 2000)] * 9, (600, 1000)))
    last = found.filter(area="310").row(0, named=True)
    assert last["value"] == pytest.approx(60.0)
    assert last["average"] == pytest.approx(50.5263, abs=1e-4)
    assert [last["drawn_lower_95"], last["drawn_upper_998"]] == pytest.approx(
        [47.4275, 55.4122], abs=1e-3
    )
    assert last["place"] == "above the 99.8% limit"
    assert set(found.filter(pl.col("area") != "310")["place"]) == {"within the limits"}


def test_of_nine_authorities_with_counts_there_is_no_funnel() -> None:
    assert made(values(*[(10, 20)] * 9)).schema == FUNNELS
    assert made(values(*[(10, 20)] * 9)).is_empty()
    assert made(values(*[(10, 20)] * 9, (None, 20), (10, None), (0, 0))).is_empty()
    assert made(values(*[(10, 20)] * 10)).height == 10


@pytest.mark.parametrize(
    ("comparison", "height"),
    [
        ("banded", 10),
        ("national referent without a band", 10),
        ("definition differs", 0),
        ("part of a year", 0),
    ],
)
def test_only_what_can_be_compared_has_a_funnel(comparison: str, height: int) -> None:
    assert made(values(*[(10, 20)] * 10), comparison=comparison).height == height


def test_a_funnel_is_of_the_year_that_the_figure_stands_beside() -> None:
    assert made(values(*[(10, 20)] * 10, benchmark_period="2016-17")).is_empty()


def test_a_release_holds_only_what_its_figures_stand_beside() -> None:
    given = pl.concat([values((1, 2)), values((3, 4), benchmark_measure="Referrals")])
    assert beside(given, compared()).rows() == [("LAIT", "Visits", "2017-18", "301", 50.0, 1, 2)]
    alone = dict.fromkeys(MEASURE)
    assert beside(given, compared(**alone)).is_empty()


def test_the_quartiles_of_the_year_are_held() -> None:
    rows = [
        {"source": "LAIT", "measure": "Visits", "period": period, "quartile_1": quartile}
        for period, quartile in (("2016-17", "14.7"), ("2017-18", "16.575"))
    ]
    given = pl.DataFrame(rows, schema=dict.fromkeys(rows[0], pl.String)).with_columns(
        pl.lit(None).alias(name) for name in DISTRIBUTIONS if name not in rows[0]
    )
    (row,) = quartiles_beside(
        given.select(DISTRIBUTIONS.names()).cast(DISTRIBUTIONS), compared()
    ).to_dicts()
    assert (row["benchmark_period"], str(row["quartile_1"])) == ("2017-18", "16.5750")
