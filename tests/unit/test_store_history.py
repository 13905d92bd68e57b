"""History: what a return is compared with, which is of its own items in its own area."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from safeboard.intake.checks.history import HISTORY
from safeboard.store.history import held_counts
from safeboard.store.submissions import submit
from tests.unit.store_builders import a_file, a_return, count, new_store


@pytest.fixture(autouse=True)
def store(engine: str, tmp_path: Path) -> Iterator[Path]:
    with new_store(tmp_path / "store") as folder:
        yield folder


def test_only_the_named_items_of_the_named_area_are_given() -> None:
    both = a_return(
        count("contacts", 20),
        count("contacts", 30, area="340"),
        count("visits", None),
        count("episodes", 7),
        areas=("340", "342"),
    )
    submit(both, [], a_file("first"))
    given = held_counts("342", ["contacts", "visits"])
    assert given.schema == HISTORY
    assert given.select("area", "item", "value", "state").rows() == [
        ("342", "contacts", 20, "counted"),
        ("342", "visits", None, "not yet available"),
    ]


def test_an_item_that_another_agency_sent_before_is_given_all_the_same() -> None:
    submit(a_return(count("contacts", 20), agency="social-care"), [], a_file("first"))
    assert held_counts("342", ["contacts"])["value"].to_list() == [20]


def test_what_was_superseded_is_not_given() -> None:
    submit(a_return(count("contacts", 20)), [], a_file("first"))
    submit(a_return(count("contacts", 24)), [], a_file("second"))
    assert held_counts("342", ["contacts"])["value"].to_list() == [24]


def test_of_returns_for_overlapping_periods_the_later_is_given_with_its_categories() -> None:
    year = a_return(
        count("exploitation", 20),
        count("exploitation", 8, dimension="kind", category="criminal"),
        count("exploitation", 18, period="2018-02"),
        period="2017-18",
    )
    submit(year, [], a_file("year"))
    submit(a_return(count("exploitation", 21)), [], a_file("quarter"))
    assert held_counts("342", ["exploitation"]).select("period", "category", "value").rows() == [
        ("2018-01", "", 21),
        ("2018-02", "", 18),
    ]


def test_nothing_is_given_of_no_item_or_where_nothing_was_sent() -> None:
    assert held_counts("342", []).height == held_counts("342", ["contacts"]).height == 0
