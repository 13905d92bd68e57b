"""A file that was given to be imported: its bytes, its table, and what it is recognised as.

It is known by the headings of its columns, whatever its name says.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import polars as pl
from python_calamine import CalamineError, load_workbook

from safeboard.benchmarks.published import BENCHMARK_COLUMNS, POPULATION_COLUMNS

SUFFIXES = (".parquet", ".csv", ".xlsx")
"""How the names of files end in which benchmarks are published."""

_HEADINGS_WITHIN = 10
"""The headings of a workbook stand in one of its first rows."""


class Kind(StrEnum):
    """What a file can be recognised as, in words."""

    TOOL_VALUES = "the national tool's values"
    TOOL_MEASURES = "the national tool's measures"
    TOOL_AREAS = "the national tool's areas"
    TOOL_NEIGHBOURS = "the national tool's statistical neighbours"
    NEIGHBOURS = "statistical neighbours"
    POPULATIONS = "population estimates"
    OPEN_DATA = "open data of the Department for Education"
    KEPT_BENCHMARKS = "benchmarks kept by hand"
    KEPT_POPULATIONS = "populations kept by hand"


_OPEN = {"time_period", "time_identifier", "geographic_level"}

_KNOWN_BY: dict[Kind, set[str]] = {
    Kind.TOOL_VALUES: {"Short Desc", "Years", "LA Number", "Values"},
    Kind.TOOL_MEASURES: {"Measure", "Measure_short", "Polarity", "Table_status", "No_Quartile"},
    Kind.TOOL_NEIGHBOURS: {"LA num", "GOReg", "SN1", "SN10"},
    Kind.TOOL_AREAS: {"LA Number", "LA Name"},
    Kind.NEIGHBOURS: {"old_la_code", "SN_1", "SN_10"},
    Kind.POPULATIONS: {*_OPEN, "population_estimate"},
    Kind.OPEN_DATA: _OPEN,
    Kind.KEPT_BENCHMARKS: set(BENCHMARK_COLUMNS),
    Kind.KEPT_POPULATIONS: set(POPULATION_COLUMNS),
}
"""The columns that tell a kind of file; the first whose columns are all there is the one."""

Cells = list[list[object]]


@dataclass(frozen=True)
class Given:
    """A file by its name, and its bytes."""

    name: str
    content: bytes

    @cached_property
    def sha256(self) -> str:
        """Return the checksum of its bytes."""
        return sha256(self.content).hexdigest()

    @property
    def stem(self) -> str:
        """Return its name without the suffix."""
        return Path(self.name).stem

    @cached_property
    def sheet(self) -> Cells:
        """Return the cells of a workbook's first sheet, none if it is no workbook."""
        if not self.content.startswith(b"PK"):
            return []
        try:
            with load_workbook(BytesIO(self.content)) as workbook:
                return [list(row) for row in workbook.get_sheet_by_index(0).to_python()]
        except (CalamineError, OSError):
            return []

    @cached_property
    def table(self) -> pl.DataFrame:
        """Return a CSV or Parquet file's rows that are not empty, with their number, `row`.

        The cells of a CSV are texts without spaces around them, empty where there is nothing. A
        file that is neither, or whose rows do not fit its headings, has no rows and no columns.
        """
        try:
            if self.content.startswith(b"PAR1"):
                return pl.read_parquet(BytesIO(self.content)).with_row_index("row", offset=1)
            rows = pl.read_csv(self._text.encode(), infer_schema=False)
        except (pl.exceptions.PolarsError, OSError):
            return pl.DataFrame()
        texts = rows.select(pl.all().str.strip_chars().fill_null(""))
        filled = pl.any_horizontal(pl.all().exclude("row") != "")
        return texts.with_row_index("row", offset=1).filter(filled)

    @property
    def _text(self) -> str:
        """Return a text file's text: UTF-8, or else Windows-1252."""
        try:
            return self.content.decode("utf-8-sig")
        except UnicodeDecodeError:
            return self.content.decode("cp1252", errors="replace")

    def heading(self, *names: str) -> int:
        """Return the place of the first row of a workbook that has all these cells, -1 if none."""
        rows = enumerate(self.sheet[:_HEADINGS_WITHIN])
        return next((place for place, row in rows if set(names) <= set(row)), -1)

    @cached_property
    def kind(self) -> Kind | None:
        """Return what it is recognised as, if anything."""
        return next(self._kinds(), None)

    def _kinds(self) -> Iterator[Kind]:
        for kind, columns in _KNOWN_BY.items():
            if columns <= set(self.table.columns) or self.heading(*columns) >= 0:
                yield kind
