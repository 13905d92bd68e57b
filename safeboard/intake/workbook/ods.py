"""An OpenDocument workbook (.ods): its cells, read from a stream and never laid out in full."""

import re
from dataclasses import dataclass, field

import polars as pl

from safeboard.intake.workbook.cells import CELLS, CellKind, Tally, Typed, frame, in_order
from safeboard.intake.workbook.markup import follow
from safeboard.intake.workbook.ods_styles import Styles
from safeboard.intake.workbook.parts import Parts
from safeboard.intake.workbook.refusal import (
    LAST_COLUMN,
    LONGEST_TEXT,
    MOST_PARTS,
    Refusal,
    RefusedError,
)
from safeboard.intake.workbook.shown import is_shown_as_it_is

_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0 "
_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0 "
_TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0 "
_CALC = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 "

_SPREADSHEET, _SHEET, _ROW = f"{_OFFICE}spreadsheet", f"{_TABLE}table", f"{_TABLE}table-row"
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_PARAGRAPH, _COMMENT = f"{_TEXT}p", f"{_OFFICE}annotation"
_FAMILIES = {_PARAGRAPH: "paragraph", f"{_TEXT}span": "text"}
_MARKS = {f"{_TEXT}tab": "\t", f"{_TEXT}line-break": "\n"}
_NUMBER = re.compile(r"[-+]?[0-9]+(\.[0-9]*)?([eE][-+]?[0-9]+)?")
_ELSEWHERE = re.compile(r"'(file|https?|ftp|smb):", re.IGNORECASE)


@dataclass
class _Sheet:
    """What was found on a sheet, and the row that comes next."""

    frames: list[pl.DataFrame] = field(default_factory=lambda: [CELLS.to_frame()])
    found: list[Typed] = field(default_factory=list)
    row: int = 1

    def pack(self, tally: Tally) -> None:
        self.frames.append(frame(self.found, tally))
        self.found = []


@dataclass
class _Cell:
    """What is known of the cell that is being read; loose text is outside of all paragraphs."""

    given: dict[str, str]
    said: str = ""
    has_text: bool = False
    has_loose_text: bool = False
    is_altered: bool = False
    altering: list[bool] = field(default_factory=list)
    """Of each open paragraph and run, whether its style raises, lowers or strikes out."""

    def write(self, text: str) -> None:
        self.is_altered |= any(self.altering) and not text.isspace() and text != ""
        self.said, self.has_text = self.said + text, True
        if len(self.said) > LONGEST_TEXT:
            raise RefusedError(Refusal.TOO_LONG)


