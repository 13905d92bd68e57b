"""Funnels of the benchmarks that are used: every authority's published figure among its limits."""

import polars as pl

from safeboard.assurance.position.comparator import EDGES
from safeboard.assurance.position.funnel import pooled_average, with_funnel
from safeboard.benchmarks.published import VALUES
from safeboard.catalogue.library import Catalogue
from safeboard.vocabulary.benchmark import Comparison
from safeboard.vocabulary.form import Form

FUNNELS = pl.Schema(
    {
        "indicator": pl.String(),
        **{name: kind for name, kind in VALUES.items() if name != "value"},
        "value": pl.Float64(),
        "average": pl.Float64(),
        **dict.fromkeys((f"drawn_{edge}" for edge in EDGES), pl.Float64()),
        "place": pl.String(),
    }
)
"""One row for each indicator, year and authority whose counts are published.

`value` is worked out from the counts, in the indicator's unit, and `average` from all counts
together. The other columns are those of FUNNEL.
"""

FEWEST_AUTHORITIES = 10
"""Of fewer authorities there is no funnel to see."""

_KEY = ["indicator", "benchmark_source", "benchmark_measure", "benchmark_period"]


def funnels(compared: pl.DataFrame, values: pl.DataFrame, catalogue: Catalogue) -> pl.DataFrame:
    """Return the funnel of each compared percentage and rate: the columns of FUNNELS.

    `values` has the columns of VALUES. Only what has its benchmark's definition has a funnel.
    """
    comparable = [Comparison.BANDED.value, Comparison.NO_BAND.value]
    forms = pl.DataFrame(
        [
            (code, each.form.value, each.form.multiplier)
            for code, each in catalogue.indicators.items()
            if each.form in (Form.PERCENTAGE, Form.RATE)
        ],
        schema={"indicator": pl.String, "form": pl.String, "multiplier": pl.Int64},
        orient="row",
    )
    asked = compared.filter(pl.col("comparison").is_in(comparable)).select(_KEY).unique()
    counted = (
        values.drop("value")
        .filter(pl.col("numerator").is_not_null(), pl.col("denominator") > 0)
        .join(asked, on=_KEY[1:])
        .join(forms, on="indicator")
        .filter(pl.len().over(_KEY) >= FEWEST_AUTHORITIES)
        .with_columns(
            value=pl.col("multiplier") * pl.col("numerator") / pl.col("denominator"),
            average=pooled_average().over(_KEY),
        )
        .sort(*_KEY, "denominator", "area")
    )
    return with_funnel(counted).select(FUNNELS.names()).cast(FUNNELS)
