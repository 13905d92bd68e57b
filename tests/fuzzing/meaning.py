"""What each stored count and note is of, read again from the words beside and above its cell."""

import re
from typing import Any

from safeboard.intake.part import Part
from safeboard.intake.returns import CheckedReturn
from safeboard.intake.submission import Note, Readers
from safeboard.intake.template.sheets import KEYS, NoteColumn, Top, plain
from safeboard.vocabulary.item import CountState
from tests.fuzzing import places
from tests.fuzzing.account import is_own_workbook, place_of
from tests.fuzzing.grids import Grid, Value
from tests.fuzzing.places import Place, Said
from tests.fuzzing.words import (
    AREAS,
    BREAKDOWNS,
    CATEGORIES,
    ITEMS,
    MARKS,
    ONLY_ITEM,
    PANEL_LABELS,
    QUARTER,
    STATES,
    find_period,
)

Meant = tuple[str, str, str, str, str]
"""The area, item, breakdown, category and period of a count."""


def hold_meaning(checked: CheckedReturn, grid: Grid) -> None:
    """Hold that each count and note is of what its return says, and says what its cell does."""
    said = {name: places.said_on(sheet) for name, sheet in grid.items()}
    of_panel = is_own_workbook(said)
    for part in checked.parts:
        areas = {*part.counts["area"], *(note.area for note in part.notes)}
        assert "" not in areas or not part.is_good, "an area that nobody knows"
        for row in part.counts.iter_rows(named=True):
            place = place_of(row["cell"])
            here = said[row["sheet"]]
            meant = _of_panel(here, place) if of_panel else _of_template(here, place)
            stored = tuple(
                row[each] for each in ("area", "item", "dimension", "category", "period")
            )
            if not part.is_good and row["area"] == "":
                meant = "", *meant[1:]  # The area is one that this partnership does not have.
            assert stored == meant, f"{row['sheet']}!{row['cell']}: {stored} for {meant}"
            _hold_value(row, grid[row["sheet"]][place])
        _hold_flags(part, said)
        for note in part.notes:
            _hold_note(note, said[note.sheet], grid[note.sheet][place_of(note.cell)])


def _of_template(said: Said, place: Place) -> Meant:
    """Return what a count is of by its row, its column, and the line of the area."""
    head = places.heading_row(said)
    assert head is not None, "a count without headings"
    columns = places.key_columns(said, head)
    code, label, breakdown, category = (
        said.get((place[0], columns[key]), "") if key in columns else "" for key in map(plain, KEYS)
    )
    dimension, of_category = CATEGORIES[category]
    assert BREAKDOWNS[breakdown] in ("", dimension), (breakdown, category)
    (period,) = {find_period(text) for text in places.headings_of(said, head, place[1])}
    assert period is not None, "a count under a heading that names no period"
    _, area, *_ = places.line_of(said, Top.AREA, head)
    item = ITEMS[code or label] if code or label else ONLY_ITEM[dimension]
    return AREAS.get(said[area], ""), item, dimension, of_category, period


def _of_panel(said: Said, place: Place) -> Meant:
    """Return what a count of the panel's own workbook is of, by the words around it."""
    row, column = place
    period = find_period(said[3, column]) if row <= places.MONTHS_TABLE[1] else QUARTER
    assert period is not None, "a count under a heading that names no period"
    return AREAS[places.panel_area(said, row)], *PANEL_LABELS[said[row, 2]], period


def _hold_flags(part: Part, said: dict[str, Said]) -> None:
    """Hold that each count is marked as a row of the notes on it says, and no other is."""
    marks = [(note, _mark_of(note, said[note.sheet])) for note in part.notes if note.item]
    for row in part.counts.iter_rows(named=True):
        flags = {
            mark
            for note, mark in marks
            if mark and note.item == row["item"] and note.period in ("", row["period"])
            if note.category in ("", row["category"]) and note.dimension in ("", row["dimension"])
        }
        if len(flags) > 1:
            continue  # Two rows that contradict one another are an error.
        marked = flags.pop() if flags and row["value"] is not None else ""
        assert row["flag"] == marked, f"{row['sheet']}!{row['cell']}: marked {row['flag']!r} for"


def _mark_of(note: Note, said: Said) -> str:
    """Return the letter of the mark in a note's row; empty where it has none."""
    head = places.note_heading_row(said)
    column = places.note_columns(said, head or 0).get(plain(NoteColumn.MARK), 0)
    return MARKS.get(said.get((place_of(note.cell)[0], column), ""), "")


def _hold_value(row: dict[str, Any], value: Value) -> None:
    number, state = row["value"], row["state"]
    misread = f"{row['sheet']}!{row['cell']}: {state} {number} for {value!r}"
    assert not isinstance(value, bool), misread
    if state == CountState.COUNTED:
        text = re.sub("[,\u200b\ufeff]", "", str(value)).strip(" '\u00a0")
        assert float(text) == number, misread
        return
    said = plain(str(value))
    below = CountState.SUPPRESSED if re.fullmatch("<[0-9]+", said) else None
    assert state == (below or STATES[said]), misread
    assert number == (0 if state == CountState.NONE else None), misread


def _hold_note(note: Note, said: Said, value: Value) -> None:
    """Hold a note to its row; one without an item to the box at the top, or to its own row."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    # A long number is written in powers of ten, or in full.
    is_same = is_number and float(note.text) == value
    assert is_same or places.as_said(note.text) == places.as_said(value), (note.cell, value)
    row, head = place_of(note.cell)[0], places.note_heading_row(said)
    assert head is not None, "a note without headings"
    if row < head:
        assert (note.item, note.period, note.category) == ("", "", ""), note
        return
    columns = places.note_columns(said, head)
    area, item, category, period, readers = (
        said.get((row, columns[plain(each)]), "") if plain(each) in columns else ""
        for each in (
            *(NoteColumn.AREA, NoteColumn.ITEM, NoteColumn.CATEGORY, NoteColumn.PERIOD),
            NoteColumn.READERS,
        )
    )
    assert note.area in (AREAS[area], "") if area else True, (note, area)
    assert note.item == (ITEMS[item] if item else ""), (note, item)
    assert (note.dimension, note.category) == CATEGORIES[category], (note, category)
    assert note.period == (find_period(period) or ""), (note, period)
    assert note.readers == (readers or Readers.BOARD), (note, readers)
