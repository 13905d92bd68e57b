"""Where a return's own words stand and where its counts do, told in the plainest way there is.

It is what `CheckedReturn.cells_read` counts, written again: every filled cell of the sheets of
counts and notes that is not a word of the sheet's own.
"""

import re
from collections.abc import Iterable

from safeboard.intake.template.sheets import (
    CONTEXT,
    COUNTS_HINT,
    COUNTS_TITLE,
    KEYS,
    NOTES_HINT,
    NOTES_HINT_OF_AREAS,
    NOTES_TITLE,
    PERIOD_CODES,
    NoteColumn,
    Top,
    plain,
)
from safeboard.intake.workbook.refusal import LAST_ROW
from tests.fuzzing.grids import Sheet, Value
from tests.fuzzing.words import QUARTER, find_period

Place = tuple[int, int]
Said = dict[Place, str]
"""By its place, what a cell says, made plain."""

MONTHS_TABLE, OPEN_TABLE = (3, 13, 5), (16, 23, 3)
"""Of the panel's own workbook: each table's first row, last row and last column."""

_KEYS = [plain(key) for key in KEYS]
_CODES = plain(PERIOD_CODES)
_FIXED = {plain(COUNTS_TITLE), plain(COUNTS_HINT), _CODES}
_NOTES = {plain(e) for e in (NOTES_TITLE, NOTES_HINT, NOTES_HINT_OF_AREAS, CONTEXT)}
_COLUMNS = {plain(each) for each in NoteColumn}


def said_on(sheet: Sheet) -> Said:
    """Return what the filled cells of a sheet say."""
    return {at: as_said(value) for at, value in sorted(sheet.items()) if str(value).strip()}


