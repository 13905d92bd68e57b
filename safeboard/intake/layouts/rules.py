"""The rules that a layout is held to beyond its file's shape: the catalogue's and the areas'."""

from collections.abc import Collection, Iterator, Mapping
from itertools import combinations
from typing import Any

from safeboard.catalogue.library import Catalogue
from safeboard.catalogue.problems import Place, line_of
from safeboard.intake.layouts.block import Block
from safeboard.intake.layouts.declared_table import TOTAL, Counted, LayoutTable, split
from safeboard.intake.layouts.layout import Layout
from safeboard.vocabulary.item import ItemKind
from safeboard.vocabulary.window import WindowKind


def unfit(
    layout: Layout, content: Mapping[str, Any], catalogue: Catalogue, areas: Collection[str]
) -> list[str]:
    """Return what a layout names that there is not, or that does not fit, each with its line."""
    found = [
        *_agency(layout, catalogue),
        *_items(layout, catalogue),
        *_ends(layout, catalogue),
        *_windows(layout, catalogue),
        *_categories(layout, catalogue),
        *_areas(layout, areas),
        *_overlaps(layout),
    ]
    lines = [(line_of(content, place), what) for place, what in found]
    return [f"line {line}: {what}" for line, what in sorted(lines)]


Problems = Iterator[tuple[Place, str]]


def _agency(layout: Layout, catalogue: Catalogue) -> Problems:
    if layout.agency not in catalogue.agencies:
        known = ", ".join(sorted(catalogue.agencies))
        yield ("agency",), f"there is no agency '{layout.agency}'. Use one of {known}."


def _items(layout: Layout, catalogue: Catalogue) -> Problems:
    own = {item.code for item in catalogue.items_of(layout.agency)}
    named = [*layout.counted, *((("absent", code), Counted(item=code)) for code in layout.absent)]
    for place, counted in named:
        if counted.item not in own:
            known = ", ".join(sorted(own))
            what = f"'{counted.item}' is not an item of the agency '{layout.agency}'."
            yield place, f"{what} It has: {known}." if known else f"{what} It has none."
    for code, parts in layout.absent.items():
        if isinstance(parts, str) and any(each.item == code for _, each in layout.counted):
            what = f"'{code}' is said to be absent, and is read elsewhere. Keep one of the two."
            yield ("absent", code), what
        elif code in own and isinstance(parts, dict):
            item = catalogue.items[code]
            of_item = [*item.schedule.windows, *item.by]
            for part in parts:
                if part not in of_item:
                    has = f"It has: {', '.join(of_item)}." if of_item else "It has none."
                    what = f"'{part}' is not a window or a breakdown that '{code}' is asked by. "
                    yield ("absent", code, part), f"{what}{has}"


def _ends(layout: Layout, catalogue: Catalogue) -> Problems:
    for number, table in enumerate(layout.tables):
        for said, meant in table.items.items():
            item = catalogue.items.get(meant.item)
            if item is None or not meant.ends:
                continue
            if item.kind is not ItemKind.STOCK or item.every != meant.ends:
                what = (
                    f"'{meant.item}' is a {item.kind} that is collected every {item.every}. "
                    "Only of a stock does the last month stand for its quarter or year, as often "
                    "as it is collected."
                )
                yield ("tables", number, "items", said, "ends"), what


def _windows(layout: Layout, catalogue: Catalogue) -> Problems:
    """Find each window that its item has no counts of; of a heading, that none of its items has."""
    for place, window, items in _windows_named(layout):
        of = [catalogue.items[code].schedule for code in items if code in catalogue.items]
        if of and not any(window in schedule.windows_had for schedule in of):
            had = dict.fromkeys(each for schedule in of for each in schedule.windows_had)
            has = "has no counts" if len(items) == 1 else "have no counts"
            what = f"{', '.join(repr(code) for code in items)} {has} of a {window}."
            yield place, f"{what} Use one of {', '.join(had)}."


def _windows_named(layout: Layout) -> Iterator[tuple[Place, WindowKind, list[str]]]:
    """Yield each window that a layout names, with its place and the items that may be under it."""
    for number, table in enumerate(layout.tables):
        items = list(dict.fromkeys([*filter(None, [table.item]), *_items_of(table)]))
        if table.window:
            yield ("tables", number, "window"), table.window, items
        for said, window in table.windows.items():
            yield ("tables", number, "windows", said), window, items
        for said, meant in table.items.items():
            if meant.window:
                yield ("tables", number, "items", said, "window"), meant.window, [meant.item]
    for cell, single in layout.cells.items():
        if single.window:
            yield ("cells", cell, "window"), single.window, [single.item]


def _items_of(table: LayoutTable) -> list[str]:
    return [each.item for each in table.items.values()]


def _categories(layout: Layout, catalogue: Catalogue) -> Problems:
    for place, counted in layout.counted:
        item = catalogue.items.get(counted.item)
        if item is not None and counted.category != TOTAL:
            yield from _category(place, counted.category, item.by, catalogue)
    for number, table in enumerate(layout.tables):
        codes = [table.item or "", *_items_of(table)]
        asked = [catalogue.items[code].by for code in codes if code in catalogue.items]
        dimensions = tuple(dict.fromkeys(each for by in asked for each in by))
        for said, category in table.categories.items():
            if category != TOTAL:
                place = ("tables", number, "categories", said)
                yield from _category(place, category, dimensions, catalogue)


def _category(
    place: Place, category: str, dimensions: Collection[str], catalogue: Catalogue
) -> Problems:
    dimension, code = split(category)
    known = [f"{each}/{c}" for each in dimensions for c in catalogue.breakdowns[each].categories]
    if dimension not in dimensions or code not in catalogue.breakdowns[dimension].categories:
        choices = f"It has: {', '.join([TOTAL, *known])}." if known else "It has none."
        yield place, f"'{category}' is not a category that its item is asked by. {choices}"


def _areas(layout: Layout, areas: Collection[str]) -> Problems:
    for place, number in _areas_named(layout):
        if number not in areas:
            known = ", ".join(sorted(areas))
            yield place, f"there is no area '{number}' here. Use one of {known}."
    covered = layout.areas or areas
    if len(covered) > 1 and not layout.has_area_of_its_own:
        what = (
            "nothing says which authority its counts are about, and there are several. Write "
            "{area} in one of the texts under 'says', put the level 'area' into the table, or "
            "name one under 'areas'."
        )
        for number_of_table, table in enumerate(layout.tables):
            if "area" not in table.sources:
                yield ("tables", number_of_table), what
        for cell, single in layout.cells.items():
            if not any("{area}" in each for each in single.says.values()):
                yield ("cells", cell), what


def _areas_named(layout: Layout) -> Iterator[tuple[Place, str]]:
    yield from ((("areas", number), area) for number, area in enumerate(layout.areas))
    yield from ((("area_names", said), area) for said, area in layout.area_names.items())
    for number, table in enumerate(layout.tables):
        if table.area:
            yield ("tables", number, "area"), table.area


def _overlaps(layout: Layout) -> Problems:
    """Find tables on one sheet that would read the same cell twice."""
    for (_, first), (number, second) in combinations(enumerate(layout.tables), 2):
        if first.sheet == second.sheet and _overlap(first, second):
            what = f"it overlaps the table {first.range} of the same sheet. Make one of them end."
            yield ("tables", number, "range"), what


def _overlap(first: LayoutTable, second: LayoutTable) -> bool:
    one, other = Block.parse(first.range), Block.parse(second.range)
    rows = one.top <= other.bottom and other.top <= one.bottom
    return rows and one.left <= other.right and other.left <= one.right
