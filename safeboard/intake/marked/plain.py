"""A plain workbook of what was read, where the file that came is none that can be marked."""

import re
from io import BytesIO

from xlsxwriter import Workbook as Writer

from safeboard.intake.workbook.cells import CellKind, Workbook

_WHOLE = re.compile(r"0|-?[1-9][0-9]{0,14}")
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")
_LONGEST_NAME = 31


def names_in_copy(workbook: Workbook) -> dict[str, str]:
    """Return what each sheet can be called in an Excel workbook, no two alike."""
    names: dict[str, str] = {}
    for number, name in enumerate(workbook.sheets, start=1):
        fit = _NOT_IN_NAMES.sub("_", name)[:_LONGEST_NAME].strip("'") or f"Sheet {number}"
        taken = {each.casefold() for each in names.values()}
        names[name] = f"{fit[: _LONGEST_NAME - 4]} {number}" if fit.casefold() in taken else fit
    return names


def plain_workbook(workbook: Workbook) -> bytes:
    """Return an Excel workbook of the cells as they were typed: numbers, and texts.

    A text file has only texts; those that are whole numbers become numbers, as in any program.
    What was raised or struck out, in part or whole, is struck out as a whole.
    """
    content = BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    names = names_in_copy(workbook)
    with Writer(content, options) as writer:
        struck_out = writer.add_format({"font_strikeout": True})
        for name, cells in workbook.sheets.items():
            sheet = writer.add_worksheet(names[name])
            typed = cells.select("row", "column", "text", "kind", "number").iter_rows()
            for row, column, text, kind, number in typed:
                if kind == CellKind.ALTERED:
                    sheet.write_string(row - 1, column - 1, text, struck_out)
                elif kind == CellKind.NUMBER or _WHOLE.fullmatch(text):
                    sheet.write_number(
                        row - 1, column - 1, float(text if number is None else number)
                    )
                else:
                    sheet.write_string(row - 1, column - 1, text)
    return content.getvalue()
