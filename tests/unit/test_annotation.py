"""Notes are tied to the figures that use the counts they are about, and to no others."""

import polars as pl

from safeboard.catalogue.library import Catalogue
from safeboard.indicators.annotation import ANNOTATED, tie_notes
from safeboard.indicators.windows import Asked
from safeboard.vocabulary.window import Window
from tests.builders import (
    HALTON,
    RESIDENCE,
    ST_HELENS,
    catalogue,
    figures_of,
    indicator,
    item,
    percentage,
    window,
)

HOLIDAYS = "this figure includes meetings relating to referrals received over the holiday period"
JANUARY, FEBRUARY, Q4 = (
    window("month", "2018-01"),
    window("month", "2018-02"),
    window("quarter", "2017-18-Q4"),
)


def note(item: str = "visits", **about: str) -> dict[str, str]:
    """Return a note on an item of a return for Q4 2017/18."""
    return {
        "area": ST_HELENS,
        "item": item,
        "period": "",
        "dimension": "",
        "category": "",
        "text": HOLIDAYS,
        "return_period": "2017-18-Q4",
    } | about


def tied(
    given: Catalogue,
    notes: list[dict[str, str]],
    *windows: Window,
    areas: tuple[str, ...] = (ST_HELENS,),
) -> pl.DataFrame:
    """Return the notes tied to the figures of these windows."""
    schema = dict.fromkeys(note(), pl.String)
    figures = figures_of(given, [], *windows, areas=areas)
    made = tie_notes(pl.DataFrame(notes, schema=schema), figures, given, Asked(areas, windows))
    assert made.columns == ANNOTATED
    return made


def test_a_note_on_a_month_is_tied_to_the_month_and_to_the_quarter_it_is_part_of() -> None:
    made = tied(catalogue(indicator()), [note(period="2018-01")], JANUARY, FEBRUARY, Q4)
    assert made.select("window", "period", "text").rows() == [
        ("month", "2018-01", HOLIDAYS),
        ("quarter", "2017-18-Q4", HOLIDAYS),
    ]


def test_a_note_without_a_period_is_about_every_period_of_its_return() -> None:
    december = window("month", "2017-12")
    made = tied(catalogue(indicator()), [note()], december, JANUARY, FEBRUARY, Q4)
    assert made["period"].to_list() == ["2018-01", "2018-02", "2017-18-Q4"]


def test_a_note_without_a_category_is_about_the_total_and_all_categories() -> None:
    measured = indicator(items={"visits": item(by=["residence"])}, by=["residence"])
    made = tied(catalogue(measured, residence=RESIDENCE), [note()], Q4)
    assert made["category"].to_list() == ["", "inside", "outside", "not_recorded"]


def test_a_note_on_a_category_is_about_no_other_and_not_about_the_total() -> None:
    measured = indicator(items={"visits": item(by=["residence"])}, by=["residence"])
    about = note(dimension="residence", category="outside")
    made = tied(catalogue(measured, residence=RESIDENCE), [about], Q4)
    assert made["category"].to_list() == ["outside"]


def test_a_note_on_what_is_divided_by_is_tied_to_the_percentage() -> None:
    made = tied(catalogue(indicator(), percentage(items={"in_time": item()}, uses=["visits"])),
                [note("visits"), note("in_time", text="Counted by hand.")], Q4)  # fmt: skip
    assert made.select("indicator", "text").rows() == [
        ("visits", HOLIDAYS),
        ("seen-in-time", HOLIDAYS),
        ("seen-in-time", "Counted by hand."),
    ]


def test_two_notes_stand_in_the_order_written_and_the_same_words_once() -> None:
    notes = [
        note(period="2018-02", text="Second month."),
        note(period="2018-01", text="First month."),
        note(period="2018-03", text="Second month."),
    ]
    made = tied(catalogue(indicator()), notes, Q4)
    assert made["text"].to_list() == ["Second month.", "First month."]


def test_the_same_words_about_two_figures_are_tied_to_both() -> None:
    notes = [note(period="2018-01"), note(period="2018-02")]
    assert tied(catalogue(indicator()), notes, JANUARY, FEBRUARY).height == 2


def test_a_note_stays_in_its_own_area() -> None:
    made = tied(catalogue(indicator()), [note(area=HALTON)], Q4, areas=(ST_HELENS, HALTON))
    assert made["area"].to_list() == [HALTON]


def test_a_returns_context_is_tied_to_no_figure() -> None:
    assert tied(catalogue(indicator()), [note(item="")], Q4).is_empty()


def test_a_note_on_what_nobody_counts_is_tied_to_nothing() -> None:
    notes = [note("nobody_asks"), note(period="2018-04"), note(return_period="2016-17-Q4")]
    assert tied(catalogue(indicator()), notes, Q4).is_empty()


def test_without_notes_nothing_is_tied() -> None:
    assert tied(catalogue(indicator()), [], Q4).is_empty()
