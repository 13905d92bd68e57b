"""What had been published by a day, as the imported vintages have it."""

from collections.abc import Collection
from datetime import date, datetime
from io import BytesIO

import polars as pl

from safeboard.benchmarks.kept import BENCHMARKS
from safeboard.store.vintages import Vintage, all_vintages, values_of

CURRENT = pl.Schema(
    {
        **dict(BENCHMARKS),
        "kind": pl.String(),
        "source": pl.String(),
        "dataset": pl.String(),
        "vintage": pl.Int64(),
        "sha256": pl.String(),
        "published": pl.Date(),
    }
)
"""The columns of BENCHMARKS, and the vintage that each row is from, with its source.

`kind` tells what is kept by hand from the source's own files. `vintage` is its number, `sha256`
that of its values, `published` the day on which it was.
"""

_WITHOUT_VALUES = ("neighbours",)


def current_benchmarks(
    measures: Collection[str], as_of: date, until: datetime | None = None
) -> pl.DataFrame:
    """Return what had been published of some measures by the end of a day: the columns of CURRENT.

    Measures are named as their sources name them, such as ReReferral. Each year of one is whole
    from one vintage of its source and kind: of those that have it, the one published last. So a
    year that newer vintages no longer have stays as it was. Vintages that were imported after
    `until` count for nothing. The store must be open.
    """
    known = [
        each
        for each in all_vintages()
        if each.published <= as_of
        and (until is None or each.imported_at <= until)
        and each.of.kind not in _WITHOUT_VALUES
    ]
    frames = [_of_vintage(each, place, measures) for place, each in enumerate(known)]
    if not frames:
        return CURRENT.to_frame()
    edition = ["kind", "source", "measure", "category", "year"]
    latest = pl.col("place") == pl.col("place").max().over(edition)
    return pl.concat(frames).filter(latest).select(CURRENT.names()).cast(CURRENT)


def _of_vintage(vintage: Vintage, place: int, measures: Collection[str]) -> pl.DataFrame:
    """Return a vintage's rows of some measures, with its place among those that are known."""
    rows = pl.scan_parquet(BytesIO(values_of(vintage)))
    return (
        rows.filter(pl.col("measure").is_in(list(measures)))
        .with_columns(
            kind=pl.lit(vintage.of.kind),
            source=pl.lit(vintage.of.source),
            dataset=pl.lit(vintage.of.dataset),
            vintage=pl.lit(vintage.number, pl.Int64),
            sha256=pl.lit(vintage.sha256),
            published=pl.lit(vintage.published),
            place=pl.lit(place),
        )
        .collect()
    )
