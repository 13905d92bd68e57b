"""A workbook with a column for each window gives every count that the template asks for, once."""

from functools import cache
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from safeboard.intake.expected import expected
from safeboard.intake.known import Known
from safeboard.intake.layouts.layout import Layout
from safeboard.intake.returns import read_return
from safeboard.vocabulary.period import Period
from tests.unit.layouts import layout_of, typed
from tests.unit.returns import ST_HELENS
from tests.unit.test_layout_windows import ALL, asking

HEADINGS = dict(zip(ALL, ["This quarter", "Since April", "Last 12 months"], strict=True))
CHOICES = [chosen for number in (1, 2, 3) for chosen in combinations(ALL, number)]

# The months of each window, counted back from the quarter's last: written out, not worked out.
MONTHS = {
    "2017-18-Q1": {"quarter": 3, "year to date": 3, "rolling 12 months": 12},
    "2017-18-Q2": {"quarter": 3, "year to date": 6, "rolling 12 months": 12},
    "2017-18-Q3": {"quarter": 3, "year to date": 9, "rolling 12 months": 12},
    "2017-18-Q4": {"quarter": 3, "year to date": 12, "rolling 12 months": 12},
}


@cache
def layout(*windows: str) -> Layout:
    """Return a layout with a column for each window."""
    columns = "\n".join(f"          {HEADINGS[window]}: {window}" for window in windows)
    text = f"""
    title: A column for each window
    agency: police
    says: {{"Data!A1": "{{period}}"}}
    tables:
      - sheet: Data
        range: A2:D3
        across: [window]
        down: [item]
        items: {{Children: seen}}
        windows:
{columns}
    absent: {{visits: not held by us}}
    examples:
      - name: nothing was counted yet
        given:
          Data:
            A1: Q3 2017/18
            A2: [["", {", ".join(HEADINGS[window] for window in windows)}], [Children]]
        expect: {{}}
"""
    with TemporaryDirectory() as folder:
        return layout_of(Path(folder), text, given=asking(*windows))


@pytest.mark.parametrize("period", MONTHS)
@pytest.mark.parametrize("windows", CHOICES, ids=", ".join)
def test_a_column_for_each_window_answers_all_that_is_asked_for(
    windows: tuple[str, ...], period: str
) -> None:
    months = MONTHS[period]
    rows = [
        [None, *(HEADINGS[window] for window in windows)],
        ["Children", *(100 + months[window] for window in windows)],
    ]
    known = Known(asking(*windows), (ST_HELENS,), layouts=(layout(*windows),))
    result = read_return(typed({"Data": {"A1": period, "A2": rows}}), "theirs.xlsx", known)
    assert result.submission, result.findings
    seen = result.submission.counts.filter(item="seen")
    asked = expected(asking(*windows), "police", Period.parse(period)).counts()
    assert seen["period"].to_list() == asked.filter(item="seen")["period"].to_list()
    assert seen["value"].to_list() == sorted({100 + months[window] for window in windows})
