"""The two kinds of database that can hold the store's tables, as Django is told of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from safeboard.store.errors import NoDriverError, WrongAddressError

BUSY_SECONDS = 20
"""How long a writer waits for another to finish. A return is stored in well under a second."""

_ANSWER_SECONDS = 10
"""How long a server may take to answer at all."""

NO_DATABASE: dict[str, object] = {
    "ENGINE": "django.db.backends.dummy",
    "NAME": "",
    "OPTIONS": {},
}


def sqlite(file: Path) -> dict[str, object]:
    """Return Django's settings for a store in SQLite.

    Readers go on while one writes (WAL). A writing transaction takes its lock at the start,
    so that it waits its turn, and every commit reaches the disk before it is told.
    """
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(file),
        "OPTIONS": {
            "timeout": BUSY_SECONDS,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL",
        },
    }


def postgresql(address: str) -> dict[str, object]:
    """Return Django's settings for a store in PostgreSQL.

    What the address leaves out, above all the password, PostgreSQL's own library looks for where
    it always does. Waiting ends as with SQLite, and every commit reaches the disk before it is
    told, whatever the server does otherwise.

    Raises: StoreError when the driver is not installed, or the address is none.
    """
    if find_spec("psycopg") is None:
        raise NoDriverError
    import psycopg
    from psycopg.conninfo import conninfo_to_dict

    try:
        given = conninfo_to_dict(address)
    except psycopg.Error as error:
        raise WrongAddressError(str(error).strip()) from error
    name = given.pop("dbname", "")
    held = f"-c lock_timeout={BUSY_SECONDS}s -c synchronous_commit=on"
    given["options"] = f"{given.get('options', '')} {held}".strip()
    options = {"connect_timeout": _ANSWER_SECONDS, "application_name": "safeboard", **given}
    return {"ENGINE": "django.db.backends.postgresql", "NAME": name, "OPTIONS": options}


@contextmanager
def snapshot() -> Iterator[None]:
    """Begin a transaction that sees one state and writes nothing."""
    if connection.vendor == "postgresql":
        with transaction.atomic(durable=True):
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
        return
    # A transaction in SQLite sees one state anyhow; but only a deferred one lets others write.
    written: Any = connection
    usual, written.transaction_mode = written.transaction_mode, "DEFERRED"
    try:
        with transaction.atomic(durable=True):
            written.transaction_mode = usual
            yield
    finally:
        written.transaction_mode = usual
