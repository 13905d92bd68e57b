"""An agency is sent a template, fills it in and sends it back: every count arrives."""

from io import BytesIO
from itertools import count

import pytest
from openpyxl import load_workbook

from safeboard.intake.template.writer import ReturnOrder
from safeboard.vocabulary.period import Period
from tests.unit.returns import (
    PARTNERSHIP,
    ST_HELENS,
    Place,
    TypedNote,
    built_in,
    cells_of,
    check,
    fill,
    template,
    white_cells,
)

AGENCIES = ["early-help", "exploitation-panel", "lado", "police", "social-care"]


def counts_that_fit_together(content: bytes) -> dict[Place, int]:
    """Return a different count for each white cell; a total is the sum of its one breakdown."""
    sheet = load_workbook(BytesIO(content))["Counts"]
    white, number = set(white_cells(sheet)), count(1)
    codes = {code for each in built_in().breakdowns.values() for code in each.categories}
    places = [place for place, cell in cells_of(sheet, built_in()).items() if cell in white]
    totals = [place for place in places if not place[1]]
    counts: dict[Place, int] = {place: next(number) for place in places if place[1] in codes}
    for item, _, period in totals:
        parts = [n for (of, _, at), n in counts.items() if (of, at) == (item, period)]
        counts[item, "", period] = sum(parts) or next(number)
    return counts


@pytest.mark.parametrize("period", ["2017-18-Q4", "2017-18"])
@pytest.mark.parametrize("agency", AGENCIES)
def test_every_count_that_was_filled_in_arrives(agency: str, period: str) -> None:
    sent = template(agency, period)
    filled_in = counts_that_fit_together(sent)
    received = check(fill(sent, filled_in))
    assert received.submission is not None
    arrived = received.submission.counts.select("item", "category", "period", "value").rows()
    assert {row[:3]: row[3] for row in arrived} == filled_in
    assert received.cells_read == received.cells_stored == len(arrived) == len(filled_in)


def test_every_item_of_the_catalogue_is_asked_of_somebody_in_a_years_return() -> None:
    asked = [
        item.code
        for agency in AGENCIES
        for item in ReturnOrder(
            built_in(), agency, Period.parse("2017-18"), (ST_HELENS,), PARTNERSHIP
        ).items
    ]
    assert sorted(asked) == sorted(built_in().items)


def test_assessments_over_their_referrals_are_queried_and_explained_by_a_note() -> None:
    footnote = (
        "this figure includes meetings relating to referrals received over the holiday period"
    )
    received = check(
        fill(
            template("exploitation-panel", "2017-18-Q4"),
            {
                ("exploitation_referrals", "", "2018-01"): 20,
                ("exploitation_referrals", "not_recorded", "2018-01"): 20,
                ("exploitation_referrals_progressed_to_ce2", "", "2018-01"): 24,
            },
            others=0,
            notes=[
                TypedNote(
                    item="exploitation_referrals_progressed_to_ce2",
                    period="January 2018",
                    note=footnote,
                )
            ],
        )
    )
    (query,) = received.findings
    assert query.check == "part-over-whole"
    assert (query.answer, query.is_open) == (footnote, False)
    assert received.submission is not None
