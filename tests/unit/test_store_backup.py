"""A backup: everything that a store holds in one file, whole, exact and checked; and back again."""

import json
import os
import signal
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import product
from multiprocessing import get_context
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.db import connection

from safeboard.store import models
from safeboard.store.audit import audit_trail
from safeboard.store.backup.errors import (
    BackupThereError,
    DamagedBackupError,
    FilledStoreError,
    NewerBackupError,
    NoBackupError,
    UnlikeBackupError,
    UnwrittenBackupError,
)
from safeboard.store.backup.file import Backup, checked_backup, write_backup
from safeboard.store.backup.restoring import Restoring, restore_store
from safeboard.store.backup.saving import save_store
from safeboard.store.commentary import findings_of
from safeboard.store.database import (
    VINTAGES_FOLDER,
    close_store,
    explain_failures,
    path_of,
    reading,
)
from safeboard.store.errors import (
    ChangedBytesError,
    ContradictionError,
    EmptyStoreError,
    MissingBytesError,
)
from safeboard.store.received import received_bytes
from safeboard.store.releases import record_release
from safeboard.store.submissions import submit
from safeboard.store.vintages import all_vintages, register_vintage, values_of
from tests.databases import find_database
from tests.unit.store_builders import (
    a_file,
    a_note,
    a_query,
    a_release,
    a_return,
    a_vintage,
    count,
    new_store,
    released,
    reopen,
    values_in_force,
)
from tests.unit.test_publishing_folder import disk_that_takes_no_more_than

NOW = datetime(2018, 7, 1, 9, tzinfo=UTC)
ODD = "Late,\n\"as ever\": 'NULL' \\N {} \u2019 \U0001f600 \t%s ; --"


def quietly(_: str) -> None:
    """Tell nobody."""


@pytest.fixture(autouse=True)
def store(engine: str, tmp_path: Path) -> Iterator[Path]:
    """Return a store with a row in every table."""
    with new_store(tmp_path / "store") as folder:
        note = replace(a_note(ODD), item="contacts")
        submit(a_return(count("contacts", 20), notes=[note]), [a_query()], a_file("first"))
        submit(a_return(count("contacts", None)), [a_query("Counted.")], a_file("second", hour=10))
        record_release(a_release(1), released(contacts="20"))
        register_vintage(a_vintage(b"values"))
        yield folder


def saved(path: Path) -> Backup:
    """Return a backup of the open store."""
    with write_backup(path, quietly) as writer:
        with reading():
            told = save_store(writer)
        writer.finish({"software": "9.9", **told})
    return checked_backup(path, quietly)


def restored(backup: Backup, into: Path) -> None:
    """Restore a backup into a new store, which is then the open one."""
    restore_store(Restoring(backup, into, find_database(into), "Pat Example", NOW), lambda: None)


def make_empty(path: Path, tell: Callable[[str], None]) -> None:
    """Write a backup with one empty member; whom it tells of that may do something meanwhile."""
    with write_backup(path, tell) as writer:
        with writer.member("empty"):
            pass
        writer.finish({})


def rewritten(backup: Backup, path: Path, change: Callable[[str, bytes], bytes]) -> Path:
    """Return a backup's file written again, with its members changed and its checksums right."""
    with write_backup(path, quietly) as writer:
        for name in backup.names:
            with writer.member(name) as add:
                add(change(name, backup.read(name)))
        writer.finish({key: value for key, value in backup.told.items() if key != "members"})
    return path


