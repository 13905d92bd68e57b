"""The good returns that are spoilt: of one area, of two, and an agency's own workbook."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from safeboard.intake.checks.history import HISTORY, nothing_held
from safeboard.intake.known import Known
from safeboard.intake.layouts.files import read_layout
from safeboard.intake.layouts.layout import Layout
from safeboard.intake.template.sheets import plain
from safeboard.intake.template.writer import ReturnOrder, write_template
from safeboard.vocabulary.area import Area
from safeboard.vocabulary.period import Period
from tests.builders import held_in
from tests.fuzzing.grids import Grid, grid_of
from tests.unit.layouts import typed, write_layout
from tests.unit.returns import PARTNERSHIP, ST_HELENS, type_in
from tests.unit.small_catalogue import small_catalogue
from tests.unit.store_builders import KNOWSLEY

BOTH = (ST_HELENS, KNOWSLEY)

_ROWS = {
    "H11": 39, "H12": 20, "H13": 12, "H14": 7,
    "E15": 11, "F15": 18, "G15": 24,
    "E16": 30, "F16": 36, "G16": 48,
    "E17": 13, "F17": 14, "G17": 15,
    "E18": 17, "F18": 22, "G18": 33,
}  # fmt: skip
"""St Helens's counts. Each has a number of its own, so that one in another's place is noticed."""

_OF_KNOWSLEY = {
    "H11": 241, "H12": 120, "H13": 112, "H14": 9,
    "E15": 111, "F15": 118, "G15": 124,
    "E16": 230, "F16": 236, "G16": 248,
    "E17": 113, "F17": 114, "G17": 115,
    "E18": 117, "F18": 122, "G18": 133,
}  # fmt: skip

LAYOUT = """
    title: The panel's own workbook
    agency: panel
    says: {"Panel!A1": "Exploitation panel, {period}"}
    tables:
      - sheet: Panel
        range: A3:E13
        says: {A3: Area, B3: Counted}
        across: [period]
        down: [area, item]
        items:
          Referrals: referrals
          Online: {item: referrals, category: kind/online}
          Another kind: {item: referrals, category: kind/other}
          Progressed: progressed
        skip: [Total]
      - sheet: Panel
        range: A16:C23
        says: {A15: Open at the end}
        down: [area, item]
        items:
          All: open_children
          Here: {item: open_children, category: residence/here}
          Elsewhere: {item: open_children, category: residence/elsewhere}
          Not recorded: {item: open_children, category: residence/not_recorded}
    notes: Notes
    examples:
      - name: one month of one area
        given:
          Panel:
            A1: Exploitation panel, Q4 2017/18
            A3:
              - [Area, Counted, Jan]
              - [Knowsley, Progressed, 3]
              - ["", Referrals]
              - ["", Online]
              - ["", Another kind]
            A15: [[Open at the end], [Knowsley, All, 8], ["", Here], ["", Elsewhere]]
            B19: Not recorded
        expect:
          Panel!C4: {area: "340", count: 3, item: progressed, period: 2018-01}
          Panel!C16: {area: "340", count: 8, item: open_children, period: 2017-18-Q4}
