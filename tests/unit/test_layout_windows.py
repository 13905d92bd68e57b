"""A layout says which months a distinct count covers: a quarter, a year to date, twelve months."""

from pathlib import Path

import polars as pl
import pytest

from safeboard.catalogue.library import Catalogue
from safeboard.intake.known import Known
from safeboard.intake.layouts.layout import Layout
from safeboard.intake.layouts.through import ReadThrough
from safeboard.intake.returns import CheckedReturn, read_return
from tests.builders import catalogue, indicator, item
from tests.unit import layouts
from tests.unit.layouts import Sheets, changed, typed
from tests.unit.returns import ST_HELENS

ALL = ["quarter", "year to date", "rolling 12 months"]


def children(*windows: str) -> dict[str, object]:
    """Return an item of children counted once, as a file declares it."""
    return item("Children", kind="distinct") | {"every": "quarter", "windows": list(windows)}


def asking(*windows: str) -> Catalogue:
    """Return a catalogue that asks for children by these windows, and for visits by quarter."""
    visits = {"visits": item() | {"every": "quarter"}}
    return catalogue(
        indicator("seen", items={"seen": children(*windows)}, numerator="seen", window=windows[0]),
        indicator(items=visits),
    )


SUMMARY = """
    title: The force's summary
    agency: police
    says: {"Summary!A1": "Children, {period}"}
    tables:
      - sheet: Summary
        range: A3:D5
        across: [window]
        down: [item]
        windows:
          This quarter: quarter
          Year to date: year to date
          Last 12 months: rolling 12 months
        items: {Children seen: seen, Visits: visits}
    examples:
      - name: a third quarter, whose three windows are three counts
        given:
          Summary:
            A1: Children, Q3 2017/18
            A3:
              - ["", This quarter, Year to date, Last 12 months]
              - [Children seen, 40, 90, 120]
              - [Visits, 50, 150, 210]
        expect:
          Summary!B4: {count: 40, item: seen, period: 2017-18-Q3}
          Summary!C4: {count: 90, item: seen, period: 2017-04-to-2017-12}
          Summary!D4: {count: 120, item: seen, period: 2017-01-to-2017-12}
          Summary!B5: {count: 50, item: visits, period: 2017-18-Q3}
"""
"""A row for each measure and a column for each window."""

CELLS = """
    title: The force's headlines
    agency: police
    says: {"Summary!A1": "{period}"}
    cells:
      Summary!B3: {item: seen, says: {A3: In the quarter}}
      Summary!B4: {item: seen, window: year to date, says: {A4: Since April}}
    absent: {visits: not held by us}
    examples:
      - name: two windows, of which one is named
        given: {Summary: {A1: Q2 2017/18, A3: [[In the quarter, 40], [Since April, 70]]}}
        expect:
          Summary!B3: {count: 40, item: seen, period: 2017-18-Q2}
          Summary!B4: {count: 70, item: seen, period: 2017-04-to-2017-09}
"""
"""Single cells."""


def layout_of(folder: Path, text: str, *windows: str) -> Layout:
    """Return a layout for a catalogue that asks for children by some windows."""
    return layouts.layout_of(folder, text, given=asking(*windows))


def refusal(folder: Path, text: str, *windows: str) -> str:
    """Return what is said of a layout that is refused."""
    return layouts.refusal(folder, text, given=asking(*windows))


def through(layout: Layout, sheets: Sheets, *windows: str) -> ReadThrough:
    """Return what is read of a workbook."""
    return layouts.through(layout, typed(sheets), given=asking(*windows))


def checked(layout: Layout, sheets: Sheets, *windows: str) -> CheckedReturn:
    """Return what intake makes of a workbook."""
    known = Known(asking(*windows), (ST_HELENS,), layouts=(layout,))
    return read_return(typed(sheets), "theirs.xlsx", known)


def read_cells(read: ReadThrough) -> list[tuple[str, str, str, int]]:
    """Return the cell, item, period and value of each count that was read."""
    return read.counts.select("cell", "item", "period", "value").rows()


def told(result: ReadThrough | CheckedReturn) -> list[tuple[str, str]]:
    """Return each finding's check and cell."""
    return [(each.check, each.cell) for each in result.findings]


