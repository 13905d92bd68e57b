"""A partnership moves from SQLite to PostgreSQL and back: a backup, a changed setting, restored."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from safeboard.pipeline import backups
from safeboard.pipeline.partnership import Partnership, open_partnership
from safeboard.pipeline.releasing import release
from safeboard.pipeline.request import Request
from safeboard.pipeline.returns import check_and_store
from safeboard.pipeline.starting import start_demonstration
from safeboard.store.backup.file import checked_backup
from safeboard.store.database import close_store
from safeboard.vocabulary.period import Period
from safeboard.vocabulary.profile import Profile
from tests.databases import drop_database, settle

pytestmark = pytest.mark.usefixtures("postgresql")

NOW = datetime(2018, 6, 30, 12, tzinfo=UTC)
RELEASE = Request(Period.parse("2017-18-Q4"), Profile.RESTRICTED, NOW.date())


def opened(folder: Path) -> Partnership:
    partnership = open_partnership(folder)
    partnership.open_store(NOW)
    return partnership


def lines(path: Path) -> dict[str, bytes]:
    """Return a backup's members, but for the audit, which says where it was restored."""
    backup = checked_backup(path, lambda _: None)
    kept = [name for name in backup.names if name.startswith(("tables/", "received/"))]
    return {name: backup.read(name) for name in kept if name != "tables/store_audit.jsonl"}


def test_every_row_and_file_is_the_same_in_the_other_database_and_back_again(
    tmp_path: Path,
) -> None:
    folder, there, back = (tmp_path / name for name in ("partnership", "there", "back"))
    start_demonstration(folder)
    partnership = opened(folder)
    path = folder / "returns" / "lado-2017-18.xlsx"
    check_and_store(partnership, path, by="Pat Example", now=NOW)
    release(partnership, RELEASE, now=NOW)
    backups.make_backup(partnership, tmp_path / "one.zip", by="Pat Example", now=NOW)
    there.mkdir()
    shutil.copy(folder / "safeboard.toml", there)
    settle(there)
    backups.restore_backup(tmp_path / "one.zip", backups.Into(there), by="Pat Example", now=NOW)
    moved = opened(there)
    assert release(moved, RELEASE, now=NOW).already
    backups.make_backup(moved, tmp_path / "two.zip", by="Pat Example", now=NOW)
    assert lines(tmp_path / "two.zip") == lines(tmp_path / "one.zip")
    later = there / "police.xlsx"
    shutil.copy(folder / "returns" / "police-2016-17.xlsx", later)
    outcome = check_and_store(moved, later, by="Pat Example", now=NOW)
    assert outcome.receipt is not None
    assert outcome.receipt.number == 2
    back.mkdir()
    shutil.copy(folder / "safeboard.toml", back)
    backups.restore_backup(tmp_path / "two.zip", backups.Into(back), by="Pat Example", now=NOW)
    assert release(opened(back), RELEASE, now=NOW).already
    close_store()
    drop_database(there / "store")
