"""Which sheet of a return is which: told by the table on it, and only then by its name."""

from collections.abc import Mapping
from dataclasses import dataclass

from safeboard.intake.reading.notes import find_note_headings
from safeboard.intake.reading.outline import CODE, Outline, find_outlines
from safeboard.intake.template.sheets import NOTES, START, plain
from safeboard.intake.workbook.cells import Workbook


@dataclass(frozen=True)
class Roles:
    """The names of the sheets that have each role, in the order of the workbook.

    `outlines` are those of the sheets of counts.
    """

    counts: tuple[str, ...]
    notes: tuple[str, ...]
    start: tuple[str, ...]
    others: tuple[str, ...]
    outlines: Mapping[str, tuple[Outline, ...]]


def find_roles(workbook: Workbook) -> Roles:
    """Return which sheet is which. One without a cell that says something has no role."""
    roles: dict[str, list[str]] = {"counts": [], "notes": [], "start": [], "others": []}
    tables = {}
    for name, cells in workbook.sheets.items():
        if not cells.height:
            continue
        outlines = find_outlines(cells)
        if any(CODE in outline.keys for outline in outlines):
            role = "counts"
        elif find_note_headings(cells):
            role = "notes"
        elif outlines:
            role = "counts"
        else:
            role = {plain(NOTES): "notes", plain(START): "start"}.get(plain(name), "others")
        roles[role].append(name)
        if role == "counts":
            tables[name] = tuple(outlines)
    return Roles(**{role: tuple(names) for role, names in roles.items()}, outlines=tables)


def is_in_template_form(roles: Roles) -> bool:
    """Tell whether a workbook has a table of item codes, which only the template has."""
    tables = roles.outlines.values()
    return any(CODE in outline.keys for of_sheet in tables for outline in of_sheet)
