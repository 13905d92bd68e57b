"""A workbook as it was received: every cell that holds something, as it was typed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO
from zipfile import ZipFile

import polars as pl
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum

from safeboard.errors import UnreadableError
from safeboard.intake.address import column_letters, range_name
from safeboard.intake.workbook.formulas import UNREADABLE_PARTS, Valueless, find_valueless

CELLS = pl.Schema(
    {
        "row": pl.Int64,
        "column": pl.Int64,
        "cell": pl.String,
        "text": pl.String,
        "kind": pl.String,
        "number": pl.Float64,
    }
)
"""One row for each cell that is not blank; one with only spaces is blank.

`row` and `column` count from 1, `cell` is their name (E9). `text` is what was typed, a date as ISO;
`kind` a CellKind. `number` is null where the kind is not a number.
"""


class CellKind(StrEnum):
    """What a cell holds."""

    NUMBER = "number"
    TEXT = "text"
    DATE = "date"
    TRUTH = "true or false"
    ERROR = "error"
    FORMULA = "formula without a result"


class NotAWorkbookError(UnreadableError):
    """A file that was handed in as a return is not a workbook that can be read."""

    def __init__(self, name: str, what: str, remedy: str) -> None:
        super().__init__(f"{name}: {what}. {remedy}.")


@dataclass(frozen=True)
class Workbook:
    """A workbook: its sheets by name, in order, each a frame of CELLS."""

    name: str
    sheets: Mapping[str, pl.DataFrame]


def read_workbook(content: bytes, name: str) -> Workbook:
    """Return the cells of every sheet of a workbook.

    Raises: NotAWorkbookError.
    """
    if problem := _find_problem(content):
        raise NotAWorkbookError(name, *problem)
    try:
        valueless = find_valueless(content)
        with CalamineWorkbook.from_filelike(BytesIO(content)) as workbook:
            sheets = {
                each.name: _cells(
                    workbook.get_sheet_by_name(each.name), valueless.get(each.name, [])
                )
                for each in workbook.sheets_metadata
                if each.typ is SheetTypeEnum.WorkSheet
            }
    except _UNREADABLE as error:
        raise NotAWorkbookError(name, *_DAMAGED) from error
    return Workbook(name, sheets)


def extent(cells: pl.DataFrame) -> str:
    """Return the range that holds all of some cells; an empty text where there are none."""
    if not cells.height:
        return ""
    (top, left), (bottom, right) = (
        cells.select(pl.col("row", "column").min()).row(0),
        cells.select(pl.col("row", "column").max()).row(0),
    )
    return range_name((top, left), (bottom, right))


_UNREADABLE: tuple[type[Exception], ...] = (CalamineError, *UNREADABLE_PARTS)
_AGAIN = "Open the return in a spreadsheet program, save it as an Excel workbook (.xlsx), send that"
_DAMAGED = ("it is damaged, or not all of it arrived", "Send it again")
_OLD_FORMAT = bytes.fromhex("D0CF11E0A1B11AE1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_ZIP = b"PK"


def _find_problem(content: bytes) -> tuple[str, str] | None:
    """Return what a file is in place of an .xlsx, and what to do; None where it seems to be one."""
    if not content.strip():
        return "it is empty", "Save the return again, and send that"
    if content.startswith(_OLD_FORMAT):
        if _ENCRYPTED in content:
            return "it is protected by a password", "Save it without one, and send that"
        return "it is in the format of Excel before 2007 (.xls)", _AGAIN
    if content.lstrip().startswith(b"<"):
        return "it is a web page or XML, and not a workbook, whatever its name says", _AGAIN
    if not content.startswith(_ZIP):
        return "it is not an Excel workbook (.xlsx)", _AGAIN
    try:
        with ZipFile(BytesIO(content)) as parts:
            names = set(parts.namelist())
    except UNREADABLE_PARTS:
        return _DAMAGED
    if "content.xml" in names and "mimetype" in names:
        return "it is an OpenDocument file (.ods), which cannot be read yet", _AGAIN
    if "xl/workbook.xml" not in names:
        return "it is a zip file, and not an Excel workbook (.xlsx)", _AGAIN
    return None


def _cells(sheet: CalamineSheet, valueless: list[Valueless]) -> pl.DataFrame:
    """Return a sheet's cells that are not blank, in order: CELLS."""
    found = [*_typed(sheet), *map(_valueless, valueless)]
    columns = ["row", "column", "text", "kind", "number"]
    frame = pl.DataFrame(found, schema={name: CELLS[name] for name in columns}, orient="row")
    letters = {column: column_letters(column) for column in frame["column"].unique()}
    return (
        frame.sort("row", "column")
        .with_columns(
            cell=pl.col("column").replace_strict(letters, return_dtype=pl.String)
            + pl.col("row").cast(pl.String)
        )
        .select(CELLS.names())
    )


Typed = tuple[int, int, str, str, float | None]


def _typed(sheet: CalamineSheet) -> Iterator[Typed]:
    for row, values in enumerate(sheet.to_python(skip_empty_area=False), start=1):
        for column, value in enumerate(values, start=1):
            if isinstance(value, str):
                if value and not value.isspace():
                    yield row, column, value, CellKind.TEXT.value, None
            elif isinstance(value, bool):
                yield row, column, str(value).upper(), CellKind.TRUTH.value, None
            elif isinstance(value, int | float):
                yield row, column, f"{value:.15g}", CellKind.NUMBER.value, float(value)
            else:
                yield row, column, str(value), CellKind.DATE.value, None


def _valueless(cell: Valueless) -> Typed:
    kind = CellKind.ERROR if cell.is_error else CellKind.FORMULA
    return cell.row, cell.column, cell.text, kind.value, None
