"""Commands that only look leave everything as it is: no store is made, and no older one changed."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from safeboard.errors import ExitCode
from safeboard.pipeline.partnership import Partnership, open_partnership
from safeboard.pipeline.starting import start_demonstration
from safeboard.store.database import STORE_FILE, close_store
from safeboard.store.errors import LostStoreError, MissingStoreError, OlderStoreError
from tests.databases import address_of, drop_database, settle

pytestmark = pytest.mark.usefixtures("engine")

NOW = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
RETURN = "lado-2017-18.xlsx"


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """Return the example's folder, where nothing was received yet."""
    folder = tmp_path / "partnership"
    start_demonstration(folder)
    settle(folder)
    yield folder
    close_store()
    drop_database(folder / "store")


@pytest.fixture
def partnership(folder: Path) -> Partnership:
    return open_partnership(folder)


def typed(folder: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "safeboard", *words, "--folder", str(folder)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def place(folder: Path) -> str:
    """Return where the store's tables are, or would be, as a message names it."""
    return address_of(folder / "store") or str(folder / "store")


def steps(partnership: Partnership) -> set[str]:
    """Return which steps of its migrations a store has taken, and close it."""
    applied = MigrationExecutor(connection).loader.applied_migrations
    close_store()
    return {name for app, name in applied if app == "store"}


def test_where_nothing_was_received_status_says_so_and_makes_nothing(folder: Path) -> None:
    done = typed(folder, "status", "--period", "2017-18-Q4", "--queries")
    assert done.returncode == ExitCode.DONE, done.stderr
    lines = done.stdout.splitlines()
    assert sum("not sent" in line for line in lines) == 5
    assert lines[-1] == (
        "Nobody has sent anything yet, for any period: there is no store. 'submit' makes it."
    )
    assert not (folder / "store").exists()


@pytest.mark.parametrize("words", [("audit",), ("backup", "kept.zip")])
def test_where_nothing_was_received_there_is_nothing_to_show_or_save_and_none_is_made(
    folder: Path, words: tuple[str, ...]
) -> None:
    done = typed(folder, *(str(folder / word) if "." in word else word for word in words))
    assert done.returncode == ExitCode.STORE
    assert done.stderr == (
        f"safeboard: {place(folder)}: there is no store here: nothing was received yet. The first "
        "'safeboard submit' makes one. If there was one, see whether its disk is there and the "
        "settings 'files.store' and 'database.address' name its place.\n"
    )
    assert not (folder / "store").exists()
    assert not (folder / "kept.zip").exists()


def test_a_store_that_is_gone_beside_releases_is_not_taken_for_one_not_made_yet(
    folder: Path, partnership: Partnership
) -> None:
    (folder / "published" / "2017-18-Q4-restricted-1").mkdir(parents=True)
    (folder / "published" / "2017-18-Q4-restricted-1" / "manifest.json").touch()
    with pytest.raises(LostStoreError, match="there are releases in"):
        partnership.find_store()
    with pytest.raises(LostStoreError, match="restore the last backup"):
        partnership.open_existing_store()
    assert not (folder / "store").exists()


def test_what_a_first_submit_left_that_was_killed_is_no_store_yet(
    sqlite: None, folder: Path
) -> None:
    (folder / "store").mkdir()
    (folder / "store" / STORE_FILE).touch()
    done = typed(folder, "check", str(folder / "returns" / RETURN), "--into", str(folder / "said"))
    assert done.returncode == ExitCode.DONE, done.stderr
    assert (folder / "store" / STORE_FILE).read_bytes() == b""


def test_tables_that_a_first_submit_had_not_made_when_it_was_killed_are_no_store_yet(
    folder: Path, partnership: Partnership
) -> None:
    partnership.open_store(NOW)
    MigrationExecutor(connection).migrate([("store", None)])
    close_store()
    assert not partnership.find_store()
    with pytest.raises(MissingStoreError):
        partnership.open_existing_store()


def test_an_older_store_is_not_changed_by_who_only_looks_and_is_told(
    folder: Path, partnership: Partnership
) -> None:
    partnership.open_store(NOW)
    MigrationExecutor(connection).migrate([("store", "0008_area_of_finding")])
    before = steps(partnership)
    with pytest.raises(OlderStoreError) as told:
        partnership.find_store()
    assert str(told.value) == (
        f"{place(folder)}: an earlier version of "
        "Safeboard made this store, and looking into it changes nothing in it. Run 'safeboard "
        "backup', which brings it up to date as every command does that writes, and then this "
        "again."
    )
    done = typed(folder, "check", str(folder / "returns" / RETURN))
    assert (done.returncode, done.stderr) == (ExitCode.STORE, f"safeboard: {told.value}\n")
    partnership.open_existing_store()
    assert steps(partnership) > before
    assert partnership.find_store()
