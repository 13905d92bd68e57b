"""The store's file in SQLite: lost, emptied, damaged, not writable; and what is set in it."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from safeboard.errors import ExitCode
from safeboard.store import models
from safeboard.store.database import STORE_FILE, close_store, explain_failures, open_store
from safeboard.store.errors import (
    DamagedStoreError,
    EmptyStoreError,
    ForeignStoreError,
    FullDiskError,
    LostTablesError,
    MissingStoreError,
    NotOpenError,
    ReadOnlyStoreError,
    UnusableStoreError,
)
from safeboard.store.submissions import current_counts, submit
from tests.unit.store_builders import (
    a_file,
    a_return,
    asked,
    count,
    new_store,
)


@pytest.fixture(autouse=True)
def store(sqlite: None, tmp_path: Path) -> Iterator[Path]:
    with new_store(tmp_path / "store") as folder:
        yield folder


def damage(path: Path, at: int) -> None:
    with path.open("r+b") as file:
        file.seek(at)
        file.write(b"damaged " * 512)


def test_every_commit_reaches_the_disk_and_foreign_keys_hold() -> None:
    assert asked("PRAGMA journal_mode") == "wal"
    assert asked("PRAGMA synchronous") == 2
    assert asked("PRAGMA foreign_keys") == 1
    assert asked("PRAGMA busy_timeout") == 20_000


def test_a_missing_store_is_refused_and_none_is_made(tmp_path: Path) -> None:
    with pytest.raises(MissingStoreError, match="there is no store here") as refusal:
        open_store(tmp_path / "nowhere")
    assert refusal.value.exit_code is ExitCode.STORE
    assert not (tmp_path / "nowhere").exists()


def test_an_empty_file_is_not_taken_for_a_store_and_stays_empty(tmp_path: Path) -> None:
    (tmp_path / STORE_FILE).touch()
    with pytest.raises(MissingStoreError, match="nothing was received yet"):
        open_store(tmp_path)
    assert (tmp_path / STORE_FILE).stat().st_size == 0


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


def test_after_a_store_could_not_be_opened_none_is_open(tmp_path: Path) -> None:
    with pytest.raises(MissingStoreError):
        open_store(tmp_path / "nowhere")
    with pytest.raises(NotOpenError):
        current_counts()


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


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("SELECT 1 FROM store_cuont", "no such table: store_cuont"),
        ("SELECT valeu FROM store_count", "no such column: valeu"),
    ],
)
def test_tables_that_are_not_there_are_told_with_the_setting_that_names_them(
    statement: str, words: str
) -> None:
    with pytest.raises(LostTablesError, match=f"{words}.*'database.address'"), explain_failures():
        asked(statement)


def test_settings_that_name_the_other_kind_of_database_are_told_as_that(store: Path) -> None:
    submit(a_return(count("contacts", 20)), [], a_file("first"))
    close_store()
    (store / STORE_FILE).rename(store / "in PostgreSQL now")
    with pytest.raises(EmptyStoreError, match=r"'database\.address' is what it was") as told:
        open_store(store)
    assert "in a file of the store's folder" in str(told.value)


def test_a_disk_that_may_only_be_read_is_told(store: Path) -> None:
    close_store()
    mount = ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(store / "received")]
    (store / "received").mkdir()
    if os.name == "nt" or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("A disk that may only be read: only root can make one.")
    place = store / "received"
    try:
        shutil.copy(store / STORE_FILE, place)
        subprocess.run(["mount", "-o", "remount,ro", str(place)], check=True)
        for look in (True, False):
            with pytest.raises(ReadOnlyStoreError, match="SQLite needs that even for looking"):
                open_store(place, look=look)
    finally:
        close_store()
        subprocess.run(["umount", "--lazy", str(place)], check=True)


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
