"""Children counted once: each window is asked for, and kept, by the months that it covers."""

from io import BytesIO
from itertools import combinations

import openpyxl
import pytest

from safeboard.catalogue.declared_item import WINDOWS_OF
from safeboard.catalogue.item import Schedule
from safeboard.catalogue.library import Catalogue
from safeboard.intake.expected import expected
from safeboard.intake.known import Known
from safeboard.intake.returns import read_return
from safeboard.intake.template.order import ReturnOrder
from safeboard.intake.template.writer import write_template
from safeboard.vocabulary.area import Area
from safeboard.vocabulary.item import ItemKind
from safeboard.vocabulary.period import Period, PeriodKind
from safeboard.vocabulary.window import Window, WindowKind
from tests.builders import Count, catalogue, figures_of, indicator, item, percentage, window

ALL = ["quarter", "year to date", "rolling 12 months"]


def children(*windows: str, every: str = "quarter") -> dict[str, object]:
    """Return an item of children counted once, as a file declares it."""
    return item("Children", kind="distinct") | {"every": every, "windows": list(windows)}


def asked_of(*windows: str) -> Catalogue:
    """Return a catalogue that asks for children by these windows, and for visits by month."""
    return catalogue(
        indicator("seen", items={"seen": children(*windows)}, numerator="seen", window=windows[0]),
        indicator(),
    )


def labels(given: Catalogue, period: str) -> list[str]:
    """Return what a return asks of children, in words."""
    rows = expected(given, "police", Period.parse(period))
    return rows.counts().filter(item="seen")["period_label"].to_list()


@pytest.mark.parametrize(
    ("period", "asked"),
    [
        ("2017-18-Q1", ["Q1 2017/18", "July 2016 to June 2017"]),
        ("2017-18-Q3", ["Q3 2017/18", "April to December 2017", "January to December 2017"]),
        ("2017-18-Q4", ["Q4 2017/18", "2017/18"]),
    ],
)
def test_a_return_asks_for_each_window_that_ends_in_it_and_once_for_the_same_months(
    period: str, asked: list[str]
) -> None:
    assert labels(asked_of(*ALL), period) == asked


def test_a_return_for_a_year_asks_for_the_windows_of_each_of_its_quarters() -> None:
    assert labels(asked_of("year to date"), "2017-18") == [
        "Q1 2017/18", "April to September 2017", "April to December 2017", "2017/18",
    ]  # fmt: skip


def test_the_template_has_a_column_for_each_and_opens_only_what_is_asked() -> None:
    area = Area("342", "St. Helens", "E08000013")
    order = ReturnOrder(asked_of(*ALL), "police", Period.parse("2017-18-Q3"), (area,), "Ours")
    sheet = openpyxl.load_workbook(BytesIO(write_template(order)))["Counts"]
    codes = [cell.value for cell in sheet[9]][4:]
    assert codes == [
        "2017-10", "2017-11", "2017-12",
        "2017-18-Q3", "2017-04-to-2017-12", "2017-01-to-2017-12",
    ]  # fmt: skip
    unlocked = {
        row[0].value: [not cell.protection.locked for cell in row[4:10]]
        for row in sheet.iter_rows(min_row=11, max_row=12)
    }
    assert unlocked == {
        "seen": [False, False, False, True, True, True],
        "visits": [True, True, True, False, False, False],
    }


def test_a_quarter_and_a_year_to_date_that_end_the_same_day_are_two_counts() -> None:
    counts = [
        Count("seen", "2017-18-Q2", 40),
        Count("seen", "2017-04-to-2017-09", 70),
        Count("seen", "2016-10-to-2017-09", 110),
    ]
    windows = [window(kind, "2017-18-Q2") for kind in ALL]
    made = figures_of(asked_of(*ALL), counts, *windows).filter(indicator="seen")
    assert made.select("window", "value").rows() == [
        ("quarter", 40), ("year to date", 70), ("rolling 12 months", 110),
    ]  # fmt: skip


def test_a_year_to_date_that_was_not_sent_is_not_made_of_its_quarters() -> None:
    counts = [Count("seen", "2017-18-Q1", 40), Count("seen", "2017-18-Q2", 40)]
    made = figures_of(asked_of(*ALL), counts, window("year to date", "2017-18-Q2"))
    assert made.filter(indicator="seen").select("value", "symbol", "reason").rows() == [
        (None, "x", "not submitted")
    ]


def test_a_percentage_of_children_counted_once_is_of_the_same_months() -> None:
    measured = percentage(
        items={"in_time": children(*ALL), "visits": children(*ALL)}, window="year to date"
    )
    counts = [
        Count("in_time", "2017-04-to-2017-09", 30),
        Count("visits", "2017-04-to-2017-09", 40),
        Count("visits", "2017-18-Q2", 25),
    ]
    made = figures_of(catalogue(measured), counts, window("year to date", "2017-18-Q2"))
    assert made.select("numerator", "denominator", "value").rows() == [(30, 40, 75)]


def test_a_filled_in_template_is_read_back_by_the_months_it_asked_for() -> None:
    area = Area("342", "St. Helens", "E08000013")
    given = asked_of(*ALL)
    order = ReturnOrder(given, "police", Period.parse("2017-18-Q3"), (area,), "Ours")
    book = openpyxl.load_workbook(BytesIO(write_template(order)))
    for cell, number in {"H11": 4, "I11": 6, "J11": 9, "E12": 1, "F12": 2, "G12": 3}.items():
        book["Counts"][cell] = number
    content = BytesIO()
    book.save(content)
    read = read_return(content.getvalue(), "police.xlsx", Known(given, (area,)))
    assert read.findings == ()
    assert read.submission
    assert read.submission.counts.select("item", "period", "value").rows() == [
        ("seen", "2017-18-Q3", 4),
        ("seen", "2017-04-to-2017-12", 6),
        ("seen", "2017-01-to-2017-12", 9),
        ("visits", "2017-10", 1),
        ("visits", "2017-11", 2),
        ("visits", "2017-12", 3),
    ]


def schedules() -> list[Schedule]:
    """Return each schedule of a distinct item: how often, and every choice of windows."""
    return [
        Schedule(ItemKind.DISTINCT, every, chosen)
        for every, windows in WINDOWS_OF.items()
        for number in range(1, len(windows) + 1)
        for chosen in combinations(windows, number)
    ]


@pytest.mark.parametrize("schedule", schedules(), ids=str)
def test_each_window_that_an_item_is_said_to_have_is_asked_for_once_a_year_at_least(
    schedule: Schedule,
) -> None:
    year = Period.parse("2017-18")
    had = {
        kind
        for kind in WindowKind
        for ends in (year, *year.parts(PeriodKind.QUARTER), *year.parts(PeriodKind.MONTH))
        for made in [Window.ending(kind, ends)]
        if made and schedule.covers(made) in schedule.asked_in(year)
    }
    assert set(schedule.windows_had) <= had