class _Reader:
    """Follows a document's elements, and keeps the cells of each sheet."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self.sheets: dict[str, _Sheet] = {}
        self._open: list[str] = []
        self._sheet: _Sheet | None = None
        self._cell: _Cell | None = None
        self._row: list[tuple[int, str, CellKind, float | None]] = []
        self._row_repeated, self._column, self._tally = 1, 1, Tally()

    def start(self, name: str, given: dict[str, str]) -> None:
        within = self._open[-1] if self._open else ""
        self._open.append(name)
        if name == _SHEET and within == _SPREADSHEET:
            self._start_sheet(given.get(f"{_TABLE}name", ""))
        elif name == _SHEET and self._sheet is not None:
            raise RefusedError(Refusal.STRANGE_XML)
        elif self._sheet is None:
            self._styles.start(name, given)
        elif self._is_comment():
            return
        elif name == _ROW:
            self._row, self._column = [], 1
            self._row_repeated = _times(given, "number-rows-repeated")
        elif name in _CELLS:
            is_altered = self._styles.alter("table-cell", given.get(f"{_TABLE}style-name", ""))
            self._cell = _Cell(given, is_altered=is_altered)
        elif self._cell is not None:
            self._start_text(self._cell, name, given)

    def text(self, data: str) -> None:
        if self._cell is None or self._is_comment():
            return
        if _PARAGRAPH in self._open:
            self._cell.write(data)
        else:
            self._cell.has_loose_text |= not data.isspace()

    def end(self, name: str) -> None:
        if name in _CELLS and self._cell is not None and not self._is_comment():
            self._end_cell(self._cell)
            self._cell = None
        elif name in _FAMILIES and self._cell is not None and not self._is_comment():
            self._cell.altering.pop()
        elif name == _ROW and self._sheet is not None:
            self._end_row(self._sheet)
        elif name == _SHEET and self._open[-2] == _SPREADSHEET and self._sheet:
            self._sheet.pack(self._tally)
            self._sheet = None
        elif self._sheet is None:
            self._styles.end(name)
        self._open.pop()

    def _is_comment(self) -> bool:
        return _COMMENT in self._open

    def _start_sheet(self, name: str) -> None:
        if name in self.sheets:
            raise RefusedError(Refusal.DAMAGED)
        if len(self.sheets) > MOST_PARTS:
            raise RefusedError(Refusal.TOO_MANY_PARTS)
        self._sheet = _Sheet()
        # What other workbooks said, when last they were asked, is kept in hidden tables.
        if not _ELSEWHERE.match(name):
            self.sheets[name] = self._sheet

    def _start_text(self, cell: _Cell, name: str, given: dict[str, str]) -> None:
        if family := _FAMILIES.get(name):
            style = given.get(f"{_TEXT}style-name", "")
            cell.altering.append(self._styles.alter(family, style))
        if name == _PARAGRAPH:
            cell.write("\n" if cell.has_text else "")
        elif name == f"{_TEXT}s":
            cell.write(" " * _times(given, f"{_TEXT}c", most=LONGEST_TEXT))
        elif name in _MARKS:
            cell.write(_MARKS[name])

    def _end_cell(self, cell: _Cell) -> None:
        repeated = _times(cell.given, "number-columns-repeated")
        text, kind, number = _value(cell)
        if text and not text.isspace():
            if self._column + repeated - 1 > LAST_COLUMN:
                raise RefusedError(Refusal.TOO_FAR)
            columns = range(self._column, self._column + repeated)
            self._row += [(column, text, kind, number) for column in columns]
        self._column += repeated

    def _end_row(self, sheet: _Sheet) -> None:
        self._tally.expect(len(self._row) * self._row_repeated)
        for row in range(sheet.row, sheet.row + self._row_repeated if self._row else 0):
            sheet.found += [(row, *cell) for cell in self._row]
            if len(sheet.found) > _AT_ONCE:
                sheet.pack(self._tally)
        sheet.row, self._row = sheet.row + self._row_repeated, []


_AT_ONCE = 50_000


def read_ods(parts: Parts) -> dict[str, pl.DataFrame]:
    """Return the cells of each sheet, by its name: CELLS. Raises: RefusedError."""
    if b"encryption-data" in _beginning(parts, "META-INF/manifest.xml"):
        raise RefusedError(Refusal.PASSWORD)
    if any(name.startswith(("Basic/", "Scripts/")) for name in parts.names):
        raise RefusedError(Refusal.MACROS)
    styles = Styles()
    if "styles.xml" in parts.names:
        follow(parts.chunks("styles.xml"), styles)
    reader = _Reader(styles)
    follow(parts.chunks("content.xml"), reader)
    if not reader.sheets:
        raise RefusedError(Refusal.STRANGE_XML)
    return {name: in_order(pl.concat(sheet.frames)) for name, sheet in reader.sheets.items()}


def _beginning(parts: Parts, name: str) -> bytes:
    return next(parts.chunks(name), b"") if name in parts.names else b""


def _times(given: dict[str, str], name: str, most: int = 1 << 31) -> int:
    """Return how often something is repeated: once, where nothing is said."""
    said = given.get(name) or given.get(f"{_TABLE}{name}") or "1"
    if not (said.isascii() and said.isdigit()) or not 0 < int(said[:12]) <= most:
        raise RefusedError(Refusal.DAMAGED)
    return int(said)


def _value(cell: _Cell) -> tuple[str, CellKind, float | None]:
    """Return a cell's text, kind and number. Raises: RefusedError."""
    given, said = cell.given, cell.said
    formula, of_type = given.get(f"{_TABLE}formula", ""), given.get(f"{_OFFICE}value-type", "")
    if of_type == "string" and cell.has_loose_text and not cell.has_text:
        raise RefusedError(Refusal.STRANGE_XML)
    if given.get(f"{_CALC}value-type") == "error":
        return said or "#ERROR!", CellKind.ERROR, None
    text, kind, number = _typed(given, of_type, said)
    if formula and _ELSEWHERE.search(formula):
        return text or said or "?", CellKind.LINKED, None
    if cell.is_altered and kind in (CellKind.TEXT, CellKind.NUMBER):
        return text, CellKind.ALTERED, None
    if formula and not of_type:
        return f"={formula.partition('=')[2]}", CellKind.FORMULA, None
    return text, kind, number


def _typed(given: dict[str, str], of_type: str, said: str) -> tuple[str, CellKind, float | None]:
    if of_type in ("float", "percentage", "currency"):
        value = given.get(f"{_OFFICE}value", "")
        if not _NUMBER.fullmatch(value):
            raise RefusedError(Refusal.DAMAGED)
        if of_type == "percentage":
            return f"{float(value):.15g}", CellKind.PERCENTAGE, None
        if not is_shown_as_it_is(float(value), said):
            return said, CellKind.DISGUISED, None
        return f"{float(value):.15g}", CellKind.NUMBER, float(value)
    if of_type == "date":
        day = given.get(f"{_OFFICE}date-value", "").replace("T", " ")
        return day.removesuffix(" 00:00:00") or said, CellKind.DATE, None
    if of_type == "time":
        return given.get(f"{_OFFICE}time-value", said), CellKind.DATE, None
    if of_type == "boolean":
        return given.get(f"{_OFFICE}boolean-value", said).upper(), CellKind.TRUTH, None
    return given.get(f"{_OFFICE}string-value", said), CellKind.TEXT, None
