"""Nothing in an agency's own workbook is lost: each cell is stored, or a finding names it."""

from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter, range_boundaries

from safeboard.intake.known import Known
from safeboard.intake.layouts.layout import Layout
from safeboard.intake.returns import CheckedReturn, read_return
from tests.unit.layouts import POLICE, SENT, changed, layout_of, typed
from tests.unit.returns import ST_HELENS, Entry, built_in, saved

Cell = tuple[str, int, int]

SHEETS = ("Missing", "Chart")
WORDS = {("Missing", 1, 1), *(("Missing", 3, column) for column in range(1, 6))}
WORDS |= {("Missing", row, 1) for row in range(4, 10)}
"""The title, the headings and the labels."""


@cache
def police() -> Layout:
    """Return the layout, with notes that are read and a range that is left."""
    extra = 'agency: police\n    notes: "Missing!A12:B13"\n    ignore: ["Missing!G1:G9"]'
    with TemporaryDirectory() as folder:
        return layout_of(Path(folder), changed(POLICE, "agency: police", extra))


ENTRIES: st.SearchStrategy[Entry] = st.one_of(
    st.integers(-2, 3000),
    st.floats(-1e12, 1e12),
    st.sampled_from(["none", "Not yet  available", "1,234", "<5", "n/a", "-", "  ", "=1+1"]),
    st.sampled_from(["Month", "All", "Repeats", "Jan 2018", "April 2018", "Q4 17/18", "Total"]),
    st.sampled_from([None, True, "% of all", "x"]),
)
PLACES = st.tuples(st.sampled_from(SHEETS), st.integers(1, 14), st.integers(1, 8))


def changed_workbook(changes: dict[Cell, Entry]) -> bytes:
    """Return what the police send with something else typed in."""
    workbook = load_workbook(BytesIO(typed({**SENT, "Chart": {}})))
    for (sheet, row, column), entry in changes.items():
        workbook[sheet].cell(row, column).value = entry
    return saved(workbook)


def filled(content: bytes) -> Iterator[Cell]:
    """Yield each cell with something in it."""
    workbook = load_workbook(BytesIO(content))
    for name in SHEETS:
        for row in workbook[name].iter_rows():
            for cell in row:
                if cell.value is not None and str(cell.value).strip():
                    yield name, cell.row, cell.column


def named(checked: CheckedReturn) -> set[Cell]:
    """Return every cell that a finding names, by itself or within a range."""
    cells = set()
    for finding in checked.findings:
        if finding.cell:
            left, top, right, bottom = range_boundaries(finding.cell)
            rows, columns = range(top, bottom + 1), range(left, right + 1)
            cells |= {(finding.sheet, row, column) for row in rows for column in columns}
    return cells


def stored(checked: CheckedReturn) -> set[tuple[str, str]]:
    """Return the sheet and name of every cell that a submission holds."""
    if checked.submission is None:
        return set()
    counts = checked.submission.counts.select("sheet", "cell").iter_rows()
    notes = ((note.sheet, note.cell) for note in checked.submission.notes)
    return {(sheet, cell) for sheet, cell in (*counts, *notes)}


@settings(max_examples=80, deadline=None)
@given(st.dictionaries(PLACES, ENTRIES, max_size=6))
def test_every_cell_of_a_laid_out_workbook_is_stored_or_named_or_left_by_the_layout(
    changes: dict[Cell, Entry],
) -> None:
    content = changed_workbook(changes)
    known = Known(built_in(), (ST_HELENS,), layouts=(police(),))
    checked = read_return(content, "theirs.xlsx", known)
    cells, of_findings, kept = set(filled(content)), named(checked), stored(checked)
    assert 0 <= checked.cells_read - checked.cells_stored <= len(cells & of_findings)
    assert checked.cells_read <= len(cells)
    if checked.submission is None:
        return
    left = {("Missing", row, 7) for row in range(1, 10)}
    for sheet, row, column in cells - left - WORDS - of_findings:
        if ("Missing", row, column) in skipped_by(content):
            continue
        assert (sheet, f"{get_column_letter(column)}{row}") in kept


def skipped_by(content: bytes) -> set[Cell]:
    """Return the cells of rows and columns whose label or heading the layout skips."""
    sheet = load_workbook(BytesIO(content))["Missing"]
    rows = [row for row in range(4, 10) if is_skipped(sheet.cell(row, 1).value)]
    columns = [column for column in range(2, 6) if is_skipped(sheet.cell(3, column).value)]
    cells = {("Missing", row, column) for row in rows for column in range(1, 6)}
    return cells | {("Missing", row, column) for column in columns for row in range(3, 10)}


def is_skipped(words: object) -> bool:
    """Tell whether the layout skips a label."""
    return str(words) == "Total" or str(words).startswith("% ")
