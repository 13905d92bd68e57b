"""The data of all authorities that a release's figures stand among, as published."""

import polars as pl

from safeboard.disclosure.release import Release
from safeboard.publishing.charts.standing import BENCHMARK, COMPARABLE

_PUBLISHED = ("value", "numerator", "denominator")
_LIMITS = [
    "average", "drawn_lower_95", "drawn_upper_95", "drawn_lower_998", "drawn_upper_998", "place",
]  # fmt: skip


def authorities(release: Release) -> pl.DataFrame:
    """Return a row for each compared indicator and authority, with its place in the funnel if any.

    `area` is the authority's number. They are ordered as the indicators are in the release.
    """
    states = [each.value for each in COMPARABLE]
    asked = release.ratings.filter(pl.col("comparison").is_in(states))
    asked = asked.select("indicator", *BENCHMARK).unique(maintain_order=True)
    key = ["indicator", *BENCHMARK, "area"]
    limits = release.funnels.select(*key, *_LIMITS)
    return (
        asked.join(release.distributions, on=BENCHMARK, maintain_order="left_right")
        .join(limits, on=key, how="left", maintain_order="left")
        .select(
            "area",
            "indicator",
            *BENCHMARK,
            *(pl.col(name).alias(f"published_{name}") for name in _PUBLISHED),
            *_LIMITS,
        )
        .with_columns(pl.col(pl.Float64).round(4))
    )
