"""A store of an earlier version is brought up to date with everything that is in it."""

import os
import signal
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.apps.registry import Apps
from django.db import connection
from django.db.backends.signals import connection_created
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from safeboard.store.arrivals import sent
from safeboard.store.commentary import current_notes, findings_of
from safeboard.store.database import STORE_FILE, close_store, explain_failures
from safeboard.store.errors import ContradictionError
from safeboard.store.releases import all_releases, released_figures
from safeboard.store.submissions import current_counts, submit
from safeboard.vocabulary.profile import Profile
from tests.databases import address_of, drop_database, make_database
from tests.unit.store_builders import a_file, a_return, count, reopen

FIRST = "0003_keep_for_good"
"""The last step of the first version that stores were kept with."""

LONG = "a" * 300
"""A name that the first version kept in SQLite, and refused in PostgreSQL."""

STEPS = [name for _, name in sorted(MigrationLoader(None).graph.nodes) if name > FIRST]
TABLES = (
    *("received", "area", "areacode", "submission", "submissionarea", "count", "finding", "note"),
    *("vintage", "release", "releasefigure", "audit"),
)
COUNT = {
    "area_id": "342",
    "definition": "2016-04-01",
    "dimension": "",
    "category": "",
    "flag": "",
    "sheet": "Counts",
    "cell": "C7",
}


def at(day: int, hour: int) -> datetime:
    return datetime(2018, 4, day, hour, tzinfo=UTC)


@pytest.fixture
def store(engine: str, tmp_path: Path) -> Iterator[Path]:
    """Return a store as the first version left it, with rows in every table."""
    folder = tmp_path / "store"
    make_database(folder)
    reopen(folder, create=True)
    to_step(None)
    fill(to_step(FIRST))
    for number in "123":
        (folder / "received" / (number * 2)).mkdir(parents=True)
        (folder / "received" / (number * 2) / (number * 64)).touch()
    yield folder
    close_store()
    drop_database(folder)


def to_step(name: str | None) -> Apps:
    """Bring the open store to a step, or to nothing; return its tables as they are there."""
    with connection.constraint_checks_disabled():
        executor = MigrationExecutor(connection)
        state = executor.migrate([("store", name)])
    apps: Apps = state.apps
    return apps


def fill(apps: Apps) -> None:
    """Put rows into every table. The clock had gone back when the third return came."""

    def add(table: str, *values: dict[str, Any], **more: object) -> None:
        told = {key: value for each in (*values, more) for key, value in each.items()}
        apps.get_model("store", table).objects.create(**told)

    add("Area", number="342", name="St Helens")
    add("AreaCode", area_id="342", code="E08000013")
    for number, when in ((1, at(3, 9)), (2, at(4, 9)), (3, at(4, 8))):
        add(
            "Received",
            {"sha256": f"{number}" * 64, "name": f"q4-{number}.xlsx", "size": 5 * number},
            {"received_at": when, "by": "Pat Example", "channel": "command line"},
        )
        add(
            "Submission",
            {"number": number, "agency": "police", "period": "2017-18-Q4", "sequence": number},
            {"catalogue_version": "0123abcd", "received_id": f"{number}" * 64},
        )
        before = number - 1 or None
        add("SubmissionArea", submission_id=number, area_id="342", supersedes_id=before)
        counted = {"item": "contacts", "period": "2018-01", "value": 19 + number}
        add("Count", submission_id=number, state="counted", **counted, **COUNT)
    late = {"item": "referrals", "period": "2018-01", "value": None}
    add("Count", submission_id=3, state="not yet available", **late, **COUNT)
    add(
        "Note",
        **{"submission_id": 3, "area_id": "342", "item": "contacts", "period": "2018-01"},
        **{"dimension": "", "category": "", "text": "Two\n“lines”", "readers": "the board"},
        **{"author": "police", "sheet": "Notes", "cell": "B2"},
    )
    add(
        "Finding",
        **{"submission_id": 3, "severity": "query", "check_name": "part-over-whole"},
        **{"sheet": "Counts", "cell": "C7", "message": "larger.", "answer": "It is so."},
    )
    add("Vintage", source="LAIT", sha256="9" * 64, published=date(2018, 3, 1), imported_at=at(5, 9))
    add(
        "Release",
        **{"number": 1, "period": "2017-18-Q4", "profile": "restricted", "as_of": date(2018, 4, 5)},
        **{"fingerprint": "f", "manifest": "{}", "reason": "", "created": at(5, 10)},
    )
    add(
        "ReleaseFigure",
        **{"release_id": apps.get_model("store", "Release").objects.get().pk, "area": "342"},
        **{"indicator": "contacts", "window": "quarter", "period": "2017-18-Q4", "dimension": ""},
        **{"category": "", "numerator": 22, "denominator": None, "value": "22", "symbol": None},
        **{"flags": "", "shown": "22", "rating": None},
    )
    add("Audit", at=at(3, 9), who="Pat Example", did="submitted a return", which="return 1")


