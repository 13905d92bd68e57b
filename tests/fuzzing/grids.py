"""A return as a grid of cells, spoilt as people spoil it, and saved in each form there is."""

import csv
from collections.abc import Callable, Iterator
from datetime import date
from io import BytesIO, StringIO
from random import Random
from xml.sax.saxutils import escape

from openpyxl import Workbook, load_workbook

from tests.unit.open_document import cell, open_document, row
from tests.unit.returns import saved

Value = int | float | str | bool | date
Sheet = dict[tuple[int, int], Value]
Grid = dict[str, Sheet]
"""Each sheet's cells by row and column."""

TYPED: tuple[Value, ...] = (
    *(0, 3, 12, 2999, -1, 2.5, 1e15, 0.1, True, date(2018, 1, 1)),
    *("7", " 8 ", "1,234", "12.0", "<5", "none", "nil", "n/a", "-", "not held by us", "", "  "),
    *("\u0663", "\uff17", "1\u200b2", "\u202e21", "\u00a09\u00a0", "1\u066c234", "O", "l2", "5\n6"),
    *("referrals", "r\u0435ferrals", "January 2018", "2018-01", "Q4 17/18", "Total", "342"),
    *("340", "Knowsley", "Sefton", "Jan-18", "Feb", "2017/18 Qtr 4", "Online", "open_children"),
    *("=1+1", "provisional", "x" * 40_000, "'5", '"', "a;b,c\td", "<b>", "&amp;", "_x0041_"),
)


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


def spoilt(good: Grid, random: Random) -> Grid:
    """Return a return after somebody has worked on it."""
    grid = {name: dict(sheet) for name, sheet in good.items()}
    if random.random() < 0.8:
        # It is half of all cells, and nothing is read on it.
        grid.pop("Start here", None)
    counts = [name for name in grid if is_of_counts(name)]
    for _ in range(random.choice((0, 1, 1, 2, 3, 6))):
        name = random.choice([*grid, *counts, *counts, *counts, "Notes"])
        if name in grid:
            random.choice(_CHANGES)(random, grid, name)
    return grid


def is_of_counts(name: str) -> bool:
    """Tell whether a sheet of a good return holds counts."""
    return name not in ("Start here", "Notes")


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


def _head_together(random: Random, grid: Grid, name: str) -> None:
    """Write the quarter once above its months, as a merged heading."""
    at = random.choice((8, 9, 9))
    for column in (5, 6, 7):
        grid[name].pop((at, column), None)
    grid[name][at, 5] = random.choice(("Q4 17/18", "2017-18-Q4"))


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
    _head_together,
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
    """Save a grid as an OpenDocument workbook."""
    pages = {name: "".join(_ods_rows(sheet)) for name, sheet in grid.items()}
    held = {
        name: {place: value for place, value in sheet.items() if value not in ("", "  ")}
        for name, sheet in grid.items()
    }
    return "return.ods", open_document(pages), held


def _ods_rows(sheet: Sheet) -> Iterator[str]:
    for at in range(1, max((each[0] for each in sheet), default=0) + 1):
        here = {column: value for (number, column), value in sheet.items() if number == at}
        cells = (here.get(column, "") for column in range(1, max(here, default=0) + 1))
        yield row(*(_ods_cell(value) for value in cells))


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
    """Save a sheet of counts as a text file, as Excel or another program would."""
    name = random.choice([each for each in grid if is_of_counts(each)] or [*grid])
    sheet, name = grid[name], name if name == "Panel" else "return"
    separator = random.choice(",;\t")
    encoding = random.choice(("utf-8", "utf-8-sig", "utf-16"))
    is_ragged = random.random() < 0.2
    rows, columns = (max((place[axis] for place in sheet), default=1) for axis in (0, 1))
    page = StringIO(newline="")
    writer = csv.writer(page, delimiter=separator)
    for at in range(1, rows + 1):
        line = [str(sheet.get((at, each), ""))[:32_000] for each in range(1, columns + 1)]
        while is_ragged and line and not line[-1]:
            line.pop()
        writer.writerow(line)
    held: Sheet = {place: str(value) for place, value in sheet.items() if str(value).strip()}
    return f"{name}.csv", page.getvalue().encode(encoding), {name: held}


FORMS: tuple[Callable[[Grid, Random], tuple[str, bytes, Grid]], ...] = (as_xlsx, as_ods, as_text)
