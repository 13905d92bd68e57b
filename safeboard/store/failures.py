"""What a database or the system reported, as the error that says it for a person."""

import errno
import os
from pathlib import Path
from shutil import disk_usage

from django.db import DataError, IntegrityError

from safeboard.store.errors import (
    BusyStoreError,
    ContradictionError,
    DamagedStoreError,
    FailedStoreError,
    FullDiskError,
    LostTablesError,
    ReadOnlyStoreError,
    UnreachableStoreError,
    UnusableStoreError,
)

_LITTLE_ROOM = 1_000_000
"""Bytes: less than SQLite needs for the files that it writes beside its own."""

# SQLite names its errors SQLITE_BUSY, SQLITE_READONLY_DIRECTORY and so on.
_BY_SQLITE: dict[str, type[FailedStoreError]] = {
    "BUSY": BusyStoreError,
    "LOCKED": BusyStoreError,
    "READONLY": ReadOnlyStoreError,
    "PERM": ReadOnlyStoreError,
    "FULL": FullDiskError,
    "CORRUPT": DamagedStoreError,
    "NOTADB": DamagedStoreError,
    "CONSTRAINT": ContradictionError,
}

# PostgreSQL gives each error five characters, of which the first two name its class.
# Source: PostgreSQL 15's manual, appendix A.
_BY_SQLSTATE: dict[str, type[FailedStoreError]] = {
    "08": UnreachableStoreError,  # the connection failed
    "22": ContradictionError,  # a value that its column cannot hold
    "23": ContradictionError,  # a constraint, and our triggers
    "25006": ReadOnlyStoreError,  # the server stands by, or was told to write nothing
    "28": UnreachableStoreError,  # who are you?
    "3D": UnreachableStoreError,  # there is no such database
    "42P01": LostTablesError,  # there is no such table
    "42703": LostTablesError,  # nor such a column
    "40": BusyStoreError,  # a deadlock, or two transactions that exclude each other
    "42501": ReadOnlyStoreError,  # the user has no right to it
    "53100": FullDiskError,
    "53300": BusyStoreError,  # too many connections
    "55P03": BusyStoreError,  # a lock that did not come in time
    "57P": UnreachableStoreError,  # the server is shutting down or starting up
    "XX001": DamagedStoreError,
    "XX002": DamagedStoreError,
}
# What SQLite says where PostgreSQL has 42P01 and 42703: it has no name for them.
_LACKS = ("no such table", "no such column")

_BY_SYSTEM: dict[int, type[FailedStoreError]] = {
    errno.ENOSPC: FullDiskError,
    errno.EDQUOT: FullDiskError,
    errno.EACCES: ReadOnlyStoreError,
    errno.EPERM: ReadOnlyStoreError,
    errno.EROFS: ReadOnlyStoreError,
}


def explained(error: Exception, where: Path | str) -> FailedStoreError:
    """Return the error that says for a person what the database or the system reported."""
    if isinstance(error, OSError):
        said = _BY_SYSTEM.get(error.errno or 0, UnusableStoreError)
        return said(where, error.strerror or str(error))
    told = " ".join((str(error).splitlines() or ["no reason given"])[0].split())
    if _lacks_room(error, where):
        return FullDiskError(where, told)
    if _is_shut(error, where):
        return ReadOnlyStoreError(where, told)
    return _class_of(error)(where, told)


def _lacks_room(error: Exception, where: Path | str) -> bool:
    """Tell whether SQLite failed to write since its disk is full; it does not always say so."""
    name: str = getattr(error.__cause__, "sqlite_errorname", "")
    if not name.startswith("SQLITE_IOERR") or not isinstance(where, Path):
        return False
    return disk_usage(where).free < _LITTLE_ROOM


def _is_shut(error: Exception, where: Path | str) -> bool:
    """Tell whether SQLite could open nothing since it may not write beside its file."""
    name: str = getattr(error.__cause__, "sqlite_errorname", "")
    if not name.startswith("SQLITE_CANTOPEN") or not isinstance(where, Path):
        return False
    return where.is_dir() and not os.access(where, os.W_OK)


def _class_of(error: Exception) -> type[FailedStoreError]:
    """Return the class of a database's error, as SQLite or PostgreSQL named it."""
    if name := getattr(error.__cause__, "sqlite_errorname", ""):
        if str(error).startswith(_LACKS):
            return LostTablesError
        return _BY_SQLITE.get(name.split("_")[1], UnusableStoreError)
    if not hasattr(error.__cause__, "sqlstate"):
        return UnusableStoreError
    if state := getattr(error.__cause__, "sqlstate", None):
        known = (_BY_SQLSTATE.get(state[:length]) for length in (5, 3, 2))
        return next(filter(None, known), UnusableStoreError)
    # What the driver itself refuses has no code: a text with a byte 0 in it, or no connection.
    mistaken = isinstance(error, DataError | IntegrityError)
    return ContradictionError if mistaken else UnreachableStoreError
