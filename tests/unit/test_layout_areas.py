"""What is wrong in a workbook about several authorities stops those that it can touch, alone."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from safeboard.intake.known import Known
from safeboard.intake.layouts.layout import Layout
from safeboard.intake.returns import CheckedReturn, read_return
from tests.unit.layouts import LADO, SEFTON, Sheets, changed, layout_of, typed, with_typed
from tests.unit.returns import ST_HELENS, built_in

BOTH = (ST_HELENS, SEFTON)

SIDE_BY_SIDE = """
    title: Both authorities side by side
    agency: lado
    says: {"All!A1": "{period}"}
    tables:
      - sheet: All
        range: A3:C5
        across: [area]
        down: [item]
        items: {Referrals: lado_referrals, Meetings: lado_referrals_to_strategy_meeting}
    examples:
      - name: one of them
        given: {All: {A1: Q4 2017/18, A3: [["", Sefton], [Referrals, 5], [Meetings, 1]]}}
        expect:
          All!B4: {area: "343", count: 5, item: lado_referrals, period: 2017-18-Q4}
          All!B5:
            {area: "343", count: 1, item: lado_referrals_to_strategy_meeting, period: 2017-18-Q4}
"""
"""A column for each authority."""

OF_EACH = """
    title: A sheet for each authority
    agency: lado
    says: {"Cover!A1": "{period}"}
    tables:
      - sheet: "{area}"
        range: A3:B5
        says: {A1: LADO}
        across: [nothing]
        down: [item]
        items: {Referrals: lado_referrals, Meetings: lado_referrals_to_strategy_meeting}
    examples:
      - name: one of them
        given:
          Cover: {A1: Q4 2017/18}
          Sefton: {A1: LADO, A3: [["", Number], [Referrals, 5], [Meetings, 1]]}
        expect:
          Sefton!B4: {area: "343", count: 5, item: lado_referrals, period: 2017-18-Q4}
          Sefton!B5:
            {area: "343", count: 1, item: lado_referrals_to_strategy_meeting, period: 2017-18-Q4}
"""
"""A sheet for each authority."""

BY_CELLS = """
    title: Two boxes
    agency: lado
    says: {"All!A1": "{period}"}
    cells:
      All!B4: {item: lado_referrals, says: {A4: Referrals, B3: "{area}"}}
      All!E4: {item: lado_referrals, says: {A4: Referrals, E3: "{area}"}}
    absent: {lado_referrals_to_strategy_meeting: not held by us}
    examples:
      - name: both
        given:
          All:
            A1: Q4 2017/18
            A3: [["", St Helens, "", "", Sefton], [Referrals, 6, "", "", 5]]
        expect:
          All!B4: {area: "342", count: 6, item: lado_referrals, period: 2017-18-Q4}
          All!E4: {area: "343", count: 5, item: lado_referrals, period: 2017-18-Q4}
