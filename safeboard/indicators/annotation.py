"""Tie notes to the figures that use the counts they are about."""

from collections.abc import Iterable

import polars as pl

from safeboard.catalogue.library import Catalogue
from safeboard.indicators.windows import Asked, parts_frame, windows_of
from safeboard.vocabulary.period import Period

ANNOTATED = ["area", "indicator", "window", "period", "dimension", "category", "text"]
"""The columns of a note tied to a figure: the figure's key, and the note's words."""


def tie_notes(
    notes: pl.DataFrame, figures: pl.DataFrame, catalogue: Catalogue, asked: Asked
) -> pl.DataFrame:
    """Return one row for each figure and note about a count it uses: columns ANNOTATED.

    `notes` needs area, item, period, dimension, category, text and return_period. A note without
    a period is about every period of its return, one without a category about all of them.
    """
    uses = _uses(catalogue, asked)
    about = _with_periods(notes.filter(pl.col("item") != ""), uses)
    tied = (
        figures.select(ANNOTATED[:-1])
        .with_row_index("order")
        .join(uses, on=["indicator", "window", "period"])
        .join(about, on=["area", "item", "part"], suffix="_note")
        .filter(
            (pl.col("dimension_note") == "")
            | (
                (pl.col("dimension") == pl.col("dimension_note"))
                & (pl.col("category") == pl.col("category_note"))
            )
        )
    )
    return tied.sort("order", "note_order").unique(ANNOTATED, maintain_order=True).select(ANNOTATED)


def _uses(catalogue: Catalogue, asked: Asked) -> pl.DataFrame:
    """Return the parts each indicator's windows use: indicator, window, period, item, part."""
    parts = parts_frame(catalogue.items.values(), asked.windows)
    rows = [
        (indicator.code, code)
        for indicator in catalogue.indicators.values()
        if windows_of(indicator, catalogue, asked.windows)
        for code in indicator.item_codes
    ]
    schema = {"indicator": pl.String, "item": pl.String}
    of_items = pl.DataFrame(rows, schema=schema, orient="row")
    return of_items.join(parts, on="item").select("indicator", "window", "period", "item", "part")


def _with_periods(notes: pl.DataFrame, uses: pl.DataFrame) -> pl.DataFrame:
    """Return the notes with the part each is about; one without a period once for each part."""
    numbered = notes.with_row_index("note_order").select(
        "area", "item", "period", "dimension", "category", "text", "return_period", "note_order"
    )
    parts = uses.select("item", "part").unique(maintain_order=True)
    within = _within(notes["return_period"].unique(), parts["part"].unique())
    general = (
        numbered.filter(pl.col("period") == "")
        .join(within, on="return_period")
        .join(parts, on=["item", "part"])
    )
    exact = numbered.filter(pl.col("period") != "").with_columns(part=pl.col("period"))
    return pl.concat([exact, general], how="diagonal").drop("period", "return_period")


def _within(returns: Iterable[str], parts: Iterable[str]) -> pl.DataFrame:
    """Return which parts lie within which returns' periods: return_period, part."""
    parsed = [Period.parse(part) for part in parts]
    rows = [
        (code, part.code)
        for code in returns
        for part in parsed
        if Period.parse(code).contains(part)
    ]
    schema = {"return_period": pl.String, "part": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")
