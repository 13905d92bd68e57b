"""An agency's own workbook is checked and stored as a filled-in template is."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from safeboard.intake.finding import Severity
from safeboard.intake.known import Known
from safeboard.intake.layouts.layout import Layout
from safeboard.intake.returns import CheckedReturn, read_return
from safeboard.intake.submission import Submission
from safeboard.vocabulary.area import Area, Origin
from safeboard.vocabulary.period import Period
from tests.unit.layouts import (
    LADO,
    POLICE,
    SEFTON,
    SENT,
    SENT_ROWS,
    Sheets,
    changed,
    layout_of,
    typed,
    with_typed,
)
from tests.unit.returns import ST_HELENS, built_in, fill, template

Told = list[tuple[str, str]]


def checked(
    sheets: Sheets, *layouts: Layout, areas: tuple[Area, ...] = (ST_HELENS,)
) -> CheckedReturn:
    """Return what intake makes of a workbook where there are some layouts."""
    return read_return(typed(sheets), "theirs.xlsx", Known(built_in(), areas, layouts=layouts))


def told(result: CheckedReturn) -> Told:
    """Return each finding's check and place."""
    return [
        (each.check, f"{each.sheet}!{each.cell}" if each.sheet else "") for each in result.findings
    ]


def stored(result: CheckedReturn) -> Submission:
    """Return the submission that was made."""
    assert result.submission is not None, result.findings
    return result.submission


@pytest.fixture
def police(tmp_path: Path) -> Layout:
    return layout_of(tmp_path, POLICE)


def test_a_workbook_becomes_a_submission_as_a_template_does(police: Layout) -> None:
    result = checked(SENT, police)
    submission = stored(result)
    assert submission.agency == "police"
    assert submission.period == Period.parse("2017-18-Q4")
    assert submission.areas == ("342",)
    assert submission.catalogue_version == built_in().version
    counts = submission.counts.filter(cell="C6").rows(named=True)
    assert counts == [
        {
            "area": "342",
            "item": "missing_from_care_episodes",
            "period": "2018-03",
            "dimension": "",
            "category": "",
            "value": 11,
            "state": "counted",
            "flag": "",
            "definition": "2016-04-01",
            "sheet": "Missing",
            "cell": "C6",
        }
    ]
    assert (told(result), result.cells_read, result.cells_stored) == ([], 9, 9)


def test_a_blank_count_is_missing_in_its_cell(police: Layout) -> None:
    result = checked(with_typed(SENT, "Missing!C5", None), police)
    assert result.submission is None
    assert told(result) == [("missing", "Missing!C5")]
    assert "for February 2018 is blank. Write a whole number" in result.findings[0].message
    assert (result.cells_read, result.cells_stored) == (8, 8)


def test_a_month_that_has_no_row_is_missing(police: Layout) -> None:
    result = checked(with_typed(SENT, "Missing!A6", [[None, None, None, None]]), police)
    assert told(result) == [("missing-place", "")] * 3
    assert "for March 2018. Add it to the workbook" in result.findings[0].message


def test_what_no_area_has_a_place_for_is_said_once_and_keeps_each_from_being_stored(
    tmp_path: Path,
) -> None:
    both = (ST_HELENS, SEFTON)
    text = changed(
        LADO, ", Meetings: lado_referrals_to_strategy_meeting}", "}\n        skip: [Meetings]"
    )
    text = text[: text.index("          All!C3:")]
    rows = [["", "Referrals", "Meetings"], ["Sefton", 5, 1], ["St Helens", 6, 2]]
    sheets: Sheets = {"All": {"B1": "Q4 2017/18", "A2": rows}}
    result = checked(sheets, layout_of(tmp_path, text, *both), areas=both)
    assert told(result).count(("missing-place", "")) == 1
    (message,) = (each.message for each in result.findings if "strategy meeting" in each.message)
    assert " in any of the 2 areas for Q4 2017/18. Add it to the workbook" in message
    assert [part.is_good for part in result.parts] == [False, False]


def test_an_area_without_a_place_is_named(tmp_path: Path) -> None:
    both = (ST_HELENS, SEFTON)
    sheets: Sheets = {
        "All": {"B1": "Q4 2017/18", "A2": [["", "Referrals", "Meetings"], ["Sefton", 5, 1]]}
    }
    result = checked(sheets, layout_of(tmp_path, LADO, *both), areas=both)
    assert told(result) == [("missing-place", "")] * 2
    assert " in St Helens (342) for Q4 2017/18. Add it" in result.findings[0].message
    assert {part.heading.area: part.is_good for part in result.parts if part.heading} == {
        "342": False,
        "343": True,
    }


