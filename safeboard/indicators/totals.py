"""Totals: each item's count for each area, window and category, or the parts that are missing."""

import polars as pl

from safeboard.catalogue.library import Catalogue
from safeboard.indicators.windows import Asked, parts_frame
from safeboard.vocabulary.item import CountState

KEY = ["area", "item", "window", "period", "dimension", "category"]

_NOT_SUBMITTED = "not submitted"
_REASONS = {
    _NOT_SUBMITTED: _NOT_SUBMITTED,
    CountState.NOT_YET_AVAILABLE.reason: CountState.NOT_YET_AVAILABLE.value,
    CountState.NOT_HELD.reason: CountState.NOT_HELD.value,
    CountState.SUPPRESSED.reason: CountState.SUPPRESSED.value,
}
"""What is said of a part that is missing, and the state that it is said of."""


def totals(catalogue: Catalogue, counts: pl.LazyFrame, asked: Asked) -> pl.LazyFrame:
    """Return KEY and `total`, `missing`, `withheld`, `provisional`, `estimated` of every category.

    `total` is null unless every part was supplied, and `missing` then says why in words, naming
    the parts: "not submitted: February 2018". A window that misses all of them names none.
    `withheld` tells that nothing but suppression by the agency stands in a total's way.
    """
    parts = parts_frame(catalogue.items.values(), asked.windows).lazy()
    areas = pl.LazyFrame({"area": list(asked.areas)}, schema={"area": pl.String})
    due = parts.join(_places(catalogue), on="item").join(areas, how="cross")
    supplied = counts.select(
        "area", "item", "dimension", "category", "value", "state", "flag", part="period"
    )
    joined = due.join(
        supplied,
        on=["area", "item", "part", "dimension", "category"],
        how="left",
        maintain_order="left",
    )
    absent = pl.col("value").is_null()
    suppressed = pl.col("state").fill_null("") == CountState.SUPPRESSED.value
    return (
        joined.group_by(KEY)
        .agg(
            total=pl.when(absent.any()).then(None).otherwise(pl.col("value").sum()),
            withheld=absent.any() & (suppressed == absent).all(),
            provisional=(pl.col("flag") == "p").any(),
            estimated=(pl.col("flag") == "e").any(),
            due=pl.len(),
            **{reason: _parts_absent(state) for reason, state in _REASONS.items()},
        )
        .with_columns(missing=_missing())
        .select(*KEY, "total", "missing", "withheld", "provisional", "estimated")
    )


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


def _parts_absent(state: str) -> pl.Expr:
    """Return the parts of a group that are absent in one state, in order."""
    told = pl.col("state").fill_null(_NOT_SUBMITTED)
    is_so = pl.col("value").is_null() & (told == state)
    return pl.col("part_shown").filter(is_so).sort_by(pl.col("part_number").filter(is_so))


def _missing() -> pl.Expr:
    """Return what is missing in words, the parts named unless all are missing for one reason."""
    said = [
        pl.when(pl.col(reason).list.len() == 0)
        .then(None)
        .when(pl.col(reason).list.len() == pl.col("due"))
        .then(pl.lit(reason))
        .otherwise(pl.lit(f"{reason}: ") + pl.col(reason).list.join(", "))
        for reason in _REASONS
    ]
    return pl.concat_str(said, separator="; ", ignore_nulls=True)
