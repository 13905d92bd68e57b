"""Restore a backup into a store that has nothing in it: whole, or not at all."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.core.management.color import no_style
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from safeboard.store.audit import write_audit
from safeboard.store.backup.errors import FilledStoreError, NewerBackupError, UnlikeBackupError
from safeboard.store.backup.file import Backup
from safeboard.store.backup.saving import KEPT, TABLES, all_tables
from safeboard.store.backup.tables import write_lines
from safeboard.store.database import fill_store
from safeboard.store.received import keep_bytes, remove_unfinished


@dataclass(frozen=True)
class Restoring:
    """Who restores which backup when, and into which store."""

    backup: Backup
    folder: Path
    address: str
    by: str
    at: datetime


def restore_store(asked: Restoring, beside: Callable[[], None]) -> None:
    """Fill a store from a backup, and leave it open; `beside` puts back what lies beside it.

    Its files come first, and then all rows in one transaction. If this is stopped in between, no
    store is there, and it may be done again. A backup of an earlier version is brought up to date.

    Raises: StoreError when a store has anything in it, or the backup is newer than this program.
    """
    told = asked.backup.told
    if ("store", told["schema"]) not in MigrationLoader(None).graph.nodes:
        raise NewerBackupError(asked.backup.path, told["software"])
    _refuse_strays(asked)

    def fill() -> None:
        _put_back_files(asked.backup)
        beside()
        for table, saved in told["tables"].items():
            with asked.backup.open(f"{TABLES}/{table}.jsonl") as lines:
                written = write_lines(table, saved["columns"], lines)
            found = _rows_of(table)
            if not written == found == saved["rows"]:
                raise UnlikeBackupError(table, saved["rows"], found)

    def finish() -> None:
        _number_on()
        which = f"{asked.backup.path.name}, whose manifest's checksum is {asked.backup.seal}"
        write_audit(asked.at, asked.by, "restored a backup", which)

    fill_store(asked.folder, asked.address, told["schema"], (fill, finish))


def _refuse_strays(asked: Restoring) -> None:
    """Refuse a folder with files that are kept by another store."""
    for within in KEPT:
        ours = {name.removeprefix(f"{within}/") for name in asked.backup.names}
        there = (asked.folder / within).glob("*/*")
        strays = sorted(path.name for path in there if path.name not in ours)
        if strays := [name for name in strays if not name.startswith("unfinished-")]:
            files = "1 file that is" if len(strays) == 1 else f"{len(strays):,} files that are"
            raise FilledStoreError(asked.folder / within, f"{files} not in the backup")


def _put_back_files(backup: Backup) -> None:
    remove_unfinished()
    for within in KEPT:
        for name in backup.names:
            if name.startswith(f"{within}/"):
                keep_bytes(backup.read(name), within)


def _rows_of(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM {connection.ops.quote_name(table)}")
        return int((cursor.fetchone() or (0,))[0])


def _number_on() -> None:
    """Have the database number new rows after those that were restored with their numbers."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), all_tables()):
            cursor.execute(statement)