def as_said(value: Value) -> str:
    """Return what a cell says, made plain, as it was typed: no date's midnight, no 7.0 for a 7.

    Excel writes a character as _x0041_ where it has to; another reader leaves it so.
    """
    text = re.sub("_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found[1], 16)), str(value))
    return re.sub(r" 00:00:00$|(?<=[0-9])\.0$", "", plain(text))


def heading_row(said: Said) -> int | None:
    """Return the row of a table's headings: it has item codes, or else items beside periods."""
    for (row, _), text in said.items():
        if text == _KEYS[0]:
            return row
    for (row, _), text in said.items():
        beside = {other for (at, _), other in said.items() if at == row}
        heads_counts = beside & set(_KEYS[2:]) or any(map(find_period, beside))
        if text == _KEYS[1] and heads_counts and plain(NoteColumn.NOTE) not in beside:
            return row
    return None


def key_columns(said: Said, head: int) -> dict[str, int]:
    """Return the columns that say what a row counts, by their heading."""
    columns: dict[str, int] = {}
    for (row, column), text in said.items():
        if row == head and text in _KEYS:
            columns.setdefault(text, column)
    return columns


def heading_rows(said: Said, head: int) -> list[int]:
    """Return the rows in which the periods of a table are named."""
    codes = [row for (row, _), text in said.items() if text == _CODES and row < head]
    return [head, *codes[-1:]]


def headings_of(said: Said, head: int, column: int) -> list[str]:
    """Return what is said above a column of counts."""
    groups = group_headings(said, head)
    places = [(row, column) for row in heading_rows(said, head)]
    texts = [said.get(place, "") for place in places if place not in groups]
    return [text for text in texts if text and text != _CODES]


def group_headings(said: Said, head: int) -> set[Place]:
    """Return the cells above a table that name the quarter over several of its columns."""
    keys = key_columns(said, head).values()
    own = {
        column: find_period(text)
        for (row, column), text in said.items()
        if row == head and column not in keys
    }
    found = set()
    for (row, column), text in said.items():
        is_above = row < head and column in own and find_period(text) == QUARTER
        if is_above and own[column] != QUARTER:
            ends = [each for each in own if each > column and (row, each) in said]
            spanned = [each for each in own if column <= each < min([*ends, max(own) + 1])]
            if len(spanned) > 1 and all(own[each] for each in spanned):
                found.add((row, column))
    return found


def line_of(said: Said, top: Top, head: int = LAST_ROW) -> list[Place]:
    """Return the cells of one of the lines above a table: its label, its code and its name."""
    for (row, column), text in said.items():
        if row < head and text in (plain(top), f"{plain(top)}:"):
            right = [place for place in said if place[0] == row and place[1] >= column]
            return right[: 3 if top.has_name else 2]
    return []


def entries_of_counts(said: Said) -> set[Place]:
    """Return the cells of a sheet of counts that are not its own words."""
    head = heading_row(said)
    if head is None:
        return set(said)
    keys, rows = key_columns(said, head).values(), heading_rows(said, head)
    own = {place for top in Top for place in line_of(said, top, head)}
    own |= group_headings(said, head)
    for (row, column), text in said.items():
        is_label = column in keys and row >= head
        is_heading = row in rows and column not in keys
        if is_label or (row <= head and (is_heading or text in _FIXED)):
            own.add((row, column))
    return set(said) - own


def note_heading_row(said: Said) -> int | None:
    """Return the row of the headings of notes."""
    rows = sorted({row for row, _ in said})
    wanted = {plain(NoteColumn.ITEM), plain(NoteColumn.NOTE)}
    texts = {row: {text for (at, _), text in said.items() if at == row} for row in rows}
    return next((row for row in rows if wanted <= texts[row]), None)


def note_columns(said: Said, head: int) -> dict[str, int]:
    """Return the columns of notes by their heading; of one that is there twice, the first."""
    columns: dict[str, int] = {}
    for (row, column), text in said.items():
        if row == head and text in _COLUMNS:
            columns.setdefault(text, column)
    return columns


def entries_of_notes(said: Said) -> set[Place]:
    """Return the cells of a sheet of notes that are not its own words."""
    head = note_heading_row(said)
    if head is None:
        return set(said)
    own = {(head, column) for column in note_columns(said, head).values()}
    own |= {place for place, text in said.items() if place[0] < head and text in _NOTES}
    return set(said) - own


def written_notes(said: Said) -> set[Place]:
    """Return the cells of notes that nobody could place, and that say no word of the template."""
    return {place for place, text in said.items() if text not in _NOTES | _COLUMNS}


def entries_of_panel(said: Said, unread: Iterable[Place]) -> set[Place]:
    """Return the cells of the panel's own sheet that are not its own words.

    A table whose words above are other ones is unread: `unread` has its words that differ.
    """
    own = {(1, 1)}
    for (top, bottom, right), words in (
        (MONTHS_TABLE, {(3, 1), (3, 2)}),
        (OPEN_TABLE, {(15, 1)}),
    ):
        if words & set(unread):
            own |= {word for word in words if word[0] < top}
            continue
        own |= words
        first = top + 1 if top == 3 else top
        for row in range(top, bottom + 1):
            for column in range(1, right + 1):
                is_word = row < first or column <= 2
                if is_word or (top == 3 and is_total(said, row, column)):
                    own.add((row, column))
    return set(said) - own


def is_total(said: Said, row: int, column: int) -> bool:
    """Tell whether a cell of the panel's months is one that its layout leaves out."""
    (top, bottom, right) = MONTHS_TABLE
    is_in_it = top < row <= bottom and column <= right
    words = panel_area(said, row), said.get((row, 2)), said.get((top, column))
    return is_in_it and "total" in words


def panel_area(said: Said, row: int) -> str:
    """Return the area that stands before a row of the panel's sheet, or above that."""
    first = 4 if row <= MONTHS_TABLE[1] else OPEN_TABLE[0]
    above = [text for (at, column), text in said.items() if column == 1 and first <= at <= row]
    return above[-1] if above else ""
