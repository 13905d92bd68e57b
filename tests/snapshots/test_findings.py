"""Every finding about a return, word for word: where, what is wrong, what to do.

`findings.txt` holds, for each case, what an agency is told. Read the difference before changing it.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.unit.returns import (
    Entry,
    TypedNote,
    check,
    fill,
    saved,
    template,
    type_in,
    with_error,
)
from tests.unit.small_catalogue import small_catalogue

WORDS = Path(__file__).with_name("findings.txt")

# In the panel's return, row 11 counts the children open and 12 to 14 where they live, in column H;
# row 15 the referrals that progressed, 16 the referrals and 17 to 18 their kind, in E to G.
CELLS: dict[str, dict[str, Entry | date]] = {
    "a negative count": {"Counts!E15": -3},
    "a negative count typed as text": {"Counts!E15": "-3"},
    "a fractional count": {"Counts!E15": 2.5},
    "a number whose point may be a comma": {"Counts!E15": "1.000"},
    "a count too large": {"Counts!E15": 2e9},
    "a text that is no choice": {"Counts!E15": "twelve"},
    "a word that could mean several things": {"Counts!E15": "n/a"},
    "a percentage typed as text": {"Counts!E15": "50%"},
    "a number in brackets": {"Counts!E15": "(3)"},
    "a number in powers of ten": {"Counts!E15": "1.2E+05"},
    "digits of another script": {"Counts!E15": "١٢"},
    "a date typed as text": {"Counts!E15": "01/02/2018"},
    "a count that became a date": {"Counts!E15": date(2018, 2, 1)},
    "true for a count": {"Counts!E15": True},
    "a formula that was never worked out": {"Counts!E15": "=1+1"},
    "a blank total": {"Counts!E15": None},
    "a blank category": {"Counts!H13": None},
    "part of an optional breakdown": {"Counts!F18": None},
    "a count for a period it is not collected for": {"Counts!E11": 4},
    "a total unlike its parts": {"Counts!H11": 4},
    "a part over its whole": {"Counts!E15": 1},
    "a text outside the table": {"Counts!J12": "checked"},
    "a text under the table": {"Counts!B20": "checked"},
    "an unknown item": {"Counts!A15": "progresed"},
    "an item with Cyrillic letters": {"Counts!A15": "pr\u043egr\u0435ssed"},
    "an unknown category": {"Counts!D12": "Abroad"},
    "a category of an item without any": {"Counts!D15": "Abroad"},
    "the same category twice": {"Counts!D13": "In the area"},
    "another item's label": {"Counts!B15": "Children open"},
    "an unknown period": {"Counts!F9": "2018-07", "Counts!F10": "July 2018"},
    "the same period twice": {"Counts!F9": "2018-01", "Counts!F10": "January 2018"},
    "a heading unlike its code": {"Counts!F10": "July 2018"},
    "an empty column with an unknown heading": {"Counts!I10": "Total"},
    "another format": {"Counts!B3": "2"},
    "an unknown agency": {"Counts!B4": "panels"},
    "another agency's name": {"Counts!C4": "Police"},
    "an agency that is asked for nothing": {"Counts!B4": "housing", "Counts!C4": None},
    "an unknown area": {"Counts!B5": "999"},
    "another period's name": {"Counts!C6": "Q3 2017/18"},
    "an unknown period of the return": {"Counts!B6": "Q4 2018"},
    "no agency": {"Counts!B4": None, "Counts!C4": None},
    "no line for the agency": {"Counts!A4": None},
    "two lines for the agency": {"Counts!A8": "Agency", "Counts!B8": "police"},
    "a row without an item": {"Counts!F20": 7},
    "a row without an item, and one missing": {
        "Counts!F20": 7,
        "Counts!A15": None,
        "Counts!B15": None,
    },
    "two tables on a sheet": {"Counts!K10": "Item code"},
    "another catalogue, and other items": {"Counts!B7": "0123456789ab", "Counts!A15": "old"},
    "no headings": {"Counts!A10": None, "Counts!B10": None},
    "no headings on the notes": {"Notes!A6": None, "Notes!D7": "Late."},
    "a text beside the notes": {"Notes!H8": "checked"},
    "an error in a note": {"Notes!A7": "Referrals", "Notes!D7": "=1+1"},
    "an error in the box for context": {"Notes!A4": "=1+1"},
}

NOTE = TypedNote("Referrals", note="Late.")
NOTES = {
    "a note on an unknown item": [replace(NOTE, item="Calls")],
    "a note on an unknown category": [replace(NOTE, category="Elsewhere")],
    "a note on an unknown period": [replace(NOTE, period="Q4 2017/18")],
    "a note on a category of an item without any": [
        replace(NOTE, item="progressed", category="Online")
    ],
    "a note without words": [replace(NOTE, note="", period="March 2018")],
    "a note on a period of no item": [replace(NOTE, item="", period="March 2018")],
    "an unknown mark": [replace(NOTE, mark="revised")],
    "unknown readers": [replace(NOTE, readers="everybody")],
    "a count marked twice": [
        replace(NOTE, mark="provisional"),
        replace(NOTE, period="March 2018", mark="estimated"),
    ],
}


def told(content: bytes) -> list[str]:
    """Return what an agency is told of a return."""
    return [str(finding) for finding in check(content, small_catalogue()).findings]


def complete(cells: Mapping[str, Entry | date], notes: list[TypedNote]) -> bytes:
    """Return the panel's return, every count 0, with something typed into it."""
    return type_in(with_notes(tuple(notes)), cells) if cells else with_notes(tuple(notes))


