"""What is expected of an agency: every count that a return has to answer."""

from collections.abc import Sequence
from dataclasses import dataclass
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

_OF_PERIOD = ["item", "period", "period_label", "definition"]
_OF_PLACE = [name for name in EXPECTED if name not in _OF_PERIOD[1:]]


@dataclass(frozen=True)
class Expected:
    """Every count that a return has to answer: at each place, one for each period of its item.

    A place is a total or a category. `places` and `periods` are those columns of EXPECTED that each
    of them has, in the same order, and both have `item`. There are far fewer than counts.
    """

    places: pl.DataFrame
    periods: pl.DataFrame

    def counts(self) -> pl.DataFrame:
        """Return each count by itself: EXPECTED."""
        counts = self.places.join(self.periods, on="item", maintain_order="left_right")
        return counts.select(EXPECTED.names())


def expected(catalogue: Catalogue, agency: str, period: Period) -> Expected:
    """Return what a return of an agency for a period has to answer."""
    items = items_asked(catalogue, agency, period)
    places = _items(items).join(_categories(catalogue, items), on="by", maintain_order="left_right")
    return Expected(places.select(_OF_PLACE), _periods(items, period))


def collection_periods(catalogue: Catalogue, agency: str, period: Period) -> list[Covered]:
    """Return what some item of an agency is counted for: months, quarters, then what is longer."""
    items = catalogue.items_of(agency)
    return shortest_first(each for item in items for each in item.schedule.asked_in(period))


def period_labels(periods: pl.DataFrame) -> str:
    """Return the periods of what is expected, in the order of the template, in words."""
    named = dict(periods.select("period", "period_label").unique().iter_rows())
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
    """Return what each item is counted for, with the definition in force at its end.

    That is worked out once for all items that are alike in both.
    """
    kinds = {item.code: (item.schedule, _dates(item)) for item in items}
    alike = {kinds[item.code]: item for item in items}
    numbers = {kind: number for number, kind in enumerate(alike)}
    rows = [
        (numbers[kind], each.code, str(each), _definition(item, each.last_day))
        for kind, item in alike.items()
        for each in item.schedule.asked_in(period)
    ]
    texts = {name: EXPECTED[name] for name in _OF_PERIOD[1:]}
    asked = pl.DataFrame(rows, schema={"kind": pl.Int64, **texts}, orient="row")
    of_item = pl.DataFrame(
        [(code, numbers[kind]) for code, kind in kinds.items()],
        schema={"item": EXPECTED["item"], "kind": pl.Int64},
        orient="row",
    )
    return of_item.join(asked, on="kind", maintain_order="left_right").select(_OF_PERIOD)


def _dates(item: Item) -> tuple[date, ...]:
    """Return from when each of an item's definitions was in force."""
    return tuple(each.in_force for each in item.definitions)


def _definition(item: Item, last_day: date) -> str:
    definition = item.definition_on(last_day)
    return definition.in_force.isoformat() if definition else ""
