"""Totals: each item's count for each area, window and category, or the parts that are missing."""

from datetime import date

import polars as pl

from safeboard.catalogue.library import Catalogue
from safeboard.indicators.supplied import (
    ANOTHER_DEFINITION,
    BEFORE,
    LACK,
    LACKS,
    NOT_SUBMITTED,
    PLACE,
    SYMBOL,
    supplied,
)
from safeboard.indicators.windows import Asked, parts_frame
from safeboard.vocabulary.item import CountState

KEY = ["area", "item", "window", "period", "dimension", "category"]

_WORDS = {
    lack: lack if lack in (NOT_SUBMITTED, ANOTHER_DEFINITION) else CountState(lack).reason
    for lack in LACKS
    if lack != BEFORE
}
"""What is said of a part that is missing; of one before the area began, what the area was."""


def totals(catalogue: Catalogue, counts: pl.LazyFrame, asked: Asked) -> pl.LazyFrame:
    """Return KEY and `total`, `missing`, `lack`, `provisional`, `estimated` of every category.

    `total` is null unless every part was supplied. Then `missing` says why in words, naming the
    parts: "not submitted: February 2018", and `lack` is the symbol that this makes, the first of
    SYMBOL where there are several. A window that misses all of its parts names none.
    """
    parts = parts_frame(catalogue, asked.windows).lazy()
    due = parts.join(_places(catalogue), on="item").join(_areas(asked), how="cross")
    joined = due.join(
        supplied(counts, parts, asked.origins), on=PLACE, how="left", maintain_order="left"
    )
    cannot_be = pl.col("is_cut_out") | pl.col("is_distinct")
    is_before = (pl.col("last_day") < pl.col("began")) & cannot_be
    absent = pl.when(is_before).then(pl.lit(BEFORE)).otherwise(pl.lit(NOT_SUBMITTED)).cast(LACK)
    lack = pl.when(pl.col("value").is_null()).then(pl.col("lack").fill_null(absent))
    whose = pl.col("whose").fill_null("")
    return (
        joined.with_columns(lack=lack, part_shown=pl.concat_str("part_shown", whose))
        .group_by(KEY)
        .agg(
            total=pl.when(pl.col("lack").is_null().all()).then(pl.col("value").sum()),
            provisional=pl.col("provisional").any(),
            estimated=pl.col("estimated").any(),
            due=pl.len(),
            was=pl.col("was").first(),
            **{lack: _parts_that_lack(lack) for lack in LACKS},
        )
        .with_columns(missing=_missing(), lack=_symbol())
        .select(*KEY, "total", "missing", "lack", "provisional", "estimated")
    )


def _areas(asked: Asked) -> pl.LazyFrame:
    """Return the areas, with when each began, what it was before, and whether of another."""
    origins = {each.area: each for each in asked.origins}
    rows: list[tuple[str, date | None, str | None, bool | None]] = []
    for area in asked.areas:
        origin = origins.get(area)
        if origin is None:
            rows.append((area, None, None, None))
            continue
        day = f"{origin.began.day} {origin.began:%B %Y}"
        was = (
            f"counted apart by {origin.names} until {day}, and a child may be in two of them"
            if origin.is_merger
            else f"part of {origin.names} until {day}"
        )
        rows.append((area, origin.began, was, not origin.is_merger))
    schema = {"area": pl.String, "began": pl.Date, "was": pl.String, "is_cut_out": pl.Boolean}
    return pl.LazyFrame(rows, schema=schema, orient="row")


def _places(catalogue: Catalogue) -> pl.LazyFrame:
    """Return every item's total and categories: item, dimension, category."""
    rows = [
        (item.code, dimension, category)
        for item in catalogue.items.values()
        for dimension in ("", *item.by)
        for category in (catalogue.breakdowns[dimension].categories if dimension else [""])
    ]
    schema = {"item": pl.String, "dimension": pl.String, "category": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row").lazy()


def _parts_that_lack(lack: str) -> pl.Expr:
    """Return the parts of a group that lack a number for one reason, in order."""
    is_so = pl.col("lack") == pl.lit(lack, dtype=LACK)
    return pl.col("part_shown").filter(is_so).sort_by(pl.col("part_number").filter(is_so))


def _missing() -> pl.Expr:
    """Return what is missing in words, the parts named unless all are missing for one reason."""
    said = []
    for lack in LACKS:
        words = pl.col("was") if lack == BEFORE else pl.lit(_WORDS[lack])
        parts = pl.col(lack).list
        said.append(
            pl.when(parts.len() == 0)
            .then(None)
            .when(parts.len() == pl.col("due"))
            .then(words)
            .otherwise(words + pl.lit(": ") + parts.join(", "))
        )
    return pl.concat_str(said, separator="; ", ignore_nulls=True)


def _symbol() -> pl.Expr:
    """Return the symbol of what is missing, null where nothing is."""
    return pl.coalesce(
        pl.when(pl.col(lack).list.len() > 0).then(pl.lit(symbol)) for lack, symbol in LACKS.items()
    ).cast(SYMBOL)
