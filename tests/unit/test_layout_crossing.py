"""A label and a heading may say together what a count is of: Contacts, from police."""

from pathlib import Path

import pytest

from tests.unit.layouts import (
    SEFTON,
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

CARE, REPEATS = "missing_from_care_episodes", "repeat_missing_from_care_episodes"

GRID = """
    title: Episodes by where they began
    agency: police
    says: {"Data!A1": "Missing, {period}"}
    tables:
      - sheet: Data
        range: A3:D5
        says: {A3: Kind}
        across: [item]
        down: [item]
        items:
          Episodes / Anywhere: missing_episodes
          Episodes / From care: missing_from_care_episodes
          Repeats / From care: repeat_missing_from_care_episodes
        skip: [Repeats / Anywhere, "% *"]
    examples:
      - name: a month
        given:
          Data:
            A1: Missing, January 2018
            A3:
              - [Kind, Anywhere, From care, "% from care"]
              - [Episodes, 40, 12, 30%]
              - [Repeats, 15, 5, 33%]
        expect:
          Data!B4: {count: 40, item: missing_episodes, period: 2018-01}
          Data!C4: {count: 12, item: missing_from_care_episodes, period: 2018-01}
          Data!C5: {count: 5, item: repeat_missing_from_care_episodes, period: 2018-01}
"""
"""An item of a row's label and a column's heading."""

YEARS = """
    title: Years side by side
    agency: police
    says: {"Data!A1": "{period}"}
    tables:
      - sheet: Data
        range: A2:C15
        across: [period]
        down: [period]
        item: missing_episodes
        skip: [Total]
    absent:
      missing_from_care_episodes: not held by us
      repeat_missing_from_care_episodes: not held by us
    examples:
      - name: a month of two years
        given: {Data: {A1: January 2018, A2: [["", 2016/17, 2017/18], [Jan, 30, 40]]}}
        expect:
          Data!C3: {count: 40, item: missing_episodes, period: 2018-01}
"""
"""A period of a row's month and a column's year."""

SENT: Sheets = {
    "Data": {
        "A1": "Missing, Jan 18",
        "A3": [
            ["Kind", "From care", "% from care", "Anywhere"],
            ["Repeats", 5, "33%", 15],
            ["Episodes", 12, "30%", 40],
        ],
    }
}


def test_a_label_and_a_heading_say_an_item_together_wherever_they_stand(tmp_path: Path) -> None:
    read = through(layout_of(tmp_path, GRID), typed(SENT))
    assert read_counts(read) == {
        "Data!B4": (REPEATS, "", "2018-01", 5),
        "Data!B5": (CARE, "", "2018-01", 12),
        "Data!D5": ("missing_episodes", "", "2018-01", 40),
    }
    assert (told(read), read.cells_read) == ([], 3)


def test_what_a_label_and_a_heading_say_and_the_layout_does_not_is_an_error_at_its_cell(
    tmp_path: Path,
) -> None:
    text = changed(GRID, "Repeats / Anywhere, ", "")
    text = changed(text, "[Repeats, 15, 5, 33%]", '[Repeats, "", 5, 33%]')
    read = through(layout_of(tmp_path, text), typed(SENT))
    assert [str(each) for each in read.findings] == [
        "error at Data!D4: 'Repeats / Anywhere' is not known to the layout 'ours'. Write it as it "
        "was, or add it to the layout: what it means, or under 'skip'."
    ]
    assert read.cells_read == 4


def test_a_label_that_no_heading_goes_with_is_an_error_of_its_row(tmp_path: Path) -> None:
    read = through(layout_of(tmp_path, GRID), typed(with_typed(SENT, "Data!A5", "Incidents")))
    assert told(read) == [("unknown-heading", "Data!A5:D5"), *[("heading-gone", "Data!A4:A5")] * 2]
    assert read.findings[1].message == (
        "by the layout 'ours' a label and a heading say 'Episodes / Anywhere' together, and none "
        "do. Write them as they were, or mend the layout if the workbook has changed."
    )


def test_a_heading_that_is_gone_is_looked_for_among_the_headings(tmp_path: Path) -> None:
    sent = with_typed(SENT, "Data!D3", [[None], [None], [None]])
    read = through(layout_of(tmp_path, GRID), typed(sent))
    assert told(read) == [("heading-gone", "Data!B3:C3")]


def test_a_heading_that_is_there_twice_counts_the_same_twice(tmp_path: Path) -> None:
    read = through(layout_of(tmp_path, GRID), typed(with_typed(SENT, "Data!D3", "From care")))
    assert ("same-count-twice", "Data!D4") in told(read)


def test_a_heading_that_is_there_again_beside_the_table_puts_its_column_in_doubt(
    tmp_path: Path,
) -> None:
    sent = with_typed(SENT, "Data!E3", [["Anywhere"], [14], [41]])
    read = through(layout_of(tmp_path, GRID), typed(sent))
    assert ("count-in-doubt", "Data!D4:E5") in told(read)
    assert [*read_counts(read)] == ["Data!B4", "Data!B5"]


def test_a_row_says_the_month_and_a_column_the_year(tmp_path: Path) -> None:
    rows = [
        [None, "2017/18", "2016/17"],
        ["December", 33, 28],
        ["January", 40, 30],
        ["February", 31, 29],
        ["March", 35, 34],
        ["Total", 139, 121],
    ]
    read = through(layout_of(tmp_path, YEARS), typed({"Data": {"A1": "Q4 2017/18", "A2": rows}}))
    assert [(cell, each[2], each[3]) for cell, each in read_counts(read).items()] == [
        ("Data!B4", "2018-01", 40),
        ("Data!B5", "2018-02", 31),
        ("Data!B6", "2018-03", 35),
    ]
    assert told(read) == [("other-period", "Data!B3"), ("other-period", "Data!C3:C6")]


def test_counts_of_other_years_may_be_left(tmp_path: Path) -> None:
    text = changed(YEARS, "skip: [Total]", "other_periods: leave")
    rows = [[None, 2017, 2018], ["Jan", 30, 40], ["Dec", 33, None]]
    read = through(layout_of(tmp_path, text), typed({"Data": {"A1": "Jan 2018", "A2": rows}}))
    assert read_counts(read) == {"Data!C3": ("missing_episodes", "", "2018-01", 40)}
    assert (told(read), read.cells_read) == ([], 1)


def test_a_label_and_a_heading_say_a_category_together(tmp_path: Path) -> None:
    text = """
        title: The panel's grid
        agency: exploitation-panel
        says: {"Data!A1": "{period}"}
        tables:
          - sheet: Data
            range: A2:C4
            across: [category]
            down: [category]
            item: children_open_to_mace
            categories:
              Home / Known: residence/within_area
              Home / Not known: residence/not_recorded
              Away / Known: residence/outside_area
        absent: {exploitation_referrals: not held by us}
        examples:
          - name: where they live
            given:
              Data: {A1: Q4 2017/18, A2: [["", Known, Not known], [Home, 4, 1], [Away, 5]]}
            expect:
              Data!B3:
                {count: 4, item: children_open_to_mace, category: residence/within_area,
                 period: 2017-18-Q4}
              Data!C3:
                {count: 1, item: children_open_to_mace, category: residence/not_recorded,
                 period: 2017-18-Q4}
              Data!B4:
                {count: 5, item: children_open_to_mace, category: residence/outside_area,
                 period: 2017-18-Q4}
    """
    rows = [[None, "Known", "Not known"], ["Away", 5, None], ["Home", 4, 1]]
    read = through(layout_of(tmp_path, text), typed({"Data": {"A1": "Q4 17/18", "A2": rows}}))
    assert {cell: each[1] for cell, each in read_counts(read).items()} == {
        "Data!B3": "outside_area",
        "Data!B4": "within_area",
        "Data!C4": "not_recorded",
    }


def test_where_a_label_and_a_heading_meet_a_cell_may_be_left_in_any_table(tmp_path: Path) -> None:
    text = """
        title: By authority
        agency: lado
        says: {"All!B1": "{period}"}
        tables:
          - sheet: All
            range: A2:C
            across: [item]
            down: [area]
            items: {Referrals: lado_referrals, Meetings: lado_referrals_to_strategy_meeting}
            skip: [Sefton / Meetings]
        examples:
          - name: two authorities
            given:
              All:
                B1: Q4 2017/18
                A2: [["", Referrals, Meetings], [Sefton, 5, see sheet 2], [St Helens, 6, 2]]
            expect:
              All!B3: {area: "343", count: 5, item: lado_referrals, period: 2017-18-Q4}
              All!B4: {area: "342", count: 6, item: lado_referrals, period: 2017-18-Q4}
              All!C4:
                {area: "342", count: 2, item: lado_referrals_to_strategy_meeting,
                 period: 2017-18-Q4}
    """
    assert layout_of(tmp_path, text, ST_HELENS, SEFTON).title == "By authority"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "Episodes / Anywhere: missing",
            "Episodes: missing",
            "line 10: 'item' is under 'across' and under 'down', so a label and a heading say it "
            "together. Name both, as 'Contacts / From police', or keep one of the two.",
        ),
        (
            "skip: [Repeats",
            "item: missing_episodes\n        skip: [Repeats",
            "line 14: the item of its counts is said in more than one place. Keep one of them.",
        ),
        (
            "Repeats / From care: repeat",
            "Repeats / At home: repeat",
            "by the layout 'ours' a label and a heading say 'Repeats / At home' together, and none",
        ),
    ],
)
def test_what_does_not_fit_is_named(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert said in refusal(tmp_path, changed(GRID, old, new))


@pytest.mark.parametrize("level", ["area", "nothing, area"])
def test_an_area_is_said_by_one_of_the_two(tmp_path: Path, level: str) -> None:
    text = changed(YEARS, "across: [period]", "across: [area]")
    text = changed(text, "down: [period]", f"down: [{level}]")
    said = "the area of its counts is said in more than one place. Keep one of them."
    assert said in refusal(tmp_path, text, ST_HELENS, SEFTON)
