"""What is expected of an agency: every count that a return has to answer."""

from collections.abc import Iterator

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
    rows = [(*_of_item(item), *each) for item in items for each in _categories(catalogue, item)]
    columns = ["item", "item_label", "row_label", "every"]
    columns += ["dimension", "dimension_label", "category", "category_label", "optional"]
    places = pl.DataFrame(rows, schema={name: EXPECTED[name] for name in columns}, orient="row")
    told = [
        (item.code, each.code, str(each), _definition(catalogue, item, each))
        for item in items
        for each in item.schedule.asked_in(period)
    ]
    schema = {name: EXPECTED[name] for name in ("item", "period", "period_label", "definition")}
    periods = pl.DataFrame(told, schema=schema, orient="row")
    return places.join(periods, on="item", maintain_order="left_right").select(EXPECTED.names())


def collection_periods(catalogue: Catalogue, agency: str, period: Period) -> list[Covered]:
    """Return what some item of an agency is counted for: months, quarters, then what is longer."""
    items = catalogue.items_of(agency)
    return shortest_first(each for item in items for each in item.schedule.asked_in(period))


def period_labels(asked: pl.DataFrame) -> str:
    """Return the periods of what is asked (EXPECTED), in the order of the template, in words."""
    named = dict(asked.select("period", "period_label").iter_rows())
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


def _of_item(item: Item) -> tuple[str, str, str, str]:
    return item.code, item.label, row_label(item), item.every.value


def _categories(catalogue: Catalogue, item: Item) -> Iterator[tuple[str, str, str, str, bool]]:
    """Yield an item's total, then each category of each of its breakdowns."""
    yield "", "", "", "", False
    for dimension in item.by:
        breakdown = catalogue.breakdowns[dimension]
        for code, category in breakdown.categories.items():
            yield dimension, breakdown.label, code, category.label, breakdown.optional


def _definition(catalogue: Catalogue, item: Item, covered: Covered) -> str:
    definition = catalogue.indicators[item.indicator].definition_on(covered.last_day)
    return definition.in_force.isoformat() if definition else ""
