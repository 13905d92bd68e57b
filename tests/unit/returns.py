"""Fill in templates for tests, as an agency would: by opening them and typing into their cells."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from io import BytesIO
from zipfile import ZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from safeboard.catalogue import library
from safeboard.catalogue.choice import Choice
from safeboard.catalogue.library import Catalogue
from safeboard.intake.known import Known
from safeboard.intake.returns import CheckedReturn, read_return
from safeboard.intake.template.writer import ReturnOrder, write_template
from safeboard.settings import read_settings
from safeboard.vocabulary.area import Area
from safeboard.vocabulary.period import Period
from tests.conftest import ROOT

ST_HELENS = Area("342", "St Helens", "E08000013")
PARTNERSHIP = "St Helens Safeguarding Children Partnership"

Entry = int | float | str | bool | None
Place = tuple[str, str, str]
"""An item's code, a category's code or label (empty for the total), and a period's code."""


@dataclass(frozen=True)
class TypedNote:
    """What is typed in one row of the notes, column by column."""

    item: str = ""
    category: str = ""
    period: str = ""
    note: str = ""
    mark: str = ""
    readers: str = ""


@cache
def built_in() -> Catalogue:
    """Return the built-in indicators that the St Helens example uses."""
    return library.read(library.Additions(choice=choice_of_example()))


def choice_of_example() -> Choice:
    """Return which built-in indicators the St Helens example uses."""
    return read_settings(ROOT / "examples" / "st-helens-2017-18").indicators


def template(agency: str, period: str, catalogue: Catalogue | None = None) -> bytes:
    """Return the template that an agency of St Helens is sent for a period."""
    asked = catalogue or built_in()
    order = ReturnOrder(asked, agency, Period.parse(period), (ST_HELENS,), PARTNERSHIP)
    return write_template(order)


def fill(
    content: bytes,
    counts: Mapping[Place, Entry] | None = None,
    *,
    notes: Iterable[TypedNote] = (),
    context: str = "",
    others: Entry = None,
    catalogue: Catalogue | None = None,
) -> bytes:
    """Return a template with counts, notes and context typed in; `others` in every other count."""
    workbook = load_workbook(BytesIO(content))
    sheet = workbook["Counts"]
    if others is not None:
        for cell in white_cells(sheet):
            sheet[cell] = others
    places = cells_of(sheet, catalogue or built_in()) if counts else {}
    for place, entry in (counts or {}).items():
        sheet[places[place]] = entry
    if context:
        workbook["Notes"]["A4"] = context
    for row, note in enumerate(notes, start=7):
        for column, field in enumerate(fields(note), start=1):
            workbook["Notes"].cell(row, column).value = getattr(note, field.name) or None
    return saved(workbook)


def type_in(content: bytes, cells: Mapping[str, Entry | date]) -> bytes:
    """Return a workbook with texts typed into cells named as Counts!E12."""
    workbook = load_workbook(BytesIO(content))
    for place, entry in cells.items():
        sheet, _, cell = place.partition("!")
        workbook[sheet][cell] = entry
    return saved(workbook)


def check(content: bytes, catalogue: Catalogue | None = None) -> CheckedReturn:
    """Return what intake makes of a workbook about St Helens."""
    return read_return(content, "return.xlsx", Known(catalogue or built_in(), (ST_HELENS,)))


def cells_of(sheet: Worksheet, catalogue: Catalogue) -> dict[Place, str]:
    """Return the cell of each count: its category may be named by code or label."""
    codes = {
        (breakdown.label, category.label): code
        for breakdown in catalogue.breakdowns.values()
        for code, category in breakdown.categories.items()
    }
    periods = {cell.column: cell.value for cell in sheet[9] if cell.column > 4 and cell.value}
    places = {}
    for item, _, breakdown, category in sheet.iter_rows(min_row=11, max_col=4):
        for column, period in periods.items():
            cell = sheet.cell(item.row, column).coordinate
            names = [category.value or ""]
            if category.value:
                names.append(codes[breakdown.value, category.value])
            for name in names:
                places[item.value, name, period] = cell
    return places


def white_cells(sheet: Worksheet) -> list[str]:
    """Return the cells of Counts that can be filled in."""
    rows = sheet.iter_rows(min_row=11, min_col=5)
    return [cell.coordinate for row in rows for cell in row if not cell.protection.locked]


def saved(workbook: Workbook) -> bytes:
    """Return a workbook's bytes."""
    content = BytesIO()
    workbook.save(content)
    return content.getvalue()


def with_error(content: bytes, cell: str, error: str) -> bytes:
    """Return a workbook whose formula in a cell of Counts came to an error, as Excel saves it."""
    parts = BytesIO()
    with ZipFile(BytesIO(content)) as before, ZipFile(parts, "w") as after:
        for name in before.namelist():
            xml = before.read(name).decode("utf-8", "surrogateescape")
            if name == "xl/worksheets/sheet2.xml":
                pattern = rf'<c r="{cell}"([^>]*?)(?: t="\w+")?><f>(.*?)</f><v ?/?>(?:</v>)?</c>'
                value = rf'<c r="{cell}"\1 t="e"><f>\2</f><v>{error}</v></c>'
                xml, changed = re.subn(pattern, value, xml)
                assert changed == 1
            after.writestr(name, xml.encode("utf-8", "surrogateescape"))
    return parts.getvalue()
