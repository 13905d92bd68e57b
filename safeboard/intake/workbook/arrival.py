"""A file as it arrives: what it is by its bytes, and so its cells, or why it cannot be read."""

import re
from pathlib import PurePath

import polars as pl

from safeboard.intake.workbook.cells import Workbook
from safeboard.intake.workbook.delimited import read_delimited
from safeboard.intake.workbook.ods import read_ods
from safeboard.intake.workbook.parts import Parts
from safeboard.intake.workbook.refusal import (
    LARGEST_FILE,
    NotAWorkbookError,
    Refusal,
    RefusedError,
    shown,
)
from safeboard.intake.workbook.xlsx import read_xlsx

_ZIP = b"PK"
_OLD_FORMAT = bytes.fromhex("D0CF11E0A1B11AE1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MARKUP = re.compile(rb"\s*(\xEF\xBB\xBF|\xFF\xFE|\xFE\xFF)?\s*\x00?<\x00?[a-zA-Z!?]")
_KNOWN = {
    b"%PDF": Refusal.PDF,
    b"\x89PNG": Refusal.IMAGE,
    b"\xff\xd8\xff": Refusal.IMAGE,
    b"GIF8": Refusal.IMAGE,
    b"BM": Refusal.IMAGE,
    b"II*\x00": Refusal.IMAGE,
    b"MM\x00*": Refusal.IMAGE,
}
_LONGEST_NAME = 31
"""Of a sheet, in Excel."""

TEXT_ENDINGS = (".csv", ".txt", ".tsv")
"""How the name of a text file of cells ends, in any case."""


def read_workbook(content: bytes, name: str) -> Workbook:
    """Return the cells of every sheet of a workbook, or of a text file as one sheet.

    The bytes say what it is; only a text file is also known by its name, and its sheet is named
    after it, as Excel would name it. Raises: NotAWorkbookError.
    """
    try:
        return Workbook(shown(name), *_sheets(content, PurePath(name)))
    except RefusedError as error:
        raise NotAWorkbookError(name, error.refusal) from error


def _sheets(content: bytes, name: PurePath) -> tuple[dict[str, pl.DataFrame], pl.DataFrame | None]:
    """Return the sheets, and LENGTHS of a text file."""
    if len(content) > LARGEST_FILE:
        raise RefusedError(Refusal.TOO_LARGE)
    if not content.strip():
        raise RefusedError(Refusal.EMPTY)
    if content.startswith(_ZIP):
        return _packed(content), None
    if refusal := _find_refusal(content):
        raise RefusedError(refusal)
    if name.suffix.lower() not in TEXT_ENDINGS:
        raise RefusedError(Refusal.NOT_A_WORKBOOK)
    cells, lengths = read_delimited(content)
    return {name.stem[:_LONGEST_NAME]: cells}, lengths


def _packed(content: bytes) -> dict[str, pl.DataFrame]:
    """Return the sheets of a workbook that is a zip file, as every one since 2007 is."""
    parts = Parts(content)
    if "xl/workbook.xml" in parts.names:
        return read_xlsx(parts)
    if "content.xml" in parts.names and "mimetype" in parts.names:
        return read_ods(parts)
    raise RefusedError(Refusal.BINARY_FORMAT if "xl/workbook.bin" in parts.names else Refusal.ZIP)


def _find_refusal(content: bytes) -> Refusal | None:
    """Return why a file is no text file, where its first bytes say that it is something else."""
    if content.startswith(_OLD_FORMAT):
        return Refusal.PASSWORD if _ENCRYPTED in content else Refusal.OLD_FORMAT
    if _MARKUP.match(content):
        return Refusal.WEB_PAGE
    begins = (refusal for first, refusal in _KNOWN.items() if content.startswith(first))
    return next(begins, None)
