"""A count is not read where another cell may hold it by all that the layout goes by."""

from pathlib import Path

import pytest

from safeboard.intake.known import Known
from safeboard.intake.returns import read_return
from tests.unit.layouts import (
    POLICE,
    SENT,
    Sheets,
    changed,
    layout_of,
    read_counts,
    refusal,
    through,
    told,
    typed,
    with_typed,
)
from tests.unit.returns import ST_HELENS, built_in

SUMMARY = """
    title: The designated officer's summary
    agency: lado
    says: {"Summary!A1": "LADO {period}"}
    cells:
      Summary!B3: {item: lado_referrals, says: {A3: Referrals}}
      Summary!B4: {item: lado_referrals_to_strategy_meeting, says: {A4: Meetings}}
    examples:
      - name: a quarter
        given: {Summary: {A1: LADO Q1 2017/18, A3: [[Referrals, 8], [Meetings, 3]]}}
        expect:
          Summary!B3: {count: 8, item: lado_referrals, period: 2017-18-Q1}
          Summary!B4: {count: 3, item: lado_referrals_to_strategy_meeting, period: 2017-18-Q1}
"""
"""Single cells without a heading above them."""

SENT_SUMMARY: Sheets = {
    "Summary": {"A1": "LADO Q4 2017/18", "A3": [["Referrals", 40], ["Meetings", 12]]}
}
PUT_IN: Sheets = {
    "Summary": {"A1": "LADO Q4 2017/18", "A3": [["Referrals", 38, 40], ["Meetings", 11, 12]]}
}
"""The same, with a column of the quarter before put in."""


def test_a_count_alone_in_its_row_needs_no_heading(tmp_path: Path) -> None:
    read = through(layout_of(tmp_path, SUMMARY), typed(SENT_SUMMARY))
    assert [each[3] for each in read_counts(read).values()] == [40, 12]
    assert told(read) == []


def test_a_column_that_is_put_in_before_a_count_without_a_heading_is_an_error(
    tmp_path: Path,
) -> None:
    read = through(layout_of(tmp_path, SUMMARY), typed(PUT_IN))
    assert (read.counts.height, read.cells_read) == (0, 4)
    assert [str(each) for each in read.findings] == [
        f"error at Summary!{cells}: the layout 'ours' names no words above its count, and there is "
        "more in its row, so nobody can tell which cell holds the count, and none was read. Take "
        "out what was put in, or name the words above the count under 'says' in the layout."
        for cells in ("B3:C3", "B4:C4")
    ]


def test_nothing_is_stored_of_a_return_with_a_count_in_doubt(tmp_path: Path) -> None:
    known = Known(built_in(), (ST_HELENS,), layouts=(layout_of(tmp_path, SUMMARY),))
    sent = with_typed(SENT_SUMMARY, "Summary!C4", 12)
    checked = read_return(typed(sent), "theirs.xlsx", known)
    assert checked.submission is None
    assert [each.check for each in checked.findings] == ["count-in-doubt"]
    assert (checked.cells_read, checked.cells_stored) == (3, 1)


def test_what_is_ignored_beside_a_count_without_a_heading_may_be_the_count(tmp_path: Path) -> None:
    ignoring = changed(SUMMARY, "agency: lado", 'agency: lado\n    ignore: ["Summary!C1:Z99"]')
    read = through(layout_of(tmp_path, ignoring), typed(PUT_IN))
    assert told(read) == [("count-in-doubt", "Summary!B3:C3"), ("count-in-doubt", "Summary!B4:C4")]


def test_beside_a_count_under_a_heading_that_is_named_there_may_be_others(tmp_path: Path) -> None:
    text = SUMMARY
    for label in ("Referrals", "Meetings"):
        text = changed(text, f": {label}}}", f": {label}, B2: This quarter}}")
    text = changed(text, "A3: [[Referrals, 8]", 'A2: [["", This quarter], [Referrals, 8]')
    layout = layout_of(tmp_path, text)
    sent = with_typed(PUT_IN, "Summary!A2", [["", "This quarter", "Last quarter"]])
    read = through(layout, typed(sent))
    assert [*read_counts(read)] == ["Summary!B3", "Summary!B4"]
    assert told(read) == [("stray", "Summary!C2"), ("stray", "Summary!C3"), ("stray", "Summary!C4")]
    turned = with_typed(PUT_IN, "Summary!A2", [["", "Last quarter", "This quarter"]])
    checks = [check for check, _ in told(through(layout, typed(turned)))]
    assert "layout-differs" in checks
    twice = with_typed(PUT_IN, "Summary!A2", [["", "This quarter", "this quarter "]])
    read = through(layout, typed(twice))
    assert read.counts.height == 0
    assert told(read)[0] == ("count-in-doubt", "Summary!B3:C3")


def test_words_that_the_layout_names_beside_a_count_are_not_taken_for_it(tmp_path: Path) -> None:
    text = changed(SUMMARY, "{A3: Referrals}", "{A3: Referrals, C3: in the quarter}")
    text = changed(text, "[Referrals, 8]", "[Referrals, 8, in the quarter]")
    sent = with_typed(SENT_SUMMARY, "Summary!C3", "In the quarter")
    assert told(through(layout_of(tmp_path, text), typed(sent))) == []


def test_an_asterisk_alone_names_no_words(tmp_path: Path) -> None:
    text = changed(SUMMARY, "{A3: Referrals}", '{A3: Referrals, C3: "*"}')
    read = through(layout_of(tmp_path, text), typed(PUT_IN))
    assert ("count-in-doubt", "Summary!B3:C3") in told(read)


def test_an_example_with_a_count_in_doubt_does_not_hold(tmp_path: Path) -> None:
    text = changed(SUMMARY, "[Referrals, 8]", "[Referrals, 8, 7]")
    assert "does not hold: error at Summary!B3:C3: the layout 'ours' names no words" in refusal(
        tmp_path, text
    )


@pytest.mark.parametrize("ignoring", [False, True])
def test_a_last_column_that_is_there_twice_is_in_doubt_though_one_is_outside_the_table(
    tmp_path: Path, ignoring: bool
) -> None:
    text = changed(POLICE, "A3:E9", "A3:D9")
    if ignoring:
        text = changed(text, "agency: police", 'agency: police\n    ignore: ["Missing!E1:Z99"]')
    rows = [["Repeats"], [6], [3], [5]]
    read = through(layout_of(tmp_path, text), typed(with_typed(SENT, "Missing!E3", rows)))
    (error,) = (each for each in read.findings if each.check == "count-in-doubt")
    assert (error.sheet, error.cell) == ("Missing", "D4:E6")
    assert error.message == (
        "the words by which the layout 'ours' knows a column of counts stand at another as well, "
        "so nobody can tell which cell holds the count, and none was read. Take out the column "
        "that was put in; or name it under 'ignore' in the layout, or, next to the counts, the "
        "words by which they differ."
    )
    assert [*read_counts(read)] == [
        f"Missing!{cell}" for cell in ("B4", "C4", "B5", "C5", "B6", "C6")
    ]
