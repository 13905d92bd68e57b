"""The example's returns: made from its tables, and honest about every count."""

import runpy
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.specification.example_workbooks import (
    EXAMPLE,
    RETURNS,
    Note,
    Workbooks,
    read_workbooks,
)

NAMES = [
    "early-help-2016-17.xlsx",
    "early-help-2017-18.xlsx",
    "exploitation-panel-2016-17.xlsx",
    "exploitation-panel-2017-18.xlsx",
    "lado-2016-17.xlsx",
    "lado-2017-18.xlsx",
    "police-2016-17.xlsx",
    "social-care-2016-17.xlsx",
    "social-care-2017-18.xlsx",
]

CATALOGUE_VERSION = ("Counts", "B7")
"""The one cell that every change to the catalogue changes."""

ORIGINS = (
    "Illustrative: ",
    "Derived: ",
    "Published: ",
    "Printed: ",
    "The year's total, ",
    "The board's sheet prints ",
    "this figure includes meetings ",
)

MONTHS = dict(zip(
    ("01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11", "12"),
    ("January", "February", "March", "April", "May", "June",
     "July", "August", "September", "October", "November", "December"),
    strict=True,
))  # fmt: skip


@pytest.fixture(scope="module")
def workbooks() -> Workbooks:
    """Return what the committed workbooks hold."""
    return read_workbooks()


@pytest.fixture(scope="module")
def made() -> dict[str, bytes]:
    """Return the workbooks that the example's program makes now."""
    return dict(runpy.run_path(str(EXAMPLE / "make_returns.py"))["workbooks"]())


def cells(content: bytes) -> dict[tuple[str, str], object]:
    """Return everything that is written in a workbook, by sheet and cell."""
    book = load_workbook(BytesIO(content))
    return {
        (sheet.title, cell.coordinate): cell.value
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None and (sheet.title, cell.coordinate) != CATALOGUE_VERSION
    }


def test_the_agencies_sent_these_returns() -> None:
    assert sorted(path.name for path in RETURNS.iterdir()) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_the_committed_workbook_is_the_one_that_its_numbers_make(
    name: str, made: dict[str, bytes]
) -> None:
    assert cells((RETURNS / name).read_bytes()) == cells(made[name]), (
        f"{name} is not what its numbers make. Run make_returns.py in the example's folder, and "
        "commit what it writes."
    )


def test_the_same_numbers_make_the_same_bytes(made: dict[str, bytes]) -> None:
    again = runpy.run_path(str(EXAMPLE / "make_returns.py"))["workbooks"]()
    assert dict(again) == made


def shown(period: str) -> str:
    """Return a period as a note names it: January 2018, Q4 2017/18."""
    if "Q" in period:
        return f"{period[-2:]} {period[:4]}/{period[5:7]}"
    return f"{MONTHS[period[5:]]} {period[:4]}"


def year_of(period: str) -> str:
    """Return the financial year that a month or quarter lies in."""
    if "Q" in period:
        return period[:7]
    first = int(period[:4]) - (period[5:] < "04")
    return f"{first}-{(first + 1) % 100:02d}"


def notes_on(workbooks: Workbooks, item: str, category: str, period: str) -> list[Note]:
    """Return the notes that are about a count."""
    return [
        note
        for stem, note in workbooks.notes
        if stem.endswith(year_of(period))
        and workbooks.labels[item].startswith(note.item)
        and note.category in ("", category)
        and note.period in ("", shown(period))
    ]


def test_every_count_says_where_it_comes_from(workbooks: Workbooks) -> None:
    unsaid = [
        key
        for key in workbooks.counts
        if not any(note.text.startswith(ORIGINS) for note in notes_on(workbooks, *key))
    ]
    assert len(workbooks.counts) > 500
    assert unsaid == []


PUBLIC = {
    "exploitation_referrals": {"2018-01", "2018-02", "2018-03"},
    "exploitation_referrals_progressed_to_ce2": {"2018-01", "2018-02", "2018-03"},
    "children_in_need": {"2016-17-Q4", "2017-18-Q4"},
    "children_open_to_mace": {"2017-18-Q4"},
    "lado_referrals": {"2017-18-Q1", "2017-18-Q2", "2017-18-Q3", "2017-18-Q4"},
    "lado_referrals_to_strategy_meeting": {"2017-18-Q4"},
}
DERIVED = {
    "exploitation_referrals": {"2017-01", "2017-02", "2017-03"},
    "children_open_to_mace": {"2017-18-Q4"},
    "mace_children_with_a_missing_episode": {"2017-18-Q4"},
    "mace_children_known_to_services": {"2017-18-Q4"},
    "mace_children_in_care_of_other_authorities": {"2017-18-Q4"},
}
TOTALS = {
    "referrals",
    "re_referrals_within_12_months",
    "plans_started",
    "second_or_subsequent_plans",
    "section_47_enquiries",
}


def test_every_invented_count_is_marked_illustrative(workbooks: Workbooks) -> None:
    unmarked = {
        (item, period)
        for (item, category, period), count in workbooks.counts.items()
        if count != "not held by us"
        and not any(
            "llustrative" in note.text for note in notes_on(workbooks, item, category, period)
        )
    }
    expected = {
        (item, period)
        for items in (PUBLIC, DERIVED)
        for item, periods in items.items()
        for period in periods
    }
    # The quarter that is derived is split by month by invention, and says so.
    expected -= {("exploitation_referrals", month) for month in ["2017-01", "2017-02", "2017-03"]}
    assert unmarked == expected


def test_a_split_of_a_public_total_says_which_part_is_public(workbooks: Workbooks) -> None:
    for stem, note in workbooks.notes:
        if note.text.startswith("The year's total, "):
            said = int(note.text.split(", ")[1].replace(",", "").split()[0].rstrip(","))
            item = next(code for code, label in workbooks.labels.items() if label == note.item)
            assert said == workbooks.year(item, stem[-7:]), note.text
            assert note.text.endswith("Its split by month is illustrative.")
    said_of = {
        item
        for item, label in workbooks.labels.items()
        for stem, note in workbooks.notes
        if note.item == label and note.text.startswith("The year's total, ")
    }
    assert said_of == TOTALS


def test_reading_per_cent_as_points_is_said_to_be_our_assumption(workbooks: Workbooks) -> None:
    said = {
        item: note.text
        for item, label in workbooks.labels.items()
        for stem, note in workbooks.notes
        if note.item == label and note.text.endswith("is our assumption.")
    }
    points = {
        "contacts_progressed_to_referral": "-7.8%",
        "re_referrals_within_two_years": "+1.5%",
        "second_plans_within_two_years": "-13.2%",
        "section_47_to_initial_conference": "-12%",
        "early_help_contacts_closed": "+30.3%",
    }
    assert said == {
        item: f"Illustrative: chosen so that the change is the {change} printed in the board's own "
        "sheet. Reading it as percentage points is our assumption."
        for item, change in points.items()
    } | {
        "early_help_referrals": "Illustrative: chosen so that the change is the +28.7% printed in "
        "the board's own sheet. Reading it as per cent is our assumption."
    }


def test_the_folder_says_what_is_public_and_what_is_invented() -> None:
    text = Path(EXAMPLE / "README.md").read_text("utf-8")
    for heading in ["**Public**", "**Derived**", "**Invented**", "Open Government Licence v3.0"]:
        assert heading in text
