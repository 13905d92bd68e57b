"""A return means the same wherever its table stands, in whatever order, however its words look."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from io import BytesIO

from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from tests.unit.returns import cells_of, check, saved, template
from tests.unit.small_catalogue import small_catalogue

Grid = dict[tuple[int, int], str | int]
"""What is typed on a sheet, by row and column."""

# Written so that no two places have the same number, and totals are the sum of their categories.
COUNTS: dict[tuple[str, str, str], int] = {
    ("open_children", "", "2017-18-Q4"): 340,
    ("open_children", "here", "2017-18-Q4"): 100,
    ("open_children", "elsewhere", "2017-18-Q4"): 200,
    ("open_children", "not_recorded", "2017-18-Q4"): 40,
    ("progressed", "", "2018-01"): 1,
    ("progressed", "", "2018-02"): 2,
    ("progressed", "", "2018-03"): 3,
    ("referrals", "", "2018-01"): 15,
    ("referrals", "", "2018-02"): 26,
    ("referrals", "", "2018-03"): 37,
    ("referrals", "online", "2018-01"): 10,
    ("referrals", "online", "2018-02"): 20,
    ("referrals", "online", "2018-03"): 30,
    ("referrals", "other", "2018-01"): 5,
    ("referrals", "other", "2018-02"): 6,
    ("referrals", "other", "2018-03"): 7,
}

PERIODS = {
    "January 2018": ["Jan-18", "jan 2018", "2018-01-01", "43101", "January", "January 2017/18"],
    "February 2018": ["Feb 18", "February", "FEBRUARY 2018", "2018 Feb", "02/2018"],
    "March 2018": ["Mar-2018", "Mar '18", "2018-03", "March, 2018"],
    "Q4 2017/18": ["Q4 17/18", "2017/18 Qtr 4", "Q4", "Q4 2017-18", "Jan-Mar 2018", "2017-18-Q4"],
}

TOP, CODES, NAMES, FIRST = range(1, 9), 9, 10, 11
KEYS, COLUMNS, ROWS = range(1, 5), range(1, 9), range(11, 19)


@cache
def sent() -> Grid:
    """Return the sheet of counts of the panel's return, filled in."""
    sheet = load_workbook(BytesIO(template("panel", "2017-18-Q4", small_catalogue())))["Counts"]
    places = cells_of(sheet, small_catalogue())
    for place, value in COUNTS.items():
        sheet[places[place]] = value
    cells = (cell for row in sheet.iter_rows() for cell in row)
    return {(cell.row, cell.column): cell.value for cell in cells if cell.value is not None}


@dataclass(frozen=True)
class Moved:
    """Where an agency moved the rows and columns of its return, and how it writes its words."""

    rows: dict[int, int]
    columns: dict[int, int]
    in_table: dict[int, int]
    texts: dict[str, str]
    left_out: frozenset[tuple[int, int]]

    def grid(self) -> Grid:
        """Return the sheet as it comes back."""
        moved: Grid = {}
        for (row, column), value in sent().items():
            if (row, column) in self.left_out:
                continue
            place = self.in_table[column] if row >= CODES else column
            said = self.texts.get(value, value) if isinstance(value, str) else value
            moved[self.rows[row], self.columns[place]] = said
        return moved


DISGUISES: list[Callable[[str], str]] = [
    str,
    str.upper,
    str.lower,
    lambda text: f" {text} ",
    lambda text: text.replace(" ", "\u00a0"),
    lambda text: text.replace(" ", "  "),
    lambda text: f"\u200b{text}\u2009",
]


@st.composite
def moved_returns(draw: st.DrawFn) -> Moved:
    """Draw a return with rows and columns moved, blank ones between, and other words."""
    blank = st.integers(0, 2)
    order = [*range(1, FIRST), *draw(st.permutations(ROWS))]
    at, rows = 0, {}
    for row in order:
        at += 1 + draw(blank)
        rows[row] = at
    at, columns = 0, {}
    for column in COLUMNS:
        at += 1 + draw(blank)
        columns[column] = at
    in_table = dict(zip(COLUMNS, draw(st.permutations(COLUMNS)), strict=True))
    words = {value for value in sent().values() if isinstance(value, str)}
    texts = {word: draw(st.sampled_from(DISGUISES))(word) for word in sorted(words)}
    for name, forms in PERIODS.items():
        texts[name] = draw(st.sampled_from([texts[name], *forms]))
    left_out: set[tuple[int, int]] = set()
    if draw(st.booleans()):
        left_out |= {(CODES, column) for column in COLUMNS}
    if draw(st.booleans()):
        left_out |= {(row, 1) for row in (NAMES, *ROWS)}
    elif draw(st.booleans()):
        left_out |= {(row, 2) for row in (NAMES, *ROWS)}
    if draw(st.booleans()):
        left_out |= {(row, 3) for row in (NAMES, *ROWS)}
    return Moved(rows, columns, in_table, texts, frozenset(left_out))


def workbook(grid: Grid, name: str, *, hidden: bool) -> bytes:
    """Return a workbook of one sheet; hidden rows and columns are in it all the same."""
    book = Workbook()
    sheet = book.active
    sheet.title = name
    for (row, column), value in grid.items():
        sheet.cell(row, column).value = value
    if hidden:
        sheet.column_dimensions["C"].hidden = True
        sheet.row_dimensions[12].hidden = True
    return saved(book)


@settings(max_examples=60, deadline=None)
@given(
    moved_returns(), st.sampled_from(["Counts", "COUNTS ", "Q4 figures", "Sheet1"]), st.booleans()
)
def test_a_moved_return_holds_the_very_same_counts(moved: Moved, name: str, hidden: bool) -> None:
    grid = moved.grid()
    checked = check(workbook(grid, name, hidden=hidden), small_catalogue())
    assert checked.findings == ()
    assert checked.submission is not None
    counts = checked.submission.counts
    read = {
        (item, category, period): value
        for item, category, period, value in counts.select(
            "item", "category", "period", "value"
        ).iter_rows()
    }
    assert read == COUNTS
    assert set(counts["sheet"]) == {name}
    assert (checked.cells_read, checked.cells_stored) == (16, 16)
