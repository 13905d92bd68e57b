"""Whatever row or column an agency puts into its workbook, no other number becomes a count."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from safeboard.intake.known import Known
from safeboard.intake.layouts.layout import Layout
from safeboard.intake.returns import read_return
from tests.unit.layouts import Sheets, layout_of, typed
from tests.unit.returns import ST_HELENS, built_in

Grid = dict[tuple[int, int], str | int]

LADO = """
    title: Referrals to the designated officer
    agency: lado
    says: {"Cover!A1": "{period}"}
"""
EXAMPLE = """
    ignore: ["Data!C1:Z50", "Data!A4:Z50"]
    examples:
      - name: a quarter
        given: {Cover: {A1: Q1 2017/18}, Data: {A1: [[LADO, No], [Referrals, 8], [Meetings, 3]]}}
        expect:
          Data!B2: {count: 8, item: lado_referrals, period: 2017-18-Q1}
          Data!B3: {count: 3, item: lado_referrals_to_strategy_meeting, period: 2017-18-Q1}
"""
TURNED = """
    ignore: ["Data!D1:Z50", "Data!A3:Z50"]
    examples:
      - name: a quarter
        given: {Cover: {A1: Q1 2017/18}, Data: {A1: [[LADO, Referrals, Meetings], [No, 8, 3]]}}
        expect:
          Data!B2: {count: 8, item: lado_referrals, period: 2017-18-Q1}
          Data!C2: {count: 3, item: lado_referrals_to_strategy_meeting, period: 2017-18-Q1}
"""
ITEMS = "items: {Referrals: lado_referrals, Meetings: lado_referrals_to_strategy_meeting}"

FORMS = {
    "labels alone": f"""
    tables: [{{sheet: Data, range: "A2:B3", down: [item], {ITEMS}}}]{EXAMPLE}""",
    "labels, and a heading that is named": f"""
    tables:
      - {{sheet: Data, range: "A2:B3", says: {{B1: "No*"}}, down: [item], {ITEMS}}}{EXAMPLE}""",
    "labels and headings that say it together": f"""
    tables:
      - sheet: Data
        range: A1:B3
        across: [item]
        down: [item]
        items:
          Referrals / No: lado_referrals
          Meetings / No: lado_referrals_to_strategy_meeting{EXAMPLE}""",
    "cells beside their words": f"""
    cells:
      Data!B2: {{item: lado_referrals, says: {{A2: Referrals}}}}
      Data!B3: {{item: lado_referrals_to_strategy_meeting, says: {{A3: Meetings}}}}{EXAMPLE}""",
    "cells below and beside their words": f"""
    cells:
      Data!B2: {{item: lado_referrals, says: {{A2: Referrals, B1: "No"}}}}
      Data!B3:
        item: lado_referrals_to_strategy_meeting
        says: {{A3: Meetings, B1: "No"}}{EXAMPLE}""",
    "headings alone": f"""
    tables: [{{sheet: Data, range: "B1:C2", across: [item], {ITEMS}}}]{TURNED}""",
    "headings and labels": f"""
    tables: [{{sheet: Data, range: "A1:C2", across: [item], down: [nothing], {ITEMS}}}]{TURNED}""",
}
SAID: Grid = {(1, 1): "LADO", (1, 2): "No", (2, 1): "Referrals", (3, 1): "Meetings"}
COUNTS: Grid = {(2, 2): 40, (3, 2): 12}
WANTED = {"lado_referrals": 40, "lado_referrals_to_strategy_meeting": 12}


@cache
def layout(form: str) -> Layout:
    """Return the layout of a form."""
    with TemporaryDirectory() as folder:
        return layout_of(Path(folder), LADO.rstrip() + FORMS[form])


def sent(form: str) -> Grid:
    """Return what is typed on the sheet of counts."""
    grid = {**SAID, **COUNTS}
    return (
        {(column, row): said for (row, column), said in grid.items()} if is_turned(form) else grid
    )


def is_turned(form: str) -> bool:
    """Tell whether the measures stand across."""
    return form.startswith("headings")


def stored(form: str, grid: Grid) -> dict[str, int] | None:
    """Return the counts that are stored of a sheet, by item; None if nothing is."""
    cells = {f"{' ABCDEF'[column]}{row}": said for (row, column), said in grid.items()}
    sheets: Sheets = {"Cover": {"A1": "Q4 2017/18"}, "Data": cells}
    known = Known(built_in(), (ST_HELENS,), layouts=(layout(form),))
    submission = read_return(typed(sheets), "theirs.xlsx", known).submission
    return dict(submission.counts.select("item", "value").iter_rows()) if submission else None


def put_in(grid: Grid, at: int, kind: str, *, across: bool) -> Grid:
    """Return a sheet with a filled row or column put in; a copy has the words of the one behind."""
    number = 1 if across else 0
    moved = {
        (row + (not across and row >= at), column + (across and column >= at)): said
        for (row, column), said in grid.items()
    }
    for line in range(1, 1 + max(place[1 - number] for place in grid)):
        there = grid.get((line, at) if across else (at, line), "")
        copied = there + 1 if isinstance(there, int) else there
        moved[(line, at) if across else (at, line)] = copied if kind == "copy" and copied else 7
    return moved


@pytest.mark.parametrize("form", FORMS)
def test_a_workbook_as_it_was_is_stored(form: str) -> None:
    assert stored(form, sent(form)) == WANTED


@pytest.mark.parametrize("across", [True, False], ids=["column", "row"])
@pytest.mark.parametrize("kind", ["copy", "count"])
@pytest.mark.parametrize("at", [1, 2, 3, 4])
@pytest.mark.parametrize("form", FORMS)
def test_a_row_or_column_that_is_put_in_stores_no_other_count(
    form: str, at: int, kind: str, across: bool
) -> None:
    assert stored(form, put_in(sent(form), at, kind, across=across)) in (None, WANTED)
