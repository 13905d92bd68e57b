"""Where each item is declared: by an indicator that is used, or else by one that is not."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from safeboard.catalogue.declared_item import DeclaredItem
from safeboard.catalogue.files import shown, where
from safeboard.catalogue.indicator import Indicator
from safeboard.catalogue.item import Item, Schedule
from safeboard.errors import CatalogueError
from safeboard.vocabulary.form import Form
from safeboard.vocabulary.item import ItemKind
from safeboard.vocabulary.window import WindowKind

Located = list[tuple[Path, Indicator]]
"""Indicators, each with its file."""


class SecondDeclarationError(CatalogueError):
    """Two files declare one item or one indicator."""

    def __init__(self, what: str, code: str, first: Path, second: Path) -> None:
        place = ("items", code) if what == "item" else ()
        super().__init__(
            f"{where(second, place)}: the {what} '{code}' is already declared in {shown(first)}. "
            + (
                f"Name it under 'uses: [{code}]' instead, or give yours another code."
                if what == "item"
                else "Give this file another name."
            )
        )


def items_declared(indicators: Located, others: Located | None = None) -> dict[str, Item]:
    """Return each item that the indicators declare or count, with where it is declared.

    What they count and none of them declares, one of the `others` does: those are not used, and
    such an item is collected all the same. Raises: SecondDeclarationError.
    """
    counted = {code for _, each in indicators for code in each.item_codes}
    declared = dict(_declared_once(indicators))
    for _, indicator in others or []:
        for code in indicator.items:
            if code in counted and code not in declared:
                declared[code] = indicator
    return {
        code: _item(code, indicator, _wholes(code, indicators, declared))
        for code, indicator in declared.items()
    }


def lacking(built_in: Located, added: Located) -> set[str]:
    """Return the items for which other built-in files have to be read.

    They are those that no file here declares, and those that a built-in indicator counts and only
    a partnership's `added` one declares: it may have meant another thing by the same code.
    """
    everything = [*built_in, *added]
    unknown = _named(everything) - {code for _, each in everything for code in each.items}
    return unknown | (_named(built_in) & {code for _, each in added for code in each.items})


def refuse_taken(built_in: Located, added: Located, others: Located) -> None:
    """Refuse an added indicator that declares anew what built-in ones count.

    Raises: SecondDeclarationError.
    """
    counted = _named(built_in)
    first_at = {code: path for path, each in others for code in each.items if code in counted}
    for path, indicator in added:
        for code in indicator.items:
            if code in first_at:
                raise SecondDeclarationError("item", code, first_at[code], path)


def _named(indicators: Located) -> set[str]:
    """Return the items that indicators count, or say that their own are part of."""
    declared = [item for _, each in indicators for item in each.items.values()]
    counted = {code for _, each in indicators for code in each.item_codes}
    return counted | {item.part_of for item in declared if item.part_of}


def _declared_once(indicators: Located) -> Iterator[tuple[str, Indicator]]:
    """Yield each item's code and the indicator that declares it."""
    first_at: dict[str, Path] = {}
    files: dict[str, Path] = {}
    for path, indicator in indicators:
        if indicator.code in files:
            raise SecondDeclarationError("indicator", indicator.code, files[indicator.code], path)
        files[indicator.code] = path
        for code in indicator.items:
            if code in first_at:
                raise SecondDeclarationError("item", code, first_at[code], path)
            first_at[code] = path
            yield code, indicator


def _item(code: str, indicator: Indicator, wholes: tuple[str, ...]) -> Item:
    declared = indicator.items[code]
    return Item(
        code=code,
        label=declared.label,
        schedule=_schedule(declared),
        agency=indicator.agency,
        theme=indicator.theme,
        indicator=indicator.code,
        definitions=indicator.definitions,
        by=declared.by,
        wholes=wholes,
        guidance=declared.guidance,
    )


def _schedule(declared: DeclaredItem) -> Schedule:
    """Return how an item is counted; a distinct one is asked for its own period, if none other."""
    own = (WindowKind(declared.every.value),) if declared.kind is ItemKind.DISTINCT else ()
    return Schedule(
        declared.kind, declared.every, declared.windows or own, formerly=declared.formerly
    )


def _wholes(code: str, indicators: Located, declared: Mapping[str, Indicator]) -> tuple[str, ...]:
    """Return the items that contain this one: its `part_of`, and what divides it in percentages.

    One that is not collected contains nothing.
    """
    wholes = [declared[code].items[code].part_of] + [
        each.denominator
        for _, each in indicators
        if each.form is Form.PERCENTAGE and each.numerator == code and len(each.item_codes) == 2
    ]
    return tuple(dict.fromkeys(whole for whole in wholes if whole and whole in declared))
