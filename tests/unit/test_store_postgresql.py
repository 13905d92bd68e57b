"""PostgreSQL: what its server guards, and how it fails in words."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from safeboard.errors import StoreError
from safeboard.store import models
from safeboard.store.database import close_store, explain_failures, open_store
from safeboard.store.errors import (
    BusyStoreError,
    ContradictionError,
    EmptyStoreError,
    ForeignStoreError,
    LostTablesError,
    MissingStoreError,
    NotOpenError,
    ReadOnlyStoreError,
    StrayFolderError,
    UnreachableStoreError,
    WrongAddressError,
)
from safeboard.store.submissions import current_counts, submit
from tests.databases import address_of, make_database
from tests.unit.store_builders import (
    a_file,
    a_note,
    a_return,
    asked,
    count,
    new_store,
    reopen,
    values_in_force,
)


@pytest.fixture(autouse=True)
def store(postgresql: None, tmp_path: Path) -> Iterator[Path]:
    with new_store(tmp_path / "store") as folder:
        yield folder


def said(statement: str) -> None:
    """Say something to the store's server, as the store itself would."""
    with explain_failures(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_commit_waits_for_the_disk_and_nobody_waits_for_ever() -> None:
    assert asked("SHOW synchronous_commit") == "on"
    assert asked("SHOW lock_timeout") == "20s"


def test_texts_are_ordered_by_the_servers_rules_and_frames_by_ours() -> None:
    submit(a_return(count("b", 1), count("B", 2), count("a", 3), count("é", 4)), [], a_file("one"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT item FROM store_count ORDER BY item")
        assert [item for (item,) in cursor.fetchall()] == ["a", "b", "B", "é"]
    assert current_counts()["item"].to_list() == ["B", "a", "b", "é"]


def test_tables_that_are_kept_for_good_cannot_be_emptied_either() -> None:
    submit(a_return(count("contacts", 20)), [], a_file("first"))
    with pytest.raises(ContradictionError, match="store_count is kept for good: no truncate"):
        said("TRUNCATE store_count")
    assert values_in_force() == {"contacts": 20}


def test_a_store_is_not_made_unless_it_is_asked_for(tmp_path: Path) -> None:
    make_database(tmp_path / "new")
    with pytest.raises(MissingStoreError, match="there is no store here"):
        reopen(tmp_path / "new")
    with pytest.raises(NotOpenError):
        current_counts()


def test_a_database_whose_tables_are_gone_is_not_begun_anew(store: Path) -> None:
    submit(a_return(count("contacts", 20)), [], a_file("first"))
    close_store()
    make_database(store)
    with pytest.raises(EmptyStoreError, match="Put back the last good copy"):
        reopen(store, create=True)


@pytest.mark.parametrize("create", [True, False])
def test_the_database_of_something_else_is_refused_and_not_filled(
    tmp_path: Path, create: bool
) -> None:
    address = make_database(tmp_path / "kitchen")
    with psycopg.connect(address) as other:
        other.execute("CREATE TABLE recipes (name text)")
    with pytest.raises(ForeignStoreError, match=r"of something else \(it has recipes\)"):
        reopen(tmp_path / "kitchen", create=create)
    with psycopg.connect(address) as other:
        tables = other.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        assert tables.fetchall() == [("recipes",)]


def test_a_folder_that_is_not_the_databases_own_is_refused(store: Path, tmp_path: Path) -> None:
    submit(a_return(count("contacts", 20)), [], a_file("first"))
    with pytest.raises(StrayFolderError, match="1 cannot be found here"):
        open_store(tmp_path / "other", address_of(store), create=True)


def test_another_partnerships_folder_is_refused_though_it_has_files_of_its_own(
    store: Path, tmp_path: Path
) -> None:
    submit(a_return(count("contacts", 20)), [], a_file("first"))
    with new_store(tmp_path / "other"):
        submit(a_return(count("contacts", 4)), [], a_file("somebody else's"))
    with pytest.raises(StrayFolderError, match="a database of its own for this one"):
        open_store(tmp_path / "other", address_of(store), create=True)
    reopen(store)
    assert values_in_force() == {"contacts": 20}


def test_a_server_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(UnreachableStoreError, match="Look whether its server runs"):
        open_store(tmp_path / "new", "postgresql://safeboard@127.0.0.1:1/board", create=True)


def test_a_database_that_is_not_there_is_told(store: Path, tmp_path: Path) -> None:
    address = address_of(tmp_path / "never made")
    with pytest.raises(UnreachableStoreError, match="does not exist"):
        open_store(store, address)


def test_a_wrong_password_is_told_and_not_said(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    close_store()
    monkeypatch.setenv("PGPASSWORD", "open sesame")
    with pytest.raises(UnreachableStoreError, match="password is where PostgreSQL looks") as told:
        reopen(store)
    assert "sesame" not in str(told.value)


def test_an_address_that_nobody_can_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(WrongAddressError, match=r"\(invalid URI query parameter: \"colour\"\)"):
        open_store(tmp_path, "postgresql://safeboard@db.example/board?colour=red", create=True)


def test_a_connection_that_is_lost_is_told_and_the_same_may_be_done_again(store: Path) -> None:
    with psycopg.connect(address_of(store), autocommit=True) as other:
        other.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    with pytest.raises(UnreachableStoreError, match="do the same again"):
        submit(a_return(count("contacts", 20)), [], a_file("first"))
    reopen(store)
    assert submit(a_return(count("contacts", 20)), [], a_file("first")).number == 1


def test_a_server_that_may_only_be_read_is_told() -> None:
    said("SET default_transaction_read_only = on")
    with pytest.raises(ReadOnlyStoreError, match="may not be written to"):
        submit(a_return(count("contacts", 20)), [], a_file("first"))


def test_a_user_without_the_right_to_write_is_told() -> None:
    said("CREATE ROLE reader")
    try:
        said("GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader; SET ROLE reader")
        with pytest.raises(ReadOnlyStoreError, match="permission denied for table"):
            submit(a_return(count("contacts", 20)), [], a_file("first"))
    finally:
        said("RESET ROLE; DROP OWNED BY reader; DROP ROLE reader")


def test_a_table_that_another_has_locked_is_told_as_busy(store: Path) -> None:
    said("SET lock_timeout = 50")
    with psycopg.connect(address_of(store)) as other:
        other.execute("LOCK TABLE store_submission")
        with pytest.raises(BusyStoreError, match="somebody else is writing"):
            submit(a_return(count("contacts", 20)), [], a_file("first"))
    assert models.Submission.objects.count() == 0


@pytest.mark.parametrize(
    ("state", "expected", "words"),
    [
        ("40P01", BusyStoreError, "try again"),
        ("40001", BusyStoreError, "try again"),
        ("53300", BusyStoreError, "try again"),
        ("57P03", UnreachableStoreError, "cannot be reached"),
    ],
)
def test_what_the_server_reports_is_told(
    state: str, expected: type[StoreError], words: str
) -> None:
    raised = f"DO $$ BEGIN RAISE EXCEPTION 'as it happens' USING ERRCODE = '{state}'; END $$"
    with pytest.raises(expected, match=words) as told:
        said(raised)
    assert "as it happens" in str(told.value)


def test_tables_that_are_not_there_are_told_with_the_setting_that_names_them() -> None:
    with pytest.raises(LostTablesError, match=r"\"store_cuont\" does not exist.*'database"):
        said("SELECT 1 FROM store_cuont")
    with pytest.raises(LostTablesError, match=r"column \"valeu\" does not exist"):
        said("SELECT valeu FROM store_count")


def test_a_full_disk_and_a_damaged_table_are_told() -> None:
    for state, words in (("53100", "no room left"), ("XX001", "tables are damaged")):
        with pytest.raises(StoreError, match=words):
            said(f"DO $$ BEGIN RAISE EXCEPTION 'so' USING ERRCODE = '{state}'; END $$")


def test_a_text_that_no_server_can_hold_is_refused_and_nothing_is_stored() -> None:
    with pytest.raises(ContradictionError, match="cannot contain NUL"):
        submit(a_return(count("contacts", 20), notes=[a_note("a\0b")]), [], a_file("first"))
    assert models.Submission.objects.count() == 0
