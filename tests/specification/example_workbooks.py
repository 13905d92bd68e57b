"""The example's workbooks, read cell by cell with openpyxl and nothing of ours."""

from dataclasses import dataclass, field
from pathlib import Path

from openpyxl import load_workbook

from tests.conftest import ROOT

EXAMPLE = ROOT / "examples" / "st-helens-2017-18"
RETURNS = EXAMPLE / "returns"

MONTHS = ("04", "05", "06", "07", "08", "09", "10", "11", "12", "01", "02", "03")

Key = tuple[str, str, str]
"""An item's code, a category's label or nothing for the total, and a period's code."""


@dataclass(frozen=True)
class Note:
    """A row of the sheet of notes, as it is typed there."""

    item: str
    category: str
    period: str
    text: str


@dataclass(frozen=True)
class Workbooks:
    """What all the example's workbooks hold."""

    counts: dict[Key, int | str] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    notes: list[tuple[str, Note]] = field(default_factory=list)
    contexts: dict[str, str] = field(default_factory=dict)

    def count(self, item: str, period: str, category: str = "") -> int:
        """Return a count that is a number; *none* is 0."""
        given = self.counts[item, category, period]
        if given == "none":
            return 0
        assert isinstance(given, int), f"{item} in {period} is {given!r}"
        return given

    def year(self, item: str, year: str) -> int:
        """Return a year's total of a count by month."""
        return sum(self.count(item, month) for month in months_of(year))

    def quarter(self, item: str, year: str) -> int:
        """Return the total of January to March of a count by month."""
        return sum(self.count(item, month) for month in months_of(year)[9:])


def months_of(year: str) -> list[str]:
    """Return a financial year's months: 2017-18 begins with 2017-04 and ends with 2018-03."""
    first = int(year[:4])
    return [f"{first + (number >= 9)}-{month}" for number, month in enumerate(MONTHS)]


def read_workbooks() -> Workbooks:
    """Return what is committed in the folder of returns."""
    read = Workbooks()
    for path in sorted(RETURNS.glob("*.xlsx")):
        _read(path, read)
    return read


def _read(path: Path, read: Workbooks) -> None:
    book = load_workbook(path, read_only=True)
    rows = [list(row) for row in book["Counts"].iter_rows(values_only=True)]
    codes = rows[8]
    for item, label, _, category, *counts in rows[10:]:
        if not category:
            read.labels[item] = label
        for code, count in zip(codes[4:], counts, strict=True):
            if count is not None:
                read.counts[item, category or "", code] = count
    rows = [list(row) for row in book["Notes"].iter_rows(values_only=True)]
    read.contexts[path.stem] = rows[3][0]
    for row in rows[6:]:
        if row[0]:
            item, category, period, text = (said or "" for said in row[:4])
            read.notes.append((path.stem, Note(item, category, period, text)))
