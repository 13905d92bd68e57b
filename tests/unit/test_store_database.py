"""The database: opened, brought up to date, refused; what it guards, and how it fails in words."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from safeboard.errors import ExitCode, StoreError
from safeboard.store import models
from safeboard.store.database import STORE_FILE, close_store, explain_failures, open_store
from safeboard.store.errors import (
    BusyStoreError,
    ContradictionError,
    DamagedStoreError,
    EmptyStoreError,
    ForeignStoreError,
    FrozenRowError,
    FullDiskError,
    MissingStoreError,
    NewerStoreError,
    NotOpenError,
    ReadOnlyStoreError,
    UnusableStoreError,
)
from safeboard.store.failures import explained
from safeboard.store.frozen import Frozen
from safeboard.store.releases import record_release
from safeboard.store.submissions import current_counts, submit
from tests.unit.store_builders import (
    a_file,
    a_note,
    a_query,
    a_release,
    a_return,
    count,
    new_store,
    released,
    values_in_force,
)


@pytest.fixture(autouse=True)
def store(tmp_path: Path) -> Iterator[Path]:
    with new_store(tmp_path / "store") as folder:
        yield folder


def asked(statement: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()[0][0]


def refused(statement: str) -> None:
    with (
        pytest.raises(ContradictionError, match="kept for good"),
        explain_failures(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def damage(path: Path, at: int) -> None:
    with path.open("r+b") as file:
        file.seek(at)
        file.write(b"damaged " * 512)


def test_readers_go_on_while_one_writes(store: Path) -> None:
    assert asked("PRAGMA journal_mode") == "wal"
    submit(a_return(count("contacts", 20)), [], a_file("first"))
    writer = sqlite3.connect(store / STORE_FILE, isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    assert values_in_force() == {"contacts": 20}
    writer.close()


def test_every_commit_reaches_the_disk_and_foreign_keys_hold() -> None:
    assert asked("PRAGMA synchronous") == 2
    assert asked("PRAGMA foreign_keys") == 1
    assert asked("PRAGMA busy_timeout") == 20_000


def test_a_new_store_is_made_with_its_folders(tmp_path: Path) -> None:
    open_store(tmp_path / "partnership" / "store", create=True)
    assert len(current_counts()) == 0


def test_making_a_store_where_there_is_one_opens_it(store: Path) -> None:
    submit(a_return(count("contacts", 20)), [], a_file("first"))
    open_store(store, create=True)
    assert values_in_force() == {"contacts": 20}


def test_another_store_can_be_opened_and_the_first_again(store: Path, tmp_path: Path) -> None:
    submit(a_return(count("contacts", 20)), [], a_file("first"))
    open_store(tmp_path / "other", create=True)
    assert values_in_force() == {}
    open_store(store)
    assert values_in_force() == {"contacts": 20}


def test_a_missing_store_is_refused_and_none_is_made(tmp_path: Path) -> None:
    with pytest.raises(MissingStoreError, match="there is no store here") as refusal:
        open_store(tmp_path / "nowhere")
    assert refusal.value.exit_code is ExitCode.STORE
    assert not (tmp_path / "nowhere").exists()


def test_an_empty_file_is_not_taken_for_a_store(tmp_path: Path) -> None:
    (tmp_path / STORE_FILE).touch()
    with pytest.raises(EmptyStoreError, match="tables are gone"):
        open_store(tmp_path)


@pytest.mark.parametrize("create", [True, False])
def test_a_store_whose_file_is_gone_is_not_begun_anew(store: Path, create: bool) -> None:
    submit(a_return(count("contacts", 20)), [], a_file("first"))
    close_store()
    (store / STORE_FILE).unlink()
    with pytest.raises(EmptyStoreError, match="Put back the last good copy"):
        open_store(store, create=create)
    assert not (store / STORE_FILE).exists()


def test_a_store_whose_file_was_emptied_is_not_begun_anew(store: Path) -> None:
    submit(a_return(count("contacts", 20)), [], a_file("first"))
    close_store()
    (store / STORE_FILE).write_bytes(b"")
    with pytest.raises(EmptyStoreError, match="tables are gone"):
        open_store(store, create=True)


def test_a_store_whose_making_was_interrupted_is_made(tmp_path: Path) -> None:
    (tmp_path / STORE_FILE).touch()
    open_store(tmp_path, create=True)
    assert len(current_counts()) == 0


@pytest.mark.parametrize("create", [True, False])
def test_the_database_of_something_else_is_refused_and_not_filled(
    tmp_path: Path, create: bool
) -> None:
    other = sqlite3.connect(tmp_path / STORE_FILE)
    other.execute("CREATE TABLE recipes (name)")
    with pytest.raises(ForeignStoreError, match=r"of something else \(it has recipes\)"):
        open_store(tmp_path, create=create)
    assert other.execute("SELECT name FROM sqlite_master").fetchall() == [("recipes",)]
    other.close()


def test_a_store_that_is_not_open_says_so() -> None:
    close_store()
    with pytest.raises(NotOpenError, match="it is not open"):
        current_counts()
    with pytest.raises(NotOpenError):
        submit(a_return(), [], a_file("first"))


def test_after_a_store_could_not_be_opened_none_is_open(tmp_path: Path) -> None:
    with pytest.raises(MissingStoreError):
        open_store(tmp_path / "nowhere")
    with pytest.raises(NotOpenError):
        current_counts()


def test_closing_twice_does_no_harm() -> None:
    close_store()
    close_store()


def test_an_older_store_is_brought_up_to_date_when_it_is_opened(store: Path) -> None:
    MigrationExecutor(connection).migrate([("store", "0002_releases")])
    open_store(store)
    assert asked("SELECT COUNT(*) FROM sqlite_master WHERE type = 'trigger'") == 18


def test_a_newer_store_is_refused_and_left_as_it_is(store: Path) -> None:
    MigrationExecutor(connection).recorder.record_applied("store", "0099_challenges")
    with pytest.raises(NewerStoreError, match=r"a newer version of Safeboard.*0099_challenges"):
        open_store(store)


def test_the_migrations_make_exactly_the_tables_that_the_models_declare() -> None:
    said = StringIO()
    call_command("makemigrations", "store", check=True, dry_run=True, stdout=said)
    assert said.getvalue() == "No changes detected in app 'store'\n"


def test_the_store_can_be_imported_in_any_order() -> None:
    for module in ("models", "submissions"):
        command = [sys.executable, "-c", f"import safeboard.store.{module}"]
        subprocess.run(command, check=True, env=os.environ | {"PYTHONWARNINGS": "error"})


FROZEN_TABLES = [
    *(models.Received, models.Submission, models.SubmissionArea, models.Count, models.Note),
    *(models.Finding, models.Release, models.ReleaseFigure, models.Audit),
]


@pytest.fixture
def filled() -> None:
    """Leave a row in every frozen table."""
    submit(a_return(count("contacts", 20), notes=[a_note("Late.")]), [a_query()], a_file("first"))
    record_release(a_release(1), released(contacts="20"))


def test_every_table_that_is_declared_frozen_is_in_the_list_of_these_tests() -> None:
    assert set(Frozen.__subclasses__()) == set(FROZEN_TABLES)


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize("table", FROZEN_TABLES)
def test_the_database_itself_refuses_to_change_a_frozen_row(table: type[Frozen]) -> None:
    refused(f"UPDATE {table._meta.db_table} SET rowid = rowid")
    assert table.objects.count() > 0


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize("table", FROZEN_TABLES)
def test_the_database_itself_refuses_to_delete_a_frozen_row(table: type[Frozen]) -> None:
    refused(f"DELETE FROM {table._meta.db_table}")
    assert table.objects.count() > 0


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize("table", FROZEN_TABLES)
def test_the_model_refuses_to_change_or_delete_a_frozen_row(table: type[Frozen]) -> None:
    row = table.objects.all()[0]
    with pytest.raises(FrozenRowError, match="never changed or deleted"):
        row.save()
    with pytest.raises(FrozenRowError):
        row.delete()
    with pytest.raises(FrozenRowError):
        table.objects.update(pk=1)
    with pytest.raises(FrozenRowError):
        table.objects.all().delete()


def test_a_file_that_is_not_a_database_is_told(store: Path) -> None:
    close_store()
    damage(store / STORE_FILE, at=0)
    with pytest.raises(DamagedStoreError, match="the store's tables are damaged"):
        open_store(store)


def test_a_file_that_was_cut_short_is_told(store: Path) -> None:
    close_store()
    whole = (store / STORE_FILE).read_bytes()
    (store / STORE_FILE).write_bytes(whole[: len(whole) // 2])
    with pytest.raises(DamagedStoreError, match="put back the last good copy"):
        open_store(store)


def test_a_damaged_page_is_told_when_it_is_read(store: Path) -> None:
    submit(a_return(*[count(f"item_{n}", n) for n in range(2000)]), [], a_file("first"))
    close_store()
    page = (store / STORE_FILE).read_bytes().index(b"item_1000")
    damage(store / STORE_FILE, at=page // 4096 * 4096)
    open_store(store)
    with pytest.raises(DamagedStoreError, match="put back the last good copy"):
        current_counts()


def test_a_store_that_another_is_writing_to_is_told_as_busy(store: Path) -> None:
    other = sqlite3.connect(store / STORE_FILE, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    asked("PRAGMA busy_timeout = 50")
    with pytest.raises(BusyStoreError, match="somebody else is writing"):
        submit(a_return(), [], a_file("first"))
    other.close()
    assert submit(a_return(), [], a_file("first")).number == 1


def test_a_store_that_may_not_be_written_to_is_told() -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only = ON")
    with pytest.raises(ReadOnlyStoreError, match="may not be written to"):
        submit(a_return(), [], a_file("first"))


def test_a_full_disk_is_told_and_nothing_is_stored() -> None:
    asked(f"PRAGMA max_page_count = {asked('PRAGMA page_count')}")
    with pytest.raises(FullDiskError, match="no room left"):
        submit(a_return(*[count(f"item_{n}", n) for n in range(2000)]), [], a_file("first"))
    assert models.Submission.objects.count() == 0


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(UnusableStoreError, match="could not be read or written"):
        open_store(tmp_path / "file" / "store", create=True)


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (OSError(28, "No space left on device"), FullDiskError),
        (PermissionError(13, "Permission denied"), ReadOnlyStoreError),
        (OSError(30, "Read-only file system"), ReadOnlyStoreError),
        (OSError(5, "Input/output error"), UnusableStoreError),
    ],
)
def test_what_the_system_reports_is_told(error: OSError, expected: type[StoreError]) -> None:
    told = explained(error, Path("store"))
    assert type(told) is expected
    assert str(error.strerror) in str(told)
