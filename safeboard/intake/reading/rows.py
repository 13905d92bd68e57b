"""The rows of a table of counts: what each counts, by its code or by labels that are certain."""

import unicodedata
from collections.abc import Collection, Iterator, Mapping
from typing import Any

import polars as pl

from safeboard.intake.address import cell_name, range_name
from safeboard.intake.finding import Finding, Severity
from safeboard.intake.reading.outline import LABEL, CountsSheet, Outline
from safeboard.intake.template.sheets import KEYS, plain_column

PLACE = ["item", "dimension", "category"]
"""What a row counts: an item's total, or one category of one breakdown."""

_UNKNOWN = ("unknown-item", "row-without-item")
_MOST_BY_THEMSELVES = 50
"""Beyond this, such rows are named together, by the range around them."""

_TEXTS = ["code", "label", "breakdown", "category_text"]
_CODE, _LABEL, _BREAKDOWN, _CATEGORY = _KEYS = [f"{name}_key" for name in _TEXTS]


def read_rows(
    cells: pl.DataFrame, outline: Outline, counted: Collection[int], asked: pl.DataFrame
) -> pl.DataFrame:
    """Return each row below the headings that says what it counts, or that holds an entry.

    `counted` are the columns of periods, `asked` has each place that is expected. Columns: row,
    PLACE, `place` (its number among those asked), problem, first_row (the first that counts the
    same), and what its cells say.
    """
    items, names = _item_names(asked), _category_names(asked)
    labels = asked.select("item", "item_label", "row_label").unique("item")
    places = asked.select(PLACE).with_row_index("place")
    certain = names.filter("is_certain").drop("is_certain")
    return (
        _texts(cells, outline, counted)
        .join(items.select(_CODE, "by_code", "codes"), on=_CODE, how="left")
        .join(items.select(_LABEL, "by_label", "labels"), on=_LABEL, how="left")
        .join(certain, on=[_BREAKDOWN, _CATEGORY], how="left")
        .join(_items_of_categories(places), on=PLACE[1:], how="left")
        .with_columns(_item().alias("item"), _meanings().alias("meanings"))
        .join(labels, on="item", how="left")
        .join(places, on=PLACE, how="left")
        .join(_certain_in_items(places, names), on=["item", _BREAKDOWN, _CATEGORY], how="left")
        .with_columns(
            pl.coalesce("place", "place_in_item").alias("place"),
            *(pl.coalesce(name, f"{name}_in_item").alias(name) for name in PLACE[1:]),
        )
        .sort("row")
        .with_columns(pl.col("row").first().over("place").alias("first_row"))
        .with_columns(_problem().alias("problem"))
    )


def about_rows(
    sheet: CountsSheet, rows: pl.DataFrame, asked: pl.DataFrame, severity: Severity
) -> Iterator[Finding]:
    """Find each row that cannot be read, as one range with all its counts.

    `severity` is that of a row for no item of the return.
    """
    bad = rows.filter(pl.col("problem").is_not_null()).join(_extents(sheet, rows), on="row")
    unknown = pl.col("problem").is_in(_UNKNOWN)
    if bad.select(unknown.sum()).item() > _MOST_BY_THEMSELVES:
        yield _about_many(sheet.name, bad.filter(unknown), severity)
        bad = bad.filter(~unknown)
    for row in bad.sort("row").iter_rows(named=True):
        check = row["problem"]
        how_bad = severity if check in _UNKNOWN else Severity.ERROR
        cells = range_name((row["row"], row["left"]), (row["row"], row["right"]))
        yield Finding(how_bad, check, sheet.name, cells, _message(row, asked))


def _extents(sheet: CountsSheet, rows: pl.DataFrame) -> pl.DataFrame:
    """Return the first and last column, `left` and `right`, of each row that cannot be read."""
    bad = rows.filter(pl.col("problem").is_not_null())
    return (
        sheet.cells.join(bad, on="row", how="semi")
        .group_by("row")
        .agg(pl.col("column").min().alias("left"), pl.col("column").max().alias("right"))
    )


