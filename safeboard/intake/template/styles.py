"""How a template looks: its cell formats. Nothing is said by colour alone."""

from collections.abc import Sequence
from textwrap import wrap

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

INK, BLUE, GREY = "#0B0C0C", "#12436D", "#595959"
PALE, LINE, HATCHED = "#F2F2F2", "#8A8A8A", "#BFBFBF"

_LIGHT_HATCH = 14
"""Excel's number for thin diagonal stripes: told from white in print, too."""

_CELL = {"border": 1, "border_color": LINE, "valign": "top", "text_wrap": True}

_LOOKS: dict[str, dict[str, object]] = {
    "title": {"bold": True, "font_size": 16, "font_color": BLUE},
    "heading": {"bold": True, "font_size": 13, "font_color": BLUE},
    "text": {"text_wrap": True, "valign": "top"},
    "hint": {"font_color": GREY, "italic": True},
    "name": {"bold": True, "valign": "top"},
    "code": {"font_color": GREY, "font_size": 8, "num_format": "@"},
    "period code": {"font_color": GREY, "font_size": 8, "align": "right", "num_format": "@"},
    "column": {**_CELL, "bold": True, "font_color": "#FFFFFF", "bg_color": BLUE},
    "count column": {
        **_CELL,
        "bold": True,
        "font_color": "#FFFFFF",
        "bg_color": BLUE,
        "align": "right",
    },
    "cell": _CELL,
    "row code": {**_CELL, "font_color": GREY, "font_size": 8, "text_wrap": False},
    "total": {**_CELL, "bold": True, "bg_color": PALE},
    "category": {**_CELL, "indent": 1},
    "count": {**_CELL, "locked": False, "num_format": "#,##0", "align": "right"},
    "not asked": {**_CELL, "pattern": _LIGHT_HATCH, "fg_color": HATCHED, "bg_color": PALE},
    "words": {**_CELL, "locked": False, "num_format": "@"},
}


class Styles:
    """The formats of one workbook, by name, each made when it is first used."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._made: dict[str, Format] = {}

    def __getitem__(self, name: str) -> Format:
        """Return the format of that name."""
        if name not in self._made:
            look = {"font_name": "Arial", "font_size": 10, "font_color": INK, **_LOOKS[name]}
            self._made[name] = self._workbook.add_format(look)
        return self._made[name]


def height_of(texts: Sequence[str], widths: Sequence[float]) -> float:
    """Return the height, in points, of a row whose texts wrap in columns of those widths.

    Some programs do not fit a row to its text when they open a workbook, so it is said.
    """
    lines = [len(wrap(text, int(width * 1.2))) for text, width in zip(texts, widths, strict=False)]
    return 2 + 13 * max(1, *lines)


def protect(sheet: Worksheet) -> None:
    """Lock what is not to be filled in, without a password: it guards against slips only."""
    sheet.protect(
        "",
        {
            "format_columns": True,
            "format_rows": True,
            "select_locked_cells": True,
            "select_unlocked_cells": True,
        },
    )


def print_on_a4(sheet: Worksheet, *, repeat_to_row: int | None = None) -> None:
    """Set a sheet up for A4, landscape, as wide as the page; a table's headings on every page."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    sheet.set_footer("&L&A&RPage &P of &N")
    if repeat_to_row:
        sheet.repeat_rows(repeat_to_row - 1)
