"""An agency's own workbook is read as its layout says, in each of the forms that they have."""

from datetime import datetime
from pathlib import Path

from tests.unit.layouts import (
    POLICE,
    SEFTON,
    SENT,
    SHEETS,
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
from tests.unit.returns import ST_HELENS

ALL, CARE, REPEATS = (
    "missing_episodes",
    "missing_from_care_episodes",
    "repeat_missing_from_care_episodes",
)


def test_a_row_for_each_month_and_a_column_for_each_measure(tmp_path: Path) -> None:
    read = through(layout_of(tmp_path, POLICE), typed(SENT))
    assert read_counts(read) == {
        "Missing!B4": (ALL, "", "2018-01", 40),
        "Missing!C4": (CARE, "", "2018-01", 12),
        "Missing!D4": (REPEATS, "", "2018-01", 5),
        "Missing!B5": (ALL, "", "2018-02", 31),
        "Missing!C5": (CARE, "", "2018-02", 9),
        "Missing!D5": (REPEATS, "", "2018-02", 2),
        "Missing!B6": (ALL, "", "2018-03", 35),
        "Missing!C6": (CARE, "", "2018-03", 11),
        "Missing!D6": (REPEATS, "", "2018-03", 4),
    }
    assert (told(read), read.cells_read) == ([], 9)


def test_a_row_may_be_moved_and_a_month_written_in_any_certain_way(tmp_path: Path) -> None:
    rows = [
        ["Month", "Repeats", "All", "From care"],
        [datetime(2018, 3, 1), 4, 35, 11],
        [],
        [datetime(2018, 1, 31), 5, 40, 12],
        [" february", 2, 31, 9],
    ]
    sent = with_typed({"Missing": {"A1": SENT["Missing"]["A1"]}}, "Missing!A3", rows)
    read = through(layout_of(tmp_path, POLICE), typed(sent))
    assert read_counts(read)["Missing!B4"] == (REPEATS, "", "2018-03", 4)
    assert read_counts(read)["Missing!C6"] == (ALL, "", "2018-01", 40)
    assert read_counts(read)["Missing!D7"] == (CARE, "", "2018-02", 9)
    assert told(read) == []


def test_areas_and_months_across_under_merged_headings_and_a_measure_down(tmp_path: Path) -> None:
    layout = layout_of(
        tmp_path,
        """
        title: Both authorities side by side
        agency: police
        says: {"Data!A1": "Missing {period}"}
        tables:
          - sheet: Data
            range: A2:G6
            across: [area, period]
            down: [nothing, item]
            items: {All: missing_episodes, From care: missing_from_care_episodes}
            skip: [Merseyside]
        area_names: {"St. Helens MBC": "342"}
        absent: {repeat_missing_from_care_episodes: not held by us}
        examples:
          - name: two authorities
            given:
              Data:
                A1: Missing Q4 2017/18
                A2: [["", "", Sefton, "", "St. Helens MBC"], ["", "", Jan, Feb, Jan, Feb]]
                A4: [[1, All, 7, 8, 5, 6], [2, From care, 3, 4, 1, 2]]
            expect:
              Data!C4: {area: "343", count: 7, item: missing_episodes, period: 2018-01}
              Data!D4: {area: "343", count: 8, item: missing_episodes, period: 2018-02}
              Data!E4: {area: "342", count: 5, item: missing_episodes, period: 2018-01}
              Data!F4: {area: "342", count: 6, item: missing_episodes, period: 2018-02}
              Data!C5: {area: "343", count: 3, item: missing_from_care_episodes, period: 2018-01}
              Data!D5: {area: "343", count: 4, item: missing_from_care_episodes, period: 2018-02}
              Data!E5: {area: "342", count: 1, item: missing_from_care_episodes, period: 2018-01}
              Data!F5: {area: "342", count: 2, item: missing_from_care_episodes, period: 2018-02}
        """,
        ST_HELENS,
        SEFTON,
    )
    rows = [
        [None, None, "Sefton", None, "St Helens", "Merseyside", None],
        [None, None, "Jan-18", "Feb-18", "Jan-18", "Jan-18", "Feb-18"],
        [1, "All", 7, 8, 5, 99, 98],
        [2, "From care", 3, 4, 1, 97, 96],
    ]
    sent: Sheets = {"Data": {"A1": "Missing Q4 17/18", "A2": rows}}
    content = typed(sent, merged={"Data": ["C2:D2", "F2:G2"]})
    read = through(layout, content, ST_HELENS, SEFTON)
    areas = dict(read.counts.select("cell", "area").iter_rows())
    assert areas == {"C4": "343", "D4": "343", "E4": "342", "C5": "343", "D5": "343", "E5": "342"}
    assert (told(read), read.cells_read) == ([], 6)


def test_single_cells_each_beside_the_words_that_say_what_it_is(tmp_path: Path) -> None:
    layout = layout_of(
        tmp_path,
        """
        title: The designated officer's summary
        agency: lado
        says: {"Summary!B2": "{period}", "Summary!A1": "LADO*"}
        cells:
          Summary!F12: {item: lado_referrals, says: {A12: Referrals in the quarter}}
          Summary!F13:
            item: lado_referrals_to_strategy_meeting
            says: {A13: "of which to strategy meeting*"}
        examples:
          - name: a quarter
            given:
              Summary:
                A1: LADO summary
                B2: Q1 2017/18
                A12: Referrals in the quarter
                F12: 8
                A13: of which to strategy meeting (section 47)
                F13: 3
            expect:
              Summary!F12: {count: 8, item: lado_referrals, period: 2017-18-Q1}
              Summary!F13:
                {count: 3, item: lado_referrals_to_strategy_meeting, period: 2017-18-Q1}
        """,
    )
    sent: Sheets = {
        "Summary": {
            "A1": "LADO summary 2",
            "B2": "2017/18 Qtr 4",
            "A12": "Referrals in the quarter",
            "F12": "<5",
            "A13": "Of which to strategy meeting",
            "F13": 3,
        }
    }
    read = through(layout, typed(sent))
    assert read_counts(read) == {
        "Summary!F12": ("lado_referrals", "", "2017-18-Q4", "suppressed"),
        "Summary!F13": ("lado_referrals_to_strategy_meeting", "", "2017-18-Q4", 3),
    }
    assert told(read) == []
    moved = with_typed(sent, "Summary!A12", "Referrals in the month")
    read = through(layout, typed(moved))
    assert [*read_counts(read)] == ["Summary!F13"]
    assert told(read) == [("layout-differs", "Summary!A12"), ("not-checked", "Summary!F12")]


def test_a_sheet_for_each_quarter_is_read_by_its_name(tmp_path: Path) -> None:
    quarter = {"A1": [["Referrals", 8], ["Strategy meetings", 3]]}
    sent: Sheets = {
        "Cover": {"A1": "LADO, Q2 2017/18"},
        "Q1 17-18": quarter,
        "Q2 2017-18": quarter,
        "Chart": {"A1": 5},
    }
    read = through(layout_of(tmp_path, SHEETS), typed(sent))
    assert [*read_counts(read)] == ["Q2 2017-18!B1", "Q2 2017-18!B2"]
    assert told(read) == [("other-period", "Q1 17-18!B1:B2"), ("sheet-not-read", "Chart!A1")]
    assert read.cells_read == 5


def test_a_sheet_of_another_period_may_have_other_headings(tmp_path: Path) -> None:
    sent: Sheets = {
        "Cover": {"A1": "LADO, Q2 2017/18"},
        "Q1": {"A1": [["Contacts", 8]]},
        "Q2": {"A1": [["Referrals", 8], ["Strategy meetings", 3]]},
    }
    read = through(layout_of(tmp_path, SHEETS), typed(sent))
    assert told(read) == [("other-period", "Q1!B1")]
    assert read.counts.height == 2


def test_counts_of_other_periods_may_be_left(tmp_path: Path) -> None:
    text = changed(SHEETS, "down: [item]", "down: [item]\n        other_periods: leave")
    quarter = {"A1": [["Referrals", 8], ["Strategy meetings", 3]]}
    sent: Sheets = {"Cover": {"A1": "LADO, Q2 2017/18"}, "Q1": quarter, "Q2": quarter}
    read = through(layout_of(tmp_path, text), typed(sent))
    assert [*read_counts(read)] == ["Q2!B1", "Q2!B2"]
    assert (told(read), read.cells_read) == ([], 2)


PANEL = """
    title: The panel's list
    agency: exploitation-panel
    period: 2017-18-Q4
    says: {"List!A1": Open to MACE}
    tables:
      - sheet: List
        range: A2:C8
        down: [item, category]
        items: {Children: children_open_to_mace}
        categories:
          All: total
          Here: residence/within_area
          Away: residence/outside_area
          Not known: residence/not_recorded
    examples:
      - name: where they live
        given: {List: {A1: Open to MACE, A3: [[Children, All, 3], ["", Here, 2], ["", Away, 1]]}}
        expect:
          List!C3: {count: 3, item: children_open_to_mace, period: 2017-18-Q4}
          List!C4:
            {count: 2, item: children_open_to_mace, category: residence/within_area,
             period: 2017-18-Q4}
          List!C5:
            {count: 1, item: children_open_to_mace, category: residence/outside_area,
             period: 2017-18-Q4}
"""


def test_an_example_has_to_have_every_label_that_is_declared(tmp_path: Path) -> None:
    assert "one of these says 'Not known', and none does" in refusal(tmp_path, PANEL)


def test_categories_under_an_item_that_is_named_once(tmp_path: Path) -> None:
    text = changed(PANEL, "          Not known: residence/not_recorded\n", "")
    rows = [["Children", "All", 9], [None, "Here", 4], [None, "Away", 5]]
    sent: Sheets = {"List": {"A1": "Open to MACE", "A3": rows}}
    read = through(layout_of(tmp_path, text), typed(sent, merged={"List": ["A3:A5"]}))
    assert read_counts(read) == {
        "List!C3": ("children_open_to_mace", "", "2017-18-Q4", 9),
        "List!C4": ("children_open_to_mace", "within_area", "2017-18-Q4", 4),
        "List!C5": ("children_open_to_mace", "outside_area", "2017-18-Q4", 5),
    }
    assert told(read) == []


def test_an_area_for_each_row_and_one_sheet_for_each_area(tmp_path: Path) -> None:
    text = """
        title: Referrals to the designated officers
        agency: lado
        says: {"All!B1": "{period}"}
        tables:
          - {sheet: All, range: "A3:B", down: [area], item: lado_referrals, skip: [Knowsley]}
          - sheet: "{area} detail"
            range: A1:B1
            down: [item]
            items: {Strategy meetings: lado_referrals_to_strategy_meeting}
        examples:
          - name: two authorities
            given:
              All: {B1: Q4 2017/18, A3: [[Sefton, 5], [St Helens, 6], [Knowsley, 7]]}
              Sefton detail: {A1: [[Strategy meetings, 1]]}
              St Helens detail: {A1: [[Strategy meetings, 2]]}
            expect:
              All!B3: {area: "343", count: 5, item: lado_referrals, period: 2017-18-Q4}
              All!B4: {area: "342", count: 6, item: lado_referrals, period: 2017-18-Q4}
              Sefton detail!B1:
                {area: "343", count: 1, item: lado_referrals_to_strategy_meeting,
                 period: 2017-18-Q4}
              St Helens detail!B1:
                {area: "342", count: 2, item: lado_referrals_to_strategy_meeting,
                 period: 2017-18-Q4}
        """
    layout = layout_of(tmp_path, text, ST_HELENS, SEFTON)
    sent: Sheets = {
        "All": {"B1": "Q4 17/18", "A3": [[342, 6], ["E08000014", 5], ["Wirral", 3]]},
        "343 Detail": {"A1": [["Strategy meetings", 1]]},
        "Wirral detail": {"A1": [["Strategy meetings", 9]]},
    }
    read = through(layout, typed(sent), ST_HELENS, SEFTON)
    assert dict(read.counts.select("cell", "area").iter_rows()) == {
        "B3": "342",
        "B4": "343",
        "B1": "343",
    }
    assert told(read) == [
        ("unknown-heading", "All!A5:B5"),
        ("sheet-not-read", "Wirral detail!A1:B1"),
    ]


def test_two_rows_of_headings_that_say_one_thing_together(tmp_path: Path) -> None:
    layout = layout_of(
        tmp_path,
        """
        title: Two years side by side, and two groups of measures
        agency: police
        says: {"Data!A1": "{period}"}
        tables:
          - sheet: Data
            range: A2:F7
            across: [period, period]
            down: [item, item]
            items:
              All / Episodes: missing_episodes
              Care / Episodes: missing_from_care_episodes
              Care / Repeats: repeat_missing_from_care_episodes
            skip: [All / Children, Year]
            other_periods: leave
        examples:
          - name: the last month of each of two years
            given:
              Data:
                A1: Q4 2017/18
                A2: [["", "", 2016/17, 2017/18], ["", "", March, March]]
                A4:
                  - [All, Episodes, 7, 8]
                  - ["", Children, 5, 6]
                  - [Care, Episodes, 3, 4]
                  - ["", Repeats, 1, 2]
            expect:
              Data!D4: {count: 8, item: missing_episodes, period: 2018-03}
              Data!D6: {count: 4, item: missing_from_care_episodes, period: 2018-03}
              Data!D7: {count: 2, item: repeat_missing_from_care_episodes, period: 2018-03}
        """,
    )
    rows = [
        [None, None, "2016/17", "2017/18", None, "Year"],
        [None, None, "Mar", "Feb", "Mar", None],
        ["All", "Episodes", 7, 8, 9, 10],
        [None, "Children", 5, 6, 7, 8],
        ["Care", "Repeats", 1, 2, 3, 4],
        [None, "Episodes", 3, 4, 5, 6],
    ]
    read = through(layout, typed({"Data": {"A1": "Q4 2017/18", "A2": rows}}))
    assert read_counts(read) == {
        "Data!D4": (ALL, "", "2018-02", 8),
        "Data!E4": (ALL, "", "2018-03", 9),
        "Data!D6": (REPEATS, "", "2018-02", 2),
        "Data!E6": (REPEATS, "", "2018-03", 3),
        "Data!D7": (CARE, "", "2018-02", 4),
        "Data!E7": (CARE, "", "2018-03", 5),
    }
    assert (told(read), read.cells_read) == ([], 6)


def test_a_quarter_may_stand_once_above_its_months(tmp_path: Path) -> None:
    turned = """
        title: The police's months, side by side
        agency: police
        says: {"Missing!A1": "Missing, {period}"}
        tables:
          - sheet: Missing
            range: A2:D6
            across: [period, period]
            down: [item]
            items:
              All: missing_episodes
              Care: missing_from_care_episodes
              Repeats: repeat_missing_from_care_episodes
        examples:
          - name: one month
            given:
              Missing:
                A1: Missing, Q4 2017/18
                A2: [["", Q4 17/18], ["", Jan], [All, 9], [Care, 4], [Repeats, 0]]
            expect:
              Missing!B4: {count: 9, item: missing_episodes, period: 2018-01}
              Missing!B5: {count: 4, item: missing_from_care_episodes, period: 2018-01}
              Missing!B6: {count: 0, item: repeat_missing_from_care_episodes, period: 2018-01}
    """
    rows = [
        [None, "Q4 17/18"],
        [None, "Jan", "Feb", "Mar"],
        ["All", 40, 31, 35],
        ["Care", 12, 9, 11],
        ["Repeats", 5, 2, 4],
    ]
    sent = typed({"Missing": {"A1": "Missing, Q4 2017/18", "A2": rows}})
    read = through(layout_of(tmp_path, turned), sent)
    assert told(read) == []
    assert read_counts(read)["Missing!C5"] == (CARE, "", "2018-02", 9)


def test_of_a_stock_for_each_month_only_the_quarters_end_is_read(tmp_path: Path) -> None:
    text = """
        title: The panel's months
        agency: exploitation-panel
        says: {"Data!A1": "{period}"}
        tables:
          - sheet: Data
            range: A2:D4
            across: [period]
            down: [item]
            items:
              Open: {item: children_open_to_mace, ends: quarter}
              Referrals: exploitation_referrals
        examples:
          - name: a quarter
            given:
              Data:
                A1: Q4 2017/18
                A2: [["", Jan, Mar], [Open, 90, 96], [Referrals, 5, 6]]
            expect:
              Data!C3: {count: 96, item: children_open_to_mace, period: 2017-18-Q4}
              Data!B4: {count: 5, item: exploitation_referrals, period: 2018-01}
              Data!C4: {count: 6, item: exploitation_referrals, period: 2018-03}
        """
    rows = [[None, "Jan", "Feb", "Mar"], ["Open", 90, 93, 96], ["Referrals", 5, 4, 6]]
    read = through(layout_of(tmp_path, text), typed({"Data": {"A1": "Q4 17/18", "A2": rows}}))
    assert read_counts(read)["Data!D3"] == ("children_open_to_mace", "", "2017-18-Q4", 96)
    assert [*read_counts(read)] == ["Data!D3", "Data!B4", "Data!C4", "Data!D4"]
    assert (told(read), read.cells_read) == ([], 4)
    wrong = changed(text, "Referrals: exploitation_referrals", OF_A_FLOW)
    assert "line 11: 'exploitation_referrals' is a flow that is collected every month." in refusal(
        tmp_path, wrong
    )


OF_A_FLOW = "Referrals: {item: exploitation_referrals, ends: quarter}"


def test_an_anchor_that_says_something_else_keeps_its_table_from_being_read(
    tmp_path: Path,
) -> None:
    read = through(layout_of(tmp_path, POLICE), typed(with_typed(SENT, "Missing!A3", "Week")))
    assert read.counts.height == 0
    assert told(read)[0] == ("layout-differs", "Missing!A3")
    assert str(read.findings[0]) == (
        "error at Missing!A3: by the layout 'ours' this cell says 'Month', and it says 'Week', so "
        "nothing that depends on it was read. Write it as it was, or mend the layout if the "
        "workbook has changed."
    )


def test_a_heading_that_is_gone_and_one_that_is_new_are_both_named(tmp_path: Path) -> None:
    read = through(layout_of(tmp_path, POLICE), typed(with_typed(SENT, "Missing!C3", "In care")))
    assert told(read) == [("unknown-heading", "Missing!C3:C6"), ("heading-gone", "Missing!B3:D3")]
    assert read.cells_read - read.counts.height == 3


def test_a_word_where_headings_or_labels_stand_is_asked_about_though_it_has_no_counts(
    tmp_path: Path,
) -> None:
    slipped = with_typed(with_typed(SENT, "Missing!A8", 35), "Missing!E3", "Late")
    read = through(layout_of(tmp_path, POLICE), typed(slipped))
    assert told(read) == [("unknown-heading", "Missing!A8"), ("unknown-heading", "Missing!E3")]
    assert str(read.findings[0]) == (
        "query at Missing!A8: '35' is not known to the layout 'ours', and has no counts, so "
        "nothing was done with it. Clear it, or name it under 'skip' in the layout."
    )
    assert read.counts.height == 9


def test_counts_without_a_heading_are_an_error(tmp_path: Path) -> None:
    read = through(layout_of(tmp_path, POLICE), typed(with_typed(SENT, "Missing!E5", 7)))
    assert told(read) == [("no-heading", "Missing!E3:E5")]


def test_a_month_outside_the_return_is_asked_about(tmp_path: Path) -> None:
    sent = with_typed(SENT, "Missing!A8", [["April 2018", 1, 1, 1]])
    read = through(layout_of(tmp_path, POLICE), typed(sent))
    assert told(read) == [("other-period", "Missing!A8:D8")]


def test_two_rows_for_one_month_are_an_error_that_names_both(tmp_path: Path) -> None:
    read = through(layout_of(tmp_path, POLICE), typed(with_typed(SENT, "Missing!A5", "Jan 18")))
    assert told(read) == [("same-count-twice", f"Missing!{cell}") for cell in ("B5", "C5", "D5")]
    assert "Missing!B4 counts the same." in read.findings[0].message


def test_a_quarter_of_an_item_that_is_collected_monthly_is_an_error(tmp_path: Path) -> None:
    read = through(layout_of(tmp_path, POLICE), typed(with_typed(SENT, "Missing!A5", "Q4 17/18")))
    assert told(read) == [("not-collected", f"Missing!{cell}") for cell in ("B5", "C5", "D5")]
    assert read.findings[0].message == (
        "by its headings this is for Q4 2017/18, and 'Missing episodes of children' is collected "
        "every month. Give it for each month, or skip it in the layout."
    )


def test_what_the_layout_says_nothing_of_is_asked_about_unless_it_is_ignored(
    tmp_path: Path,
) -> None:
    sent = with_typed(with_typed(SENT, "Missing!G4", [["x", "y"]]), "Notes!B2", "Late.")
    read = through(layout_of(tmp_path, POLICE), typed(sent))
    assert told(read) == [("stray", "Missing!G4:H4"), ("sheet-not-read", "Notes!B2")]
    assert read.cells_read == 12
    text = changed(POLICE, "agency: police", 'agency: police\n    ignore: ["Missing!G1:Z9", Notes]')
    read = through(layout_of(tmp_path, text), typed(sent))
    assert (told(read), read.cells_read) == ([], 9)