def summary(period: str, *rows: list[object]) -> Sheets:
    """Return a summary that was sent for a period."""
    headings: list[object] = [None, "This quarter", "Year to date", "Last 12 months"]
    return {"Summary": {"A1": f"Children, {period}", "A3": [headings, *rows]}}


def test_a_column_for_each_window_and_what_no_window_asks_for_is_left(tmp_path: Path) -> None:
    sent = summary("Q2 2017/18", ["Children seen", 41, 70, 110], ["Visits", 50, 99, 200])
    result = checked(layout_of(tmp_path, SUMMARY, *ALL), sent, *ALL)
    assert result.submission
    assert result.submission.counts.select("cell", "item", "period", "value").rows() == [
        ("B4", "seen", "2017-18-Q2", 41),
        ("C4", "seen", "2017-04-to-2017-09", 70),
        ("D4", "seen", "2016-10-to-2017-09", 110),
        ("B5", "visits", "2017-18-Q2", 50),
    ]
    assert (told(result), result.cells_read, result.cells_stored) == ([], 4, 4)


def test_two_windows_of_the_same_months_are_one_count_that_may_be_said_twice(
    tmp_path: Path,
) -> None:
    layout = layout_of(tmp_path, SUMMARY, *ALL)
    sent = summary("Q1 2017/18", ["Children seen", 41, 41, 110], ["Visits", 50, None, None])
    read = through(layout, sent, *ALL)
    assert read_cells(read) == [
        ("B4", "seen", "2017-18-Q1", 41),
        ("D4", "seen", "2016-07-to-2017-06", 110),
        ("B5", "visits", "2017-18-Q1", 50),
    ]
    assert told(read) == []


def test_two_windows_of_the_same_months_may_not_say_two_things(tmp_path: Path) -> None:
    layout = layout_of(tmp_path, SUMMARY, *ALL)
    sent = summary("Q4 2017/18", ["Children seen", 41, 130, 131], ["Visits", 50, None, None])
    (error,) = through(layout, sent, *ALL).findings
    assert str(error) == (
        "error at Summary!D4: Summary!C4 counts the same, since both cover 2017/18, and says "
        "something else. Correct the one that is wrong."
    )


def test_a_window_that_is_blank_is_missing_in_its_cell(tmp_path: Path) -> None:
    layout = layout_of(tmp_path, SUMMARY, *ALL)
    sent = summary("Q3 2017/18", ["Children seen", 41, None, 110], ["Visits", 50, None, None])
    result = checked(layout, sent, *ALL)
    assert told(result) == [("missing", "C4")]
    assert "'Children' for April to December 2017 is blank." in result.findings[0].message


def test_a_heading_that_names_a_window_has_to_be_there(tmp_path: Path) -> None:
    layout = layout_of(tmp_path, SUMMARY, *ALL)
    sheets = summary("Q3 2017/18", ["Children seen", 41, 90, 110], ["Visits", 50, None, None])
    renamed = layouts.with_typed(sheets, "Summary!C3", "Since April")
    read = through(layout, renamed, *ALL)
    assert told(read) == [("unknown-heading", "C3:C4"), ("heading-gone", "B3:D3")]


def test_a_cell_may_name_its_window(tmp_path: Path) -> None:
    sheets: Sheets = {
        "Summary": {"A1": "Q3 17/18", "A3": [["In the quarter", 40], ["Since April", 90]]}
    }
    two = ALL[:2]
    read = through(layout_of(tmp_path, CELLS, *two), sheets, *two)
    assert read_cells(read) == [
        ("B3", "seen", "2017-18-Q3", 40),
        ("B4", "seen", "2017-04-to-2017-12", 90),
    ]


def test_a_label_may_name_item_and_window_together(tmp_path: Path) -> None:
    text = """
        title: A list
        agency: police
        says: {"List!A1": "{period}"}
        tables:
          - sheet: List
            range: A2:B4
            down: [item]
            items:
              Visits: visits
              Children in the quarter: {item: seen, window: quarter}
              Children since April: {item: seen, window: year to date}
        examples:
          - name: a quarter
            given:
              List:
                A1: Q3 2017/18
                A2: [[Visits, 50], [Children in the quarter, 40], [Children since April, 90]]
            expect:
              List!B2: {count: 50, item: visits, period: 2017-18-Q3}
              List!B3: {count: 40, item: seen, period: 2017-18-Q3}
              List!B4: {count: 90, item: seen, period: 2017-04-to-2017-12}
    """
    assert layout_of(tmp_path, text, *ALL[:2]).title == "A list"


