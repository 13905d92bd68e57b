"""In a text file a comma parts cells: of a row longer than its headings no count is read."""

from pathlib import Path

import pytest

from safeboard.intake.known import Known
from safeboard.intake.layouts.layout import Layout
from safeboard.intake.returns import CheckedReturn, read_return
from tests.unit.layouts import POLICE, changed, layout_of
from tests.unit.returns import ST_HELENS, built_in

TOP = f"""Counts
Return format,1
Agency,police
Area,342,St Helens
Period,2017-18-Q4
Catalogue version,{built_in().version}

Item code,Item,January 2018,February 2018,March 2018
"""
GOOD = """missing_episodes,,1150,160,nil
missing_from_care_episodes,,40,31,none
repeat_missing_from_care_episodes,,5,2,none
"""


OWN = """"Missing from home and care, Q4 2017/18"

Month,All,From care,Repeats
Jan 2018,40,12,5
Feb 2018,31,9,2
Mar 2018,35,11,4
"""
"""What the police send through their layout, as text."""


def checked(text: str, name: str = "police.csv", *layouts: Layout) -> CheckedReturn:
    """Return what is made of a text file."""
    return read_return(text.encode(), name, Known(built_in(), (ST_HELENS,), layouts=layouts))


def with_row(row: str) -> str:
    """Return a return whose first row is typed in another way."""
    return TOP + GOOD.replace("missing_episodes,,1150,160,nil", row, 1)


def test_a_row_as_long_as_its_headings_is_read() -> None:
    read = checked(TOP + GOOD)
    assert read.submission is not None
    assert read.submission.counts["value"].head(3).to_list() == [1150, 160, 0]
    assert (read.cells_read, read.cells_stored, read.findings) == (9, 9, ())


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        ("missing_episodes,,1,150,160,nil", "A9:F9"),
        ("missing_episodes,,40,31,1,005", "A9:F9"),
        ("missing_episodes,,1,150,160,", "A9:E9"),
        ("missing_episodes,,40,31,35,,checked", "A9:G9"),
    ],
    ids=["first", "last", "blank at the end", "remark"],
)
def test_no_count_of_a_row_longer_than_its_headings_is_read(row: str, cells: str) -> None:
    read = checked(with_row(row))
    assert read.submission is None
    assert [str(each) for each in read.findings] == [
        f"error at police!{cells}: this row has more cells than the headings above it, so nobody "
        "can tell which count is for which period, and none was read. Write numbers without commas "
        "(1150), and take out what stands after the last heading."
    ]
    assert read.cells_stored == 6


def test_a_row_read_through_a_layout_is_no_longer_than_its_headings(tmp_path: Path) -> None:
    layout = layout_of(tmp_path, POLICE)
    read = checked(OWN, "Missing.csv", layout)
    assert read.submission is not None
    assert (read.submission.counts.height, read.findings) == (9, ())


@pytest.mark.parametrize(
    ("row", "cells"),
    [("Jan 2018,40,12,1,005", "B4:E4"), ("Jan 2018,1,150,160,", "B4:D4")],
    ids=["filled in", "blank at the end"],
)
@pytest.mark.parametrize("ignore", ["", 'ignore: ["Missing*!E1:Z99"]'], ids=["", "ignored"])
def test_no_count_of_a_longer_row_is_read_through_a_layout(
    tmp_path: Path, row: str, cells: str, ignore: str
) -> None:
    text = changed(POLICE, "A3:E9", "A3:D9")
    layout = layout_of(tmp_path, changed(text, "agency: police", f"agency: police\n    {ignore}"))
    read = checked(changed(OWN, "Jan 2018,40,12,5", row), "Missing.csv", layout)
    assert read.submission is None
    assert [str(each) for each in read.findings] == [
        f"error at Missing!{cells}: this row has more cells than the headings above it, so nobody "
        "can tell which count stands under which, and none was read. Write numbers without commas "
        "(1150), and take out what stands after the last heading; or send the workbook itself."
    ]
    assert read.cells_stored == 6


def test_single_counts_under_words_are_not_read_of_a_longer_row(tmp_path: Path) -> None:
    text = """
        title: The designated officer's summary
        agency: lado
        says: {"Summary*!A1": "LADO {period}"}
        cells:
          Summary!B3: {item: lado_referrals, says: {A3: Referrals, B2: Number}}
          Summary!B4: {item: lado_referrals_to_strategy_meeting, says: {A4: Meetings, B2: Number}}
        examples:
          - name: a quarter
            given:
              Summary: {A1: LADO Q1 2017/18, A2: [["", Number], [Referrals, 8], [Meetings, 3]]}
            expect:
              Summary!B3: {count: 8, item: lado_referrals, period: 2017-18-Q1}
              Summary!B4:
                {count: 3, item: lado_referrals_to_strategy_meeting, period: 2017-18-Q1}
    """
    sent = "LADO Q4 2017/18,\n,Number\nReferrals,1,005\nMeetings,12\n"
    read = checked(sent, "Summary.csv", layout_of(tmp_path, text))
    assert read.submission is None
    assert [(each.check, each.cell) for each in read.findings] == [("row-too-long", "B3:C3")]