def test_what_the_workbook_never_has_is_kept_as_not_held(tmp_path: Path) -> None:
    text = changed(POLICE, "          Repeats: repeat_missing_from_care_episodes\n", "")
    text = changed(text, "agency: police", f"agency: police\n    {ABSENT}")
    text = changed(text, "skip: [Total", "skip: [Repeats, Total")
    text = changed(
        text,
        "          Missing!D4: {count: none, item: repeat_missing_from_care_episodes, "
        "period: 2018-01}\n",
        "",
    )
    result = checked(SENT, layout_of(tmp_path, text))
    held = stored(result).counts.filter(item="repeat_missing_from_care_episodes")
    assert held.select("period", "value", "state", "cell").rows() == [
        ("2018-01", None, "not held by us", ""),
        ("2018-02", None, "not held by us", ""),
        ("2018-03", None, "not held by us", ""),
    ]
    assert (told(result), result.cells_read, result.cells_stored) == ([], 6, 6)


ABSENT = "absent: {repeat_missing_from_care_episodes: not held by us}"


def test_a_breakdown_that_the_workbook_never_has_is_kept_as_not_held(tmp_path: Path) -> None:
    text = """
        title: The panel's number
        agency: exploitation-panel
        says: {"List!A1": "{period}"}
        cells: {"List!B2": {item: children_open_to_mace, says: {A2: Open}}}
        absent:
          children_open_to_mace: {residence: not held by us}
          exploitation_referrals: not yet available
          exploitation_referrals_progressed_to_ce2: not yet available
          mace_children_with_a_missing_episode: not held by us
          mace_children_in_care_of_other_authorities: not held by us
          mace_children_known_to_services: not held by us
        examples:
          - name: a quarter
            given: {List: {A1: Q4 2017/18, A2: [[Open, 9]]}}
            expect:
              List!B2: {count: 9, item: children_open_to_mace, period: 2017-18-Q4}
    """
    result = checked({"List": {"A1": "Q4 17/18", "A2": [["Open", 9]]}}, layout_of(tmp_path, text))
    of_open = stored(result).counts.filter(item="children_open_to_mace")
    assert of_open.select("category", "value", "state").rows() == [
        ("", 9, "counted"),
        ("within_area", None, "not held by us"),
        ("outside_area", None, "not held by us"),
        ("not_recorded", None, "not held by us"),
    ]
    assert told(result) == []


def test_what_the_layout_leaves_out_is_asked_for(tmp_path: Path) -> None:
    text = changed(POLICE, "          Repeats: repeat_missing_from_care_episodes\n", "")
    text = changed(text, "skip: [Total", "skip: [Repeats, Total")
    expected = "          Missing!D4: {count: none, item: repeat_missing_from_care_episodes, period"
    text = changed(text, f"{expected}: 2018-01}}\n", "")
    result = checked(SENT, layout_of(tmp_path, text))
    assert told(result) == [("missing-place", "")]
    assert result.findings[0].message == (
        "there is no count of 'Missing from care episodes that are repeats' for January 2018, "
        "February 2018, March 2018. Add it to the workbook; or, if the workbook never has it, "
        "name it under 'absent' in the layout."
    )


def test_counts_are_held_against_each_other(police: Layout) -> None:
    result = checked(with_typed(SENT, "Missing!C4", 41), police)
    assert told(result) == [("part-over-whole", "Missing!C4")]
    assert result.submission is not None


def test_a_query_names_the_sheet_of_a_count_that_stands_on_another(tmp_path: Path) -> None:
    text = """
        title: Two sheets
        agency: lado
        says: {"One!A1": "{period}"}
        cells:
          One!B2: {item: lado_referrals, says: {A2: Referrals}}
          Two!B2: {item: lado_referrals_to_strategy_meeting, says: {A2: Meetings}}
        examples:
          - name: a quarter
            given: {One: {A1: Q4 2017/18, A2: [[Referrals, 2]]}, Two: {A2: [[Meetings, 1]]}}
            expect:
              One!B2: {count: 2, item: lado_referrals, period: 2017-18-Q4}
              Two!B2: {count: 1, item: lado_referrals_to_strategy_meeting, period: 2017-18-Q4}
    """
    sheets: Sheets = {
        "One": {"A1": "Q4 2017/18", "A2": [["Referrals", 2]]},
        "Two": {"A2": [["Meetings", 3]]},
    }
    (query,) = checked(sheets, layout_of(tmp_path, text)).findings
    assert (query.sheet, query.cell) == ("Two", "B2")
    assert "'LADO referrals received', 2 in One!B2." in query.message


