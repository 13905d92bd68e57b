"""Make what the tests of the store need: an empty store, returns, files and counts."""

import atexit
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import polars as pl
import psycopg
from django.db import connection

from safeboard.intake.finding import Finding, Severity
from safeboard.intake.submission import COUNTS, Note, Submission
from safeboard.store.areas import register_areas
from safeboard.store.database import STORE_FILE, WRITERS_LOCK, close_store, open_store
from safeboard.store.received import Received
from safeboard.store.releases import RELEASED_FIGURES, ReleaseRecord
from safeboard.store.submissions import current_counts
from safeboard.store.vintages import NewVintage, Source
from safeboard.vocabulary.area import Area
from safeboard.vocabulary.item import CountState
from safeboard.vocabulary.period import Period
from safeboard.vocabulary.profile import Profile
from tests.databases import address_of, drop_database, make_database

ST_HELENS = Area("342", "St Helens", "E08000013")
KNOWSLEY = Area("340", "Knowsley", "E08000011")
NEW_YEAR = datetime(2018, 1, 1, 9, tzinfo=UTC)


@cache
def _empty_store() -> Path:
    """Return the folder of a store that knows two areas and no more; making one takes a while."""
    folder = Path(mkdtemp()) / "empty"
    open_store(folder, make_database(folder), create=True)
    register_areas([ST_HELENS, KNOWSLEY], NEW_YEAR)
    close_store()
    atexit.register(shutil.rmtree, folder.parent)
    return folder


@contextmanager
def new_store(folder: Path) -> Iterator[Path]:
    """Open a new store that knows two areas, and close it in the end."""
    make_database(folder, like=_empty_store())
    shutil.copytree(_empty_store(), folder)
    reopen(folder)
    try:
        yield folder
    finally:
        close_store()
        drop_database(folder)


def reopen(store: Path, *, create: bool = False) -> None:
    """Open the store in a folder, wherever its tables are."""
    open_store(store, address_of(store), create=create)


@contextmanager
def somebody_writing(store: Path) -> Iterator[None]:
    """Be somebody else who is in the middle of writing to a store."""
    if address := address_of(store):
        with psycopg.connect(address) as other:
            other.execute("SELECT pg_advisory_xact_lock(%s)", [WRITERS_LOCK])
            yield
        return
    writer = sqlite3.connect(store / STORE_FILE, isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        writer.close()


def wait_at_most(*, milliseconds: int) -> None:
    """Make the open store wait no longer than this for another who is writing."""
    patience = {
        "sqlite": f"PRAGMA busy_timeout = {milliseconds}",
        "postgresql": f"SET lock_timeout = {milliseconds}",
    }
    with connection.cursor() as cursor:
        cursor.execute(patience[connection.vendor])


def asked(statement: str) -> object:
    """Return the first thing that the database answers."""
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()[0][0]


def count(item: str, value: int | None, **other: str) -> dict[str, object]:
    """Make a row of COUNTS: January's total for St Helens, unless told otherwise."""
    return {
        "area": "342",
        "item": item,
        "period": "2018-01",
        "dimension": "",
        "category": "",
        "value": value,
        "state": CountState.NOT_YET_AVAILABLE if value is None else CountState.COUNTED,
        "flag": "",
        "definition": "2016-04-01",
        "sheet": "Counts",
        "cell": "C7",
        **other,
    }


def a_return(
    *counts: dict[str, object],
    agency: str = "police",
    period: str = "2017-18-Q4",
    areas: tuple[str, ...] = ("342",),
    notes: Sequence[Note] = (),
) -> Submission:
    """Make a return for St Helens."""
    return Submission(
        agency=agency,
        period=Period.parse(period),
        areas=areas,
        catalogue_version="0123abcd",
        counts=pl.DataFrame(counts, schema=COUNTS),
        notes=tuple(notes),
    )


def a_file(content: str, day: str = "2018-04-03", hour: int = 9) -> Received:
    """Make a file as it was received, at an hour of a day."""
    return Received(
        content=content.encode(),
        name="police-q4.xlsx",
        by="Pat Example",
        channel="command line",
        at=datetime.fromisoformat(f"{day}T{hour:02d}:00:00+00:00"),
    )


def a_query(answer: str = "") -> Finding:
    """Make a query, open unless it is answered."""
    return Finding(
        Severity.QUERY, "part-over-whole", "Counts", "C7", "this count is larger.", answer
    )


def values_in_force() -> dict[str, int | None]:
    """Return the value in force for each item, where each has but one count."""
    return dict(current_counts().select("item", "value").iter_rows())


def a_vintage(content: bytes) -> NewVintage:
    """Make what is to be registered of the national tool's files, with what their values are."""
    return NewVintage(
        of=Source("national tool", "LAIT"),
        names="values.csv",
        origin="a" * 64,
        content=content,
        published=date(2018, 3, 29),
        imported_at=datetime(2018, 4, 3, 12, tzinfo=UTC),
        by="Pat Example",
    )


def a_note(text: str) -> Note:
    """Make the context of a return for St Helens."""
    return Note("342", text)


def a_release(number: int) -> ReleaseRecord:
    """Make the record of a restricted release for the fourth quarter of 2017/18."""
    return ReleaseRecord(
        number=number,
        period="2017-18-Q4",
        profile=Profile.RESTRICTED,
        as_of=date(2018, 4, 30),
        fingerprint=f"fingerprint of {number}",
        manifest='{"inputs": {}}',
        supersedes=None,
        reason="",
        created=datetime(2018, 5, 1, 12, tzinfo=UTC),
    )


def released(**values: str) -> pl.DataFrame:
    """Make the figures of a release: the quarter's total for each indicator."""
    rows = [
        ("342", indicator, "quarter", "2017-18-Q4", "", "", 20, None, value, None, "", value, None)
        for indicator, value in values.items()
    ]
    return pl.DataFrame(rows, schema=RELEASED_FIGURES, orient="row")
