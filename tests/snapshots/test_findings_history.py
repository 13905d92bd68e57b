"""Every query about what was sent before, word for word, as `findings.txt` holds it."""

from collections.abc import Sequence

import pytest

from safeboard.intake.known import Known
from safeboard.intake.returns import read_return
from tests.builders import Count, held, monthly
from tests.snapshots.test_findings import complete, words_of
from tests.unit.returns import ST_HELENS, Entry, TypedNote
from tests.unit.small_catalogue import small_catalogue

# 300 referrals in each month, their kind not recorded, so that any number of them may progress.
REFERRALS: dict[str, Entry] = {
    **{f"Counts!{column}16": 300 for column in "EFG"},
    **{f"Counts!{column}{row}": None for column in "EFG" for row in (17, 18)},
}
YEAR = [23, 25, 21, 24, 26, 22, 20, 23, 25, 24, 22, 23]
KINDS = [
    Count("referrals", "2018-01", value, category, dimension="kind")
    for category, value in (("online", 100), ("other", 200))
]

CASES: dict[str, tuple[dict[str, Entry], Sequence[Count]]] = {
    "a count far from those before it": (
        {"Counts!E15": 230, "Counts!F15": 24, "Counts!G15": 22},
        monthly("progressed", "2017-01", YEAR),
    ),
    "a count that was sent with another value": (
        {"Counts!E15": 23},
        [Count("progressed", "2018-01", 32)],
    ),
    "a count that was a number": (
        {"Counts!E15": "not yet available"},
        [Count("progressed", "2018-01", 32)],
    ),
    "a breakdown that was filled in": ({}, [Count("referrals", "2018-01", 300), *KINDS]),
    "a return like the one before": (
        {"Counts!E15": 23, "Counts!F15": 25, "Counts!G15": 21},
        [
            *monthly("progressed", "2017-10", [23, 25, 21]),
            *monthly("referrals", "2017-10", [300, 300, 290]),
        ],
    ),
    "a very large count like the last": (
        {"Counts!E16": 2500},
        [Count("referrals", "2017-10", 2500)],
    ),
    "a month that does not fit its year": (
        {"Counts!E15": 30},
        [Count("progressed", "2017-18", 20)],
    ),
}


def told(cells: dict[str, Entry], before: Sequence[Count], *notes: TypedNote) -> list[str]:
    """Return what the panel is told of its return, where some counts were sent before it."""
    known = Known(small_catalogue(), (ST_HELENS,), held(before))
    content = complete({**REFERRALS, **cells}, list(notes))
    return [str(finding) for finding in read_return(content, "return.xlsx", known).findings]


@pytest.mark.parametrize("case", CASES)
def test_what_an_agency_is_asked_about_what_it_sent_before(case: str) -> None:
    assert told(*CASES[case]) == words_of(case)


def test_what_an_agency_is_told_of_a_restated_item_that_it_explained() -> None:
    note = TypedNote("progressed", note="Two were counted twice.")
    before = [Count("progressed", "2018-01", 32)]
    told_then = told({"Counts!E15": 30}, before, note)
    assert told_then == words_of("a restated count that a note on its item explains")
