"""The state of a partnership's folder: all that is stored, received and published in it."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from pathlib import Path

from django.db import connection

from safeboard.catalogue import library
from safeboard.catalogue.library import Catalogue
from safeboard.pipeline.partnership import Partnership
from safeboard.settings import read_settings
from safeboard.store.database import close_store, open_store
from safeboard.store.errors import EmptyStoreError, MissingStoreError
from tests.conftest import ROOT

EXAMPLE = ROOT / "examples" / "st-helens-2017-18"
NOW = datetime(2018, 6, 30, 12, tzinfo=UTC)
_OWN_NUMBERS = {"id", "release_id"}
"""Numbers that rows are given by the database and that mean nothing; one may be left out."""
_CLOCK = {"at", "received_at", "known_from", "created"}


@dataclass(frozen=True)
class State:
    """What is in a folder: rows by table, checksums by file; and what was left unfinished."""

    tables: dict[str, list[str]]
    received: dict[str, str]
    published: dict[str, str]
    unfinished: tuple[str, ...]


@cache
def _catalogue() -> Catalogue:
    """Return the catalogue, read once: it is not what is put to the test."""
    return library.read(read_settings(EXAMPLE).additions)


def partnership_in(folder: Path) -> Partnership:
    """Return the partnership in a folder, its store not open yet."""
    return Partnership(read_settings(folder), _catalogue())


def state_of(folder: Path, *, by_the_clock: bool = True) -> State:
    """Return the state of a folder, with or without the times at which things were done."""
    settings = read_settings(folder)
    left_out = _OWN_NUMBERS if by_the_clock else _OWN_NUMBERS | _CLOCK
    tables = {}
    with suppress(EmptyStoreError, MissingStoreError):
        open_store(settings.store, settings.database.address)
        tables = {table: _rows(table, left_out) for table in _tables()}
    close_store()
    received = _files(settings.store / "received") | _files(settings.store / "vintages")
    published = _files(settings.published)
    unfinished = [path for path in received if Path(path).name != received[path]]
    unfinished += [path for path in published if path.startswith(".")]
    for path in unfinished:
        received.pop(path, None)
        published.pop(path, None)
    return State(tables, received, published, tuple(unfinished))


def _tables() -> list[str]:
    return sorted(
        name for name in connection.introspection.table_names() if name.startswith("store_")
    )


def _rows(table: str, left_out: set[str]) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table}")
        columns = [each[0] for each in cursor.description or ()]
        kept = [number for number, name in enumerate(columns) if name not in left_out]
        return sorted(repr([row[number] for number in kept]) for row in cursor.fetchall())


def _files(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
