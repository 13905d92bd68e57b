"""The rules that a catalogue is held to beyond one file's shape: examples, and between files."""

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from safeboard.catalogue.breakdown import Breakdown
from safeboard.catalogue.example import UnfitExampleError, expected, worked
from safeboard.catalogue.files import WrongContentError, line_of, shown
from safeboard.catalogue.indicator import Indicator
from safeboard.catalogue.item import Item
from safeboard.errors import CatalogueError
from safeboard.vocabulary.form import Form
from safeboard.vocabulary.item import ItemKind
from safeboard.vocabulary.period import PeriodKind
from safeboard.vocabulary.window import WindowKind

Located = list[tuple[Path, Indicator]]

_SHORTEST = {
    WindowKind.MONTH: (PeriodKind.MONTH,),
    WindowKind.QUARTER: (PeriodKind.MONTH, PeriodKind.QUARTER),
    WindowKind.YEAR_TO_DATE: (PeriodKind.MONTH, PeriodKind.QUARTER),
    WindowKind.YEAR: tuple(PeriodKind),
    WindowKind.SNAPSHOT: tuple(PeriodKind),
}


class SecondDeclarationError(CatalogueError):
    """Two files declare one item or one indicator."""

    def __init__(self, what: str, code: str, first: Path, second: Path) -> None:
        super().__init__(
            f"{shown(second)}: the {what} '{code}' is already declared in {shown(first)}. "
            + (
                f"Name it under 'uses: [{code}]' instead, or give yours another code."
                if what == "item"
                else "Give this file another name."
            )
        )


class BrokenReferenceError(CatalogueError):
    """A file names something that the catalogue does not have, or that does not fit."""

    def __init__(self, path: Path, what: str, remedy: str) -> None:
        super().__init__(f"{shown(path)}: {what}. {remedy}.")


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


def items_declared(indicators: Located) -> dict[str, Item]:
    """Return every item with where it is declared.

    Raises: SecondDeclarationError.
    """
    items: dict[str, Item] = {}
    first_at: dict[str, Path] = {}
    files: dict[str, Path] = {}
    for path, indicator in indicators:
        if indicator.code in files:
            raise SecondDeclarationError("indicator", indicator.code, files[indicator.code], path)
        files[indicator.code] = path
        for code, declared in indicator.items.items():
            if code in items:
                raise SecondDeclarationError("item", code, first_at[code], path)
            first_at[code] = path
            items[code] = Item(
                **declared.model_dump(exclude={"part_of"}),
                code=code,
                agency=indicator.agency,
                theme=indicator.theme,
                indicator=indicator.code,
                wholes=_wholes(code, indicators),
            )
    return items


def hold_between_files(
    indicators: Located,
    items: Mapping[str, Item],
    agencies: Collection[str],
    breakdowns: Mapping[str, Breakdown],
) -> None:
    """Refuse a file that names what no file declares, or asks for what its items cannot give.

    Raises: BrokenReferenceError.
    """
    for path, indicator in indicators:
        if indicator.agency not in agencies:
            raise BrokenReferenceError(
                path,
                f"there is no agency '{indicator.agency}'",
                f"Use one of {', '.join(sorted(agencies))}, or add it to safeboard.toml",
            )
        wholes = [each.part_of for each in indicator.items.values() if each.part_of]
        for code in [*indicator.uses, *wholes]:
            if code not in items:
                raise BrokenReferenceError(
                    path, f"no file declares the item '{code}'", "Correct the code, or declare it"
                )
        named = [dimension for each in indicator.items.values() for dimension in each.by]
        for dimension in [*named, *indicator.by]:
            if dimension not in breakdowns:
                raise BrokenReferenceError(
                    path,
                    f"there is no breakdown '{dimension}'",
                    f"Use one of {', '.join(sorted(breakdowns))}, or add it to safeboard.toml",
                )
        _items_fit(path, indicator, items)


def _items_fit(path: Path, indicator: Indicator, items: Mapping[str, Item]) -> None:
    """Refuse a window or a breakdown that the indicator's items cannot give."""
    for dimension in indicator.by:
        if dimension not in items[indicator.numerator].by:
            raise BrokenReferenceError(
                path,
                f"'{indicator.numerator}' is not collected by '{dimension}'",
                f"Add 'by: [{dimension}]' to the item, or take it out of the indicator",
            )
    for code in indicator.item_codes:
        item = items[code]
        of_stock = item.kind is ItemKind.STOCK
        if of_stock != (indicator.window is WindowKind.SNAPSHOT):
            raise BrokenReferenceError(
                path,
                f"'{code}' is a {item.kind}, and the window is '{indicator.window}'",
                "A stock is shown by a snapshot, and nothing else is",
            )
        if item.every not in _SHORTEST[indicator.window]:
            raise BrokenReferenceError(
                path,
                f"'{code}' is collected every {item.every}, too seldom for a {indicator.window}",
                "Choose a longer window, or collect it more often",
            )


def _wholes(code: str, indicators: Located) -> tuple[str, ...]:
    """Return the items that contain this one: named by `part_of`, or dividing it in a percentage."""
    wholes = [each.items[code].part_of for _, each in indicators if code in each.items] + [
        each.denominator
        for _, each in indicators
        if each.form is Form.PERCENTAGE and each.numerator == code and len(each.item_codes) == 2
    ]
    return tuple(dict.fromkeys(whole for whole in wholes if whole))
