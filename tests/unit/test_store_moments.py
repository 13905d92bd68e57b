"""What was known at a moment stays as it was, whatever clocks say."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from time import monotonic

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from safeboard.store import models
from safeboard.store.audit import audit_trail
from safeboard.store.moments import Moment, known_until, put_off
from safeboard.store.submissions import current_counts, submit
from tests.unit.store_builders import a_file, a_return, count, new_store, reopen


@pytest.fixture(autouse=True)
def store(engine: str, tmp_path: Path) -> Iterator[Path]:
    with new_store(tmp_path / "store") as folder:
        yield folder


def contacts(as_of: Moment | None = None) -> list[int]:
    return current_counts(as_of)["value"].to_list()


def at(hour: int, minute: int = 0, microsecond: int = 0) -> datetime:
    return datetime(2018, 4, 3, hour, minute, 0, microsecond, tzinfo=UTC)


def test_a_time_between_two_returns_of_one_day_can_be_asked_for() -> None:
    submit(a_return(count("contacts", 20)), [], a_file("first", hour=9))
    submit(a_return(count("contacts", 24)), [], a_file("second", hour=15))
    assert contacts(at(8, 59)) == []
    assert contacts(at(9)) == [20]
    assert contacts(at(14, 59)) == [20]
    assert contacts(at(15)) == contacts(date(2018, 4, 3)) == contacts() == [24]


def test_a_return_stored_when_the_clock_had_gone_back_changes_no_earlier_moment() -> None:
    submit(a_return(count("contacts", 20)), [], a_file("first", hour=15))
    submit(a_return(count("contacts", 24)), [], a_file("second", hour=9))
    assert contacts(at(14)) == []
    assert contacts(at(15)) == [20]
    assert contacts(at(15, 0, 1)) == contacts() == [24]


def test_the_audit_says_that_the_clock_had_gone_back() -> None:
    submit(a_return(count("contacts", 20)), [], a_file("first", hour=15))
    submit(a_return(count("contacts", 24)), [], a_file("second", hour=9))
    assert audit_trail()["which"].to_list()[-2:] == [
        "return 1: police, 2017-18-Q4, about 342",
        "return 2: police, 2017-18-Q4, about 342, superseding 1, known from 2018-04-03 15:00:00, "
        "since the clock had gone back",
    ]


def test_the_receipt_says_that_a_return_is_known_later_than_now() -> None:
    assert submit(a_return(count("contacts", 20)), [], a_file("first", hour=15)).put_off_to is None
    second = submit(a_return(count("contacts", 24)), [], a_file("second", hour=9))
    assert second.put_off_to == at(15, 0, 1)


def test_neither_blames_the_clock_where_a_return_waited_its_turn() -> None:
    submit(a_return(count("contacts", 20)), [], a_file("first", hour=10))
    two_hours_ago = monotonic() - 2 * 60 * 60
    waited = replace(a_file("second", hour=9), taken=two_hours_ago)
    assert submit(a_return(count("contacts", 24)), [], waited).put_off_to is None
    assert audit_trail()["which"].to_list()[-1] == (
        "return 2: police, 2017-18-Q4, about 342, superseding 1"
    )


def test_two_returns_at_one_tick_of_the_clock_are_told_apart() -> None:
    submit(a_return(count("contacts", 20)), [], a_file("first"))
    submit(a_return(count("contacts", 24)), [], a_file("second"))
    assert contacts(at(9)) == [20]
    assert audit_trail()["which"].to_list()[-1] == (
        "return 2: police, 2017-18-Q4, about 342, superseding 1"
    )


def test_a_file_that_is_a_second_agencys_return_too_is_known_only_from_then_on() -> None:
    submit(a_return(count("contacts", 20)), [], a_file("both", hour=9))
    submit(a_return(count("referrals", 5), agency="health"), [], a_file("both", hour=15))
    assert contacts(at(12)) == [20]
    assert contacts(at(15)) == [20, 5]


def test_what_is_known_until_now_is_asked_for_again_by_its_moment() -> None:
    assert contacts(known_until()) == []
    submit(a_return(count("contacts", 20)), [], a_file("first", hour=9))
    moment = known_until()
    submit(a_return(count("contacts", 24)), [], a_file("second", hour=8))
    assert moment == at(9)
    assert contacts(moment) == [20]
    assert known_until(at(12)) == at(9, 0, 1)
    assert known_until(date(2018, 4, 2)) < at(9)


def test_what_is_known_only_from_later_than_now_is_told_of_a_moment_that_leaves_it_out() -> None:
    submit(a_return(count("contacts", 20)), [], a_file("first", hour=9))
    submit(a_return(count("contacts", 24)), [], a_file("ahead", day="2018-06-01"))
    submit(a_return(count("contacts", 28)), [], a_file("third", hour=11))
    last = datetime(2018, 6, 1, 9, 0, 0, 1, tzinfo=UTC)
    assert put_off(date(2018, 4, 3), now=at(12)) == (2, last)
    assert put_off(at(8), now=last - timedelta(microseconds=1)) == (1, last)
    assert put_off(date(2018, 6, 1), now=at(12)) is None
    assert put_off(at(8), now=last) is None


def test_an_older_store_is_given_moments_that_never_go_back(store: Path) -> None:
    submit(a_return(count("contacts", 20)), [], a_file("first", hour=9))
    submit(a_return(count("contacts", 24)), [], a_file("second", hour=15))
    submit(a_return(count("contacts", 28)), [], a_file("third", hour=11))
    MigrationExecutor(connection).migrate([("store", "0004_suppressed_counts")])
    reopen(store)
    moments = models.Submission.objects.order_by("number").values_list("known_from", flat=True)
    assert list(moments) == [at(9), at(15), at(15, 0, 1)]
