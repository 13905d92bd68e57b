"""A text file of cells: its characters and separator are known for certain, or it is refused."""

import csv
import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO, TextIOWrapper

import polars as pl

from safeboard.intake.workbook.cells import CellKind, Tally, Typed, frame
from safeboard.intake.workbook.lengths import LENGTHS
from safeboard.intake.workbook.refusal import LAST_COLUMN, LAST_ROW, Refusal, RefusedError

_BY_MARK = {BOM_UTF8: "utf-8", BOM_UTF16_LE: "utf-16-le", BOM_UTF16_BE: "utf-16-be"}
_UTF8_LETTER = re.compile(rb"[\xC2-\xDF][\x80-\xBF]|[\xE0-\xEF][\x80-\xBF]{2}")
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_DECLARED = re.compile(r'^"?sep=(.)"?\r?\n', re.IGNORECASE)
_SEPARATORS = ",;\t"
_IN_A_SENTENCE = re.compile(r"(?<=[^\s,;])[,;](?= [^\s,;])")
"""A comma or semicolon with a space behind it, as there is one between words."""


def read_delimited(content: bytes) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the cells of a text file, each a text, and LENGTHS. Raises: RefusedError."""
    text = decode(content)
    if not text.strip():
        raise RefusedError(Refusal.EMPTY)
    text = _down_to_last_row(text)
    if declared := _DECLARED.match(text):
        separator, text = declared[1], text[declared.end() :]
        if separator not in _SEPARATORS:
            raise RefusedError(Refusal.UNKNOWN_SEPARATOR)
    else:
        separator = _separator(text)
    tally = Tally()
    tally.expect(_filled(text, separator))
    return frame(_typed(text, separator), tally), _lengths(text, separator)


def decode(content: bytes) -> str:
    """Return a file's text, if its bytes can mean one only. Raises: RefusedError.

    Without a mark at its start a file is UTF-8, or else Windows-1252, in which Excel saves a CSV
    file in Britain. A file with letters of both was made of two, and is neither.
    """
    for mark, encoding in _BY_MARK.items():
        if content.startswith(mark):
            return _decoded(content[len(mark) :], encoding)
    try:
        return _decoded(content, "utf-8")
    except RefusedError:
        if _UTF8_LETTER.search(content):
            raise
        return _decoded(content, "windows-1252")


def _decoded(content: bytes, encoding: str) -> str:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise RefusedError(Refusal.UNKNOWN_LETTERS) from error
    if _NO_TEXT.search(text):
        raise RefusedError(Refusal.UNKNOWN_LETTERS)
    return text


def _separator(text: str) -> str:
    """Return the one separator that parts every row which any of them parts.

    Of several, it is the only one that gives every row as many cells.
    """
    parted = {each: _parted(text, each) for each in _SEPARATORS if each in text}
    parting = {each: found for each, found in parted.items() if found.widths != {1}}
    for is_certain in (_Parted.is_a_table, _Parted.is_all):
        if len(parting) > 1:
            certain = {each: found for each, found in parting.items() if is_certain(found)}
            parting = certain or parting
    if len(parting) != 1:
        raise RefusedError(Refusal.UNKNOWN_SEPARATOR)
    (separator, found), *_ = parting.items()
    if not found.widths:
        raise RefusedError(Refusal.OPEN_QUOTE)
    return separator


@dataclass(frozen=True)
class _Parted:
    """What a separator makes of a text: the `widths` that rows have, in cells.

    `widths` is empty where a quotation mark is not closed. `leaves` says that some row which this
    one leaves whole is parted by another, and not only in a sentence.
    """

    widths: frozenset[int]
    leaves: bool

    def is_a_table(self) -> bool:
        """Tell whether every row has as many cells."""
        return len(self.widths) == 1

    def is_all(self) -> bool:
        """Tell whether it parts every row that is parted at all."""
        return bool(self.widths) and not self.leaves


def _parted(text: str, separator: str) -> _Parted:
    others = re.compile(f"[{_SEPARATORS.replace(separator, '')}]")
    widths, leaves = set(), False
    try:
        for row in _rows(text, separator):
            if row:
                widths.add(len(row))
            if len(row) == 1 and not leaves and others.search(row[0]):
                leaves = others.search(_IN_A_SENTENCE.sub("", row[0])) is not None
    except csv.Error:
        return _Parted(frozenset(), leaves=False)
    return _Parted(frozenset(widths), leaves)


def _down_to_last_row(text: str) -> str:
    """Return a text without the blank rows at its end. Raises: RefusedError if it has too many.

    Without quotation marks each line is a row, so that they need not be taken apart to be counted.
    """
    end = text.find("\n", len(text.rstrip(f"{_SEPARATORS}\r\n "))) + 1
    kept = text[:end] if end else text
    if '"' not in kept and kept.count("\n") > LAST_ROW:
        raise RefusedError(Refusal.TOO_FAR)
    return kept


def _filled(text: str, separator: str) -> int:
    """Return how many cells are filled in, before any of them takes up memory."""
    filled = 0
    try:
        for number, row in enumerate(_rows(text, separator), start=1):
            here = len(row) - row.count("")
            if here and number > LAST_ROW:
                raise RefusedError(Refusal.TOO_FAR)
            filled += here
    except csv.Error as error:
        raise RefusedError(Refusal.OPEN_QUOTE) from error
    return filled


def _lengths(text: str, separator: str) -> pl.DataFrame:
    """Return how many cells each row has that is not blank: LENGTHS."""
    numbered = enumerate(_rows(text, separator), start=1)
    filled = [(number, len(row)) for number, row in numbered if any(row)]
    return pl.DataFrame(filled, schema=LENGTHS, orient="row")


def _rows(text: str, separator: str) -> Iterator[list[str]]:
    return csv.reader(_lines(text, separator), delimiter=separator, strict=True)


def _lines(text: str, separator: str) -> Iterator[str]:
    # A StringIO would take four bytes for each letter.
    for line in TextIOWrapper(BytesIO(text.encode("utf-8")), "utf-8", newline=""):
        if line.count(separator) > LAST_COLUMN:
            raise RefusedError(Refusal.TOO_FAR)
        yield line


def _typed(text: str, separator: str) -> Iterator[Typed]:
    try:
        for number, row in enumerate(_rows(text, separator), start=1):
            for column, value in enumerate(row, start=1):
                if value and not value.isspace():
                    yield number, column, value, CellKind.TEXT, None
    except csv.Error as error:
        raise RefusedError(Refusal.OPEN_QUOTE) from error