def test_a_whole_table_may_be_of_one_window_and_a_row_of_each_quarter(tmp_path: Path) -> None:
    text = """
        title: Each quarter's year to date
        agency: police
        says: {"Data!A1": "{period}"}
        tables:
          - sheet: Data
            range: A2:B6
            says: {B2: Since April}
            across: [nothing]
            down: [period]
            item: seen
            window: year to date
        absent: {visits: not held by us}
        examples:
          - name: a year
            given: {Data: {A1: 2017/18, A2: [["", Since April], [Q1, 40], [Q2, 70], [Q4, 130]]}}
            expect:
              Data!B3: {count: 40, item: seen, period: 2017-18-Q1}
              Data!B4: {count: 70, item: seen, period: 2017-04-to-2017-09}
              Data!B5: {count: 130, item: seen, period: 2017-18}
    """
    layout = layout_of(tmp_path, text, "year to date")
    rows = [[None, "Since April"], ["Q1", 40], ["Q2", 70], ["Q3", 95]]
    sent: Sheets = {"Data": {"A1": "Q3 17/18", "A2": rows}}
    read = through(layout, sent, "year to date")
    assert read_cells(read) == [("B5", "seen", "2017-04-to-2017-12", 95)]
    assert told(read) == [("other-period", "A3:B3"), ("other-period", "A4:B4")]


@pytest.mark.parametrize(
    ("year_to_date", "rolling"),
    [
        ("April to December 2017", "January to December 2017"),
        ("Apr-Dec", "12 months to Dec 17"),
        ("2017/18 to the end of Q3", "12 months to the end of Q3 2017/18"),
        ("2017-04-to-2017-12", "2017-01-to-2017-12"),
    ],
)
def test_a_heading_may_say_the_months_themselves(
    tmp_path: Path, year_to_date: str, rolling: str
) -> None:
    text = changed(SUMMARY, "across: [window]", "across: [period]")
    windows = text[text.index("        windows:") : text.index("        items:")]
    text = changed(text, windows, "")
    old = "This quarter, Year to date, Last 12 months"
    text = changed(text, old, "Q3, April to December 2017, Jan to Dec 2017")
    layout = layout_of(tmp_path, text, *ALL)
    rows: list[list[object]] = [
        [None, "Q3 17/18", year_to_date, rolling],
        ["Children seen", 41, 90, 110],
        ["Visits", 50, 150, 200],
    ]
    sent: Sheets = {"Summary": {"A1": "Children, Q3 2017/18", "A3": rows}}
    read = through(layout, sent, *ALL)
    assert read_cells(read) == [
        ("B4", "seen", "2017-18-Q3", 41),
        ("C4", "seen", "2017-04-to-2017-12", 90),
        ("D4", "seen", "2017-01-to-2017-12", 110),
        ("B5", "visits", "2017-18-Q3", 50),
    ]
    assert told(read) == []


def test_months_that_nothing_is_asked_for_are_of_another_period(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        [None, "Q3", "April to December 2017", "April to November 2017"],
        ["Children seen", 41, 90, 80],
        ["Visits", 50, None, None],
    ]
    text = changed(SUMMARY, "across: [window]", "across: [period]")
    windows = text[text.index("        windows:") : text.index("        items:")]
    text = changed(
        changed(text, windows, ""), "This quarter, Year to", "Q3, April to December 2017, Y"
    )
    text = changed(text, "Y date, Last 12 months]", "Jan to Dec 2017]")
    layout = layout_of(tmp_path, text, *ALL)
    read = through(layout, {"Summary": {"A1": "Children, Q3 2017/18", "A3": rows}}, *ALL)
    assert told(read) == [("other-period", "D3:D4")]