"""

PANEL: list[list[object]] = [
    ["Exploitation panel, Q4 2017/18"],
    [],
    ["Area", "Counted", "Jan", "Feb", "Mar"],
    ["St Helens", "Referrals", 30, 36, 48],
    [None, "Online", 13, 14, 15],
    [None, "Another kind", 17, 22, 33],
    [None, "Progressed", 11, 18, 24],
    [None, "Total", 41, 54, 72],
    ["Knowsley", "Referrals", 230, 236, 248],
    [None, "Online", 113, 114, 115],
    [None, "Another kind", 117, 122, 133],
    [None, "Progressed", 111, 118, 124],
    [None, "Total", 341, 354, 372],
    [],
    ["Open at the end"],
    ["St Helens", "All", 39],
    [None, "Here", 20],
    [None, "Elsewhere", 12],
    [None, "Not recorded", 7],
    ["Knowsley", "All", 241],
    [None, "Here", 120],
    [None, "Elsewhere", 112],
    [None, "Not recorded", 9],
]
_WORDS = {"Area", "Item", "Category", "Period", "Note", "Mark the count as", "Who may read it"}
_NOTES: list[list[object]] = [
    ["Area", "Item", "Category", "Period", "Note", "Mark the count as", "Who may read it"],
    ["Knowsley", "Referrals", None, None, "Late."],
    ["St Helens", "Children open", "Elsewhere", "Q4 2017/18", "Two.", "estimated", "the board"],
]


@dataclass(frozen=True)
class Good:
    """A return in which nothing is wrong, and what is known where it is read.

    `words` are those that its sheets say by themselves, made plain. `counts` is how many it has.
    """

    name: str
    content: bytes
    areas: tuple[Area, ...]
    words: frozenset[str]
    counts: int
    layouts: tuple[Layout, ...] = ()
    grid: Grid = field(default_factory=dict)

    def known(self, *, past: bool) -> Known:
        """Return what is known, with or without what was sent before."""
        history = held_in(_history(self.areas)) if past else nothing_held
        return Known(small_catalogue(), self.areas, history, self.layouts)


@cache
def one_area() -> Good:
    """Return a template filled in for one area: two notes, and its context."""
    notes = {
        **{"A7": "Referrals", "D7": "Late."},
        **{"A8": "Children open", "B8": "Elsewhere", "C8": "Q4 2017/18", "D8": "Two."},
        **{"E8": "estimated", "F8": "the board"},
    }
    return _of_template("one area", (ST_HELENS,), {"Counts": _ROWS, "Notes": notes})


@cache
def two_areas() -> Good:
    """Return a template filled in for two areas, with a note on one of them and one on both."""
    notes = {
        **{"A7": "Knowsley", "B7": "Referrals", "E7": "Late."},
        **{"B8": "Referrals that progressed", "D8": "January 2018", "E8": "Both."},
    }
    counts = {"Counts 342 St Helens": _ROWS, "Counts 340 Knowsley": _OF_KNOWSLEY}
    return _of_template("two areas", BOTH, {**counts, "Notes": notes})


@cache
def own_workbook() -> Good:
    """Return the panel's own workbook, which a layout reads: both areas on one sheet."""
    content = typed({"Panel": {"A1": PANEL}, "Notes": {"A1": _NOTES}})
    with TemporaryDirectory() as folder:
        path = write_layout(Path(folder), LAYOUT, "panels-own")
        layout = read_layout(path, small_catalogue(), BOTH)
    said = {str(value) for row in PANEL for value in row if isinstance(value, str)}
    words = frozenset(map(plain, said | _WORDS))
    return Good("own workbook", content, BOTH, words, 32, (layout,), grid_of(content))


GOOD = (one_area, two_areas, own_workbook)


def _of_template(
    name: str, areas: tuple[Area, ...], typed_in: Mapping[str, Mapping[str, int | str]]
) -> Good:
    period = Period.parse("2017-18-Q4")
    blank = write_template(ReturnOrder(small_catalogue(), "panel", period, areas, PARTNERSHIP))
    cells: dict[str, int | str | date | None] = {
        f"{sheet}!{cell}": value
        for sheet, of_sheet in typed_in.items()
        for cell, value in of_sheet.items()
    }
    content = type_in(blank, {**cells, "Notes!A4": "By hand."})
    said = {plain(str(value)) for sheet in grid_of(blank).values() for value in sheet.values()}
    counts = sum(isinstance(value, int) for value in cells.values())
    return Good(name, content, areas, frozenset(said | {"q4 17/18"}), counts, grid=grid_of(content))


@cache
def _history(areas: tuple[Area, ...]) -> pl.DataFrame:
    """Return what was sent before: months like one another, and January otherwise than now."""
    months = ("2017-10", "2017-11", "2017-12", "2018-01")
    flows = ("referrals", "2016-04-01"), ("progressed", "")
    rows = [
        (area.number, item, month, "", "", 30, "counted", definition)
        for area in areas
        for item, definition in flows
        for month in months
    ]
    rows += [
        (
            area.number,
            "open_children",
            "2017-18-Q3",
            "residence",
            "here",
            20,
            "counted",
            "2016-04-01",
        )
        for area in areas
    ]
    return pl.DataFrame(rows, schema=HISTORY, orient="row")