@cache
def with_notes(notes: tuple[TypedNote, ...]) -> bytes:
    """Return the panel's return, every count 0, with some notes."""
    return fill(template("panel", "2017-18-Q4", small_catalogue()), notes=notes, others=0)


def words_of(case: str) -> list[str]:
    """Return what `findings.txt` says of a case."""
    cases = WORDS.read_text("utf-8").split("\n\n")
    said = {heading: lines for heading, *lines in (each.strip().split("\n") for each in cases)}
    return said[f"# {case}"]


@pytest.mark.parametrize("case", CELLS)
def test_what_an_agency_is_told_of_its_counts(case: str) -> None:
    assert told(complete(CELLS[case], [])) == words_of(case)


@pytest.mark.parametrize("case", NOTES)
def test_what_an_agency_is_told_of_its_notes(case: str) -> None:
    assert told(complete({}, NOTES[case])) == words_of(case)


def test_what_an_agency_is_told_of_an_answered_query() -> None:
    note = TypedNote("progressed", period="January 2018", note="It was referred in December.")
    assert told(complete({"Counts!E15": 1}, [note])) == words_of("an answered query")


def test_what_an_agency_is_told_of_a_mark_on_no_number() -> None:
    note = TypedNote("progressed", period="January 2018", note="Late.", mark="estimated")
    counts: dict[str, Entry | date] = {"Counts!E15": "not yet available"}
    assert told(complete(counts, [note])) == words_of("a mark on no number")


def test_what_an_agency_is_told_of_a_workbook_without_counts() -> None:
    workbook = load_workbook(BytesIO(complete({}, [NOTE])))
    del workbook["Counts"]
    assert told(saved(workbook)) == words_of("no sheet for counts")


def test_what_an_agency_is_told_of_another_sheet() -> None:
    workbook = load_workbook(BytesIO(complete({}, [])))
    workbook.create_sheet("Workings")["A1"] = 12
    workbook.create_sheet("Empty")
    assert told(saved(workbook)) == words_of("another sheet")


def test_what_an_agency_is_told_of_a_row_or_column_that_it_took_out() -> None:
    workbook = load_workbook(BytesIO(complete({}, [])))
    workbook["Counts"].delete_rows(15)
    workbook["Counts"].delete_cols(8)
    assert told(saved(workbook)) == words_of("a row and a column taken out")


def test_what_an_agency_is_told_of_an_error_in_a_cell() -> None:
    content = complete({"Counts!E15": "=1/0"}, [])
    assert told(with_error(content, "E15", "#DIV/0!")) == words_of("an error in a cell")
