"""Whatever an agency puts into a workbook about several authorities, each has its own counts."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from openpyxl.utils import coordinate_to_tuple

from safeboard.intake.known import Known
from safeboard.intake.layouts.layout import Layout
from safeboard.intake.returns import read_return
from tests.properties.test_layout_moved import Grid, put_in
from tests.unit.layouts import LADO, Sheets, changed, layout_of, typed
from tests.unit.returns import built_in
from tests.unit.test_layout_areas import (
    BOTH,
    BOXES,
    BY_CELLS,
    COLUMNS,
    EACH,
    OF_EACH,
    ROWS,
    SIDE_BY_SIDE,
)

NO_HEADINGS = """
    title: A list without headings
    agency: lado
    says: {"Cover!A1": "{period}"}
    ignore: ["All!A5:Z50", "All!C1:Z50"]
    tables: [{sheet: All, range: "A3:B4", down: [area], item: lado_referrals}]
    absent: {lado_referrals_to_strategy_meeting: not held by us}
    examples:
      - name: one of them
        given: {Cover: {A1: Q4 2017/18}, All: {A3: [[Sefton, 5]]}}
        expect:
          All!B3: {area: "343", count: 5, item: lado_referrals, period: 2017-18-Q4}
"""
LISTED: Sheets = {"Cover": {"A1": "Q4 17/18"}, "All": {"A3": [["St Helens", 6], ["Sefton", 5]]}}

FORMS: dict[str, tuple[str, Sheets, str]] = {
    "a row for each": (changed(LADO, "A2:C\n", "A2:C4\n"), ROWS, "All"),
    "a column for each": (SIDE_BY_SIDE, COLUMNS, "All"),
    "a sheet for each": (OF_EACH, EACH, "Sefton"),
    "a cell for each": (BY_CELLS, BOXES, "All"),
    "a row for each, without headings": (NO_HEADINGS, LISTED, "All"),
}
"""Each layout with what is sent, and the sheet that something is put into."""


@cache
def layout(form: str) -> Layout:
    """Return the layout of a form, for both authorities."""
    with TemporaryDirectory() as folder:
        return layout_of(Path(folder), FORMS[form][0], *BOTH)


def grid_of(sheets: Sheets, sheet: str) -> Grid:
    """Return what is typed on a sheet, cell by cell."""
    grid: Grid = {}
    for first, content in sheets[sheet].items():
        top, left = coordinate_to_tuple(first)
        rows = content if isinstance(content, list) else [[content]]
        for down, row in enumerate(rows):
            for right, value in enumerate(row):
                if value is not None:
                    grid[top + down, left + right] = value
    return grid


def stored(form: str, grid: Grid) -> dict[str, dict[str, int | None]]:
    """Return the counts that are stored of each authority, by item."""
    _, sheets, sheet = FORMS[form]
    cells = {f"{' ABCDEFGH'[column]}{row}": said for (row, column), said in grid.items()}
    known = Known(built_in(), BOTH, layouts=(layout(form),))
    submission = read_return(typed({**sheets, sheet: cells}), "theirs.xlsx", known).submission
    found: dict[str, dict[str, int | None]] = {}
    if submission:
        for area, item, value in submission.counts.select("area", "item", "value").iter_rows():
            found.setdefault(area, {})[item] = value
    return found


@pytest.mark.parametrize("across", [True, False], ids=["column", "row"])
@pytest.mark.parametrize("kind", ["copy", "count"])
@pytest.mark.parametrize("at", [1, 2, 3, 4, 5, 6])
@pytest.mark.parametrize("form", FORMS)
def test_a_row_or_column_that_is_put_in_stores_no_other_count_of_either_authority(
    form: str, at: int, kind: str, across: bool
) -> None:
    _, sheets, sheet = FORMS[form]
    grid = grid_of(sheets, sheet)
    wanted = stored(form, grid)
    assert sorted(wanted) == ["342", "343"]
    for area, counts in stored(form, put_in(grid, at, kind, across=across)).items():
        assert counts == wanted[area]


@pytest.mark.parametrize("at", [2, 3, 4, 5, 6])
@pytest.mark.parametrize("row", [3, 4])
@pytest.mark.parametrize("form", FORMS)
def test_a_column_of_which_only_one_row_is_filled_stores_no_other_count(
    form: str, row: int, at: int
) -> None:
    _, sheets, sheet = FORMS[form]
    grid = grid_of(sheets, sheet)
    wanted = stored(form, grid)
    moved = put_in(grid, at, "copy", across=True)
    sparse = {
        place: said for place, said in moved.items() if place[1] != at or place[0] in (2, row)
    }
    for area, counts in stored(form, sparse).items():
        assert counts == wanted[area]