"""
"""A single cell for each authority."""

ROWS: Sheets = {
    "All": {
        "B1": "Q4 17/18",
        "A2": [[None, "Referrals", "Meetings"], ["St Helens", 6, 2], ["Sefton", 5, 1]],
    }
}
COLUMNS: Sheets = {
    "All": {
        "A1": "Q4 17/18",
        "A3": [[None, "St Helens", "Sefton"], ["Referrals", 6, 5], ["Meetings", 2, 1]],
    }
}
SHEET = {"A1": "LADO", "A3": [[None, "Number"], ["Referrals", 5], ["Meetings", 1]]}
EACH: Sheets = {"Cover": {"A1": "Q4 17/18"}, "St Helens": SHEET, "Sefton": SHEET}
BOXES: Sheets = {
    "All": {
        "A1": "Q4 17/18",
        "A3": [[None, "St Helens", None, None, "Sefton"], ["Referrals", 6, None, None, 5]],
    }
}


def checked(layout: Layout, content: bytes, name: str = "theirs.xlsx") -> CheckedReturn:
    """Return what intake makes of a workbook about both authorities."""
    return read_return(content, name, Known(built_in(), BOTH, layouts=(layout,)))


def stored(result: CheckedReturn) -> Mapping[str, list[int]]:
    """Return the counts that are stored of each authority."""
    if result.submission is None:
        return {}
    counts = result.submission.counts
    return {area: counts.filter(area=area)["value"].to_list() for area in result.submission.areas}


def told(result: CheckedReturn) -> list[tuple[str, str]]:
    """Return the check and place of each error."""
    return [(each.check, f"{each.sheet}!{each.cell}") for each in result.findings]


@pytest.mark.parametrize(
    ("text", "sent", "first", "second"),
    [
        (LADO, ROWS, [6, 2], [5, 1]),
        (SIDE_BY_SIDE, COLUMNS, [6, 2], [5, 1]),
        (OF_EACH, EACH, [5, 1], [5, 1]),
        (BY_CELLS, BOXES, [6, None], [5, None]),
    ],
    ids=["rows", "columns", "sheets", "cells"],
)
def test_both_are_stored_where_nothing_is_wrong(
    tmp_path: Path, text: str, sent: Sheets, first: list[int], second: list[int]
) -> None:
    result = checked(layout_of(tmp_path, text, *BOTH), typed(sent))
    assert stored(result) == {"342": first, "343": second}
    assert told(result) == []


def test_a_second_row_of_an_authority_below_the_table_puts_only_its_counts_in_doubt(
    tmp_path: Path,
) -> None:
    layout = layout_of(tmp_path, changed(LADO, "range: A2:C\n", "range: A2:C4\n"), *BOTH)
    result = checked(layout, typed(with_typed(ROWS, "All!A5", [["Sefton", 7, 3]])))
    assert stored(result) == {"342": [6, 2]}
    assert ("count-in-doubt", "All!B4:C5") in told(result)


def test_a_second_column_of_an_authority_puts_only_its_counts_in_doubt(tmp_path: Path) -> None:
    layout = layout_of(tmp_path, SIDE_BY_SIDE, *BOTH)
    result = checked(layout, typed(with_typed(COLUMNS, "All!D3", [["Sefton"], [7]])))
    assert stored(result) == {"342": [6, 2]}
    assert ("count-in-doubt", "All!C4:D5") in told(result)


def test_a_second_column_of_a_measure_puts_every_authority_in_doubt_though_it_is_blank_for_one(
    tmp_path: Path,
) -> None:
    sent = with_typed(ROWS, "All!D2", [["Meetings"], [None], [3]])
    result = checked(layout_of(tmp_path, LADO, *BOTH), typed(sent))
    assert stored(result) == {}
    assert ("count-in-doubt", "All!C3:D4") in told(result)


def test_a_column_that_the_layout_does_not_know_stops_the_authorities_with_a_count_in_it(
    tmp_path: Path,
) -> None:
    layout = layout_of(tmp_path, changed(LADO, "range: A2:C\n", "range: A2:D\n"), *BOTH)
    result = checked(layout, typed(with_typed(ROWS, "All!D2", [["Closed"], [None], [3]])))
    assert stored(result) == {"342": [6, 2]}
    assert told(result) == [("unknown-heading", "All!D2:D4")]


def test_of_two_headings_only_the_one_that_is_not_known_is_named_and_stops_its_authority(
    tmp_path: Path,
) -> None:
    text = """
        title: Two rows of headings
        agency: lado
        says: {"All!A1": "{period}"}
        tables:
          - {sheet: All, range: "A2:D4", across: [area, item], items: {Referrals: lado_referrals}}
        absent: {lado_referrals_to_strategy_meeting: not held by us}
        examples:
          - name: one of them
            given: {All: {A1: Q4 2017/18, A2: [[Sefton], [Referrals], [5]]}}
            expect:
              All!A4: {area: 343, count: 5, item: lado_referrals, period: 2017-18-Q4}
    """
    rows = [["St Helens", None, "Sefton"], ["Referrals", "Contacts", "Referrals"], [6, 7, 5]]
    result = checked(
        layout_of(tmp_path, text, *BOTH), typed({"All": {"A1": "Q4 17/18", "A2": rows}})
    )
    (error,) = (each for each in result.findings if each.check == "unknown-heading")
    assert error.message.startswith("'Contacts' is not known to the layout 'ours'. Write it as it")
    assert stored(result) == {"343": [5, None]}


def test_a_row_of_an_authority_that_nobody_knows_may_be_about_any(tmp_path: Path) -> None:
    sent = with_typed(ROWS, "All!A5", [["Sefton (new)", 7, 3]])
    result = checked(layout_of(tmp_path, LADO, *BOTH), typed(sent))
    assert stored(result) == {}
    assert told(result) == [("unknown-heading", "All!A5:C5")]


@pytest.mark.parametrize(
    ("cell", "value", "check"),
    [
        ("Sefton!A1", "Designated officer", "layout-differs"),
        ("Sefton!A5", "Strategy meetings", "heading-gone"),
        ("Sefton!A5", "Strategy meetings", "unknown-heading"),
        ("Sefton!C4", 7, "count-in-doubt"),
        ("Sefton!A6", [["Referrals", 7]], "count-in-doubt"),
    ],
)
def test_what_is_wrong_on_one_authoritys_sheet_stops_that_authority(
    tmp_path: Path, cell: str, value: object, check: str
) -> None:
    result = checked(layout_of(tmp_path, OF_EACH, *BOTH), typed(with_typed(EACH, cell, value)))
    assert stored(result) == {"342": [5, 1]}
    assert check in [each.check for each in result.findings]


def test_what_is_wrong_beside_one_authoritys_cell_stops_that_authority(tmp_path: Path) -> None:
    layout = layout_of(tmp_path, BY_CELLS, *BOTH)
    result = checked(layout, typed(with_typed(BOXES, "All!F3", [["Sefton"], [7]])))
    assert stored(result) == {"342": [6, None]}
    assert ("count-in-doubt", "All!E4:F4") in told(result)


def test_words_that_both_cells_are_known_by_stop_both(tmp_path: Path) -> None:
    layout = layout_of(tmp_path, BY_CELLS, *BOTH)
    result = checked(layout, typed(with_typed(BOXES, "All!A4", "Contacts")))
    assert stored(result) == {}


def test_what_is_missing_of_one_authority_is_said_though_another_is_in_doubt(
    tmp_path: Path,
) -> None:
    sent: Sheets = {**EACH, "Sefton": {**SHEET, "C4": 7}}
    without = {name: cells for name, cells in sent.items() if name != "St Helens"}
    result = checked(layout_of(tmp_path, OF_EACH, *BOTH), typed(without))
    assert stored(result) == {}
    missing = [each.message for each in result.findings if each.check == "missing-place"]
    assert [" in St Helens (342) for " in each for each in missing] == [True, True]


def test_a_row_of_a_text_file_that_a_comma_has_parted_stops_its_authority(tmp_path: Path) -> None:
    text = LADO.replace("All!", "All*!", 1).replace("sheet: All", "sheet: All*")
    lines = [",Q4 17/18,", ",Referrals,Meetings", "St Helens,6,2", "Sefton,1,005,1"]
    layout = layout_of(tmp_path, text, *BOTH)
    result = checked(layout, "\n".join(lines).encode(), "All.csv")
    assert stored(result) == {"342": [6, 2]}
    assert "row-too-long" in [each.check for each in result.findings]