def test_a_sheet_of_notes_in_our_form_answers_and_marks(tmp_path: Path) -> None:
    layout = layout_of(
        tmp_path, changed(POLICE, "agency: police", "agency: police\n    notes: Notes")
    )
    headings = ["Item", "Category", "Period", "Note", "Mark the count as", "Who may read it"]
    note = ["missing_from_care_episodes", None, "Jan 2018", "One was placed here.", "estimated"]
    notes = {"A1": "Notes", "A6": [headings, note]}
    result = checked({**with_typed(SENT, "Missing!C4", 41), "Notes": notes}, layout)
    (query,) = result.findings
    assert query.answer == "One was placed here."
    flags = stored(result).counts.filter(pl.col("flag") != "").select("cell", "flag").rows()
    assert flags == [("C4", "e")]
    assert (result.cells_read, result.cells_stored) == (13, 13)


def test_free_words_are_the_returns_context(tmp_path: Path) -> None:
    text = changed(POLICE, "agency: police", 'agency: police\n    notes: "Missing!A12:A20"')
    result = checked(with_typed(SENT, "Missing!A12", "Counted by hand."), layout_of(tmp_path, text))
    (note,) = stored(result).notes
    assert (note.area, note.text, note.item, note.cell) == ("342", "Counted by hand.", "", "A12")
    assert (told(result), result.cells_read, result.cells_stored) == ([], 10, 10)


@pytest.mark.parametrize(
    ("notes", "said"),
    [
        ("", "Write one of those."),
        ("notes: Notes", "Write one of those, and anything else on the sheet 'Notes'."),
        (
            'notes: "Missing!A12:A20"',
            "Write one of those, and anything else in the cells 'Missing!A12:A20'.",
        ),
    ],
)
def test_words_for_a_count_are_sent_where_the_layout_has_notes_if_it_has(
    tmp_path: Path, notes: str, said: str
) -> None:
    layout = layout_of(tmp_path, changed(POLICE, "agency: police", f"agency: police\n    {notes}"))
    (error,) = checked(with_typed(SENT, "Missing!C4", "about ten"), layout).findings
    assert error.check == "not-a-count"
    assert error.message.endswith(f"or not held by us. {said}")


def test_each_areas_part_stands_alone(tmp_path: Path) -> None:
    both = (ST_HELENS, SEFTON)
    rows = [[None, "Referrals", "Meetings"], ["St Helens", 6, "?"], ["Sefton", 5, 1]]
    layout = layout_of(tmp_path, LADO, *both)
    result = checked({"All": {"B1": "Q4 17/18", "A2": rows}}, layout, areas=both)
    assert stored(result).areas == ("343",)
    assert stored(result).counts["value"].to_list() == [5, 1]
    assert told(result) == [("unclear-answer", "All!C3")]
    assert [part.heading.area for part in result.refused if part.heading] == ["342"]
    assert result.stored_findings == ()


def test_a_part_about_an_area_that_had_ended_is_refused_and_no_other(tmp_path: Path) -> None:
    origin = Origin("900", date(2018, 1, 1), (SEFTON,), is_merger=True)
    successor = Area("900", "North Merseyside", "E08000099", origin)
    areas = (ST_HELENS, successor, SEFTON)
    rows = [[None, "Referrals", "Meetings"], ["St Helens", 6, 2], ["Sefton", 5, 1]]
    result = checked(
        {"All": {"B1": "Q4 17/18", "A2": rows}}, layout_of(tmp_path, LADO, *areas), areas=areas
    )
    assert stored(result).areas == ("342",)
    assert ("area-ended", "") in told(result)


def test_the_template_is_read_as_the_template_whatever_layouts_there_are(police: Layout) -> None:
    content = fill(template("police", "2017-18-Q4"), others=0)
    result = read_return(content, "police.xlsx", Known(built_in(), (ST_HELENS,), layouts=(police,)))
    assert result.findings == ()
    assert stored(result).counts["sheet"].unique().to_list() == ["Counts"]


def test_a_workbook_that_no_layout_knows_says_why_not(police: Layout) -> None:
    result = checked(with_typed(SENT, "Missing!A1", "Missing persons, Q4 2017/18"), police)
    assert result.submission is None
    assert told(result) == [
        ("no-table", "Missing!"),
        ("layout-not-used", "Missing!A1"),
        ("not-checked", "Missing!A1:D7"),
    ]
    assert result.findings[0].message.endswith("or add a layout for this workbook.")
    assert (result.cells_read, result.cells_stored) == (21, 0)


