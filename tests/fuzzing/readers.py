"""What other readers than ours find in a file that was spoilt, as far as they can read it."""

import csv
import warnings
from collections.abc import Callable, Iterator
from io import BytesIO, StringIO

from python_calamine import CalamineWorkbook

from safeboard.intake.workbook.arrival import read_workbook
from tests.fuzzing.grids import Grid, Sheet, Value, grid_of

_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


def own_reading(content: bytes, name: str) -> Grid:
    """Return what our own reader finds. Raises: NotAWorkbookError."""
    return {
        sheet: {
            (row, column): text
            for row, column, text in cells.select("row", "column", "text").iter_rows()
        }
        for sheet, cells in read_workbook(content, name).sheets.items()
    }


def other_readings(content: bytes, name: str) -> list[Grid]:
    """Return what each of the others finds that can read a file at all."""
    if name.endswith(".csv"):
        return list(_of_text(content, name.removesuffix(".csv")))
    readers: list[Callable[[bytes], Grid]] = [_by_calamine]
    if name.endswith(".xlsx"):
        readers.insert(0, grid_of)
    readings = []
    for read in readers:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                readings.append(read(content))
            except Exception:
                continue
    return readings


def filled(grid: Grid) -> set[tuple[str, int, int]]:
    """Return where the cells are that hold more than spaces."""
    return {
        (name, *place)
        for name, sheet in grid.items()
        for place, value in sheet.items()
        if str(value).strip()
    }


def _by_calamine(content: bytes) -> Grid:
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    grid: Grid = {}
    for name in book.sheet_names:
        rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        grid[name] = {
            (row, column): _whole(value)
            for row, line in enumerate(rows, start=1)
            for column, value in enumerate(line, start=1)
            if value != ""
        }
    return grid


def _whole(value: object) -> Value:
    """Return a number as it was typed: this reader says 342.0 for a 342."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value if isinstance(value, int | float) else str(value)


def _of_text(content: bytes, name: str) -> Iterator[Grid]:
    """Yield what a text file holds by each separator, in the encoding that its bytes are in."""
    marked = [said for mark, said in _MARKS.items() if content.startswith(mark)]
    for encoding in marked or ("utf-8", "windows-1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        for separator in ",;\t":
            try:
                rows = list(csv.reader(StringIO(text, newline=""), delimiter=separator))
            except csv.Error:
                continue
            yield {name: _placed(rows)}
        return


def _placed(rows: list[list[str]]) -> Sheet:
    return {
        (row, column): value
        for row, line in enumerate(rows, start=1)
        for column, value in enumerate(line, start=1)
        if value.strip()
    }
