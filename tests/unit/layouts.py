"""Layouts for tests: written as a file is, and tried on workbooks typed as an agency would."""

from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent

import pytest
from openpyxl import Workbook
from openpyxl.utils import coordinate_to_tuple

from safeboard.catalogue.library import Catalogue
from safeboard.errors import CatalogueError
from safeboard.intake.layouts.files import read_layout
from safeboard.intake.layouts.layout import Layout
from safeboard.intake.layouts.placing import place_layout
from safeboard.intake.layouts.through import ReadThrough, read_through
from safeboard.intake.workbook.arrival import read_workbook
from safeboard.vocabulary.area import Area
from tests.unit.returns import ST_HELENS, built_in, saved

SEFTON = Area("343", "Sefton", "E08000014")

Sheets = Mapping[str, Mapping[str, object]]
"""By sheet, then by cell: what is typed there, or the rows typed from there on."""

POLICE = """
    title: The police's quarterly sheet
    agency: police
    says: {"Missing!A1": "Missing from home and care, {period}"}
    tables:
      - sheet: Missing
        range: A3:E9
        says: {A3: Month}
        across: [item]
        down: [period]
        items:
          All: missing_episodes
          From care: missing_from_care_episodes
          Repeats: repeat_missing_from_care_episodes
        skip: [Total, "% *"]
    examples:
      - name: one month
        given:
          Missing:
            A1: Missing from home and care, Q4 2017/18
            A3: [[Month, All, From care, Repeats], [Jan, 9, 4, none]]
        expect:
          Missing!B4: {count: 9, item: missing_episodes, period: 2018-01}
          Missing!C4: {count: 4, item: missing_from_care_episodes, period: 2018-01}
          Missing!D4: {count: none, item: repeat_missing_from_care_episodes, period: 2018-01}
"""
"""A row for each month and a column for each measure."""

LADO = """
    title: Referrals to the designated officers
    agency: lado
    says: {"All!B1": "{period}"}
    tables:
      - sheet: All
        range: A2:C
        across: [item]
        down: [area]
        items: {Referrals: lado_referrals, Meetings: lado_referrals_to_strategy_meeting}
    examples:
      - name: two authorities
        given: {All: {B1: Q4 2017/18, A2: [["", Referrals, Meetings], [Sefton, 5, 1]]}}
        expect:
          All!B3: {area: "343", count: 5, item: lado_referrals, period: 2017-18-Q4}
          All!C3:
            {area: "343", count: 1, item: lado_referrals_to_strategy_meeting, period: 2017-18-Q4}
"""
"""A row for each authority."""

SHEETS = """
    title: A sheet for each quarter
    agency: lado
    says: {"Cover!A1": "LADO, {period}"}
    tables:
      - sheet: "{period}"
        range: A1:B3
        down: [item]
        items:
          Referrals: lado_referrals
          Strategy meetings: lado_referrals_to_strategy_meeting
    examples:
      - name: two quarters of a year
        given:
          Cover: {A1: "LADO, 2017/18"}
          Q1: {A1: [[Referrals, 8], [Strategy meetings, 3]]}
          Q2: {A1: [[Referrals, 9], [Strategy meetings, 4]]}
        expect:
          Q1!B1: {count: 8, item: lado_referrals, period: 2017-18-Q1}
          Q1!B2: {count: 3, item: lado_referrals_to_strategy_meeting, period: 2017-18-Q1}
          Q2!B1: {count: 9, item: lado_referrals, period: 2017-18-Q2}
          Q2!B2: {count: 4, item: lado_referrals_to_strategy_meeting, period: 2017-18-Q2}
"""
"""A sheet for each quarter."""

SENT_ROWS: list[list[object]] = [
    ["Month", "All", "From care", "Repeats"],
    ["January 2018", 40, 12, 5],
    ["February 2018", 31, 9, 2],
    ["March 2018", 35, 11, 4],
    ["Total", 106, 32, 11],
]
SENT: Sheets = {
    "Missing": {"A1": "Missing from home and care, Q4 2017/18", "A3": SENT_ROWS},
}
"""What the police send."""


def write_layout(folder: Path, text: str, name: str = "ours") -> Path:
    """Write a layout's file."""
    path = folder / f"{name}.yaml"
    path.write_text(dedent(text).lstrip(), "utf-8")
    return path


def layout_of(folder: Path, text: str, *areas: Area, given: Catalogue | None = None) -> Layout:
    """Return the layout that a text declares, for St Helens if no areas are named."""
    return read_layout(write_layout(folder, text), given or built_in(), areas or (ST_HELENS,))


def refusal(folder: Path, text: str, *areas: Area, given: Catalogue | None = None) -> str:
    """Return what is said of a layout that is refused."""
    with pytest.raises(CatalogueError) as caught:
        layout_of(folder, text, *areas, given=given)
    return str(caught.value)


def changed(text: str, old: str, new: str) -> str:
    """Return a text with one passage changed, which has to be there."""
    assert text.count(old) == 1, f"'{old}' is not there, or more than once"
    return text.replace(old, new)


def typed(sheets: Sheets, *, merged: Mapping[str, list[str]] | None = None) -> bytes:
    """Return a workbook with cells typed in; `merged` names ranges of a sheet to merge."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for name, cells in sheets.items():
        sheet = workbook.create_sheet(name)
        for first, content in cells.items():
            top, left = coordinate_to_tuple(first)
            rows = content if isinstance(content, list) else [[content]]
            for down, row in enumerate(rows):
                for right, value in enumerate(row):
                    sheet.cell(top + down, left + right).value = value
        for cells_merged in (merged or {}).get(name, []):
            sheet.merge_cells(cells_merged)
    return saved(workbook)


def with_typed(sheets: Sheets, cell: str, value: object) -> Sheets:
    """Return sheets with something else typed in a cell named as Missing!B4."""
    sheet, _, place = cell.rpartition("!")
    return {**sheets, sheet: {**sheets.get(sheet, {}), place: value}}


def through(
    layout: Layout, content: bytes, *areas: Area, given: Catalogue | None = None
) -> ReadThrough:
    """Return what is read of a workbook through a layout, for the built-in catalogue or another."""
    catalogue = given or built_in()
    workbook = read_workbook(content, "theirs.xlsx")
    placed, findings = place_layout(workbook, layout, catalogue, areas or (ST_HELENS,))
    assert placed is not None, findings
    return read_through(workbook, placed, catalogue)


def read_counts(read: ReadThrough) -> dict[str, tuple[str, str, str, int | str]]:
    """Return the item, category, period and count of each cell, as Sheet!B4, that was read."""
    return {
        f"{row['sheet']}!{row['cell']}": (
            row["item"],
            row["category"],
            row["period"],
            row["state"] if row["value"] is None else row["value"],
        )
        for row in read.counts.iter_rows(named=True)
    }


def told(read: ReadThrough) -> list[tuple[str, str]]:
    """Return each finding's check and place."""
    return [
        (each.check, f"{each.sheet}!{each.cell}" if each.sheet else "") for each in read.findings
    ]
