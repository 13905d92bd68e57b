"""The checks on counts that can be read: is each there, and do they fit together."""

from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl

from safeboard.catalogue.item import Item
from safeboard.intake.address import cell_name
from safeboard.intake.checks.history import subject_of
from safeboard.intake.checks.numbering import numbered
from safeboard.intake.expected import Expected
from safeboard.intake.finding import Finding, Severity
from safeboard.intake.reading.table import PLACE, Table
from safeboard.intake.template.sheets import CHOICES_IN_WORDS
from safeboard.vocabulary.item import CountState


def missing(asked: Expected, answers: pl.DataFrame, table: Table) -> Iterator[Finding]:
    """Find each count that is asked for and not answered.

    `answers` has the row and column of each entry that answers what is asked; one that is wrong is
    found elsewhere. The categories of an optional breakdown may all be blank.
    """
    at = _not_filled(asked, answers, table).join(
        table.long_rows, on="place", how="anti", maintain_order="left"
    )
    at = at.filter(~pl.col("optional") | pl.col("is_begun"))
    yield from _missing_rows(table.sheet, at.filter(pl.col("row").is_null(), ~pl.col("optional")))
    there = at.filter(pl.col("row").is_not_null() | pl.col("optional"))
    yield from _missing_columns(table.sheet, there.filter(pl.col("column").is_null()))
    for blank in there.filter(pl.col("column").is_not_null()).iter_rows(named=True):
        yield _blank(table.sheet, blank)


def _not_filled(asked: Expected, answers: pl.DataFrame, table: Table) -> pl.DataFrame:
    """Return each count without an answer: EXPECTED, its place, row and column if they are there.

    `is_begun` tells whether another category of its breakdown has an answer for the period. Only
    places with fewer answers than counts are looked at count by count.
    """
    filled = answers["row"].rle().struct.unnest().group_by(row="value").agg(pl.col("len").sum())
    counts = asked.periods.group_by("item").agg(pl.len().alias("counts"))
    places = (
        asked.places.with_row_index("place")
        .join(table.good_rows, on="place", how="left", maintain_order="left")
        .join(filled, on="row", how="left", maintain_order="left")
        .join(counts, on="item", how="left", maintain_order="left")
    )
    lacking = places.filter(pl.col("len").fill_null(0) < pl.col("counts"))
    breakdown = ["item", "dimension", "period"]
    half_filled = places.filter("optional").join(lacking, on=breakdown[:2], how="semi")
    of_these = pl.concat([lacking, half_filled])["row"]
    near = answers.filter(pl.col("row").is_in(of_these.implode()))
    blank = _by_period(lacking, asked, table).join(
        near, on=["row", "column"], how="anti", maintain_order="left"
    )
    begun = _by_period(half_filled, asked, table).join(near, on=["row", "column"], how="semi")
    is_begun = begun.select(breakdown).unique().with_columns(is_begun=True)
    return blank.join(is_begun, on=breakdown, how="left", maintain_order="left").with_columns(
        pl.col("is_begun").fill_null(value=False)
    )


def _by_period(places: pl.DataFrame, asked: Expected, table: Table) -> pl.DataFrame:
    """Return each count of some places, with its column as far as that is there."""
    counts = places.join(asked.periods, on="item", maintain_order="left_right")
    return counts.join(table.good_columns, on="period", how="left", maintain_order="left")


def _missing_rows(sheet: str, rows: pl.DataFrame) -> Iterator[Finding]:
    for row in rows.unique(PLACE, keep="first", maintain_order=True).iter_rows(named=True):
        message = (
            f"there is no row for {_in_words(row)}. "
            "Copy your counts into the template as it was sent."
        )
        yield Finding(Severity.ERROR, "missing-row", sheet, "", message)


def _missing_columns(sheet: str, columns: pl.DataFrame) -> Iterator[Finding]:
    for label in columns["period_label"].unique(maintain_order=True):
        message = (
            f"there is no column for {label}. Copy your counts into the template as it was sent."
        )
        yield Finding(Severity.ERROR, "missing-column", sheet, "", message)


def _blank(sheet: str, blank: Mapping[str, object]) -> Finding:
    """Return the finding about a count that is blank."""
    what = f"{_in_words(blank)} for {blank['period_label']}"
    if blank["optional"]:
        message = (
            f"{what} is blank, and others of its breakdown are not. "
            "Fill in all of that breakdown for the period, or leave all of it blank."
        )
        check = "incomplete-breakdown"
    else:
        message = f"{what} is blank. Write a whole number, or the words {CHOICES_IN_WORDS}."
        check = "missing"
    row, column = blank["row"], blank["column"]
    cell = cell_name(row, column) if isinstance(row, int) and isinstance(column, int) else ""
    return Finding(Severity.ERROR, check, sheet, cell, message)


def totals_unlike_parts(places: pl.DataFrame, counts: pl.DataFrame) -> Iterator[Finding]:
    """Find each total that is not the sum of a breakdown's categories.

    Where some of these are not numbers, such as suppressed ones, the others may not be more than
    the total. `places` is what is expected, `counts` CODED.
    """
    parts = _sums(places, counts)
    has_number = pl.col("value").is_not_null()
    totals = counts.select("item", "category", "period", "value", "sheet", "cell").filter(
        has_number, pl.col("category") == ""
    )
    all_known = pl.col("numbers") == pl.col("categories")
    unlike = parts.join(totals, on=["item", "period"], maintain_order="left").filter(
        (pl.col("value") < pl.col("sum")) | ((pl.col("value") > pl.col("sum")) & all_known)
    )
    for row in unlike.iter_rows(named=True):
        at = (row["sheet"], row["cell"])
        yield Finding(Severity.ERROR, "total-unlike-parts", *at, _unlike(row))