def _about_many(sheet: str, rows: pl.DataFrame, severity: Severity) -> Finding:
    """Return the finding about many rows for no item of the return."""
    message = (
        f"{rows.height:,} rows within this range are for no item of this return. "
        "Correct their codes from the template, or take the rows out."
    )
    (top, left), (bottom, right) = (
        rows.select(pl.col("row").min(), pl.col("left").min()).row(0),
        rows.select(pl.col("row").max(), pl.col("right").max()).row(0),
    )
    cells = range_name((top, left), (bottom, right))
    return Finding(severity, "unknown-item", sheet, cells, message)


def about_labels(sheet: str, rows: pl.DataFrame, outline: Outline) -> Iterator[Finding]:
    """Query a row whose label is not its code's: perhaps the counts are another item's."""
    label = pl.col("label")
    may_differ = (label != "") & (label != pl.col("item_label")) & (label != pl.col("row_label"))
    good = rows.filter(pl.col("problem").is_null(), pl.col(_CODE) != "", may_differ)
    expected = pl.concat_list(plain_column("item_label"), plain_column("row_label"))
    differs = (pl.col(_LABEL) != "") & ~pl.col(_LABEL).is_in(expected)
    for row in good.filter(differs).iter_rows(named=True):
        message = (
            f"by its code this row is '{row['item_label']}', and its label says otherwise. "
            "We go by the code: check that its counts are in the right row."
        )
        cell = cell_name(row["row"], outline.keys[LABEL])
        yield Finding(Severity.QUERY, "label-differs", sheet, cell, message)


def _texts(cells: pl.DataFrame, outline: Outline, counted: Collection[int]) -> pl.DataFrame:
    """Return what each row says in the columns of KEYS; empty where it says nothing."""
    is_below, keys = pl.col("row") > outline.heading_row, list(outline.keys.values())
    worth_reading = is_below & pl.col("column").is_in([*keys, *counted])
    rows = cells.select(pl.col("row").filter(worth_reading)).filter(_begins())
    below = cells.select("row", "column", "text").filter(is_below, pl.col("column").is_in(keys))
    for heading, text, key in zip(KEYS, _TEXTS, _KEYS, strict=True):
        of_column = below.filter(pl.col("column") == outline.keys.get(heading, 0))
        said = of_column.select("row", pl.col("text").alias("said"))
        texts = said.select(pl.col("said").unique()).with_columns(
            pl.col("said").str.strip_chars().alias(text), plain_column("said").alias(key)
        )
        rows = rows.join(said.join(texts, on="said").drop("said"), on="row", how="left")
    return rows.with_columns(pl.col(*_TEXTS, *_KEYS).fill_null(""))


def _begins() -> pl.Expr:
    """Tell of each cell, in order, whether it is the first of its row."""
    return pl.col("row").ne_missing(pl.col("row").shift())


def _item_names(asked: pl.DataFrame) -> pl.DataFrame:
    """Return each text that names an item, with the item and how many it could be."""
    items = asked.unique("item", maintain_order=True)
    names = pl.concat(
        items.select(plain_column(name).alias(_CODE), "item")
        for name in ("item", "item_label", "row_label")
    )
    named = names.unique().group_by(_CODE).agg(pl.col("item").first(), pl.len())
    return named.select(
        pl.col(_CODE),
        pl.col(_CODE).alias(_LABEL),
        pl.col("item").alias("by_code"),
        pl.col("item").alias("by_label"),
        pl.col("len").alias("codes"),
        pl.col("len").alias("labels"),
    )


