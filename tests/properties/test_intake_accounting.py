"""Nothing that an agency types is lost: each cell is stored, or a finding names it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import cache
from io import BytesIO

from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.utils import range_boundaries

from safeboard.intake.returns import CheckedReturn
from safeboard.intake.submission import Submission
from tests.unit.returns import Entry, TypedNote, check, fill, saved, template, white_cells
from tests.unit.small_catalogue import small_catalogue

Cell = tuple[str, int, int]
"""A cell by its sheet, row and column."""

SHEETS = ("Counts", "Notes")


def complete() -> bytes:
    """Return the panel's return, every count 0, with two notes and its context."""
    notes = [
        TypedNote("Referrals", note="Late."),
        TypedNote("Children open", "Elsewhere", "Q4 2017/18", "Two.", "estimated", "the board"),
    ]
    sent = template("panel", "2017-18-Q4", small_catalogue())
    return fill(sent, notes=notes, context="By hand.", others=0)


@cache
def opened() -> Workbook:
    """Return that return, opened once; who types into it puts back what was there."""
    return load_workbook(BytesIO(complete()))


@cache
def own_words() -> frozenset[Cell]:
    """Return the cells of a blank template that say something."""
    blank = load_workbook(BytesIO(template("panel", "2017-18-Q4", small_catalogue())))
    return frozenset(filled(blank))


def filled(workbook: Workbook) -> Iterator[Cell]:
    """Yield each cell of Counts and Notes with something in it."""
    for name in SHEETS:
        for row in workbook[name].iter_rows():
            for cell in row:
                if cell.value is not None and str(cell.value).strip():
                    yield name, cell.row, cell.column


def labels(workbook: Workbook) -> set[Cell]:
    """Return the cells of Counts that say what a row or column counts, and so are no entries."""
    cells = [(row, column) for name, row, column in filled(workbook) if name == "Counts"]
    headings = {(row, column) for row, column in cells if row in (9, 10) and column > 4}
    read = {1, 2, 3, 4, *(column for _, column in headings)}
    rows = {row for row, column in cells if row > 10 and column in read}
    labels = {(row, column) for row in rows for column in range(1, 5)}
    return {("Counts", *cell) for cell in headings | labels}


@contextmanager
def typed(changes: dict[Cell, Entry | date]) -> Iterator[Workbook]:
    """Type into the return for a while."""
    workbook = opened()
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
    for name in submission.counts["cell"]:
        left, top, _, _ = range_boundaries(name)
        cells.add(("Counts", top, left))
    for note in submission.notes:
        _, row, _, _ = range_boundaries(note.cell)
        cells |= {("Notes", row, column) for column in range(1, 7)}
    return cells


def entry_places() -> list[Cell]:
    """Return the white cells, the notes' cells, and everything around them."""
    white = [("Counts", *cell_place(name)) for name in white_cells(opened()["Counts"])]
    around = [("Counts", row, column) for row in range(1, 22) for column in range(1, 11)]
    notes = [("Notes", row, column) for row in range(1, 12) for column in range(1, 9)]
    # Cells of a merged range other than its first cannot be typed into.
    reachable = [place for place in notes if place[1] != 4 or place[2] == 1]
    return [place for place in (*white, *around, *reachable) if place not in own_words()]


def cell_place(name: str) -> tuple[int, int]:
    """Return the row and column of a cell's name."""
    column, row, _, _ = range_boundaries(name)
    return row, column


ENTRIES: st.SearchStrategy[Entry | date] = st.one_of(
    st.integers(-2, 3000),
    st.floats(-1e12, 1e12),
    st.sampled_from(["none", "Not yet  available", "not held by us", "1,234", " 7 ", "-1", "<5"]),
    st.sampled_from(["referrals", "Children open", "Online", "January 2018", "provisional", "x"]),
    st.sampled_from([None, True, "=1+1", "  ", date(2018, 1, 1)]),
)


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_every_cell_that_is_typed_is_stored_or_named_by_a_finding(data: st.DataObject) -> None:
    places = st.sampled_from(entry_places())
    changes = data.draw(st.dictionaries(places, ENTRIES, max_size=6))
    with typed(changes) as workbook:
        entries = set(filled(workbook)) - own_words()
        checked = check(saved(workbook), small_catalogue())
        counted = entries - labels(workbook)
    assert checked.cells_read == len(counted)
    refused = checked.cells_read - checked.cells_stored
    assert 0 <= refused <= len(counted & named(checked))
    if checked.submission is not None:
        assert entries <= stored(checked.submission) | named(checked)


def test_the_return_before_anything_is_typed_is_stored_whole() -> None:
    checked = check(complete(), small_catalogue())
    assert checked.findings == ()
    # 16 counts, the context, a note of two cells and one of six.
    assert (checked.cells_read, checked.cells_stored) == (25, 25)


def test_no_word_of_the_template_can_be_changed_without_a_finding_that_names_it() -> None:
    # The template's version of the catalogue matters only where items differ.
    version = ("Counts", 7, 2)
    unnoticed = []
    for place in sorted(own_words() - {version}):
        with typed({place: "something else"}) as workbook:
            checked = check(saved(workbook), small_catalogue())
        if place not in named(checked):
            unnoticed.append(place)
    assert not unnoticed
