"""What is missing from a window: the symbol that it makes, and the parts in words."""

from datetime import date

import polars as pl

from safeboard.catalogue.indicator import POPULATION, WHOLE
from safeboard.catalogue.library import Catalogue
from safeboard.indicators.supplied import (
    ANOTHER_DEFINITION,
    BEFORE,
    LACK,
    LACKS,
    NOT_SUBMITTED,
    PLACE,
    SYMBOL,
)
from safeboard.indicators.windows import Asked
from safeboard.vocabulary.item import CountState

KEY = ["area", "item", "window", "period", "dimension", "category"]
_SAID = ["missing", "lack"]
_ROLES = ("numerator", "denominator")

_WORDS = {
    lack: lack if lack in (NOT_SUBMITTED, ANOTHER_DEFINITION) else CountState(lack).reason
    for lack in LACKS
    if lack != BEFORE
}
"""What is said of a part that is missing; of one before the area began, what the area was."""


def with_missing(figures: pl.DataFrame, found: pl.DataFrame, catalogue: Catalogue) -> pl.LazyFrame:
    """Add, for the numerator and the denominator, `missing` and `lack` where a count is missing.

    `found` is what `missing` found. Of a whole with several categories missing, the first category
    with the first symbol says why.
    """
    above, below = (_lacking(figures.lazy(), role).collect() for role in _ROLES)
    is_whole = pl.col("item") == WHOLE
    wholes = below.filter(is_whole).drop("item", "category").rename({"numerator_item": "item"})
    parts = wholes.join(_in_base(catalogue), on="dimension")
    first = pl.struct("lack", "place")
    of_wholes = (
        parts.join(found, on=KEY)
        .group_by("order")
        .agg(pl.col("missing").sort_by(first).first(), pl.col("lack").min())
    )
    of_below = pl.concat([below.join(found, on=KEY).select("order", *_SAID), of_wholes])
    said = figures.lazy()
    for role, told in zip(_ROLES, (above.join(found, on=KEY), of_below), strict=True):
        names = {name: f"{role}_{name}" for name in _SAID}
        of_role = told.lazy().select("order", *_SAID).rename(names)
        said = said.join(of_role, on="order", how="left", maintain_order="left")
    return said


def _lacking(figures: pl.LazyFrame, role: str) -> pl.LazyFrame:
    """Return the figures whose numerator or denominator is missing, with the KEY of that count."""
    prefix = "" if role == "numerator" else "denominator_"
    item = pl.col(f"{role}_item")
    is_defined = pl.col("undefined").is_null()
    lacks = pl.col(role).is_null() & item.is_not_null() & (item != POPULATION)
    return figures.filter(is_defined & lacks).select(
        *("order", "area", "window", "period", "numerator_item"),
        item=item,
        dimension=f"{prefix}dimension",
        category=f"{prefix}category",
    )


def _in_base(catalogue: Catalogue) -> pl.DataFrame:
    """Return the categories that are in the base of their breakdown, each with its place."""
    rows = [
        (dimension, code, place)
        for dimension, breakdown in catalogue.breakdowns.items()
        for place, (code, category) in enumerate(breakdown.categories.items())
        if category.in_base
    ]
    schema = {"dimension": pl.String, "category": pl.String, "place": pl.Int64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def missing(
    absent: pl.DataFrame, supplied: pl.DataFrame, parts: pl.DataFrame, asked: Asked
) -> pl.DataFrame:
    """Return KEY, `missing` and `lack` of every window that needs a count that is absent.

    `supplied` has the columns SUPPLIED, `parts` PARTS. `missing` says why in words, naming the
    parts: "not submitted: February 2018"; a window that misses all of its parts names none. `lack`
    is the symbol that this makes, the first of SYMBOL where there are several.
    """
    for_one_reason = (
        _absent_in_windows(absent, supplied, parts, asked)
        .sort("part_number")
        .group_by(*KEY, "lack")
        .agg(
            pl.col("due", "was").first(),
            parts="part_shown",
            lacking=pl.len(),
        )
    )
    return (
        for_one_reason.with_columns(said=_said())
        .sort("lack")
        .group_by(KEY)
        .agg(missing="said", lack=pl.col("lack").first())
        .with_columns(
            pl.col("missing").list.join("; "),
            pl.col("lack").cast(pl.String).replace_strict(LACKS).cast(SYMBOL),
        )
        .select(*KEY, *_SAID)
        .collect()
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


def _absent_in_windows(
    absent: pl.DataFrame, supplied: pl.DataFrame, parts: pl.DataFrame, asked: Asked
) -> pl.LazyFrame:
    """Return each absent count in each window that needs it: why it lacks, and what is shown."""
    due = parts.with_columns(due=pl.len().over("item", "window", "period"))
    joined = (
        absent.lazy()
        .join(supplied.lazy(), on=PLACE, how="left")
        .join(due.lazy(), on=["item", "part"])
        .join(_areas(asked), on="area")
    )
    cannot_be = pl.col("is_cut_out") | pl.col("is_distinct")
    is_before = (pl.col("last_day") < pl.col("began")) & cannot_be
    never_sent = pl.when(is_before).then(pl.lit(BEFORE)).otherwise(pl.lit(NOT_SUBMITTED)).cast(LACK)
    lack = pl.col("lack").fill_null(never_sent)
    whose = pl.col("whose").fill_null("")
    return joined.with_columns(lack=lack, part_shown=pl.concat_str("part_shown", whose))


def _said() -> pl.Expr:
    """Return what is missing for one reason, the parts named unless it is all of them."""
    reason = pl.col("lack").cast(pl.String).replace_strict(_WORDS, default=pl.col("was"))
    parts = pl.when(pl.col("lacking") < pl.col("due")).then(
        pl.lit(": ") + pl.col("parts").list.join(", ")
    )
    return pl.concat_str(reason, parts.otherwise(pl.lit("")))
