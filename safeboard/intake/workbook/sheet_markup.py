"""The markup of a sheet of an Excel workbook: its cells, one piece of text for each.

Every program writes cells in one of a few ways. `cell_pieces` cuts such a sheet between its cells,
without parsing it; any other is first parsed, and written again in the usual way. What stands
around the rows is small, and is always parsed.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import chain
from xml.sax.saxutils import escape, quoteattr

from safeboard.intake.address import cell_name, position
from safeboard.intake.workbook.markup import (
    UnusualError,
    follow,
    followed,
    hold_usual,
    large,
    local,
)
from safeboard.intake.workbook.refusal import LONGEST_TEXT, Refusal, RefusedError
from safeboard.intake.workbook.runs import Runs

_NAME = re.compile("[A-Z]{1,3}[1-9][0-9]{0,6}")
_OPEN, _CLOSE, _NO_ROWS = b"<sheetData", b"</sheetData>", b"<sheetData/>"
_DEPTH_OF_ROWS = 2
_LONGEST_CELL = 1 << 22


def cell_pieces(chunks: Iterable[bytes]) -> Iterator[str]:
    """Yield a sheet's rows, cut before some cells. Raises: UnusualError, RefusedError."""
    bits = large(chunks)
    before, kept = _beginning(bits)
    while not kept.startswith(b"/"):
        rows, closed, rest = kept.partition(_CLOSE)
        if closed:
            yield rows.decode("utf-8")
            return follow(chain([before, _NO_ROWS, rest], bits), _Frame())
        cut = max(kept.rfind(b"<c "), kept.rfind(b"<row"), 0)
        yield kept[:cut].decode("utf-8")
        bit = next(bits, None)
        if bit is None or len(kept) - cut > _LONGEST_CELL:
            raise UnusualError
        kept = kept[cut:] + bit
    return follow(chain([before, _OPEN, kept], bits), _Frame())


def _beginning(bits: Iterator[bytes]) -> tuple[bytes, bytes]:
    """Return what stands before the element that holds the rows, and what follows its name."""
    before, opened, after = next(bits).partition(_OPEN)
    hold_usual(before, b"worksheet")
    if not opened or not after.startswith((b">", b"/>")):
        raise UnusualError
    return before, after.removeprefix(b">")


class _Frame:
    """Holds that a sheet's rows stand together in one place: no others are looked for."""

    def __init__(self) -> None:
        self._depth, self._is_found = 0, False

    def start(self, name: str, _given: dict[str, str]) -> None:
        self._depth += 1
        if local(name) == "sheetData":
            if self._is_found or self._depth != _DEPTH_OF_ROWS:
                raise RefusedError(Refusal.DAMAGED)
            self._is_found = True

    def text(self, _data: str) -> None:
        pass

    def end(self, _name: str) -> None:
        self._depth -= 1


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
        self._frame, self._runs = _Frame(), Runs()
        self._open: list[str] = []
        self._cell: dict[str, str] = {}
        self._parts: dict[str, str] = {}

    def start(self, name: str, given: dict[str, str]) -> None:
        self._open.append(local(name))
        self._frame.start(name, given)
        if self._open[1:2] != ["sheetData"]:
            return
        if self._open[4:5] == ["is"]:
            self._runs.start(self._open[4:], given)
        match self._open[2:]:
            case ["row"]:
                self._row, self._column = _number(given.get("r"), self._row + 1), 0
            case ["row", "c"]:
                self._begin_cell(given)
            case [*_, "c"]:
                raise RefusedError(Refusal.DAMAGED)
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
                self._runs.text(self._open[4:], data)

    def end(self, name: str) -> None:
        if self._open[1:] == ["sheetData", "row", "c"]:
            self._end_cell()
        self._frame.end(name)
        self._runs.end(self._open[4:])
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
        self._parts, self._runs = {}, Runs()

    def _end_cell(self) -> None:
        given, parts = self._cell, {key: escape(text) for key, text in self._parts.items()}
        attributes = "".join(f' {key}="{given[key]}"' for key in "rst" if given.get(key))
        formula = f"<f{given.get('f', '')}>{parts['f']}</f>" if "f" in parts else ""
        value = f"<v>{parts['v']}</v>" if "v" in parts else ""
        if not value and "is" in parts:
            altered = ' altered="1"' if self._runs.is_altered else ""
            value = f"<is><t{altered}>{parts['is']}</t></is>"
        self.written.append(f"<c{attributes}>{formula}{value}</c>")


def _number(said: str | None, otherwise: int) -> int:
    if said is None:
        return otherwise
    if not re.fullmatch("[1-9][0-9]{0,6}", said):
        raise RefusedError(Refusal.DAMAGED)
    return int(said)
