"""From returns about areas that merged to a release about the area that they became."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from safeboard.intake.template.order import ReturnOrder
from safeboard.intake.template.writer import write_template
from safeboard.pipeline import releasing, returns
from safeboard.pipeline.partnership import Partnership, open_partnership
from safeboard.pipeline.releasing import Released
from safeboard.pipeline.request import Request
from safeboard.pipeline.starting import start
from safeboard.store import database
from safeboard.vocabulary.area import Area
from safeboard.vocabulary.period import Period
from safeboard.vocabulary.profile import Profile
from tests.databases import drop_database, settle

NOW = datetime(2026, 7, 1, 9, 0, tzinfo=UTC)
SETTINGS = """
[partnership]
name = "Bournemouth and Poole Safeguarding Children Partnership"

[[areas]]
number = "839"
name = "Bournemouth and Poole"
ons_code = "E06000058"
from = 2019-04-01
predecessors = [
    {number = "837", name = "Bournemouth", ons_code = "E06000028"},
    {number = "836", name = "Poole", ons_code = "E06000029"},
]

[indicators]
codes = ["contacts"]

[returns]
agencies = ["youth-justice"]
"""
VISITS = """
title: Visits
question: Are children seen?
agency: youth-justice
polarity: high
form: count
decimals: 0
definitions:
  - {from: 2016-04-01, text: Visits made., source: The partnership's own}
items:
  visits: {label: Visits, kind: flow, every: quarter}
  children_seen:
    label: Children seen
    kind: distinct
    every: quarter
    windows: [quarter, rolling 12 months]
numerator: visits
window: rolling 12 months
compare_with: same period last year
change: number
benchmark: none
rating: significant-change
examples:
  - {name: some, given: {visits: 2}, expect: 2}
"""
CHILDREN = """
title: Children seen
question: How many children are seen?
agency: youth-justice
polarity: neutral
form: count
decimals: 0
definitions:
  - {from: 2016-04-01, text: Children seen at least once., source: The partnership's own}
uses: [children_seen]
numerator: children_seen
window: rolling 12 months
compare_with: same period last year
change: number
benchmark: none
rating: none
examples:
  - {name: some, given: {children_seen: 2}, expect: 2}
"""


@pytest.fixture
def partnership(engine: str, tmp_path: Path) -> Iterator[Partnership]:
    """Return a partnership whose area was made of two, with its store open."""
    folder = tmp_path / "ours"
    start(folder)
    (folder / "safeboard.toml").write_text(SETTINGS, "utf-8")
    (folder / "catalogue" / "visits").mkdir(parents=True)
    (folder / "catalogue" / "visits" / "visits.yaml").write_text(VISITS, "utf-8")
    (folder / "catalogue" / "visits" / "children-seen.yaml").write_text(CHILDREN, "utf-8")
    settle(folder)
    opened = open_partnership(folder)
    opened.open_store(NOW)
    yield opened
    database.close_store()
    drop_database(folder / "store")


def test_a_return_for_a_period_before_the_merger_is_about_the_areas_that_there_were(
    partnership: Partnership,
) -> None:
    def asked(period: str) -> list[str]:
        made = returns.templates(partnership, ["youth-justice"], Period.parse(period))
        return [name for name, _ in made]

    assert asked("2018-19-Q4") == [
        "youth-justice-2018-19-Q4-837.xlsx", "youth-justice-2018-19-Q4-836.xlsx",
    ]  # fmt: skip
    assert asked("2019-20-Q1") == ["youth-justice-2019-20-Q1.xlsx"]
    arrived = returns.arrivals(partnership, Period.parse("2018-19-Q4"))
    assert [agency.name for agency in arrived] == [
        "Youth justice service, Bournemouth", "Youth justice service, Poole",
    ]  # fmt: skip


def send(partnership: Partnership, number: str, period: str, visits: int, children: int) -> None:
    """Send a return about an area for a period, with the same count in each cell of a row."""
    (area,) = [each for each in partnership.settings.known_places if each.number == number]
    path = partnership.settings.folder / f"{number}-{period}.xlsx"
    path.write_bytes(filled_in(partnership, area, Period.parse(period), (children, visits)))
    outcome = returns.check_and_store(partnership, path, by="an analyst", now=NOW)
    assert [each.message for each in outcome.checked.findings] == []


def filled_in(
    partnership: Partnership, area: Area, period: Period, numbers: tuple[int, int]
) -> bytes:
    """Return the template about an area, filled in row by row."""
    order = ReturnOrder(partnership.catalogue, "youth-justice", period, (area,), "Ours")
    book = openpyxl.load_workbook(BytesIO(write_template(order)))
    rows = {row[0].value: row for row in book["Counts"].iter_rows(min_row=11, max_row=12)}
    for code, number in zip(("children_seen", "visits"), numbers, strict=True):
        for cell in rows[code][4:]:
            if not cell.protection.locked:
                cell.value = number
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def test_a_return_about_an_area_that_had_ended_is_refused_with_what_took_its_place(
    partnership: Partnership,
) -> None:
    (poole,) = [each for each in partnership.settings.known_places if each.number == "836"]
    path = partnership.settings.folder / "late.xlsx"
    path.write_bytes(filled_in(partnership, poole, Period.parse("2019-20-Q1"), (1, 2)))
    outcome = returns.check_and_store(partnership, path, by="an analyst", now=NOW)
    assert outcome.receipt is None
    assert [each.message for each in outcome.checked.findings] == [
        "Bournemouth and Poole (839) took the place of Poole (836) on 1 April 2019, so no figure "
        "would use these counts. Send a return about Bournemouth and Poole."
    ]


def released(partnership: Partnership) -> Released:
    request = Request(Period.parse("2019-20-Q1"), Profile.RESTRICTED, date(2026, 7, 1))
    return releasing.release(partnership, request, now=NOW)


def test_twelve_months_across_a_merger_are_published_with_whose_counts_they_are(
    partnership: Partnership,
) -> None:
    for period in ("2018-19-Q2", "2018-19-Q3", "2018-19-Q4"):
        send(partnership, "837", period, 100, 10)
        send(partnership, "836", period, 20, 5)
    send(partnership, "839", "2019-20-Q1", 150, 30)
    made = released(partnership)
    figures = made.release.figures.filter(
        pl.col("window") == "rolling 12 months", pl.col("period") == "2019-20-Q1",
        pl.col("indicator").is_in(["visits", "children-seen"]),
    )  # fmt: skip
    assert figures.select("indicator", "value").rows() == [("children-seen", 30), ("visits", 510)]
    page = (made.folder / "index.html").read_text("utf-8")
    assert "12 months to the end of Q1 2019/20" in page
    assert "Before 1 April 2019 these are the counts of Bournemouth and Poole together." in page


def test_twelve_months_of_children_before_a_merger_are_said_not_to_add_up(
    partnership: Partnership,
) -> None:
    for number in ("836", "837"):
        send(partnership, number, "2018-19-Q4", 50, 10)
    figures = released(partnership).release.figures.filter(
        pl.col("window") == "quarter", pl.col("period") == "2018-19-Q4",
        pl.col("indicator").is_in(["visits", "children-seen"]),
    )  # fmt: skip
    assert figures.select("indicator", "value", "symbol").rows() == [
        ("children-seen", None, "z"),
        ("visits", 100, None),
    ]
