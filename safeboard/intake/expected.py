"""What is expected of an agency: every count that a return has to answer."""

from collections.abc import Sequence
from datetime import date

import polars as pl

from safeboard.catalogue.item import Item
from safeboard.catalogue.library import Catalogue
from safeboard.vocabulary.item import ItemKind
from safeboard.vocabulary.period import Period
from safeboard.vocabulary.stretch import Covered, parse_covered, shortest_first

EXPECTED = pl.Schema(
    {
        "item": pl.String,
        "dimension": pl.String,
        "category": pl.String,
        "period": pl.String,
        "item_label": pl.String,
        "row_label": pl.String,
        "dimension_label": pl.String,
        "category_label": pl.String,
        "period_label": pl.String,
        "every": pl.String,
        "optional": pl.Boolean,
        "definition": pl.String,
    }
)
"""One row for each count, in the order of the template: by item, its total first, then period.

`dimension` and `category`, and their labels, are empty for a total. `row_label` is the item as the
template names it. `optional` says that the categories may all be left blank. `definition` is the
ISO date of the definition in force at the period's end, empty where there was none yet.
"""


def expected(catalogue: Catalogue, agency: str, period: Period) -> pl.DataFrame:
    """Return every count that a return of an agency for a period has to answer: EXPECTED."""
    items = catalogue.items_of(agency)
    places = _items(items).join(_categories(catalogue, items), on="by", maintain_order="left_right")
    periods = _periods(items, period)
    return places.join(periods, on="item", maintain_order="left_right").select(EXPECTED.names())


def totals_of(asked: pl.DataFrame) -> pl.DataFrame:
    """Return what is asked (EXPECTED) of each item and period once: its total."""
    return asked.filter(pl.col("category") == "")


def places_of(asked: pl.DataFrame) -> pl.DataFrame:
    """Return what is asked (EXPECTED) of each total or category once: for its first period."""
    return asked.filter(~_follows_its_own())


def numbered_places(asked: pl.DataFrame) -> pl.Series:
    """Return for each count that is asked (EXPECTED) which of `places_of` it is of, from 0."""
    return asked.select((~_follows_its_own()).cast(pl.UInt32).cum_sum() - 1).to_series()


def _follows_its_own() -> pl.Expr:
    """Tell whether a count is of the same place as the one before it."""
    place = ("item", "dimension", "category")
    same = [pl.col(name) == pl.col(name).shift() for name in place]
    return pl.all_horizontal(same).fill_null(value=False)


def collection_periods(catalogue: Catalogue, agency: str, period: Period) -> list[Covered]:
    """Return what some item of an agency is counted for: months, quarters, then what is longer."""
    items = catalogue.items_of(agency)
    return shortest_first(each for item in items for each in item.schedule.asked_in(period))


def period_labels(asked: pl.DataFrame) -> str:
    """Return the periods of what is asked (EXPECTED), in the order of the template, in words."""
    named = dict(asked.select("period", "period_label").unique().iter_rows())
    return ", ".join(named[each.code] for each in shortest_first(map(parse_covered, named)))


def items_asked(catalogue: Catalogue, agency: str, period: Period) -> list[Item]:
    """Return the items that an agency is asked for in a return; none too seldom for its period."""
    return [each for each in catalogue.items_of(agency) if each.schedule.asked_in(period)]


def row_label(item: Item) -> str:
    """Return an item as a return names it, with when a stock is counted."""
    if item.kind is ItemKind.STOCK:
        return f"{item.label} (counted at the end of the {item.every})"
    if item.kind is ItemKind.DISTINCT:
        windows = item.schedule.windows
        within = windows[0] if len(windows) == 1 else "period"
        return f"{item.label} (each child counted once in the {within})"
    return item.label


def _items(items: Sequence[Item]) -> pl.DataFrame:
    """Return the items, with the names of their breakdowns in one text, `by`."""
    rows = [(each.code, each.label, row_label(each), each.every.value, _by(each)) for each in items]
    columns = ["item", "item_label", "row_label", "every"]
    schema = {name: EXPECTED[name] for name in columns} | {"by": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _categories(catalogue: Catalogue, items: Sequence[Item]) -> pl.DataFrame:
    """Return, once for all items with the same breakdowns, a total and then each category."""
    rows: list[tuple[str, str, str, str, str, bool]] = []
    for by, breakdowns in {_by(item): item.by for item in items}.items():
        rows.append((by, "", "", "", "", False))
        for dimension in breakdowns:
            breakdown = catalogue.breakdowns[dimension]
            rows += (
                (by, dimension, breakdown.label, code, category.label, breakdown.optional)
                for code, category in breakdown.categories.items()
            )
    columns = ["dimension", "dimension_label", "category", "category_label", "optional"]
    schema = {"by": pl.String} | {name: EXPECTED[name] for name in columns}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _by(item: Item) -> str:
    return " ".join(item.by)


def _periods(items: Sequence[Item], period: Period) -> pl.DataFrame:
    """Return what each item is counted for, with the definition in force at its end."""
    asked = {item.code: item.schedule.asked_in(period) for item in items}
    every = {each for of_item in asked.values() for each in of_item}
    told = {each: (each.code, str(each), each.last_day) for each in every}
    rows = [
        (item.code, code, label, _definition(item, last_day))
        for item in items
        for code, label, last_day in map(told.__getitem__, asked[item.code])
    ]
    schema = {name: EXPECTED[name] for name in ("item", "period", "period_label", "definition")}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _definition(item: Item, last_day: date) -> str:
    definition = item.definition_on(last_day)
    return definition.in_force.isoformat() if definition else ""
