"""The rules that a catalogue is held to beyond one file's shape: examples, and between files."""

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from safeboard.catalogue.breakdown import Breakdown
from safeboard.catalogue.declarations import Located
from safeboard.catalogue.example import UnfitExampleError, expected, worked
from safeboard.catalogue.files import WrongContentError, where
from safeboard.catalogue.indicator import Indicator
from safeboard.catalogue.item import Item
from safeboard.catalogue.problems import Place, line_of
from safeboard.errors import CatalogueError
from safeboard.vocabulary.item import ItemKind
from safeboard.vocabulary.period import PeriodKind
from safeboard.vocabulary.window import WindowKind

_SHORTEST = {
    WindowKind.MONTH: (PeriodKind.MONTH,),
    WindowKind.QUARTER: (PeriodKind.MONTH, PeriodKind.QUARTER),
    WindowKind.YEAR_TO_DATE: (PeriodKind.MONTH, PeriodKind.QUARTER),
    WindowKind.ROLLING: (PeriodKind.MONTH, PeriodKind.QUARTER),
    WindowKind.YEAR: tuple(PeriodKind),
    WindowKind.SNAPSHOT: tuple(PeriodKind),
}


class BrokenReferenceError(CatalogueError):
    """A file names something that the catalogue does not have, or that does not fit."""

    def __init__(self, path: Path, place: Place, what: str, remedy: str) -> None:
        super().__init__(f"{where(path, place)}: {what}. {remedy}.")


def examples_hold(indicator: Indicator, content: Mapping[str, Any], path: Path) -> Indicator:
    """Return the indicator if each of its worked examples makes what it says.

    Raises: WrongContentError with every example that does not.
    """
    problems = []
    for number, example in enumerate(indicator.examples):
        where = f"line {line_of(content, ('examples', number))}: the example '{example.name}'"
        try:
            makes, says = worked(indicator, example), expected(indicator, example)
        except UnfitExampleError as error:
            problems.append(f"{where} does not fit: {error}. Correct the example.")
            continue
        if makes != says:
            made = ", ".join(f"{k}: {v}" if k else str(v) for k, v in makes.items())
            said = ", ".join(f"{k}: {v}" if k else str(v) for k, v in says.items())
            problems.append(
                f"{where} does not hold: its counts make {made}, and it expects {said}. "
                "Correct the counts, or what is expected."
            )
    if problems:
        raise WrongContentError(path, problems)
    return indicator


def hold_between_files(
    indicators: Located,
    items: Mapping[str, Item],
    agencies: Collection[str],
    breakdowns: Mapping[str, Breakdown],
    known: Collection[str] = (),
) -> None:
    """Refuse a file that names what no file declares, or asks for what its items cannot give.

    `known` are items that other files declare, which are not collected.
    Raises: BrokenReferenceError.
    """
    for path, indicator in indicators:
        if indicator.agency not in agencies:
            raise BrokenReferenceError(
                path,
                ("agency",),
                f"there is no agency '{indicator.agency}'",
                f"Use one of {', '.join(sorted(agencies))}, or add it to safeboard.toml",
            )
        for place, code in _items_named(indicator):
            if code not in items and code not in known:
                raise BrokenReferenceError(
                    path,
                    place,
                    f"no file declares the item '{code}'",
                    "Correct the code, or declare it",
                )
        for place, dimension in _breakdowns_named(indicator):
            if dimension not in breakdowns:
                raise BrokenReferenceError(
                    path,
                    place,
                    f"there is no breakdown '{dimension}'",
                    f"Use one of {', '.join(sorted(breakdowns))}, or add it to safeboard.toml",
                )
        _items_fit(path, indicator, items)


def _items_named(indicator: Indicator) -> Iterator[tuple[Place, str]]:
    """Yield each item that a file names without declaring it, with its place."""
    for number, code in enumerate(indicator.uses):
        yield ("uses", number), code
    for code, declared in indicator.items.items():
        if declared.part_of:
            yield ("items", code, "part_of"), declared.part_of


def _breakdowns_named(indicator: Indicator) -> Iterator[tuple[Place, str]]:
    """Yield each breakdown that a file names, with its place."""
    for code, declared in indicator.items.items():
        for number, dimension in enumerate(declared.by):
            yield ("items", code, "by", number), dimension
    for number, dimension in enumerate(indicator.by):
        yield ("by", number), dimension


def _items_fit(path: Path, indicator: Indicator, items: Mapping[str, Item]) -> None:
    """Refuse a window or a breakdown that the indicator's items cannot give."""
    for number, dimension in enumerate(indicator.by):
        if dimension not in items[indicator.numerator].by:
            raise BrokenReferenceError(
                path,
                ("by", number),
                f"'{indicator.numerator}' is not collected by '{dimension}'",
                f"Add 'by: [{dimension}]' to the item, or take it out of the indicator",
            )
    for code in indicator.item_codes:
        item = items[code]
        of_stock = item.kind is ItemKind.STOCK
        if of_stock != (indicator.window is WindowKind.SNAPSHOT):
            raise BrokenReferenceError(
                path,
                ("window",),
                f"'{code}' is a {item.kind}, and the window is '{indicator.window}'",
                "A stock is shown by a snapshot, and nothing else is",
            )
        if item.every not in _SHORTEST[indicator.window]:
            raise BrokenReferenceError(
                path,
                ("window",),
                f"'{code}' is collected every {item.every}, too seldom for a {indicator.window}",
                "Choose a longer window, or collect it more often",
            )
        if item.kind is ItemKind.DISTINCT and indicator.window not in item.schedule.windows_had:
            raise BrokenReferenceError(
                path,
                ("window",),
                f"'{code}' counts each child once, and is not asked for by {indicator.window}; "
                "its counts are never added up",
                f"Add '{indicator.window}' to the 'windows' of the item, or choose "
                f"{' or '.join(item.schedule.windows_had)}",
            )
