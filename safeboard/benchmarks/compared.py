"""The frame of compared figures: its columns, and what missing means."""

import polars as pl

from safeboard.indicators.figures import FIGURES

COMPARED = pl.Schema(
    {
        **FIGURES,
        "before_period": pl.String(),
        "before_definition": pl.String(),
        "before_numerator": pl.Int64(),
        "before_denominator": pl.Int64(),
        "before_value": FIGURES["value"],
        "before_symbol": pl.String(),
        "before_reason": pl.String(),
        "comparison": pl.String(),
        "comparison_text": pl.String(),
        "band": pl.String(),
        "before_band": pl.String(),
        "england": pl.String(),
        "distribution": pl.String(),
        "benchmark_title": pl.String(),
        "benchmark_source": pl.String(),
        "benchmark_measure": pl.String(),
        "benchmark_period": pl.String(),
        "vintage": pl.String(),
    }
)
"""One row for each indicator and area: its headline figure, total or, where an indicator has only
shares of a whole, none.

The columns of FIGURES hold the headline; `before_…` the figure that its change is measured
from. `comparison` is a Comparison, `comparison_text` says it in words with thresholds and years.
`band` and `before_band` are Bands, null where not banded. `england` is England's value as
published, null without one. `distribution` is JSON: the year's quartiles, number of authorities and
England's value, for the figure and for the one before, null without any. `benchmark_…` name what it
is compared with, and `vintage` its version; null without a benchmark, and `benchmark_period`, the
year, where none had been published.
"""
