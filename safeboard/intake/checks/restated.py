"""Restatement: a count that was sent before, and is now another."""

from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl

from safeboard.catalogue.library import Catalogue
from safeboard.intake.checks.history import PLACE, period, subject_of
from safeboard.intake.finding import Finding, Severity, Subject
from safeboard.vocabulary.item import CountState


def restated(counts: pl.DataFrame, history: pl.DataFrame) -> Iterator[Finding]:
    """Query each number that an earlier return gave otherwise: CODED against PAST.

    A count that had no number yet and now has one is late, not restated.
    """
    before = history.select(*PLACE, "period", pl.col("value").alias("before"))
    changed = counts.join(before, on=[*PLACE, "period"], how="inner", maintain_order="left").filter(
        pl.col("before").is_not_null() & pl.col("before").ne_missing(pl.col("value"))
    )
    for row in changed.iter_rows(named=True):
        message = (
            f"an earlier return gave {row['before']:,} for {period(row['period'])}, "
            f"and this one gives {_said(row)}. Put it back if that was right, or say in a note on "
            "this count, or on its item in every period, why it changed."
        )
        about = subject_of(row, or_item=True)
        yield _query("restated", row, message, about)


def breakdowns_left_out(
    catalogue: Catalogue, counts: pl.DataFrame, history: pl.DataFrame
) -> Iterator[Finding]:
    """Query each breakdown that an earlier return filled in, and this one leaves blank.

    A later return holds an item and period as a whole, so its categories would be gone.
    """
    asked = [(item.code, dimension) for item in catalogue.items.values() for dimension in item.by]
    schema = {"item": pl.Categorical(), "dimension": pl.Categorical()}
    of_item = ["area", "item", "period"]
    totals = counts.filter(pl.col("category") == "").drop("dimension")
    gone = (
        history.filter(pl.col("value").is_not_null())
        .select(*of_item, "dimension")
        .join(pl.DataFrame(asked, schema=schema, orient="row"), on=["item", "dimension"])
        .unique(maintain_order=True)
        .join(counts, on=[*of_item, "dimension"], how="anti")
    )
    lost = totals.join(gone, on=of_item, how="inner", maintain_order="left_right")
    for row in lost.iter_rows(named=True):
        message = (
            f"an earlier return gave this count for {period(row['period'])} by "
            f"'{catalogue.breakdowns[row['dimension']].label}', and this one leaves that blank, "
            "so it would no longer be known. Fill it in, or say in a note on this count, or on its "
            "item in every period, why not."
        )
        about = Subject(row["area"], row["item"], row["period"], or_item=True)
        yield _query("breakdown-left-out", row, message, about)


def _said(row: Mapping[str, Any]) -> str:
    """Return what a return says of a count: its number, or why there is none."""
    if row["value"] is None:
        return f"'{row['state']}'"
    return "none" if row["state"] == CountState.NONE else f"{row['value']:,}"


def _query(check: str, row: Mapping[str, Any], message: str, about: Subject) -> Finding:
    return Finding(Severity.QUERY, check, row["sheet"], row["cell"], message, about=about)
