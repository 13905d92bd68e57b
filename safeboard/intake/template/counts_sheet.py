"""A sheet 'Counts' of a template: a row for each item and category, a column for each period."""

from itertools import groupby
from typing import Any

from xlsxwriter.worksheet import Worksheet

from safeboard.catalogue.item import Item
from safeboard.intake.address import cell_name
from safeboard.intake.expected import collection_periods, expected
from safeboard.intake.template import sheets
from safeboard.intake.template.order import ReturnOrder
from safeboard.intake.template.sheets import CODES_ROW, HEADING_ROW, KEYS, TOP_ROW, Top
from safeboard.intake.template.styles import Styles, height_of, print_on_a4, protect
from safeboard.vocabulary.area import Area
from safeboard.vocabulary.stretch import Covered

_WIDTHS = (15, 44, 19, 25)
_COUNT_WIDTH = 12
_LONGEST_MESSAGE = 255


def write_counts(sheet: Worksheet, styles: Styles, order: ReturnOrder, area: Area) -> None:
    """Write the sheet of an area."""
    periods = collection_periods(order.catalogue, order.agency, order.period)
    _write_top(sheet, styles, order, area)
    _write_headings(sheet, styles, periods)
    asked = expected(order.catalogue, order.agency, order.period)
    items = {item.code: item for item in order.items}
    rows = asked.places.iter_rows(named=True)
    for number, row in enumerate(rows, start=HEADING_ROW + 1):
        _write_row(sheet, styles, number, row)
        item = items[row["item"]]
        its_own = item.schedule.asked_in(order.period)
        _write_cells(sheet, styles, number, (item, [each in its_own for each in periods]))
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    sheet.set_column(len(KEYS), len(KEYS) + len(periods) - 1, _COUNT_WIDTH)
    sheet.freeze_panes(HEADING_ROW, len(KEYS))
    sheet.set_selection(HEADING_ROW, len(KEYS), HEADING_ROW, len(KEYS))
    print_on_a4(sheet, repeat_to_row=HEADING_ROW)
    protect(sheet)


def _write_top(sheet: Worksheet, styles: Styles, order: ReturnOrder, area: Area) -> None:
    """Write what the return is, for people and for the program that reads it back."""
    sheet.write_string(0, 0, sheets.COUNTS_TITLE, styles["title"])
    sheet.write_string(1, 0, sheets.COUNTS_HINT, styles["hint"])
    said = {
        Top.FORMAT: (sheets.FORMAT, ""),
        Top.AGENCY: (order.sender.code, order.sender.name),
        Top.AREA: (area.number, area.name),
        Top.PERIOD: (order.period.code, str(order.period)),
        Top.CATALOGUE: (order.catalogue.version, ""),
    }
    for row, (label, (code, name)) in enumerate(said.items(), start=TOP_ROW - 1):
        sheet.write_string(row, 0, label.value, styles["code"])
        sheet.write_string(row, 1, code, styles["code"])
        if name:
            sheet.write_string(row, 2, name, styles["name"])


def _write_headings(sheet: Worksheet, styles: Styles, periods: list[Covered]) -> None:
    sheet.write_string(CODES_ROW - 1, len(KEYS) - 1, sheets.PERIOD_CODES, styles["period code"])
    for column, heading in enumerate(KEYS):
        sheet.write_string(HEADING_ROW - 1, column, heading, styles["column"])
    for column, period in enumerate(periods, start=len(KEYS)):
        sheet.write_string(CODES_ROW - 1, column, period.code, styles["period code"])
        sheet.write_string(HEADING_ROW - 1, column, str(period), styles["count column"])
    names = [str(period) for period in periods]
    sheet.set_row(HEADING_ROW - 1, height_of(names, [_COUNT_WIDTH] * len(names)))


def _write_row(sheet: Worksheet, styles: Styles, number: int, row: dict[str, Any]) -> None:
    """Write what a row counts: a total in bold, a category set in from it."""
    look = styles["category" if row["category"] else "total"]
    label = row["item_label" if row["category"] else "row_label"]
    sheet.write_string(number - 1, 0, row["item"], styles["row code"])
    for column, text in enumerate((label, row["dimension_label"], row["category_label"]), 1):
        sheet.write_string(number - 1, column, text, look)
    sheet.set_row(number - 1, height_of([label], [_WIDTHS[1]]))


def _write_cells(
    sheet: Worksheet, styles: Styles, number: int, asked: tuple[Item, list[bool]]
) -> None:
    """Make a row's cells ready: open where the item is counted, hatched and locked elsewhere."""
    item, is_asked = asked
    beside = groupby(enumerate(is_asked, start=len(KEYS)), key=lambda pair: pair[1])
    for is_open, columns in beside:
        places = [column for column, _ in columns]
        for column in places:
            sheet.write_blank(number - 1, column, None, styles["count" if is_open else "not asked"])
        if is_open:
            first, last = places[0], places[-1]
            sheet.data_validation(number - 1, first, number - 1, last, _rule(number, first, item))


def _rule(row: int, column: int, item: Item) -> dict[str, Any]:
    """Return what a cell may hold, as the spreadsheet program is told it."""
    cell = cell_name(row, column + 1)
    words = ",".join(f'TRIM({cell})="{choice}"' for choice in sheets.CHOICES)
    allowed = f"A whole number, or: {sheets.CHOICES_IN_WORDS}."
    message = f"{item.guidance} {allowed}".strip()
    return {
        "validate": "custom",
        "value": f"=IF(ISNUMBER({cell}),AND({cell}>=0,INT({cell})={cell}),OR({words}))",
        "input_title": "Counted at the period's end" if item.kind == "stock" else "Count",
        "input_message": message if len(message) <= _LONGEST_MESSAGE else allowed,
        "error_title": "Not a count",
        "error_message": f"Give a whole number, or the words {sheets.CHOICES_IN_WORDS}.",
    }
