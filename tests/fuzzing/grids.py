"""A return as a grid of cells, spoilt as people spoil it, and saved in each form there is."""

import csv
from collections.abc import Callable
from datetime import date
from functools import cache
from io import BytesIO, StringIO
from random import Random
from xml.sax.saxutils import escape

from openpyxl import Workbook, load_workbook

from safeboard.intake.template.sheets import plain
from tests.unit.open_document import cell, open_document, row
from tests.unit.returns import TypedNote, fill, saved, template, type_in
from tests.unit.small_catalogue import small_catalogue

Value = int | float | str | bool | date
Sheet = dict[tuple[int, int], Value]
Grid = dict[str, Sheet]
"""Each sheet's cells by row and column."""

TYPED: tuple[Value, ...] = (
    *(0, 3, 12, 2999, -1, 2.5, 1e15, 0.1, True, date(2018, 1, 1)),
    *("7", " 8 ", "1,234", "12.0", "<5", "none", "nil", "n/a", "-", "not held by us", "", "  "),
    *("\u0663", "\uff17", "1\u200b2", "\u202e21", "\u00a09\u00a0", "1\u066c234", "O", "l2", "5\n6"),
    *("referrals", "r\u0435ferrals", "January 2018", "2018-01", "Q4 17/18", "Total", "342"),
    *("=1+1", "provisional", "x" * 40_000, "'5", '"', "a;b,c\td", "<b>", "&amp;", "_x0041_"),
)


_COUNTS: dict[str, int | str | date | None] = {
    **{"Counts!H11": 39, "Counts!H12": 20, "Counts!H13": 12, "Counts!H14": 7},
    **{"Counts!E15": 11, "Counts!F15": 18, "Counts!G15": 24},
    **{"Counts!E16": 30, "Counts!F16": 36, "Counts!G16": 48},
    **{"Counts!E17": 13, "Counts!F17": 14, "Counts!G17": 15},
    **{"Counts!E18": 17, "Counts!F18": 22, "Counts!G18": 33},
}
"""Each count has a number of its own, so that one in another's place is noticed."""


@cache
def complete() -> bytes:
    """Return a return without a finding: no two counts the same, two notes and its context."""
    notes = [
        TypedNote("Referrals", note="Late."),
        TypedNote("Children open", "Elsewhere", "Q4 2017/18", "Two.", "estimated", "the board"),
    ]
    sent = template("panel", "2017-18-Q4", small_catalogue())
    return type_in(fill(sent, notes=notes, context="By hand."), _COUNTS)


@cache
def _complete_grid() -> Grid:
    return grid_of(complete())


@cache
def own_words() -> frozenset[str]:
    """Return every word of a template in which nothing is filled in, and how else it is said."""
    blank = grid_of(template("panel", "2017-18-Q4", small_catalogue()))
    words = {plain(str(value)) for sheet in blank.values() for value in sheet.values()}
    return frozenset(words | {"q4 17/18"})


def grid_of(content: bytes) -> Grid:
    """Return what another reader than ours finds in a workbook."""
    book = load_workbook(BytesIO(content))
    return {
        each.title: {
            (cell.row, cell.column): cell.value
            for line in each.iter_rows()
            for cell in line
            if cell.value is not None
        }
        for each in book.worksheets
    }


def spoilt(random: Random) -> Grid:
    """Return the return after somebody has worked on it."""
    grid = {name: dict(sheet) for name, sheet in _complete_grid().items()}
    for _ in range(random.choice((0, 1, 1, 2, 3, 6))):
        name = random.choice([*grid, "Counts", "Counts", "Counts", "Notes"])
        if name in grid:
            random.choice(_CHANGES)(random, grid, name)
    return grid


def _type(random: Random, grid: Grid, name: str) -> None:
    for _ in range(random.randint(1, 5)):
        places = list(grid[name]) or [(1, 1)]
        near = random.choice(places)
        place = random.choice((near, (random.randint(1, 25), random.randint(1, 12))))
        grid[name][place] = random.choice(TYPED)


def _clear(random: Random, grid: Grid, name: str) -> None:
    for place in random.sample(list(grid[name]), min(len(grid[name]), random.randint(1, 4))):
        del grid[name][place]


