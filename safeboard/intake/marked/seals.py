"""Seals: what tells a cell of the sheet of findings as it was written from one typed over.

Beside each row, in a hidden column, stands a text with a checksum of each of its cells. It is a
cell like any other, so every spreadsheet program saves it, and it moves with its row.
"""

import re
from collections.abc import Sequence
from hashlib import sha256

import polars as pl

from safeboard.intake.template.sheets import tidy

_OPENING = "Safeboard wrote:"
_SEAL = re.compile(rf"{_OPENING}(?: [0-9a-f]{{8}})+")


def seal(texts: Sequence[str]) -> str:
    """Return what stands beside a row whose cells hold some texts."""
    return " ".join([_OPENING, *map(_checksum, texts)])


def is_seal(text: str) -> bool:
    """Tell whether a cell's text is a seal."""
    return _SEAL.fullmatch(text.strip()) is not None


def unsealed(cells: pl.DataFrame, column: int) -> list[str]:
    """Return the cells that are not as they were written, where seals stand in such a column."""
    beside = cells.filter(pl.col("column") == column).select("row", "text")
    seals = {
        row: text.split()[len(_OPENING.split()) :] for row, text in beside.rows() if is_seal(text)
    }
    found = []
    for name, row, at, text in cells.select("cell", "row", "column", "text").iter_rows():
        written = seals.get(row, [])
        is_own = at <= len(written) and written[at - 1] == _checksum(text)
        if not is_own and not (at == column and row in seals):
            found.append(name)
    return found


def _checksum(text: str) -> str:
    """Return a short checksum of a text, however its spaces and line breaks were saved."""
    return sha256(tidy(text).encode()).hexdigest()[:8]
