"""The database: where the store lies, how it is opened, read and written, and how it fails."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.db import Error as DjangoError
from django.db import connection, connections, transaction
from django.db.migrations.executor import MigrationExecutor

from safeboard.store import engines
from safeboard.store.backup.errors import FilledStoreError
from safeboard.store.errors import (
    EmptyStoreError,
    ForeignStoreError,
    MissingStoreError,
    NewerStoreError,
    NotOpenError,
    OlderStoreError,
    StrayFolderError,
)
from safeboard.store.failures import explained

STORE_FILE = "store.sqlite3"
RECEIVED_FOLDER = "received"
VINTAGES_FOLDER = "vintages"

_ALIAS = "default"
WRITERS_LOCK = 19890411
"""What whoever writes to a store in PostgreSQL locks; the number itself means nothing."""

_NEWEST = 20
"""How many of the files that were received last must be in a store's folder when it is opened."""

_folder: Path | None = None
_address = ""


@contextmanager
def explain_failures() -> Iterator[None]:
    """Turn what the database and the system report into a StoreError that says what to do."""
    try:
        yield
    except ImproperlyConfigured as error:
        raise NotOpenError from error
    except (DjangoError, OSError) as error:
        raise explained(error, _where()) from error


def open_store(
    folder: Path, address: str = "", *, create: bool = False, look: bool = False
) -> None:
    """Open the store in `folder` for this process, bringing older tables up to date.

    Its tables are in SQLite, in the same folder, unless `address` names a database in PostgreSQL.
    With `create`, the folder and the tables are made where there never were any. Who only wants to
    `look` changes nothing, not even an older table. A store that was open is closed first.

    Raises: StoreError when there is no store, or it is lost, damaged, newer than this program (or
    older, where one only looks) or something else's.
    """
    global _folder, _address
    close_store()
    if not address:
        _refuse_lost(folder, create=create)
    _folder, _address = folder, address
    try:
        with explain_failures():
            if create:
                folder.mkdir(parents=True, exist_ok=True)
            file = folder / STORE_FILE
            _connect_to(engines.postgresql(address) if address else engines.sqlite(file))
            _bring_up_to_date(create=create, look=look)
    except BaseException:
        close_store()
        raise


def fill_store(
    folder: Path, address: str, step: str, fill: tuple[Callable[[], None], Callable[[], None]]
) -> None:
    """Make a store with rows in it, in one transaction, and leave it open.

    Its tables are made as they were at one step of their migrations, and filled by the first of
    `fill`; then they are brought up to date, and the second is called.

    Raises: StoreError when there is a table already, or the store fails.
    """
    global _folder, _address
    close_store()
    _folder, _address = folder, address
    try:
        with explain_failures():
            folder.mkdir(parents=True, exist_ok=True)
            file = folder / STORE_FILE
            _connect_to(engines.postgresql(address) if address else engines.sqlite(file))
            with connection.constraint_checks_disabled(), writing():
                if there := connection.introspection.table_names():
                    raise FilledStoreError(_where(), _in_words(there))
                MigrationExecutor(connection).migrate([("store", step)])
                fill[0]()
                connection.check_constraints()
                _migrate()
                fill[1]()
    except BaseException:
        close_store()
        raise


def close_store() -> None:
    """Close the store, if one is open."""
    global _folder, _address
    _connect_to(engines.NO_DATABASE)
    _folder, _address = None, ""


def store_folder() -> Path:
    """Return the folder of the open store."""
    if _folder is None:
        raise NotOpenError
    return _folder


def path_of(checksum: str, within: str = RECEIVED_FOLDER) -> Path:
    """Return where the bytes with this checksum are, or would be: those received, or others."""
    return store_folder() / within / checksum[:2] / checksum


@contextmanager
def writing() -> Iterator[None]:
    """Do what is within in one transaction, as the only one who writes.

    When it ends, all of it is on the disk; if it fails, there is none of it. Who comes second
    waits, so the numbers given to rows are in the order in which they come to be seen.
    """
    with transaction.atomic(durable=True):
        # In SQLite the transaction itself takes the one lock there is. In PostgreSQL a row's
        # number is given before it is seen, so of two at once the later could be seen first.
        if _address:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [WRITERS_LOCK])
        yield


