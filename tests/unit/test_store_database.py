"""The database, of either kind: opened, brought up to date, refused; what it guards."""

import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from io import StringIO
from multiprocessing import get_context
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from safeboard.errors import StoreError
from safeboard.store import models
from safeboard.store.database import close_store, explain_failures, reading
from safeboard.store.errors import (
    BusyStoreError,
    ContradictionError,
    FrozenRowError,
    FullDiskError,
    NewerStoreError,
    NotOpenError,
    ReadOnlyStoreError,
    StrayFolderError,
    UnusableStoreError,
)
from safeboard.store.failures import explained
from safeboard.store.frozen import Frozen
from safeboard.store.releases import record_release
from safeboard.store.submissions import current_counts, submit
from safeboard.store.vintages import register_vintage
from tests.databases import make_database
from tests.unit.store_builders import (
    a_file,
    a_note,
    a_query,
    a_release,
    a_return,
    a_vintage,
    asked,
    count,
    new_store,
    released,
    reopen,
    somebody_writing,
    values_in_force,
    wait_at_most,
)


@pytest.fixture(autouse=True)
def store(engine: str, tmp_path: Path) -> Iterator[Path]:
    with new_store(tmp_path / "store") as folder:
        yield folder


TRIGGERS = {
    "sqlite": "SELECT COUNT(*) FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT COUNT(*) FROM pg_trigger WHERE NOT tgisinternal",
}


def refused(statement: str) -> None:
    with (
        pytest.raises(ContradictionError, match="kept for good"),
        explain_failures(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_a_new_store_is_made_with_its_folders(tmp_path: Path) -> None:
    folder = tmp_path / "partnership" / "store"
    make_database(folder)
    reopen(folder, create=True)
    assert len(current_counts()) == 0


def test_making_a_store_where_there_is_one_opens_it(store: Path) -> None:
    submit(a_return(count("contacts", 20)), [], a_file("first"))
    reopen(store, create=True)
    assert values_in_force() == {"contacts": 20}


def test_another_store_can_be_opened_and_the_first_again(store: Path, tmp_path: Path) -> None:
    submit(a_return(count("contacts", 20)), [], a_file("first"))
    make_database(tmp_path / "other")
    reopen(tmp_path / "other", create=True)
    assert values_in_force() == {}
    reopen(store)
    assert values_in_force() == {"contacts": 20}


def test_a_store_whose_received_files_were_moved_away_is_refused(store: Path) -> None:
    submit(a_return(count("contacts", 20)), [], a_file("first"))
    (store / "received").rename(store / "moved")
    with pytest.raises(StrayFolderError, match="put the files back from the last backup"):
        reopen(store)
    (store / "moved").rename(store / "received")
    reopen(store)
    assert values_in_force() == {"contacts": 20}


def test_a_store_that_is_not_open_says_so() -> None:
    close_store()
    with pytest.raises(NotOpenError, match="it is not open"):
        current_counts()
    with pytest.raises(NotOpenError):
        submit(a_return(), [], a_file("first"))


def test_closing_twice_does_no_harm() -> None:
    close_store()
    close_store()


def test_an_older_store_is_brought_up_to_date_when_it_is_opened(store: Path, engine: str) -> None:
    MigrationExecutor(connection).migrate([("store", "0002_releases")])
    assert asked(TRIGGERS[engine]) == 0
    reopen(store)
    assert asked(TRIGGERS[engine]) == {"sqlite": 20, "postgresql": 30}[engine]


def test_a_newer_store_is_refused_and_left_as_it_is(store: Path) -> None:
    MigrationExecutor(connection).recorder.record_applied("store", "0099_challenges")
    with pytest.raises(NewerStoreError, match=r"a newer version of Safeboard.*0099_challenges"):
        reopen(store)


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
    *(models.Finding, models.Vintage, models.Release, models.ReleaseFigure, models.Audit),
]


@pytest.fixture
def filled() -> None:
    """Leave a row in every frozen table."""
    submit(a_return(count("contacts", 20), notes=[a_note("Late.")]), [a_query()], a_file("first"))
    record_release(a_release(1), released(contacts="20"))
    register_vintage(a_vintage(b"values"))


def test_every_table_that_is_declared_frozen_is_in_the_list_of_these_tests() -> None:
    assert set(Frozen.__subclasses__()) == set(FROZEN_TABLES)


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize("table", FROZEN_TABLES)
def test_the_database_itself_refuses_to_change_a_frozen_row(table: type[Frozen]) -> None:
    column = table._meta.fields[0].column
    refused(f"UPDATE {table._meta.db_table} SET {column} = {column}")
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


def test_a_store_that_another_is_writing_to_is_told_as_busy(store: Path) -> None:
    wait_at_most(milliseconds=50)
    with (
        somebody_writing(store),
        pytest.raises(BusyStoreError, match="somebody else is writing"),
    ):
        submit(a_return(), [], a_file("first"))
    assert models.Submission.objects.count() == models.Received.objects.count() == 0
    assert submit(a_return(), [], a_file("first")).number == 1


def test_readers_go_on_while_one_writes(store: Path) -> None:
    submit(a_return(count("contacts", 20)), [], a_file("first"))
    with somebody_writing(store):
        assert values_in_force() == {"contacts": 20}


def test_what_is_read_together_is_of_one_state_whatever_is_stored_meanwhile(store: Path) -> None:
    submit(a_return(count("contacts", 20)), [], a_file("first"))
    with reading():
        assert values_in_force() == {"contacts": 20}
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as another:
            another.submit(send_another, store).result()
        assert values_in_force() == {"contacts": 20}
    assert values_in_force() == {"contacts": 24}


def send_another(store: Path) -> None:
    """Send a later return, in another process."""
    reopen(store)
    submit(a_return(count("contacts", 24)), [], a_file("second"))


def test_nothing_can_be_written_while_reading() -> None:
    with pytest.raises(RuntimeError, match="durable"), reading():
        submit(a_return(count("contacts", 20)), [], a_file("first"))
    assert values_in_force() == {}


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