def suppressed_but_told(places: pl.DataFrame, counts: pl.DataFrame) -> Iterator[Finding]:
    """Query each total that is suppressed though all of a breakdown's categories are numbers.

    `places` is what is expected, `counts` CODED.
    """
    told = _sums(places, counts).filter(pl.col("numbers") == pl.col("categories"))
    suppressed = counts.filter(
        pl.col("state") == CountState.SUPPRESSED.value, pl.col("category") == ""
    )
    hidden = told.drop("dimension").join(suppressed, on=["item", "period"], maintain_order="left")
    for row in hidden.iter_rows(named=True):
        message = (
            f"this total is suppressed, and its categories by '{row['dimension_label']}', which "
            f"are not, add up to {row['sum']:,}. Correct one of them, or say in a note on this "
            "count why it is kept back."
        )
        at = (row["sheet"], row["cell"])
        yield Finding(Severity.QUERY, "suppressed-but-told", *at, message, about=subject_of(row))


def _sums(places: pl.DataFrame, counts: pl.DataFrame) -> pl.DataFrame:
    """Return of each item, breakdown and period the sum of the categories that are numbers.

    Beside it are how many they are, and how many categories there are.
    """
    breakdowns = (
        places.filter(pl.col("category") != "")
        .group_by("item", "dimension", maintain_order=True)
        .agg(pl.col("dimension_label").first(), pl.len().alias("categories"))
        .with_columns(pl.col("item", "dimension").cast(pl.Categorical()))
    )
    return (
        counts.select("item", "dimension", "category", "period", "value")
        .filter(pl.col("value").is_not_null(), pl.col("category") != "")
        .group_by("item", "dimension", "period", maintain_order=True)
        .agg(pl.col("value").sum().alias("sum"), pl.len().alias("numbers"))
        .join(breakdowns, on=["item", "dimension"], maintain_order="left")
    )


def _unlike(row: Mapping[str, Any]) -> str:
    """Return what is wrong with a total and its categories."""
    if row["numbers"] < row["categories"]:
        return (
            f"this total ({row['value']:,}) is smaller than those of its categories by "
            f"'{row['dimension_label']}' that are numbers ({row['sum']:,}). "
            "Correct the total or the categories."
        )
    return (
        f"this total ({row['value']:,}) is not the sum of its categories by "
        f"'{row['dimension_label']}' ({row['sum']:,}). Correct the total or the categories."
    )


def parts_over_wholes(items: Mapping[str, Item], counts: pl.DataFrame) -> Iterator[Finding]:
    """Query each count that is larger than one that contains it, of the same period and category.

    `counts` is CODED.
    """
    if counts.is_empty():
        return
    place, places = numbered(counts, ["area", *PLACE])
    codes = counts["period"].unique()
    period = counts["period"].replace_strict(codes, pl.int_range(codes.len(), eager=True))
    # A grid of all places and periods says at once where the count of one of each is, if anywhere.
    where = pl.repeat(None, places.height * codes.len(), dtype=pl.Int64, eager=True)
    where = where.scatter(place * codes.len() + period, pl.int_range(counts.height, eager=True))
    parts = pl.DataFrame({"place": place, "period": period, "value": counts["value"]})
    parts = parts.with_row_index("part").join(_wholes(items, places), on="place")
    whole = where.gather(parts["whole_place"] * codes.len() + parts["period"])
    over = parts.with_columns(whole.alias("whole")).filter(
        parts["value"] > counts["value"].gather(whole)
    )
    beside = pl.concat(
        [counts[over["part"]], counts[over["whole"]].select(pl.all().name.suffix("_of_whole"))],
        how="horizontal",
    )
    order = ["item", "area", "period", "dimension", "category", "item_of_whole"]
    for row in beside.sort(order).iter_rows(named=True):
        elsewhere = row["sheet_of_whole"] != row["sheet"]
        whole_at = f"{row['sheet_of_whole']}!" * elsewhere + row["cell_of_whole"]
        message = (
            f"this count ({row['value']:,}) is larger than the count it is part of: "
            f"'{items[row['item_of_whole']].label}', {row['value_of_whole']:,} in {whole_at}. "
            "Correct one of them, or say in a note on this count why it is larger."
        )
        at, about = (row["sheet"], row["cell"]), subject_of(row)
        yield Finding(Severity.QUERY, "part-over-whole", *at, message, about=about)


def _wholes(items: Mapping[str, Item], places: pl.DataFrame) -> pl.DataFrame:
    """Return each place that is part of others, `whole_place`: their numbers in `places`."""
    pairs = [(item.code, whole) for item in items.values() for whole in item.wholes]
    schema = {"item": pl.Categorical(), "whole_item": pl.Categorical()}
    numbers = places.with_row_index("place")
    wholes = numbers.rename({"item": "whole_item", "place": "whole_place"})
    return (
        numbers.join(pl.DataFrame(pairs, schema=schema, orient="row"), on="item")
        .join(wholes, on=["area", "whole_item", "dimension", "category"])
        .select("place", "whole_place")
    )


def _in_words(row: Mapping[str, object]) -> str:
    """Return what a row counts: an item, or one category of it."""
    if not row["category"]:
        return f"'{row['item_label']}'"
    return f"'{row['item_label']}' by '{row['dimension_label']}': '{row['category_label']}'"