def _move(random: Random, grid: Grid, name: str) -> None:
    """Insert rows or columns, or take some out, from a place on."""
    axis, by = random.choice((0, 1)), random.choice((-1, 1, 1, 2))
    start = random.randint(1, 20 if axis == 0 else 8)
    moved: Sheet = {}
    for place, value in grid[name].items():
        at = list(place)
        if at[axis] >= start:
            if by < 0 and at[axis] == start:
                continue
            at[axis] += by
        moved[at[0], at[1]] = value
    grid[name] = moved


def _copy_line(random: Random, grid: Grid, name: str) -> None:
    """Write one row or column over another, or exchange the two."""
    axis, most = random.choice(((0, 22), (1, 10)))
    source, target = random.randint(1, most), random.randint(1, most)
    exchange = random.random() < 0.5
    new = {place: value for place, value in grid[name].items() if place[axis] != target}
    for place, value in grid[name].items():
        here, there = list(place), list(place)
        if place[axis] == source:
            here[axis] = target
            new[here[0], here[1]] = value
        if exchange and place[axis] == target:
            there[axis] = source
            new[there[0], there[1]] = value
    grid[name] = new


def _rename(random: Random, grid: Grid, name: str) -> None:
    new = random.choice(("Counts", "Notes", "counts ", "\u0421ounts", "Sheet1", "a'b", "Counts 2"))
    if new.casefold() not in {each.casefold() for each in grid}:
        grid[new] = grid.pop(name)


def _copy_sheet(random: Random, grid: Grid, name: str) -> None:
    if "Copy" not in grid:
        grid["Copy"] = dict(grid[name])


def _drop_sheet(random: Random, grid: Grid, name: str) -> None:
    if len(grid) > 1:
        del grid[name]


_CHANGES = (
    _type,
    _type,
    _type,
    _type,
    _clear,
    _move,
    _move,
    _copy_line,
    _rename,
    _copy_sheet,
    _drop_sheet,
)


def as_xlsx(grid: Grid, random: Random) -> tuple[str, bytes, Grid]:
    """Save a grid as an Excel workbook; return its name, its bytes and what it should hold."""
    book = Workbook()
    book.remove(book.active)
    for name, sheet in grid.items():
        page = book.create_sheet(name)
        for (at, column), value in sheet.items():
            text = value[:32_767] if isinstance(value, str) else value
            page.cell(at, column).value = text
    content = saved(book)
    return "return.xlsx", content, grid_of(content)


def as_ods(grid: Grid, random: Random) -> tuple[str, bytes, Grid]:
    """Save the sheet of counts as an OpenDocument workbook."""
    sheet = _first(grid)
    rows = []
    for at in range(1, max((each[0] for each in sheet), default=0) + 1):
        here = {column: value for (number, column), value in sheet.items() if number == at}
        cells = (here.get(column, "") for column in range(1, max(here, default=0) + 1))
        rows.append(row(*(_ods_cell(value) for value in cells)))
    held = {place: value for place, value in sheet.items() if value not in ("", "  ")}
    return "return.ods", open_document("".join(rows)), {"Counts": held}


def _ods_cell(value: Value) -> str:
    if isinstance(value, bool):
        return cell(str(value), of_type="boolean", office__boolean_value=str(value).lower())
    if isinstance(value, int | float):
        return cell(str(value), of_type="float", office__value=str(value))
    if isinstance(value, date):
        return cell(str(value), of_type="date", office__date_value=str(value))
    lines = escape(value[:32_000]).replace("\n", "<text:line-break/>").replace("  ", " <text:s/>")
    return cell(lines, of_type="string") if value else cell()


def as_text(grid: Grid, random: Random) -> tuple[str, bytes, Grid]:
    """Save the sheet of counts as a text file, as Excel or another program would."""
    sheet = _first(grid)
    separator = random.choice(",;\t")
    encoding = random.choice(("utf-8", "utf-8-sig", "utf-16"))
    rows, columns = (max((place[axis] for place in sheet), default=1) for axis in (0, 1))
    page = StringIO(newline="")
    writer = csv.writer(page, delimiter=separator)
    for at in range(1, rows + 1):
        writer.writerow([str(sheet.get((at, each), ""))[:32_000] for each in range(1, columns + 1)])
    held: Sheet = {place: str(value) for place, value in sheet.items() if str(value).strip()}
    return "return.csv", page.getvalue().encode(encoding), {"return": held}


def _first(grid: Grid) -> Sheet:
    return grid["Counts"] if "Counts" in grid else next(iter(grid.values()))


FORMS: tuple[Callable[[Grid, Random], tuple[str, bytes, Grid]], ...] = (as_xlsx, as_ods, as_text)
