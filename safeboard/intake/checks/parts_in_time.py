"""Counts of a longer period beside those of its parts: a year and its quarters or months."""

from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl

from safeboard.catalogue.item import Item
from safeboard.intake.checks.history import SERIES, subject_of
from safeboard.intake.finding import Finding, Severity
from safeboard.vocabulary.item import ItemKind

_ITEM = [*(name for name in SERIES if name != "every")]
_YEAR = pl.col("first") - (pl.col("first") - 3) % 12
_ADVICE = "Correct what is wrong, or say in a note on this count why they differ."


def unlike_parts(items: Mapping[str, Item], known: pl.DataFrame) -> Iterator[Finding]:
    """Query each count that cannot be right beside those of its parts.

    Events of a year are at least those of the parts that are known, and children counted once at
    least those of its largest part; neither is more than all its parts together, where all are
    known. A stock has no parts. `known` is what `past_and_present` gives; a pair is queried only
    where the return has one of the two.
    """
    if known["every"].n_unique() < 2:
        return
    kinds = {item.code: item.kind.value for item in items.values()}
    summed = known.with_columns(
        pl.col("item").replace_strict(kinds, default=None, return_dtype=pl.String).alias("kind")
    ).filter(pl.col("kind").is_in([ItemKind.FLOW.value, ItemKind.DISTINCT.value]))
    several = summed.filter(pl.col("every").n_unique().over(_ITEM) > 1)
    beside = _beside_parts(several.with_columns(_YEAR.alias("year")))
    is_flow = pl.col("kind") == ItemKind.FLOW.value
    least = pl.when(is_flow).then("sum").otherwise("largest")
    most = pl.when(pl.col("parts") * pl.col("part_months") == pl.col("months")).then("sum")
    judged = beside.with_columns(least.alias("least"), most.alias("most"))
    too_small, too_large = pl.col("value") < pl.col("least"), pl.col("value") > pl.col("most")
    for row in judged.filter(too_small | too_large.fill_null(value=False)).iter_rows(named=True):
        yield _query(row)


def _beside_parts(several: pl.DataFrame) -> pl.DataFrame:
    """Return each longer count with what its parts of one kind come to."""
    part = several.select(
        *_ITEM,
        "year",
        *(
            pl.col(name).alias(f"part_{name}")
            for name in ("every", "first", "months", "value", "period", "sheet", "cell")
        ),
    )
    within = (
        (pl.col("part_months") < pl.col("months"))
        & (pl.col("part_first") >= pl.col("first"))
        & (pl.col("part_first") + pl.col("part_months") <= pl.col("first") + pl.col("months"))
    )
    last = pl.col("part_cell").is_not_null()
    return (
        several.join(part, on=[*_ITEM, "year"], maintain_order="left_right")
        .filter(within)
        .group_by(*_ITEM, "every", "first", "part_every", maintain_order=True)
        .agg(
            pl.col("kind", "period", "months", "value", "label", "sheet", "cell").first(),
            pl.col("part_months").first(),
            pl.len().alias("parts"),
            pl.col("part_value").sum().alias("sum"),
            pl.col("part_value").max().alias("largest"),
            pl.col("part_period", "part_sheet", "part_cell").filter(last).last(),
        )
        .filter(pl.col("cell").is_not_null() | pl.col("part_cell").is_not_null())
    )


def _query(row: Mapping[str, Any]) -> Finding:
    """Return the query about a longer count, at its own cell or else at its last part's."""
    parts = f"{row['part_every']}s" if row["parts"] > 1 else row["part_every"]
    if row["value"] > row["sum"]:
        what = f"larger than all its {parts} together ({row['sum']:,})"
    elif row["kind"] == ItemKind.FLOW:
        what = f"smaller than its {parts} together ({row['sum']:,} in {row['parts']} {parts})"
    else:
        what = f"smaller than one of its {parts} alone ({row['largest']:,})"
    if row["cell"] is not None:
        message = f"this count for {row['label']} ({row['value']:,}) is {what}. {_ADVICE}"
        place = row
    else:
        message = (
            f"the count sent before for {row['label']} ({row['value']:,}) is {what}, this count "
            f"among them. {_ADVICE}"
        )
        place = {**row, **{name: row[f"part_{name}"] for name in ("period", "sheet", "cell")}}
    about = subject_of(place)
    return Finding(
        Severity.QUERY, "unlike-parts", place["sheet"], place["cell"], message, about=about
    )
