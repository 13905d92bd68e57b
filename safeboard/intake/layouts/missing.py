"""What a workbook should have answered, by what is asked of its agency, and has not."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

import polars as pl

from safeboard.intake.finding import Finding, Severity
from safeboard.intake.layouts.through import WHOLE_PLACE, ReadThrough
from safeboard.intake.submission import COUNTS
from safeboard.intake.template.sheets import CHOICES_IN_WORDS
from safeboard.vocabulary.area import Area

Absent = Mapping[str, str | Mapping[str, str]]
"""Of an item what is said of its counts; or of a part of it, a window or a breakdown."""


def absent_counts(read: ReadThrough, absent: Absent) -> pl.DataFrame:
    """Return what is said of the counts that a workbook never has: COUNTS, without a cell."""
    return (
        _absent(read, absent)
        .filter(~pl.col("optional"))
        .join(read.counts, on=WHOLE_PLACE, how="anti", maintain_order="left")
        .with_columns(
            pl.lit(None, dtype=pl.Int64).alias("value"),
            *(pl.lit("").alias(name) for name in ("flag", "sheet", "cell")),
        )
        .select(COUNTS.names())
        .cast(COUNTS)
    )


def _absent(read: ReadThrough, absent: Absent) -> pl.DataFrame:
    """Return what is asked and is said to be absent: `asked`, with the state that is said."""
    said = [
        read.asked.filter(_is_absent(read, (code, part), parts)).with_columns(state=pl.lit(state))
        for code, said_of in absent.items()
        for parts in [said_of if isinstance(said_of, Mapping) else {"": said_of}]
        for part, state in parts.items()
    ]
    nothing = read.asked.clear().with_columns(state=pl.lit("", pl.String))
    return pl.concat([nothing, *said]).unique(WHOLE_PLACE, keep="first", maintain_order=True)


def _is_absent(read: ReadThrough, of: tuple[str, str], parts: Collection[str]) -> pl.Expr:
    """Tell of what is asked whether it is of an item, or of its breakdown or window of a name.

    `parts` are all of the item's that are absent: months that another window covers are not.
    """
    code, part = of
    is_item = pl.col("item") == code
    schedule = read.items[code].schedule
    if part not in schedule.windows:
        return is_item & (pl.col("dimension") == part) if part else is_item
    own = schedule.without([each for each in schedule.windows if each != part])
    others = schedule.without([each for each in schedule.windows if each in parts])
    codes = {each.code for each in own.asked_in(read.period)}
    codes -= {each.code for each in others.asked_in(read.period)}
    return is_item & pl.col("period").is_in(list(codes))


def about_missing(
    read: ReadThrough, absent: Absent, areas: Sequence[Area]
) -> Mapping[str, list[Finding]]:
    """Find, by area, each count that is asked for and not answered.

    The categories of an optional breakdown may all be blank. Where the workbook has no place for a
    count of an area, and something else is wrong with its headings, only that is said.
    """
    found: dict[str, list[Finding]] = {area: [] for area in read.asked["area"].unique()}
    at = _unanswered(read, absent)
    for row in at.filter(pl.col("cell").is_not_null()).iter_rows(named=True):
        found[row["area"]].append(_blank(row))
    stopped = [area for area in found if any(each.stops(area) for each in read.about)]
    nowhere = at.filter(pl.col("cell").is_null(), ~pl.col("area").is_in(stopped))
    names = {area.number: area.name for area in areas}
    for without, finding in _nowhere(nowhere, names, len(found)):
        for area in without:
            found[area].append(finding)
    return found


def _unanswered(read: ReadThrough, absent: Absent) -> pl.DataFrame:
    """Return what is asked and not answered, each with its cell, or null where it has none."""
    entries = read.entries.select(*WHOLE_PLACE, pl.lit(True).alias("is_filled")).unique()
    spots = read.laid.spots.unique(WHOLE_PLACE, keep="first", maintain_order=True)
    return (
        read.asked.join(_absent(read, absent), on=WHOLE_PLACE, how="anti", maintain_order="left")
        .join(entries, on=WHOLE_PLACE, how="left", maintain_order="left")
        .join(
            spots.select(*WHOLE_PLACE, "sheet", "cell"),
            on=WHOLE_PLACE,
            how="left",
            maintain_order="left",
        )
        .with_columns(pl.col("is_filled").fill_null(value=False))
        .with_columns(
            pl.col("is_filled").any().over("area", "item", "dimension", "period").alias("is_begun")
        )
        .filter(~pl.col("is_filled") & (~pl.col("optional") | pl.col("is_begun")))
    )


def _blank(row: Mapping[str, Any]) -> Finding:
    what = f"{_in_words(row)} for {row['period_label']} is blank"
    if row["optional"]:
        check = "incomplete-breakdown"
        message = (
            f"{what}, and others of its breakdown are not. "
            "Fill in all of that breakdown for the period, or leave all of it blank."
        )
    else:
        check = "missing"
        message = f"{what}. Write a whole number, or the words {CHOICES_IN_WORDS}."
    return Finding(Severity.ERROR, check, row["sheet"], row["cell"], message)


def _nowhere(
    rows: pl.DataFrame, names: Mapping[str, str], of_areas: int
) -> Iterator[tuple[list[str], Finding]]:
    """Find each item and category that has no place in some periods, with the areas without it."""
    of_item = ["item", "dimension", "category"]
    labels = pl.col("item_label", "dimension_label", "category_label").first()
    in_area = rows.group_by("area", *of_item, maintain_order=True)
    alike = in_area.agg(pl.col("period_label").str.join(", "), labels).group_by(
        *of_item, "period_label", maintain_order=True
    )
    for row in alike.agg(pl.col("area"), labels).iter_rows(named=True):
        message = (
            f"there is no count of {_in_words(row)}{_where(row['area'], names, of_areas)} for "
            f"{row['period_label']}. Add it to the workbook; or, if the workbook never has it, "
            "name it under 'absent' in the layout."
        )
        yield row["area"], Finding(Severity.ERROR, "missing-place", "", "", message)


def _where(areas: Sequence[str], names: Mapping[str, str], of_areas: int) -> str:
    """Return in which areas, where the workbook is about several."""
    if of_areas == 1:
        return ""
    if len(areas) == of_areas:
        return f" in any of the {of_areas} areas"
    return f" in {', '.join(f'{names[area]} ({area})' for area in areas)}"


def _in_words(row: Mapping[str, Any]) -> str:
    if not row["category"]:
        return f"'{row['item_label']}'"
    return f"'{row['item_label']}' by '{row['dimension_label']}': '{row['category_label']}'"
