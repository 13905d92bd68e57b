"""Tie notes to the figures that use the counts they are about."""

from collections.abc import Iterable

import polars as pl

from safeboard.catalogue.library import Catalogue
from safeboard.indicators.windows import Asked, parts_frame, windows_of
from safeboard.vocabulary.item import ItemKind
from safeboard.vocabulary.period import Period

ANNOTATED = ["area", "indicator", "window", "period", "dimension", "category", "text"]
"""The columns of a note tied to a figure: the figure's key, and the note's words."""


def all_notes(
    notes: pl.DataFrame, figures: pl.DataFrame, catalogue: Catalogue, asked: Asked
) -> pl.DataFrame:
    """Return what agencies say of figures, and of which areas they are the sum: ANNOTATED."""
    tied = tie_notes(notes, figures, catalogue, asked)
    return pl.concat([tied, merger_notes(figures, catalogue, asked)])


def tie_notes(
    notes: pl.DataFrame, figures: pl.DataFrame, catalogue: Catalogue, asked: Asked
) -> pl.DataFrame:
    """Return one row for each figure and note about a count it uses: columns ANNOTATED.

    `notes` needs area, item, period, dimension, category, text and return_period. A note without
    a period is about every period of its return, one without a category about all of them. One on
    a count of an area that merged is about the area that it merged into, and says whose it is.
    """
    uses = _uses(catalogue, asked)
    about = _with_periods(_with_successors(notes.filter(pl.col("item") != ""), asked), catalogue)
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


def merger_notes(figures: pl.DataFrame, catalogue: Catalogue, asked: Asked) -> pl.DataFrame:
    """Return what to say of each number that reaches back before areas merged: ANNOTATED.

    Children counted once are never added up, so of them there is nothing to say.
    """
    added_up = [
        indicator.code
        for indicator in catalogue.indicators.values()
        if any(catalogue.items[code].kind is not ItemKind.DISTINCT for code in indicator.item_codes)
    ]
    rows = [
        (
            origin.area,
            window.kind.value,
            window.period.code,
            f"Before {origin.began.day} {origin.began:%B %Y} these are the counts of "
            f"{origin.names} together.",
        )
        for origin in asked.origins
        if origin.is_merger
        for window in asked.windows
        if window.first_day < origin.began
    ]
    schema = dict.fromkeys(["area", "window", "period", "text"], pl.String)
    said = pl.DataFrame(rows, schema=schema, orient="row")
    numbers = figures.filter(
        pl.col("value").is_not_null(), pl.col("indicator").is_in(added_up)
    ).select(ANNOTATED[:-1])
    return numbers.join(said, on=["area", "window", "period"], maintain_order="left_right").select(
        ANNOTATED
    )


def _with_successors(notes: pl.DataFrame, asked: Asked) -> pl.DataFrame:
    """Add the notes of areas that merged, as notes on the area they merged into."""
    rows = [
        (one.number, origin.area, one.name)
        for origin in asked.origins
        if origin.is_merger
        for one in origin.predecessors
    ]
    schema = dict.fromkeys(["area", "successor", "name"], pl.String)
    of_others = notes.join(pl.DataFrame(rows, schema=schema, orient="row"), on="area").select(
        pl.col("successor").alias("area"),
        pl.exclude("area", "successor", "name", "text"),
        pl.concat_str("name", pl.lit(": "), "text").alias("text"),
    )
    return pl.concat([notes, of_others.select(notes.columns)])


def _uses(catalogue: Catalogue, asked: Asked) -> pl.DataFrame:
    """Return the parts each indicator's windows use: indicator, window, period, item, part."""
    parts = parts_frame(catalogue, asked.windows)
    rows = [
        (indicator.code, code)
        for indicator in catalogue.indicators.values()
        if windows_of(indicator, catalogue, asked.windows)
        for code in indicator.item_codes
    ]
    schema = {"indicator": pl.String, "item": pl.String}
    of_items = pl.DataFrame(rows, schema=schema, orient="row")
    return of_items.join(parts, on="item").select("indicator", "window", "period", "item", "part")


def _with_periods(notes: pl.DataFrame, catalogue: Catalogue) -> pl.DataFrame:
    """Return the notes with the part each is about; one without a period once for each part."""
    numbered = notes.with_row_index("note_order").select(
        "area", "item", "period", "dimension", "category", "text", "return_period", "note_order"
    )
    general = numbered.filter(pl.col("period") == "")
    asked = _asked(general.select("item", "return_period").unique().rows(), catalogue)
    exact = numbered.filter(pl.col("period") != "").with_columns(part=pl.col("period"))
    about = [exact, general.join(asked, on=["item", "return_period"])]
    return pl.concat(about, how="diagonal").drop("period", "return_period")


def _asked(of_returns: Iterable[tuple[str, str]], catalogue: Catalogue) -> pl.DataFrame:
    """Return what returns asked of items: item, return_period, part."""
    rows = [
        (code, period, part.code)
        for code, period in of_returns
        if code in catalogue.items
        for part in catalogue.items[code].schedule.asked_in(Period.parse(period))
    ]
    schema = {"item": pl.String, "return_period": pl.String, "part": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")