@contextmanager
def reading() -> Iterator[None]:
    """Read what is within from one state of the store, whatever others write meanwhile.

    Nobody has to wait for it, and nothing can be written in it.
    """
    try:
        with engines.snapshot():
            yield
    except DjangoError as error:
        raise explained(error, _where()) from error


def _in_words(tables: list[str]) -> str:
    """Return what is in a database that has tables, in a person's words."""
    if not {"store_submission", "store_release"} <= set(tables):
        return "its tables are not a store's, or only some of one"
    told = []
    with connection.cursor() as cursor:
        for table, name in (("store_submission", "return"), ("store_release", "release")):
            cursor.execute(f"SELECT COUNT(*) FROM {table}")
            number = int((cursor.fetchone() or (0,))[0])
            told.append(f"{number:,} {name}" if number == 1 else f"{number:,} {name}s")
    return f"a store with {' and '.join(told)}"


def _where() -> Path | str:
    """Return where the tables of the open store are, for a person."""
    return _address or store_folder()


def _connect_to(database: dict[str, object]) -> None:
    """Close the connection that there is, and make Django's next one lead to `database`."""
    connections[_ALIAS].close()
    connections.settings[_ALIAS].update(database)
    del connections[_ALIAS]


def _bring_up_to_date(*, create: bool, look: bool) -> None:
    """Make the tables what this version of Safeboard expects; refuse a version that it cannot know.

    A database without any table of ours may be what is left of a store. So it is filled only when
    one was to be made, and nothing was ever received. The tables are made in one transaction, so
    that two who open a store at once do not both make them, and half a store is never left.
    """
    if not _steps_missing(create=create):
        return
    if look:
        raise OlderStoreError(_where())
    with connection.constraint_checks_disabled(), writing():
        if _steps_missing(create=create):
            _migrate()


def _migrate() -> None:
    """Take every step that the tables lack, within the transaction that there is."""
    if _address:
        # PostgreSQL alters no table of which a row still waits to be held to its foreign keys.
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


def _steps_missing(*, create: bool) -> bool:
    """Say whether the tables are behind this version; refuse those that we must not touch."""
    executor = MigrationExecutor(connection)
    known = set(executor.loader.disk_migrations)
    applied = {key for key in executor.loader.applied_migrations if key[0] == "store"}
    if not applied:
        _refuse_foreign()
        if _has_files(store_folder()):
            raise EmptyStoreError(_where())
        if not create:
            raise MissingStoreError(_where())
    if newer := sorted(name for _, name in applied - known):
        raise NewerStoreError(_where(), newer)
    if applied:
        _refuse_stray()
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _has_files(folder: Path) -> bool:
    """Say whether files are kept in a store's folder, so that there were tables too."""
    return any((folder / each).is_dir() for each in (RECEIVED_FOLDER, VINTAGES_FOLDER))


def _refuse_lost(folder: Path, *, create: bool) -> None:
    """Refuse a folder whose file of tables is gone, or was never there when none is to be made.

    An empty file is none: whoever first made a store here was stopped.
    """
    file = folder / STORE_FILE
    if not file.is_file() or file.stat().st_size == 0:
        if _has_files(folder):
            raise EmptyStoreError(folder)
        if not create:
            raise MissingStoreError(folder)


def _refuse_foreign() -> None:
    """Refuse a database that has tables of something else: it is not ours to fill.

    Ours may have been made by another process a moment ago.
    """
    names = set(connection.introspection.table_names()) - {"django_migrations"}
    if others := sorted(name for name in names if not name.startswith("store_")):
        raise ForeignStoreError(_where(), others)


def _refuse_stray() -> None:
    """Refuse a folder without the files that its tables say were received last."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sha256 FROM store_received ORDER BY received_at DESC LIMIT %s", [_NEWEST]
        )
        newest = [checksum for (checksum,) in cursor.fetchall()]
    missing = [checksum for checksum in newest if not path_of(checksum).is_file()]
    if missing:
        raise StrayFolderError(store_folder() / RECEIVED_FOLDER, _where(), missing)
