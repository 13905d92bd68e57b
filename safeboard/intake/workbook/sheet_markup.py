"""The markup of a sheet of an Excel workbook: its cells, one piece of text for each.

Every program writes cells in one of a few ways. `cell_pieces` cuts such a sheet between its cells,
without parsing it; any other is first parsed, and written again in the usual way.
"""

import re
from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape, quoteattr

from safeboard.intake.address import cell_name, position
from safeboard.intake.workbook.markup import UnusualError, followed, hold_usual, large, local
from safeboard.intake.workbook.refusal import LONGEST_TEXT, Refusal, RefusedError

_NAME = re.compile("[A-Z]{1,3}[1-9][0-9]{0,6}")
_OPEN, _CLOSE, _END = b"<sheetData", b"</sheetData>", b"</worksheet>"
_LONGEST_CELL = 1 << 22


def cell_pieces(chunks: Iterable[bytes]) -> Iterator[str]:
    """Yield a sheet's rows, cut before some cells. Raises: UnusualError, RefusedError."""
    bits = large(chunks)
    kept = _after_beginning(bits)
    while not kept.startswith(b"/"):
        rows, closed, rest = kept.partition(_CLOSE)
        if closed:
            yield rows.decode("utf-8")
            return _read_to_the_end(rest, bits)
        cut = max(kept.rfind(b"<c "), kept.rfind(b"<row"), 0)
        yield kept[:cut].decode("utf-8")
        bit = next(bits, None)
        if bit is None or len(kept) - cut > _LONGEST_CELL:
            raise UnusualError
        kept = kept[cut:] + bit
    return _read_to_the_end(kept, bits)


def _after_beginning(bits: Iterator[bytes]) -> bytes:
    """Return what follows the name of the element that holds the rows."""
    before, opened, after = next(bits).partition(_OPEN)
    hold_usual(before, b"worksheet")
    if not opened or not after.startswith((b">", b"/>")):
        raise UnusualError
    return after.removeprefix(b">")


def _read_to_the_end(rest: bytes, bits: Iterator[bytes]) -> None:
    for bit in bits:
        rest = rest[-len(_END) - 8 :] + bit
    if not rest.rstrip().endswith(_END):
        raise RefusedError(Refusal.DAMAGED)


def rewritten_pieces(chunks: Iterable[bytes]) -> Iterator[str]:
    """Yield a sheet's rows, its cells written again in the usual way. Raises: RefusedError."""
    cells = _Cells()
    for _ in followed(chunks, cells):
        yield "".join(cells.written)
        cells.written.clear()


class _Cells:
    """Writes a sheet's cells in the usual way, as they are followed."""

    def __init__(self) -> None:
        self.written: list[str] = []
        self._row = self._column = 0
        self._open: list[str] = []
        self._cell: dict[str, str] = {}
        self._parts: dict[str, str] = {}

    def start(self, name: str, given: dict[str, str]) -> None:
        self._open.append(local(name))
        if self._open[1:2] != ["sheetData"]:
            return
        match self._open[2:]:
            case ["row"]:
                self._row, self._column = _number(given.get("r"), self._row + 1), 0
            case ["row", "c"]:
                self._begin_cell(given)
            case ["row", "c", "f"]:
                said = "".join(f" {key}={quoteattr(text)}" for key, text in given.items())
                self._parts["f"], self._cell["f"] = "", said
            case ["row", "c", "v"] | ["row", "c", "is"]:
                self._parts.setdefault(self._open[-1], "")

    def text(self, data: str) -> None:
        match self._open[4:]:
            case ["f"] | ["v"]:
                self._write(self._open[-1], data)
            case ["is", "t"] | ["is", "r", "t"]:
                self._write("is", data)

    def end(self, _name: str) -> None:
        if self._open[1:] == ["sheetData", "row", "c"]:
            self._end_cell()
        self._open.pop()

    def _write(self, part: str, data: str) -> None:
        self._parts[part] += data
        if len(self._parts[part]) > LONGEST_TEXT:
            raise RefusedError(Refusal.TOO_LONG)

    def _begin_cell(self, given: dict[str, str]) -> None:
        named = given.get("r", "")
        self._column = position(named)[1] if _NAME.fullmatch(named) else self._column + 1
        if named and not _NAME.fullmatch(named):
            raise RefusedError(Refusal.DAMAGED)
        self._cell = {**given, "r": named or cell_name(self._row, self._column)}
        self._parts = {}

    def _end_cell(self) -> None:
        given, parts = self._cell, {key: escape(text) for key, text in self._parts.items()}
        attributes = "".join(f' {key}="{given[key]}"' for key in "rst" if given.get(key))
        formula = f"<f{given.get('f', '')}>{parts['f']}</f>" if "f" in parts else ""
        value = f"<v>{parts['v']}</v>" if "v" in parts else ""
        if not value and "is" in parts:
            value = f"<is><t>{parts['is']}</t></is>"
        self.written.append(f"<c{attributes}>{formula}{value}</c>")


def _number(said: str | None, otherwise: int) -> int:
    if said is None:
        return otherwise
    if not re.fullmatch("[1-9][0-9]{0,6}", said):
        raise RefusedError(Refusal.DAMAGED)
    return int(said)
