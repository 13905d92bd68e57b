"""Nothing that an agency types is lost: each cell is stored, or a finding names it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import cache
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.utils import range_boundaries

from safeboard.intake.known import Known
from safeboard.intake.returns import CheckedReturn, read_return
from safeboard.intake.submission import Submission
from safeboard.intake.template.writer import ReturnOrder, write_template
from safeboard.vocabulary.area import Area
from safeboard.vocabulary.period import Period
from tests.unit.returns import PARTNERSHIP, ST_HELENS, Entry, saved, white_cells
from tests.unit.small_catalogue import small_catalogue

Cell = tuple[str, int, int]
"""A cell by its sheet, row and column."""

HALTON = Area("876", "Halton", "E06000006")
AREAS = {"one area": (ST_HELENS,), "two areas": (ST_HELENS, HALTON)}

ESTIMATED = ("Children open", "Elsewhere", "Q4 2017/18", "Two.", "estimated", "the board")


def blank(kind: str) -> bytes:
    """Return the panel's template about one area, or about two."""
    period = Period.parse("2017-18-Q4")
    order = ReturnOrder(small_catalogue(), "panel", period, AREAS[kind], PARTNERSHIP)
    return write_template(order)


def check(content: bytes, kind: str) -> CheckedReturn:
    """Return what intake makes of a workbook about these areas."""
    return read_return(content, "return.xlsx", Known(small_catalogue(), AREAS[kind]))


@cache
def opened(kind: str) -> Workbook:
    """Return the panel's return, every count 0, with two notes and its context.

    It is opened once; who types into it puts back what was there.
    """
    book = load_workbook(BytesIO(blank(kind)))
    for name in counts_sheets(book):
        for cell in white_cells(book[name]):
            book[name][cell] = 0
    notes = book["Notes"]
    notes["A4"] = "By hand."
    first = 1 if kind == "one area" else 2
    if kind == "two areas":
        notes["A7"] = "Halton"
    for row, texts in ((7, ("Referrals", "", "", "Late.")), (8, ESTIMATED)):
        for column, text in enumerate(texts, start=first):
            notes.cell(row, column).value = text or None
    return book


def counts_sheets(workbook: Workbook) -> list[str]:
    """Return the names of the sheets of counts."""
    return [name for name in workbook.sheetnames if name.startswith("Counts")]


@cache
def own_words(kind: str) -> frozenset[Cell]:
    """Return the cells of a blank template that say something."""
    return frozenset(filled(load_workbook(BytesIO(blank(kind)))))


def filled(workbook: Workbook) -> Iterator[Cell]:
    """Yield each cell of counts and notes with something in it."""
    for name in (*counts_sheets(workbook), "Notes"):
        for row in workbook[name].iter_rows():
            for cell in row:
                if cell.value is not None and str(cell.value).strip():
                    yield name, cell.row, cell.column


def labels(workbook: Workbook) -> set[Cell]:
    """Return the cells of counts that say what a row or column counts, and so are no entries."""
    found: set[Cell] = set()
    for sheet in counts_sheets(workbook):
        cells = [(row, column) for name, row, column in filled(workbook) if name == sheet]
        headings = {(row, column) for row, column in cells if row in (9, 10) and column > 4}
        read = {1, 2, 3, 4, *(column for _, column in headings)}
        rows = {row for row, column in cells if row > 10 and column in read}
        keys = {(row, column) for row in rows for column in range(1, 5)}
        found |= {(sheet, *cell) for cell in headings | keys}
    return found


@contextmanager
def typed(kind: str, changes: dict[Cell, Entry | date]) -> Iterator[Workbook]:
    """Type into the return for a while."""
    workbook = opened(kind)
    cells = {place: workbook[place[0]].cell(*place[1:]) for place in changes}
    before = {place: (cell.value, cell.number_format) for place, cell in cells.items()}
    for place, entry in changes.items():
        cells[place].value = entry
    try:
        yield workbook
    finally:
        for place, (value, number_format) in before.items():
            cells[place].value = value
            cells[place].number_format = number_format


