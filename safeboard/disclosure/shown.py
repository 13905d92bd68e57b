"""A figure as it is published, in text: what two releases are compared by."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from safeboard.catalogue.indicator import Indicator
from safeboard.catalogue.library import Catalogue
from safeboard.vocabulary.form import written

KEY = ["area", "indicator", "window", "period", "dimension", "category"]


def published(figures: pl.DataFrame, ratings: pl.DataFrame, catalogue: Catalogue) -> pl.DataFrame:
    """Return every figure as it is published: KEY, counts, value as text, `shown` and `rating`.

    `rating` is null but for the headlines.
    """
    rated = ratings.select(*KEY, "rating")
    joined = figures.join(rated, on=KEY, how="left", maintain_order="left")
    texts = [
        shown(row, catalogue.indicators[row["indicator"]])
        for row in joined.select("indicator", "value", "symbol", "numerator", "denominator")
        .iter_rows(named=True)
    ]  # fmt: skip
    return joined.select(
        *KEY,
        "numerator",
        "denominator",
        pl.col("value").cast(pl.String),
        "symbol",
        "flags",
        pl.Series("shown", texts, dtype=pl.String),
        "rating",
    )


def shown(row: Mapping[str, Any], indicator: Indicator) -> str:
    """Write a figure with its base, or its symbol: 18.5% (343 of 1,855), 1,569, [x].

    The base is said of every form that has one, so that counts restated beneath a figure that
    rounds to the same are seen.
    """
    if row["symbol"] is not None:
        return f"[{row['symbol']}]"
    text = written(row["value"], indicator.form, indicator.decimals)
    if indicator.form.divides:
        return f"{text} ({row['numerator']:,} of {row['denominator']:,})"
    return text
