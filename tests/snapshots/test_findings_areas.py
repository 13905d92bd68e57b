"""What is said of a return about several areas, word for word, as `findings.txt` holds it."""

from collections.abc import Mapping
from functools import cache
from io import BytesIO

import pytest
from openpyxl import load_workbook

from safeboard.intake.known import Known
from safeboard.intake.returns import read_return
from safeboard.intake.template.writer import ReturnOrder, write_template
from safeboard.vocabulary.area import Area
from safeboard.vocabulary.period import Period
from tests.snapshots.test_findings import words_of
from tests.unit.returns import PARTNERSHIP, ST_HELENS, Entry, saved, white_cells
from tests.unit.small_catalogue import small_catalogue

AREAS = (ST_HELENS, Area("876", "Halton", "E06000006"), Area("340", "Knowsley", "E08000011"))
HERE = AREAS[:2]
ONE, OTHER = "Counts 342 St Helens", "Counts 876 Halton"

CASES: dict[str, dict[str, Entry]] = {
    "two sheets for one area": {f"{OTHER}!B5": "342", f"{OTHER}!C5": "St Helens"},
    "sheets of two agencies": {
        f"{OTHER}!B4": "police",
        f"{OTHER}!C4": "Police",
        f"{OTHER}!B6": "2017-18",
        f"{OTHER}!C6": None,
        **{f"{OTHER}!{cell}": None for cell in ("F9", "F10", "G9", "G10", "H9", "H10")},
        f"{OTHER}!E9": "2017-18",
        f"{OTHER}!E10": None,
        f"{OTHER}!A11": "calls",
        f"{OTHER}!B11": "Calls",
        f"{OTHER}!E11": 3,
        **{f"{OTHER}!{column}{row}": None for column in "ABCDEFGH" for row in range(12, 19)},
        f"{OTHER}!H11": None,
    },
    "notes without their areas": {
        "Notes!A6": None,
        "Notes!B7": "Referrals",
        "Notes!E7": "Late.",
    },
    "a note on an area of another file": {
        "Notes!A7": "Knowsley",
        "Notes!B7": "Referrals",
        "Notes!E7": "Late.",
    },
    "a note on an unknown area": {
        "Notes!A7": "Runcorn",
        "Notes!B7": "Referrals",
        "Notes!E7": "Late.",
    },
    "a sheet that nobody can place": {
        f"{ONE}!B4": None,
        f"{ONE}!C4": None,
        "Notes!A7": "St Helens",
        "Notes!B7": "Referrals",
        "Notes!E7": "Late.",
    },
}


@cache
def complete() -> bytes:
    """Return the panel's return about two areas, every count 0."""
    period = Period.parse("2017-18-Q4")
    order = ReturnOrder(small_catalogue(), "panel", period, HERE, PARTNERSHIP)
    book = load_workbook(BytesIO(write_template(order)))
    for name in (ONE, OTHER):
        for cell in white_cells(book[name]):
            book[name][cell] = 0
    return saved(book)


def told(cells: Mapping[str, Entry]) -> list[str]:
    """Return what an agency is told of that return with something typed into it."""
    book = load_workbook(BytesIO(complete()))
    for place, entry in cells.items():
        sheet, _, cell = place.partition("!")
        book[sheet][cell] = entry
    known = Known(small_catalogue(), AREAS)
    return [str(finding) for finding in read_return(saved(book), "return.xlsx", known).findings]


@pytest.mark.parametrize("case", CASES)
def test_what_an_agency_is_told_of_a_return_about_several_areas(case: str) -> None:
    assert told(CASES[case]) == words_of(case)