def test_a_distinct_count_without_its_window_says_what_is_asked_for(tmp_path: Path) -> None:
    text = changed(CELLS, ", window: year to date", "")
    text = changed(text, "Summary!B3: {item: seen, says: {A3: In the quarter}}\n", "\n")
    assert (
        "error at Summary!B4: by its headings this is for Q2 2017/18, and 'Children' is asked for "
        "every quarter, by year to date and rolling 12 months. Say under 'window' in the layout "
        "which of these it is, or skip it."
    ) in refusal(tmp_path, text, "year to date", "rolling 12 months")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "Year to date: year to date",
            "Year to date: month",
            "line 11: 'seen', 'visits' have no counts of a month. Use one of quarter, year to "
            "date, year.",
        ),
        (
            "Visits: visits}",
            "Visits: {item: visits, window: quarter}}",
            "line 7: the window of its counts is said in more than one place. Keep one of them.",
        ),
        (
            "across: [window]",
            "across: [nothing]",
            "line 9: 'windows' and the level 'window' under 'across' or 'down' need each other. "
            "Give both, or neither.",
        ),
    ],
)
def test_a_window_that_does_not_fit_is_named_with_its_line(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    text = changed(SUMMARY, old, new)
    assert said in refusal(tmp_path, text, "quarter", "year to date")


def test_a_cell_of_a_window_that_its_item_is_not_asked_for_is_refused(tmp_path: Path) -> None:
    said = refusal(tmp_path, CELLS, "quarter", "rolling 12 months")
    assert "line 6: 'seen' has no counts of a year to date. Use one of quarter, rolling" in said


def test_a_window_that_the_workbook_never_has_is_said_to_be_absent(tmp_path: Path) -> None:
    absent = "absent: {seen: {rolling 12 months: not held by us}, visits: not held by us}"
    text = changed(CELLS, "absent: {visits: not held by us}", absent)
    layout = layout_of(tmp_path, text, *ALL)

    def stored(period: str) -> list[tuple[str, int | None, str, str]]:
        rows = [["In the quarter", 40], ["Since April", 70]]
        result = checked(layout, {"Summary": {"A1": period, "A3": rows}}, *ALL)
        assert result.submission, result.findings
        of_seen = result.submission.counts.filter(pl.col("item") == "seen")
        return of_seen.select("period", "value", "state", "cell").rows()

    assert stored("Q2 2017/18") == [
        ("2017-18-Q2", 40, "counted", "B3"),
        ("2017-04-to-2017-09", 70, "counted", "B4"),
        ("2016-10-to-2017-09", None, "not held by us", ""),
    ]
    assert stored("Q4 2017/18") == [
        ("2017-18-Q4", 40, "counted", "B3"),
        ("2017-18", 70, "counted", "B4"),
    ]


def test_of_two_absent_windows_each_is_said_and_their_same_months_once(tmp_path: Path) -> None:
    parts = "{year to date: not yet available, rolling 12 months: not held by us}"
    text = changed(CELLS, "{visits: not held", f"{{seen: {parts}, visits: not held")
    text = text[: text.index("      Summary!B4")] + text[text.index("    absent") :]
    text = changed(text, ", [Since April, 70]", "")
    text = text[: text.index("          Summary!B4")]
    layout = layout_of(tmp_path, text, *ALL)

    def states(period: str) -> list[tuple[str, str]]:
        result = checked(layout, {"Summary": {"A1": period, "A3": [["In the quarter", 40]]}}, *ALL)
        assert result.submission, result.findings
        return result.submission.counts.filter(item="seen").select("period", "state").rows()

    assert states("Q2 2017/18") == [
        ("2017-18-Q2", "counted"),
        ("2017-04-to-2017-09", "not yet available"),
        ("2016-10-to-2017-09", "not held by us"),
    ]
    assert states("Q4 2017/18") == [
        ("2017-18-Q4", "counted"),
        ("2017-18", "not yet available"),
    ]


def test_only_a_window_or_a_breakdown_of_an_item_can_be_absent(tmp_path: Path) -> None:
    absent = "absent: {seen: {month: not held by us}, visits: not held by us}"
    text = changed(CELLS, "absent: {visits: not held by us}", absent)
    assert (
        "line 7: 'month' is not a window or a breakdown that 'seen' is asked by. "
        "It has: quarter, year to date."
    ) in refusal(tmp_path, text, "quarter", "year to date")
