"""What is shown of process charts: what each says, and what happened that it is read with."""

from datetime import date

import polars as pl

from safeboard.assurance.process.charted import Charts, Events, charts
from safeboard.assurance.process.shown import happened, sayings
from safeboard.benchmarks.compared import COMPARED
from safeboard.catalogue.event import Event, EventKind
from safeboard.catalogue.library import Catalogue
from tests.builders import ST_HELENS, catalogue, compared_row, definition, indicator
from tests.unit.test_process_judgement import STEADY, measured, series

DOOR = Event(on=date(2016, 9, 1), kind=EventKind.REBASE, text="A new front door", by="An Other")


def charts_of(given: Catalogue, counts: tuple[int, ...], events: Events) -> Charts:
    """Return the charts of months from January 2016 on."""
    row = compared_row(indicator="visits", window="month", period="2017-12")
    compared = pl.DataFrame([row], schema=COMPARED)
    return charts(series(counts), compared, given, events)


def test_a_chart_says_what_its_rating_says() -> None:
    given = catalogue(measured())
    (said,) = sayings(charts_of(given, (*STEADY, 90), {}), given).to_dicts()
    assert said["sentence"].startswith("90 in December 2017, the latest month, lies above")
    assert (said["is_judged"], said["state"], said["variation"], said["assurance"]) == (
        True, "limits", "concern", None,
    )  # fmt: skip


def test_an_indicator_that_is_judged_otherwise_has_a_chart_for_information() -> None:
    given = catalogue(indicator(window="month"))
    (said,) = sayings(charts_of(given, (*STEADY, 51), {}), given).to_dicts()
    assert said["is_judged"] is False
    assert said["sentence"].startswith("51 in December 2017, the latest month, varies as usual")


def test_five_points_are_too_few_for_a_chart_for_information() -> None:
    informs, judges = catalogue(indicator(window="month")), catalogue(measured())
    assert charts_of(informs, STEADY[:5], {}).points.is_empty()
    assert charts_of(informs, STEADY[:6], {}).points.height == 6
    assert charts_of(judges, STEADY[:5], {}).points.height == 5


def test_an_indicator_whose_change_is_not_judged_has_no_chart() -> None:
    given = catalogue(indicator(window="month", rating="none"))
    assert charts_of(given, STEADY, {}).points.is_empty()


def test_definitions_and_events_after_the_first_point_are_told_in_order_of_time() -> None:
    redefined = [definition("2012-04-01"), definition("2017-04-01")]
    given = catalogue(measured(definitions=redefined))
    told: Events = {
        ("", "visits"): [Event(on=date(2017, 6, 1), kind=EventKind.EVENT, text="A campaign")],
        (ST_HELENS, "visits"): [
            Event(
                on=date(2016, 9, 1), kind=EventKind.REBASE, text="A new front door", by="An Other"
            ),
            Event(on=date(2015, 9, 1), kind=EventKind.EVENT, text="Before all points"),
        ],
    }
    made = charts_of(given, STEADY, told)
    assert happened(made, given, told).rows() == [
        (ST_HELENS, "visits", date(2016, 9, 1), "rebase", "A new front door", "An Other"),
        (ST_HELENS, "visits", date(2017, 4, 1), "break in series",
         "Another definition came into force: What is counted.", ""),
        (ST_HELENS, "visits", date(2017, 6, 1), "event", "A campaign", ""),
    ]  # fmt: skip
