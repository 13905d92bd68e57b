"""Formulas that take their value from another workbook, which nobody here can see."""

import re
from collections.abc import Collection

import polars as pl

from safeboard.intake.address import position
from safeboard.intake.workbook.cells import CellKind

_ELSEWHERE = r"\[[0-9]+\][^\[\],()]*!|\[[^\[\]]+\.(?i:xl\w+|ods|csv)\][^\[\],()]*!"
"""[1]Sheet!A1, where 1 is the number of another workbook; [1] alone is a column of a table."""


def leads_elsewhere(formula: str) -> bool:
    """Tell whether a formula names a cell of another workbook."""
    return re.search(_ELSEWHERE, formula) is not None


class Links:
    """Which formulas of a sheet lead elsewhere, by themselves, by a name or by one they share."""

    def __init__(self, names: Collection[str]) -> None:
        words = "|".join(rf"\b{re.escape(name)}\b" for name in sorted(names))
        self._pattern = f"{_ELSEWHERE}|(?i:{words})" if words else _ELSEWHERE
        self._shared: set[str] = set()
        self._blocks: list[tuple[tuple[int, int], tuple[int, int]]] = []

    def find(self, cells: pl.DataFrame) -> pl.Series:
        """Tell of each cell whether it leads elsewhere, by its `formula` and what is `said` of it.

        A formula that others share stands before them.
        """
        if cells["said"].null_count() == cells.height:
            return pl.repeat(False, cells.height, eager=True)
        own = cells["formula"].str.contains(self._pattern).fill_null(False)
        shared = cells["said"].str.extract(r' si="([0-9]+)"')
        self._shared.update(shared.filter(own).drop_nulls())
        blocks = cells["said"].filter(own).str.extract(r' ref="([A-Z]+[0-9]+:[A-Z]+[0-9]+)"')
        for block in blocks.drop_nulls():
            first, _, last = block.partition(":")
            self._blocks.append((position(first), position(last)))
        return own | shared.is_in(self._shared).fill_null(False)

    def spread(self, cells: pl.DataFrame) -> pl.DataFrame:
        """Return cells, where those that a linked formula fills by its block are linked too."""
        for (top, left), (bottom, right) in self._blocks:
            inside = pl.col("row").is_between(top, bottom)
            inside &= pl.col("column").is_between(left, right)
            cells = cells.with_columns(
                kind=pl.when(inside).then(pl.lit(CellKind.LINKED.value)).otherwise("kind"),
                number=pl.when(~inside).then("number"),
            )
        return cells