def _category_names(asked: pl.DataFrame) -> pl.DataFrame:
    """Return the texts that name a category, and whether they can mean only that one in any item.

    A category may be named by its label or its code, with its breakdown or alone.
    """
    labelled = ["dimension", "category", "dimension_label", "category_label"]
    categories = asked.select(labelled).unique()
    forms = [
        (plain_column("dimension_label"), plain_column("category_label")),
        (plain_column("dimension"), plain_column("category")),
        (pl.lit(""), plain_column("category_label")),
        (pl.lit(""), plain_column("category")),
    ]
    named = pl.concat(
        categories.select(breakdown.alias(_BREAKDOWN), category.alias(_CATEGORY), *labelled[:2])
        for breakdown, category in forms
    ).unique()
    return named.with_columns((pl.len().over(_BREAKDOWN, _CATEGORY) == 1).alias("is_certain"))


def _certain_in_items(places: pl.DataFrame, names: pl.DataFrame) -> pl.DataFrame:
    """Return the texts that name several categories, of which an item has but one."""
    unclear = places.join(names.filter(~pl.col("is_certain")), on=PLACE[1:])
    alone = unclear.filter(pl.len().over("item", _BREAKDOWN, _CATEGORY) == 1)
    own = pl.col("place", *PLACE[1:]).name.suffix("_in_item")
    return alone.select("item", _BREAKDOWN, _CATEGORY, own)


def _items_of_categories(places: pl.DataFrame) -> pl.DataFrame:
    """Return the item of each category that only one item has."""
    of_one = places.filter(pl.col("category") != "").group_by(PLACE[1:])
    counted = of_one.agg(pl.col("item").first().alias("by_category"), pl.len())
    return counted.filter(pl.col("len") == 1).drop("len")


def _item() -> pl.Expr:
    return (
        pl.when(pl.col(_CODE) != "")
        .then("by_code")
        .when(pl.col(_LABEL) != "")
        .then("by_label")
        .otherwise("by_category")
    )


def _meanings() -> pl.Expr:
    return pl.when(pl.col(_CODE) != "").then("codes").otherwise("labels").fill_null(0)


def _problem() -> pl.Expr:
    says_nothing = (pl.col(_CODE) == "") & (pl.col(_LABEL) == "")
    return (
        pl.when(says_nothing & pl.col("item").is_null())
        .then(pl.lit("row-without-item"))
        .when(pl.col("meanings") > 1)
        .then(pl.lit("unclear-item"))
        .when(pl.col("item").is_null())
        .then(pl.lit("unknown-item"))
        .when(pl.col("place").is_null())
        .then(pl.lit("unknown-category"))
        .when(pl.col("row") > pl.col("first_row"))
        .then(pl.lit("same-item-twice"))
    )


def _of_another_alphabet(text: str) -> str:
    """Return what is said of letters that may look like others, as some of Cyrillic do."""
    others = [each for each in text if each.isalpha() and "LATIN" not in unicodedata.name(each, "")]
    spelt = ", ".join(f"{each} (U+{ord(each):04X})" for each in dict.fromkeys(others))
    return f": it has letters of another alphabet: {spelt}" if spelt else ""


def _message(row: Mapping[str, Any], asked: pl.DataFrame) -> str:
    """Return what is said of a row that cannot be read."""
    named = (row["code"] or row["label"])[:40]
    match row["problem"]:
        case "row-without-item":
            return (
                "this row does not say which item it counts. Write the item's code, "
                "or take the row out."
            )
        case "unclear-item":
            return f"'{named}' is the label of several items. Write the code of the one you mean."
        case "unknown-item":
            return (
                f"'{named}' is not an item of this return{_of_another_alphabet(named)}. "
                "Correct its code from the template, or take the row out."
            )
        case "unknown-category":
            of_item = asked.filter(pl.col("item") == row["item"], pl.col("category") != "")
            labels = ", ".join(of_item["category_label"].unique(maintain_order=True))
            return (
                "this row names a breakdown and category that its item does not have. "
                + (f"It has: {labels}. " if labels else "It has none. ")
                + "Correct the category, or take the row out."
            )
        case "row-too-long":
            return (
                "this row has more cells than the headings above it, so nobody can tell which "
                "count is for which period, and none was read. Write numbers without commas "
                "(1150), and take out what stands after the last heading."
            )
    return f"row {row['first_row']} counts the same. Keep one of the two."