def rows(
    store: Path, columns: dict[str, list[str]] | None = None
) -> dict[str, list[dict[str, Any]]]:
    """Return every row of every table as it is, in these columns or in all."""
    address = address_of(store)
    other: Any = psycopg.connect(address) if address else sqlite3.connect(store / STORE_FILE)
    found = {}
    for table in TABLES:
        cursor = other.execute(f"SELECT * FROM store_{table} ORDER BY 1")
        names = [each[0] for each in cursor.description]
        kept = names if columns is None else columns[table]
        every = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
        found[table] = [{name: row[name] for name in kept} for row in every]
    other.close()
    return found


def holds_everything_and_works() -> None:
    """Hold the open store to what was put into it, and to its promises."""
    counts = current_counts().select("item", "value", "state", "submission").rows()
    assert counts == [("contacts", 22, "counted", 3), ("referrals", None, "not yet available", 3)]
    assert current_counts(at(4, 8)).select("item", "value").rows() == [("contacts", 20)]
    assert current_counts(at(4, 9)).select("item", "value").rows() == [("contacts", 21)]
    assert sent()["superseded"].to_list() == [True, True, False]
    assert current_notes()["text"].to_list() == ["Two\n“lines”"]
    assert [(each.answer, each.area) for each in findings_of(3)] == [("It is so.", "")]
    assert [release.name for release in all_releases()] == ["2017-18-Q4-restricted-1"]
    assert released_figures("2017-18-Q4", Profile.RESTRICTED, 1)["value"].to_list() == ["22"]
    frozen = ("received", "submission", "count", "note", "finding", "vintage", "release", "audit")
    for table in frozen:
        with (
            pytest.raises(ContradictionError, match="kept for good"),
            explain_failures(),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"DELETE FROM store_{table}")
    later = replace(a_file("a fourth", "2018-04-06"), name=LONG, by=LONG)
    receipt = submit(a_return(count("contacts", 30)), [], later)
    assert (receipt.number, receipt.supersedes) == (4, (3,))
    assert sent().select("name", "by").rows()[-1] == (LONG, LONG)


def test_a_store_of_the_first_version_is_brought_up_to_date_and_nothing_of_it_changes(
    store: Path,
) -> None:
    before = rows(store)
    assert all(before.values())
    reopen(store)
    columns = {table: list(found[0]) for table, found in before.items()}
    assert rows(store, columns) == before
    holds_everything_and_works()


@pytest.mark.parametrize("step", STEPS)
def test_a_store_of_every_version_between_is_brought_up_to_date(store: Path, step: str) -> None:
    for name in STEPS[: STEPS.index(step) + 1]:
        to_step(name)
    reopen(store)
    holds_everything_and_works()


def test_a_store_that_was_brought_up_to_date_is_left_as_it_is(store: Path) -> None:
    reopen(store)
    before = rows(store)
    reopen(store)
    assert rows(store) == before


def die_at(words: str, store: Path) -> None:
    """Open a store, and kill this process after the first statement with these words."""

    def watched(execute: Callable[..., object], statement: str, *how: object) -> object:
        answer = execute(statement, *how)
        if words in statement:
            os.kill(os.getpid(), signal.SIGKILL)
        return answer

    def watch(connection: Any, **_: object) -> None:  # noqa: ANN401 as Django gives it
        connection.execute_wrappers.append(watched)

    connection_created.connect(watch, weak=False)
    reopen(store)


@pytest.mark.parametrize(
    "words",
    [
        "DROP TRIGGER store_count",
        'SET "known_from"',
        "store_finding_refuses_delete",
        'ALTER TABLE "store_finding" ADD COLUMN "area_id"',
    ],
)
def test_killed_while_it_is_brought_up_to_date_a_store_is_as_it_was(
    store: Path, words: str
) -> None:
    before = rows(store)
    close_store()
    killed = get_context("spawn").Process(target=die_at, args=(words, store))
    killed.start()
    killed.join()
    assert killed.exitcode == -signal.SIGKILL
    assert rows(store) == before
    reopen(store)
    holds_everything_and_works()