def named(checked: CheckedReturn) -> set[Cell]:
    """Return every cell that a finding names, by itself or within a range."""
    cells = set()
    for finding in checked.findings:
        if finding.cell:
            left, top, right, bottom = range_boundaries(finding.cell)
            rows, columns = range(top, bottom + 1), range(left, right + 1)
            cells |= {(finding.sheet, row, column) for row in rows for column in columns}
    return cells


def stored(submission: Submission | None) -> set[Cell]:
    """Return every cell that a submission holds; of a note, those of its whole row."""
    if submission is None:
        return set()
    cells = set()
    for sheet, name in submission.counts.select("sheet", "cell").iter_rows():
        cells.add((sheet, *cell_place(name)))
    for note in submission.notes:
        _, row, _, _ = range_boundaries(note.cell)
        cells |= {("Notes", row, column) for column in range(1, 8)}
    return cells


@cache
def entry_places(kind: str) -> list[Cell]:
    """Return the white cells, the notes' cells, and everything around them."""
    places: list[Cell] = []
    for name in counts_sheets(opened(kind)):
        places += [(name, *cell_place(cell)) for cell in white_cells(opened(kind)[name])]
        places += [(name, row, column) for row in range(1, 22) for column in range(1, 11)]
    notes = [("Notes", row, column) for row in range(1, 12) for column in range(1, 10)]
    # Cells of a merged range other than its first cannot be typed into.
    places += [place for place in notes if place[1] != 4 or place[2] == 1]
    return [place for place in places if place not in own_words(kind)]


def cell_place(name: str) -> tuple[int, int]:
    """Return the row and column of a cell's name."""
    column, row, _, _ = range_boundaries(name)
    return row, column


ENTRIES: st.SearchStrategy[Entry | date] = st.one_of(
    st.integers(-2, 3000),
    st.floats(-1e12, 1e12),
    st.sampled_from(["none", "Not yet  available", "not held by us", "1,234", " 7 ", "-1", "<5"]),
    st.sampled_from(["referrals", "Children open", "Online", "January 2018", "provisional", "x"]),
    st.sampled_from(["Item", "Note", "Category", "Halton", "342", "Area", "Feb-18", "n/a"]),
    st.sampled_from([None, True, "=1+1", "  ", date(2018, 1, 1)]),
)


@pytest.mark.parametrize("kind", AREAS)
@settings(max_examples=50, deadline=None)
@given(data=st.data())
def test_every_cell_that_is_typed_is_stored_or_named_by_a_finding(
    kind: str, data: st.DataObject
) -> None:
    places = st.sampled_from(entry_places(kind))
    changes = data.draw(st.dictionaries(places, ENTRIES, max_size=6))
    with typed(kind, changes) as workbook:
        entries = set(filled(workbook)) - own_words(kind)
        checked = check(saved(workbook), kind)
        counted = entries - labels(workbook)
    if checked.parts and all(part.heading for part in checked.parts):
        assert checked.cells_read == len(counted)
    refused = checked.cells_read - checked.cells_stored
    assert 0 <= refused <= len({*entries, *own_words(kind)} & named(checked))
    if not checked.refused:
        assert entries <= stored(checked.submission) | named(checked)


@pytest.mark.parametrize(
    # 16 counts for each area, the context, a note of two cells (or three) and one of six.
    ("kind", "cells"),
    [("one area", 16 + 9), ("two areas", 2 * 16 + 10)],
)
def test_the_return_before_anything_is_typed_is_stored_whole(kind: str, cells: int) -> None:
    checked = check(saved(opened(kind)), kind)
    assert checked.findings == ()
    assert (checked.cells_read, checked.cells_stored) == (cells, cells)


@pytest.mark.parametrize("kind", AREAS)
def test_no_word_of_the_template_can_be_changed_without_a_finding_that_names_it(kind: str) -> None:
    # The template's version of the catalogue matters only where items differ.
    words = [place for place in sorted(own_words(kind)) if place[1:] != (7, 2)]
    # What holds for one sheet of counts holds for another: with two areas, the second is enough.
    words = [place for place in words if place[0] != counts_sheets(opened("two areas"))[0]]
    unnoticed = []
    for place in words:
        with typed(kind, {place: "something else"}) as workbook:
            checked = check(saved(workbook), kind)
        if place not in named(checked):
            unnoticed.append(place)
    assert not unnoticed