def test_a_table_that_looks_a_little_like_ours_is_read_by_its_layout(tmp_path: Path) -> None:
    text = POLICE.replace("Month", "Item")
    headings, *months = SENT_ROWS
    rows = [["Item", *headings[1:], "% in Q4 17/18"], *months]
    sheets = with_typed(SENT, "Missing!A3", rows)
    assert stored(checked(sheets, layout_of(tmp_path, text))).counts.height == 9


def test_the_period_may_be_in_the_files_name(tmp_path: Path) -> None:
    text = changed(POLICE, "agency: police", 'agency: police\n    file: "Missing {period}"')
    text = changed(text, '"Missing from home and care, {period}"', '"Missing from home*"')
    text = changed(text, "name: one month", "name: one month\n        file: Missing Q4 2017-18")
    layout = layout_of(tmp_path, text)
    content = typed(with_typed(SENT, "Missing!A1", "Missing from home and care"))
    known = Known(built_in(), (ST_HELENS,), layouts=(layout,))
    named = read_return(content, "MISSING Q4 17-18.xlsx", known)
    assert stored(named).period == Period.parse("2017-18-Q4")
    assert read_return(content, "Q4.xlsx", known).submission is None
    other = read_return(content, "Q4.xlsx", replace(known, layout=layout))
    assert other.findings[0].message.startswith(
        "by the layout 'ours' the file is called 'Missing {period}', and there is 'Q4', so nothing "
    )


def test_a_sheet_that_a_named_layout_wants_and_is_not_there_is_said(police: Layout) -> None:
    known = replace(Known(built_in(), (ST_HELENS,), layouts=(police,)), layout=police)
    result = read_return(typed({"Chart": {"A1": 5}}), "theirs.xlsx", known)
    assert told(result) == [("layout-sheet-gone", ""), ("not-checked", "Chart!A1")]


def test_a_workbook_that_two_layouts_know_is_read_by_neither(police: Layout) -> None:
    result = checked(SENT, police, replace_name(police, "older"))
    assert told(result) == [("several-layouts", ""), ("not-checked", "Missing!A1:D7")]
    assert "ours, older. Name the one to read it by with --layout." in result.findings[0].message


def replace_name(layout: Layout, name: str) -> Layout:
    """Return a layout under another name."""
    return layout.model_copy(update={"name": name})


def test_a_layout_that_is_named_is_used_and_says_where_it_does_not_fit(police: Layout) -> None:
    known = replace(Known(built_in(), (ST_HELENS,), layouts=(police,)), layout=police)
    sheets = with_typed(SENT, "Missing!A1", "Missing persons")
    result = read_return(typed(sheets), "theirs.xlsx", known)
    assert told(result) == [("layout-differs", "Missing!A1"), ("not-checked", "Missing!A1:D7")]
    assert all(each.severity is Severity.ERROR for each in result.findings)


def test_a_period_that_nobody_can_read_is_an_error(police: Layout) -> None:
    sheets = with_typed(SENT, "Missing!A1", "Missing from home and care, winter")
    error = checked(sheets, police).findings[0]
    assert str(error) == (
        "error at Missing!A1: 'winter' is not a period, so nothing was read. Correct it; or, if "
        "more words stand beside it, write those into the layout: 'Missing, {period} (*'."
    )


def test_a_period_for_which_nothing_is_asked_is_an_error(tmp_path: Path) -> None:
    layout = layout_of(tmp_path, LADO, ST_HELENS, SEFTON)
    sheets: Sheets = {"All": {"B1": "January 2018", "A2": [[None, "Referrals", "Meetings"]]}}
    result = checked(sheets, layout, areas=(ST_HELENS, SEFTON))
    assert told(result)[0] == ("agency-not-expected", "")


def test_a_text_file_is_read_by_a_layout_too(tmp_path: Path) -> None:
    text = POLICE.replace("Missing!", "missing*!", 1).replace("sheet: Missing", "sheet: missing*")
    layout = layout_of(tmp_path, text)
    lines = ['"Missing from home and care, Q4 2017/18",,,', ",,,", "Month,All,From care,Repeats"]
    lines += ["Jan 2018,40,12,5", "Feb 2018,31,9,2", "Mar 2018,35,11,4"]
    content = "\r\n".join(lines).encode("utf-8-sig")
    known = Known(built_in(), (ST_HELENS,), layouts=(layout,))
    result = read_return(content, "missing-q4.csv", known)
    assert (told(result), stored(result).counts.height) == ([], 9)