def saved_again(store: Path, into: Path) -> Backup:
    """Return a second backup, of a store that is opened for it."""
    reopen(store)
    return saved(into / "second")


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of every table, but what the audit says of the restoring itself."""
    rows = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            if table.startswith("store_"):
                cursor.execute(f"SELECT * FROM {table} ORDER BY 1")
                rows[table] = [row for row in cursor.fetchall() if "restored a backup" not in row]
    return rows


def test_a_restored_store_holds_every_row_as_it_was(tmp_path: Path) -> None:
    before = everything()
    assert all(before.values())
    restored(saved(tmp_path / "backup"), tmp_path / "again")
    assert everything() == before


def test_a_restored_store_holds_every_file_as_it_was_received(tmp_path: Path) -> None:
    restored(saved(tmp_path / "backup"), tmp_path / "again")
    contents = [received_bytes(row.sha256) for row in models.Received.objects.order_by("name")]
    assert sorted(contents) == [b"first", b"second"]


def test_a_restored_store_holds_the_values_of_every_vintage(tmp_path: Path) -> None:
    restored(saved(tmp_path / "backup"), tmp_path / "again")
    (vintage,) = all_vintages()
    assert values_of(vintage) == b"values"


def test_a_restored_store_goes_on_where_the_other_stood(tmp_path: Path) -> None:
    restored(saved(tmp_path / "backup"), tmp_path / "again")
    receipt = submit(a_return(count("contacts", 24)), [a_query()], a_file("third", hour=11))
    assert (receipt.number, receipt.supersedes) == (3, (2,))
    record_release(a_release(2), released(contacts="24"))
    assert values_in_force() == {"contacts": 24}


def test_a_restored_store_refuses_to_change_what_is_kept_for_good(tmp_path: Path) -> None:
    restored(saved(tmp_path / "backup"), tmp_path / "again")
    with (
        pytest.raises(ContradictionError, match="kept for good"),
        explain_failures(),
        connection.cursor() as cursor,
    ):
        cursor.execute("DELETE FROM store_count")


def test_who_restored_which_backup_is_in_the_audit(tmp_path: Path) -> None:
    backup = saved(tmp_path / "backup.zip")
    restored(backup, tmp_path / "again")
    at, who, did, which = audit_trail().rows()[-1]
    assert (at, who, did) == (NOW, "Pat Example", "restored a backup")
    assert which == f"backup.zip, whose manifest's checksum is {backup.seal}"


def test_the_backup_is_lines_that_any_program_can_read(tmp_path: Path) -> None:
    lines = saved(tmp_path / "backup").read("tables/store_count.jsonl").decode().splitlines()
    first, second = map(json.loads, lines)
    assert (first["item"], first["value"], first["state"]) == ("contacts", 20, "counted")
    assert (second["value"], second["category"]) == (None, "")
    (received, _) = saved(tmp_path / "2").read("tables/store_received.jsonl").decode().splitlines()
    assert json.loads(received)["received_at"] in (
        "2018-04-03T09:00:00.000000Z",
        "2018-04-03T10:00:00.000000Z",
    )


def test_a_store_that_has_anything_in_it_is_never_restored_over(
    tmp_path: Path, store: Path
) -> None:
    backup = saved(tmp_path / "backup")
    with pytest.raises(FilledStoreError, match=r"\(a store with 2 returns and 1 release\)"):
        restored(backup, store)
    reopen(store)
    submit(a_return(count("contacts", 24)), [], a_file("third", hour=11))
    before = everything()
    with pytest.raises(FilledStoreError, match="never restored over it"):
        restored(backup, store)
    with new_store(tmp_path / "other"), pytest.raises(FilledStoreError, match="0 returns and 0"):
        restored(backup, tmp_path / "other")
    restored(saved_again(store, tmp_path), tmp_path / "again")
    assert everything() == before


def test_files_of_another_store_are_never_mixed_with_a_backup(tmp_path: Path) -> None:
    backup = saved(tmp_path / "backup")
    for within in ("received", "vintages"):
        stray = tmp_path / within / within / "ab" / ("ab" * 32)
        stray.parent.mkdir(parents=True)
        stray.write_bytes(b"somebody else's")
        with pytest.raises(FilledStoreError, match="1 file that is not in the backup"):
            restored(backup, tmp_path / within)
        assert stray.read_bytes() == b"somebody else's"


def test_what_was_stopped_part_way_is_no_store_and_may_be_done_again(tmp_path: Path) -> None:
    backup = saved(tmp_path / "backup")
    before = everything()
    told = {**backup.told, "tables": {**backup.told["tables"]}}
    told["tables"]["store_audit"] = {**told["tables"]["store_audit"], "rows": 99}
    with pytest.raises(UnlikeBackupError, match="99 rows were saved and 6 restored"):
        restored(replace(backup, told=told), tmp_path / "again")
    with pytest.raises(EmptyStoreError):
        reopen(tmp_path / "again", create=True)
    restored(backup, tmp_path / "again")
    assert everything() == before


def test_wherever_a_byte_is_changed_the_backup_is_refused_or_says_the_same(tmp_path: Path) -> None:
    backup = saved(tmp_path / "backup")
    whole = backup.path.read_bytes()
    contents = {name: backup.read(name) for name in backup.names}
    chance, refused = Random(1), 0
    for number in range(300):
        place = chance.randrange(len(whole))
        path = tmp_path / f"changed-{number}"
        changed = bytes([whole[place] ^ (1 << chance.randrange(8))])
        path.write_bytes(whole[:place] + changed + whole[place + 1 :])
        try:
            again = checked_backup(path, quietly)
        except DamagedBackupError:
            refused += 1
        else:
            assert {name: again.read(name) for name in again.names} == contents
    assert refused > 200


@pytest.mark.parametrize("part", [0, 1, 100, 0.5, 0.99])
def test_a_backup_that_was_cut_short_is_refused(tmp_path: Path, part: float) -> None:
    whole = saved(tmp_path / "backup").path.read_bytes()
    path = tmp_path / "cut"
    path.write_bytes(whole[: int(part if part >= 1 else part * len(whole))])
    with pytest.raises(DamagedBackupError, match="this is not a whole backup"):
        checked_backup(path, quietly)


@pytest.mark.parametrize("name", ["../out", "/out", "received/../../out", "a:b", "a\\b"])
def test_a_backup_that_leads_out_of_its_folder_is_refused(tmp_path: Path, name: str) -> None:
    with write_backup(tmp_path / "backup", quietly) as writer:
        with writer.member(name) as add:
            add(b"out")
        writer.finish({})
    with pytest.raises(DamagedBackupError, match="leads out of its folder"):
        checked_backup(tmp_path / "backup", quietly)


def test_a_file_that_its_manifest_does_not_list_is_refused(tmp_path: Path) -> None:
    backup = saved(tmp_path / "backup")
    with zipfile.ZipFile(backup.path, "a") as zipped:
        zipped.writestr("received/more", b"more")
    with pytest.raises(DamagedBackupError, match="not those that its manifest lists"):
        checked_backup(backup.path, quietly)


def test_an_older_backup_is_brought_up_to_date(tmp_path: Path) -> None:
    backup = saved(tmp_path / "backup")
    later = {
        "store_submission": ["known_from"],
        "store_finding": ["area_id"],
        "store_vintage": ["kind", "dataset", "names", "origin", "by"],
    }

    def without_later(name: str, content: bytes) -> bytes:
        columns = later.get(name.removeprefix("tables/").removesuffix(".jsonl"), [])
        rows = [json.loads(line) for line in content.splitlines()] if columns else []
        if not rows:
            return content
        for row, column in product(rows, columns):
            del row[column]
        return "".join(json.dumps(row) + "\n" for row in rows).encode()

    for table, columns in later.items():
        for column in columns:
            backup.told["tables"][table]["columns"].pop(column)
    older = replace(backup, told={**backup.told, "schema": "0004_suppressed_counts"})
    path = rewritten(older, tmp_path / "older", without_later)
    restored(checked_backup(path, quietly), tmp_path / "again")
    moments = models.Submission.objects.order_by("number").values_list("known_from", flat=True)
    assert [moment.hour for moment in moments] == [9, 10]
    assert [each.area for each in findings_of(1)] == [""]


def test_a_restored_store_knows_which_area_a_query_is_about(tmp_path: Path) -> None:
    query = replace(a_query(), area="340")
    submit(a_return(areas=("340", "342")), [query, a_query()], a_file("both", hour=11))
    restored(saved(tmp_path / "backup"), tmp_path / "again")
    assert findings_of(3) == (query, a_query())


def test_a_newer_backup_is_refused(tmp_path: Path) -> None:
    backup = saved(tmp_path / "backup")
    newer = replace(backup, told={**backup.told, "schema": "0099_challenges"})
    with pytest.raises(NewerBackupError, match=r"newer version of Safeboard \(9.9\)"):
        restored(newer, tmp_path / "again")
    assert not (tmp_path / "again").exists()


def test_a_file_that_is_gone_or_changed_is_told_and_no_backup_is_made(tmp_path: Path) -> None:
    path = path_of(models.Received.objects.order_by("pk")[0].sha256)
    whole = path.read_bytes()
    path.write_bytes(whole + b"!")
    with pytest.raises(ChangedBytesError):
        saved(tmp_path / "backup")
    path.unlink()
    with pytest.raises(MissingBytesError):
        saved(tmp_path / "backup")
    path.write_bytes(whole)
    path_of(all_vintages()[0].sha256, VINTAGES_FOLDER).write_bytes(b"other values")
    with pytest.raises(ChangedBytesError):
        saved(tmp_path / "backup")
    assert not [each.name for each in tmp_path.iterdir() if "backup" in each.name]


def test_a_backup_never_replaces_a_file(tmp_path: Path) -> None:
    (tmp_path / "backup").write_bytes(b"mine")
    with pytest.raises(BackupThereError, match="nothing was changed in it"):
        saved(tmp_path / "backup")
    assert (tmp_path / "backup").read_bytes() == b"mine"


def test_of_two_backups_to_one_name_at_once_the_second_is_told_and_the_first_is_whole(
    tmp_path: Path,
) -> None:
    path, first = tmp_path / "backup", []

    def another_comes(_: str) -> None:
        first.append(saved(path))

    with pytest.raises(BackupThereError, match="there is a file of this name already"):
        make_empty(path, another_comes)
    assert [checked_backup(path, quietly)] == first
    assert [each.name for each in tmp_path.iterdir() if "backup" in each.name] == ["backup"]


def die_while_saving(path: str) -> None:
    """Begin to write a backup, and be killed in the middle of it."""
    make_empty(Path(path), lambda _: os.kill(os.getpid(), signal.SIGKILL))


def test_what_a_backup_left_that_was_killed_is_removed_by_the_next_one(tmp_path: Path) -> None:
    killed = get_context("spawn").Process(
        target=die_while_saving, args=(str(tmp_path / "monday.zip"),)
    )
    killed.start()
    killed.join()
    left = [path for path in tmp_path.iterdir() if path.name.startswith(".monday.zip.")]
    assert len(left) == 1
    mine = tmp_path / ".mine.unfinished"
    mine.touch()
    saved(tmp_path / "tuesday.zip")
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == [".mine.unfinished", "store", "tuesday.zip"]


def test_a_backup_that_is_being_written_is_not_taken_for_left_behind(tmp_path: Path) -> None:
    made = []

    def another_comes(_: str) -> None:
        made.append(saved(tmp_path / "other.zip"))

    make_empty(tmp_path / "first.zip", another_comes)
    assert checked_backup(tmp_path / "first.zip", quietly).told["members"].keys() == {"empty"}
    assert len(made) == 1


def test_a_backup_that_is_not_there_is_told_as_such(tmp_path: Path) -> None:
    with pytest.raises(NoBackupError, match=r"lost\.zip: there is no such file\. Name"):
        checked_backup(tmp_path / "lost.zip", quietly)


def test_a_backup_for_which_there_is_no_room_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    with (
        disk_that_takes_no_more_than(2_000),
        pytest.raises(UnwrittenBackupError, match="Make room"),
    ):
        saved(tmp_path / "backup")
    assert not [each.name for each in tmp_path.iterdir() if "backup" in each.name]


def test_nothing_is_open_after_a_backup_could_not_be_restored(tmp_path: Path) -> None:
    backup = saved(tmp_path / "backup")
    close_store()
    damaged = replace(backup, told={**backup.told, "tables": {"store_nothing": {"rows": 0}}})
    with pytest.raises(KeyError):
        restored(damaged, tmp_path / "again")
    assert not list((tmp_path / "again").glob("store.sqlite3-wal"))
