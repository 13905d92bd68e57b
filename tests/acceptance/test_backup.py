"""An analyst who lost everything but one file has it all back; and the audit says who did what."""

import csv
import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest

from safeboard.pipeline import backups
from safeboard.pipeline.partnership import Partnership, open_partnership
from safeboard.pipeline.releasing import release
from safeboard.pipeline.request import Request
from safeboard.pipeline.returns import check_and_store
from safeboard.pipeline.starting import start_demonstration
from safeboard.publishing.folder import FrozenReleaseError
from safeboard.store.arrivals import sent
from safeboard.store.backup.errors import DamagedBackupError, FilledStoreError, OtherStoreError
from safeboard.store.database import close_store
from safeboard.vocabulary.period import Period
from safeboard.vocabulary.profile import Profile
from tests.conftest import ROOT
from tests.databases import (
    address_of,
    copy_partnership,
    find_database,
    make_database,
    remove_partnership,
    settle,
)
from tests.killing.state import State, state_of

pytestmark = pytest.mark.usefixtures("engine")

NOW = datetime(2018, 6, 30, 12, tzinfo=UTC)
RELEASE = Request(Period.parse("2017-18-Q4"), Profile.RESTRICTED, NOW.date())


@pytest.fixture(scope="module")
def prepared(engine: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a partnership's folder with one return, a release, and files of its own."""
    folder = tmp_path_factory.mktemp("prepared") / "partnership"
    start_demonstration(folder)
    settle(folder)
    (folder / "catalogue").mkdir()
    (folder / "catalogue" / "README.md").write_text("Our own indicators.")
    partnership = opened(folder)
    path = folder / "returns" / "lado-2017-18.xlsx"
    check_and_store(partnership, path, by="Pat Example", now=NOW)
    release(partnership, RELEASE, now=NOW)
    close_store()
    return folder


@pytest.fixture
def folder(prepared: Path, tmp_path: Path) -> Path:
    """Return a copy of that folder and its store, to change at will."""
    return copy_partnership(prepared, tmp_path / "partnership")


def opened(folder: Path) -> Partnership:
    partnership = open_partnership(folder)
    partnership.open_store(NOW)
    return partnership


def backup_of(folder: Path, path: Path) -> None:
    backups.make_backup(opened(folder), path, by="Pat Example", now=NOW)
    close_store()


def into(folder: Path) -> backups.Into:
    """Name a folder to restore into; where there is a server, with a database of its own."""
    return backups.Into(folder, find_database(folder / "store") or None)


def restored(path: Path, folder: Path) -> backups.Restored:
    done = backups.restore_backup(path, into(folder), by="Sam Example", now=NOW)
    close_store()
    return done


def lose_store(folder: Path) -> None:
    """Lose a partnership's store, and nothing else of it; it has an empty database in the end."""
    shutil.rmtree(folder / "store")
    make_database(folder / "store")


def copy_settings(old: Path, new: Path) -> None:
    """Copy a partnership's settings into a new folder, naming a database of its own."""
    new.mkdir()
    text = (old / "safeboard.toml").read_text("utf-8")
    if address := address_of(old / "store"):
        text = text.replace(address, address_of(new / "store"))
    (new / "safeboard.toml").write_text(text, "utf-8")


def but_for_backups(state: State) -> State:
    """Return a state without what the audit says of backups."""
    audit = [line for line in state.tables["store_audit"] if " a backup'" not in line]
    tables = {**state.tables, "store_audit": audit}
    return State(tables, state.received, state.published, state.unfinished)


def typed(*words: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "safeboard", *words],
        cwd=ROOT,
        env={**os.environ, "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_everything_of_a_partnership_comes_back_from_one_file(folder: Path, tmp_path: Path) -> None:
    backup_of(folder, tmp_path / "kept.zip")
    before = state_of(folder)
    remove_partnership(folder)
    restored(tmp_path / "kept.zip", folder)
    assert but_for_backups(state_of(folder)) == but_for_backups(before)
    kept = "benchmarks.csv catalogue populations.csv published safeboard.toml store"
    assert " ".join(sorted(path.name for path in folder.iterdir())) == kept
    assert (folder / "catalogue" / "README.md").read_text() == "Our own indicators."


def test_a_release_made_again_after_restoring_is_the_one_that_exists(
    folder: Path, tmp_path: Path
) -> None:
    backup_of(folder, tmp_path / "kept.zip")
    remove_partnership(folder)
    restored(tmp_path / "kept.zip", folder)
    assert release(opened(folder), RELEASE, now=NOW).already
    close_store()


def test_a_return_that_is_submitted_during_a_backup_waits_for_nothing_and_is_not_in_it(
    folder: Path, tmp_path: Path
) -> None:
    late = folder / "returns" / "police-2016-17.xlsx"

    def meanwhile(step: str) -> None:
        if step == "tables/store_count.jsonl" and not said:
            said.append(typed("submit", str(late), "--folder", str(folder)))

    said: list[str] = []
    path = tmp_path / "kept.zip"
    backups.make_backup(opened(folder), path, by="Pat Example", now=NOW, tell=meanwhile)
    assert "Stored 36 counts as submission 2." in said[0]
    assert sent()["submission"].to_list() == [1, 2]
    backups.restore_backup(path, into(tmp_path / "again"), by="Sam Example", now=NOW)
    assert sent()["submission"].to_list() == [1]
    close_store()


def test_a_file_that_is_in_the_folder_is_kept_as_it_is_there(folder: Path, tmp_path: Path) -> None:
    backup_of(folder, tmp_path / "kept.zip")
    remove_partnership(folder)
    folder.mkdir()
    settings = (ROOT / "examples" / "st-helens-2017-18" / "safeboard.toml").read_text("utf-8")
    address = make_database(folder / "elsewhere")
    mine = f'{settings}\n[files]\nstore = "elsewhere"\n[database]\naddress = "{address}"\n'
    (folder / "safeboard.toml").write_text(mine, encoding="utf-8")
    found = backups.Into(folder)
    done = backups.restore_backup(tmp_path / "kept.zip", found, by="Sam Example", now=NOW)
    close_store()
    assert done.kept == (folder / "safeboard.toml",)
    assert (folder / "safeboard.toml").read_text("utf-8") == mine
    assert (folder / "elsewhere" / "received").is_dir()


def test_a_store_that_is_there_is_never_restored_over(folder: Path, tmp_path: Path) -> None:
    backup_of(folder, tmp_path / "kept.zip")
    before = state_of(folder)
    with pytest.raises(FilledStoreError, match="Nothing was changed"):
        restored(tmp_path / "kept.zip", folder)
    assert state_of(folder) == before


def test_a_published_folder_that_says_something_else_is_not_restored_over(
    folder: Path, tmp_path: Path
) -> None:
    backup_of(folder, tmp_path / "kept.zip")
    lose_store(folder)
    page = folder / "published" / "2017-18-Q4-restricted-1" / "index.html"
    page.write_text("mine", encoding="utf-8")
    with pytest.raises(FrozenReleaseError, match=r"differs in index\.html"):
        restored(tmp_path / "kept.zip", folder)
    assert page.read_text("utf-8") == "mine"


def test_what_lies_outside_the_folder_is_named(folder: Path, tmp_path: Path) -> None:
    (folder / "benchmarks.csv").rename(tmp_path / "benchmarks.csv")
    with (folder / "safeboard.toml").open("a", encoding="utf-8") as settings:
        settings.write('\n[files]\nbenchmarks = "../benchmarks.csv"\n')
    path = tmp_path / "kept.zip"
    kept = backups.make_backup(opened(folder), path, by="Pat Example", now=NOW)
    assert [each.resolve() for each in kept.left_out] == [tmp_path / "benchmarks.csv"]
    close_store()


def test_folders_that_the_settings_name_may_still_be_missing_where_it_is_restored(
    folder: Path, tmp_path: Path
) -> None:
    (folder / "catalogue").rename(folder / "ours")
    with (folder / "safeboard.toml").open("a", encoding="utf-8") as settings:
        settings.write('\n[files]\ncatalogue = "ours"\n')
    backup_of(folder, tmp_path / "kept.zip")
    copy_settings(folder, tmp_path / "with-settings")
    for name in ("again", "with-settings"):
        restored(tmp_path / "kept.zip", tmp_path / name)
        assert (tmp_path / name / "ours" / "README.md").is_file()


def test_files_that_lie_in_the_folder_of_our_own_indicators_are_kept_once(
    folder: Path, tmp_path: Path
) -> None:
    for name in ("benchmarks.csv", "populations.csv"):
        (folder / name).rename(folder / "catalogue" / name)
    with (folder / "safeboard.toml").open("a", encoding="utf-8") as settings:
        settings.write('\n[files]\nbenchmarks = "catalogue/benchmarks.csv"\n')
        settings.write('populations = "catalogue/../catalogue/populations.csv"\n')
    backup_of(folder, tmp_path / "kept.zip")
    remove_partnership(folder)
    restored(tmp_path / "kept.zip", folder)
    kept = sorted(path.name for path in (folder / "catalogue").iterdir())
    assert kept == ["README.md", "benchmarks.csv", "populations.csv"]


def test_a_backup_that_is_not_whole_when_it_is_read_again_is_removed(
    folder: Path, tmp_path: Path
) -> None:
    path = tmp_path / "kept.zip"

    def spoil(step: str) -> None:
        if path.exists() and step.startswith("tables/"):
            path.write_bytes(bytes(path.stat().st_size))

    with pytest.raises(DamagedBackupError, match=r"It was removed\. Make it again"):
        backups.make_backup(opened(folder), path, by="Pat Example", now=NOW, tell=spoil)
    close_store()
    assert not list(tmp_path.glob("*kept*"))


@pytest.mark.parametrize("named", ["layouts", "catalogue"])
def test_a_folder_that_the_settings_name_comes_back_though_nothing_is_in_it(
    folder: Path, tmp_path: Path, named: str
) -> None:
    (folder / "none yet").mkdir()
    with (folder / "safeboard.toml").open("a", encoding="utf-8") as settings:
        settings.write(f'\n[files]\n{named} = "none yet"\n')
    backup_of(folder, tmp_path / "kept.zip")
    restored(tmp_path / "kept.zip", tmp_path / "again")
    assert open_partnership(tmp_path / "again").find_store()
    close_store()
    assert list((tmp_path / "again" / "none yet").iterdir()) == []


def test_a_backup_of_a_live_database_is_tried_in_another_database(
    postgresql: None, folder: Path, tmp_path: Path
) -> None:
    live = address_of(folder / "store")
    settings = (folder / "safeboard.toml").read_text("utf-8").partition("\n[database]\n")[0]
    inline = f'database = {{ address = "{live}" }}\n{settings}'
    (folder / "safeboard.toml").write_text(inline, "utf-8")
    backup_of(folder, tmp_path / "kept.zip")
    before, again = state_of(folder), tmp_path / "again"
    other = make_database(again / "store")
    words = ("restore", str(tmp_path / "kept.zip"), "--database", other, "--folder", str(again))
    assert f"The store is in {other}" in typed(*words)
    written = (again / "safeboard.toml").read_text("utf-8")
    assert written == f'database.address = "{other}"\n{settings}'
    assert release(opened(again), RELEASE, now=NOW).already
    close_store()
    assert state_of(folder) == before


def test_a_backup_of_a_live_database_is_tried_in_a_folder_with_a_store_of_its_own(
    sqlite: None, folder: Path, tmp_path: Path
) -> None:
    settings = (folder / "safeboard.toml").read_text("utf-8")
    live = '\n[database]\naddress = "postgresql://safeboard@live.invalid/safeboard"\n'
    partnership = opened(folder)
    (folder / "safeboard.toml").write_text(settings + live, encoding="utf-8")
    backups.make_backup(partnership, tmp_path / "kept.zip", by="Pat Example", now=NOW)
    close_store()
    again = tmp_path / "again"
    said = typed("restore", str(tmp_path / "kept.zip"), "--database", "", "--folder", str(again))
    assert f"The store is in {again}/store" in said
    written = (again / "safeboard.toml").read_text("utf-8")
    assert written == settings + '\n[database]\naddress = ""\n'
    assert release(opened(again), RELEASE, now=NOW).already
    close_store()


def test_settings_that_are_there_and_name_another_database_are_not_followed(
    folder: Path, tmp_path: Path
) -> None:
    backup_of(folder, tmp_path / "kept.zip")
    again = tmp_path / "again"
    again.mkdir()
    shutil.copy(folder / "safeboard.toml", again)
    other = backups.Into(again, "postgresql://safeboard@db.invalid/practice")
    with pytest.raises(OtherStoreError, match=r"database\.address names another database"):
        backups.restore_backup(tmp_path / "kept.zip", other, by="Sam Example", now=NOW)
    assert [path.name for path in again.iterdir()] == ["safeboard.toml"]


def test_a_store_outside_the_folder_is_not_mixed_with_one_for_practice(
    folder: Path, tmp_path: Path
) -> None:
    (folder / "store").rename(tmp_path / "shared")
    with (folder / "safeboard.toml").open("a", encoding="utf-8") as settings:
        settings.write(f'\n[files]\nstore = "{(tmp_path / "shared").as_posix()}"\n')
    backup_of(folder, tmp_path / "kept.zip")
    practice = backups.Into(tmp_path / "again", "")
    with pytest.raises(OtherStoreError, match="shared, which is there already"):
        backups.restore_backup(tmp_path / "kept.zip", practice, by="Sam Example", now=NOW)


def test_the_commands_say_what_they_did(folder: Path, tmp_path: Path) -> None:
    path, again = str(tmp_path / "kept.zip"), str(tmp_path / "again")
    made = typed("backup", path, "--by", "Pat Example", "--folder", str(folder))
    assert f"{path} was made, and read again: every checksum is right." in made
    assert "1 return with 8 counts, 1 file as received, 1 release; " in made
    checked = typed("backup", "--check", path)
    assert f"{path} is whole: every checksum is right." in checked
    other = find_database(tmp_path / "again" / "store")
    named = ("--database", other) if other else ()
    back = typed("restore", path, "--by", "Sam Example", *named, "--folder", again)
    assert f"{path} was restored whole." in back
    assert f"The store is in {other or f'{again}/store'}" in back


def test_the_audit_is_shown_by_who_what_and_when(folder: Path, tmp_path: Path) -> None:
    backup_of(folder, tmp_path / "kept.zip")
    lines = typed("audit", "--folder", str(folder)).strip().splitlines()
    assert lines[0].split() == ["When", "(UTC)", "Who", "Did", "Which"]
    (submitted,) = [line.split() for line in lines if "submitted" in line]
    assert submitted[:4] == ["2018-06-30", "12:00:00", "Pat", "Example"]
    of_pat = typed("audit", "--folder", str(folder), "--who", "pat", "--about", "RETURN", "--csv")
    (line,) = csv.DictReader(StringIO(of_pat))
    assert line == {
        "at": "2018-06-30T12:00:00Z",
        "who": "Pat Example",
        "did": "submitted a return",
        "which": "return 1: lado, 2017-18, about 342",
    }
    since = typed("audit", "--folder", str(folder), "--since", "2018-07-01", "--csv")
    assert since == "at,who,did,which\n"
