"""The sheet 'Notes' of a template: a box for context, and a table of notes."""

from xlsxwriter.worksheet import Worksheet

from safeboard.intake.address import column_letters
from safeboard.intake.expected import collection_periods
from safeboard.intake.submission import Readers
from safeboard.intake.template import sheets
from safeboard.intake.template.order import ReturnOrder, counts_sheets
from safeboard.intake.template.sheets import (
    CONTEXT_ROW,
    HEADING_ROW,
    KEYS,
    NOTE_HEADING_ROW,
    NOTE_ROWS,
    NoteColumn,
    note_columns,
)
from safeboard.intake.template.start_sheet import Lists
from safeboard.intake.template.styles import Styles, print_on_a4, protect

WIDTHS = {
    NoteColumn.AREA: 24,
    NoteColumn.ITEM: 40,
    NoteColumn.CATEGORY: 28,
    NoteColumn.PERIOD: 18,
    NoteColumn.NOTE: 60,
    NoteColumn.MARK: 16,
    NoteColumn.READERS: 18,
}
"""How wide each column is, in characters."""

_LONGEST_LIST = 255
_HEIGHT_OF_BOX = 80


def write_notes(sheet: Worksheet, styles: Styles, order: ReturnOrder, lists: Lists) -> None:
    """Write the sheet."""
    sheet.write_string(0, 0, sheets.NOTES_TITLE, styles["title"])
    hint = sheets.NOTES_HINT_OF_AREAS if order.is_of_several else sheets.NOTES_HINT
    sheet.write_string(1, 0, hint, styles["hint"])
    sheet.write_string(CONTEXT_ROW - 1, 0, sheets.CONTEXT, styles["heading"])
    columns = note_columns(several_areas=order.is_of_several)
    box = (CONTEXT_ROW, 0, CONTEXT_ROW, len(columns) - 1)
    sheet.merge_range(*box, "", styles["words"])
    sheet.set_row(CONTEXT_ROW, _HEIGHT_OF_BOX)
    for column, heading in enumerate(columns):
        sheet.write_string(NOTE_HEADING_ROW - 1, column, heading.value, styles["column"])
        sheet.set_column(column, column, WIDTHS[heading])
    for row in range(NOTE_HEADING_ROW, NOTE_HEADING_ROW + NOTE_ROWS):
        for column in range(len(columns)):
            sheet.write_blank(row, column, None, styles["words"])
    _offer(sheet, order, lists)
    sheet.freeze_panes(NOTE_HEADING_ROW, 0)
    print_on_a4(sheet, repeat_to_row=NOTE_HEADING_ROW)
    protect(sheet)


def _offer(sheet: Worksheet, order: ReturnOrder, lists: Lists) -> None:
    """Offer what each column may hold; other text can be typed, and the check says if it fits."""
    count = len(collection_periods(order.catalogue, order.agency, order.period))
    first, last = column_letters(len(KEYS) + 1), column_letters(len(KEYS) + count)
    counts = next(iter(counts_sheets(order).values())).replace("'", "''")
    offered: dict[NoteColumn, str | list[str] | None] = {
        NoteColumn.AREA: _areas(order),
        NoteColumn.ITEM: lists.items,
        NoteColumn.CATEGORY: lists.categories,
        NoteColumn.PERIOD: f"='{counts}'!${first}${HEADING_ROW}:${last}${HEADING_ROW}",
        NoteColumn.MARK: list(sheets.MARKS),
        NoteColumn.READERS: [each.value for each in Readers],
    }
    for column, heading in enumerate(note_columns(several_areas=order.is_of_several)):
        if source := offered.get(heading):
            rule = {
                "validate": "list",
                "source": source,
                "error_type": "warning",
                "error_title": heading.value,
                "error_message": "Choose one of the list, so that your note finds its place.",
            }
            rows = NOTE_HEADING_ROW, NOTE_HEADING_ROW + NOTE_ROWS - 1
            sheet.data_validation(rows[0], column, rows[1], column, rule)


def _areas(order: ReturnOrder) -> list[str]:
    """Return the areas to choose from: by name, or by number where names cannot be listed.

    Spreadsheet programs part a list at its commas, and take no more than 255 characters of it.
    """
    names = ",".join(area.name for area in order.areas)
    if len(names) <= _LONGEST_LIST and names.count(",") == len(order.areas) - 1:
        return names.split(",")
    return [area.number for area in order.areas]
