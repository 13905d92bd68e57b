"""The database: where the store lies, how it is opened, and what its failures mean."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.db import Error as DjangoError
from django.db import connection, connections, transaction
from django.db.migrations.executor import MigrationExecutor

from safeboard.store.errors import (
    EmptyStoreError,
    ForeignStoreError,
    MissingStoreError,
    NewerStoreError,
    NotOpenError,
    explained,
)

STORE_FILE = "store.sqlite3"
RECEIVED_FOLDER = "received"
BUSY_SECONDS = 20
"""How long a writer waits for another to finish. A return is stored in well under a second."""

_ALIAS = "default"
_NO_DATABASE = "django.db.backends.dummy"
_folder: Path | None = None


@contextmanager
def explain_failures() -> Iterator[None]:
    """Turn what the database and the system report into a StoreError that says what to do."""
    try:
        yield
    except ImproperlyConfigured as error:
        raise NotOpenError from error
    except (DjangoError, OSError) as error:
        raise explained(error, store_folder()) from error


def open_store(folder: Path, *, create: bool = False) -> None:
    """Open the store in `folder` for this process, bringing older tables up to date.

    With `create`, the folder and the tables are made where there never were any. A store that was
    open is closed first.

    Raises: StoreError when there is no store, or it is lost, damaged, newer than this program or
    something else's.
    """
    global _folder
    close_store()
    if not (folder / STORE_FILE).is_file():
        if (folder / RECEIVED_FOLDER).is_dir():
            raise EmptyStoreError(folder)
        if not create:
            raise MissingStoreError(folder)
    _folder = folder
    try:
        with explain_failures():
            if create:
                folder.mkdir(parents=True, exist_ok=True)
            _connect_to(_sqlite(folder))
            _bring_up_to_date(folder, create=create)
    except BaseException:
        close_store()
        raise


def close_store() -> None:
    """Close the store, if one is open."""
    global _folder
    _connect_to({"ENGINE": _NO_DATABASE})
    _folder = None


def store_folder() -> Path:
    """Return the folder of the open store."""
    if _folder is None:
        raise NotOpenError
    return _folder


def _connect_to(database: dict[str, object]) -> None:
    """Close the connection that there is, and make Django's next one lead to `database`."""
    connections[_ALIAS].close()
    connections.settings[_ALIAS].update(database)
    del connections[_ALIAS]


def _sqlite(folder: Path) -> dict[str, object]:
    """Return Django's settings for a store in SQLite.

    Readers go on while one writes (WAL). A writing transaction takes its lock at the start,
    so that it waits its turn, and every commit reaches the disk before it is told.
    """
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(folder / STORE_FILE),
        "OPTIONS": {
            "timeout": BUSY_SECONDS,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL",
        },
    }


def _bring_up_to_date(folder: Path, *, create: bool) -> None:
    """Make the tables what this version of Safeboard expects; refuse a version that it cannot know.

    A file without any table of ours may be what is left of a store. So it is filled only when one
    was to be made, and nothing was ever received. The tables are made in one transaction, so that
    two who open a store at once do not both make them, and half a store is never left.
    """
    if not _steps_missing(folder, create=create):
        return
    with connection.constraint_checks_disabled(), transaction.atomic(durable=True):
        if _steps_missing(folder, create=create):
            executor = MigrationExecutor(connection)
            executor.migrate(executor.loader.graph.leaf_nodes())


def _steps_missing(folder: Path, *, create: bool) -> bool:
    """Say whether the tables are behind this version; refuse those that we must not touch."""
    executor = MigrationExecutor(connection)
    known = set(executor.loader.disk_migrations)
    applied = {key for key in executor.loader.applied_migrations if key[0] == "store"}
    if not applied:
        _refuse_foreign(folder)
    if not applied and (not create or (folder / RECEIVED_FOLDER).is_dir()):
        raise EmptyStoreError(folder)
    if newer := sorted(name for _, name in applied - known):
        raise NewerStoreError(folder, newer)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _refuse_foreign(folder: Path) -> None:
    """Refuse a database that has tables of something else: it is not ours to fill.

    Ours may have been made by another process a moment ago.
    """
    names = set(connection.introspection.table_names()) - {"django_migrations"}
    if others := sorted(name for name in names if not name.startswith("store_")):
        raise ForeignStoreError(folder, others)
