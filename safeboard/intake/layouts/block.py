"""A block: the cells from one corner to the other, as A4:D16; with A4:D, to the sheet's end."""

import re
from dataclasses import dataclass

import polars as pl

from safeboard.intake.address import position

CELL = r"[A-Z]{1,3}[1-9][0-9]{0,6}"
"""The form of a cell's name."""

BLOCK = rf"{CELL}:[A-Z]{{1,3}}(?:[1-9][0-9]{{0,6}})?"
"""The form of a block's name."""

_NO_END = 2**31


@dataclass(frozen=True)
class Block:
    """The cells from one row and column to another, both among them."""

    top: int
    left: int
    bottom: int
    right: int

    @classmethod
    def parse(cls, text: str) -> "Block":
        """Return the block that `text` writes: A4:D16, A4:D or A4."""
        first, _, last = text.partition(":")
        (top, left), (bottom, right) = position(first), position(last or first)
        return cls(top, left, bottom or _NO_END, right)

    @property
    def is_backwards(self) -> bool:
        """Tell whether its second corner stands before its first."""
        return self.bottom < self.top or self.right < self.left

    def holds(self) -> pl.Expr:
        """Tell of a frame of cells which of them lie in it."""
        rows = pl.col("row").is_between(self.top, self.bottom)
        return rows & pl.col("column").is_between(self.left, self.right)


def sheet_and_cells(text: str) -> tuple[str, Block | None]:
    """Return the sheet that `text` names, and its block; None for the whole sheet."""
    sheet, _, cells = text.rpartition("!")
    if sheet and re.fullmatch(rf"{BLOCK}|{CELL}", cells):
        return sheet, Block.parse(cells)
    return text, None
