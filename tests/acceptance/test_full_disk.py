"""However full the disk is, a return or a release is there or not; with room, work goes on."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from safeboard.errors import StoreError
from safeboard.pipeline.partnership import open_partnership
from safeboard.pipeline.releasing import release
from safeboard.pipeline.request import Request
from safeboard.pipeline.returns import check_and_store
from safeboard.pipeline.starting import start_demonstration
from safeboard.store.database import close_store
from safeboard.vocabulary.period import Period
from safeboard.vocabulary.profile import Profile
from tests.killing.state import State, state_of

# A server's disk is not the one that is filled here.
pytestmark = pytest.mark.usefixtures("sqlite")

NOW = datetime(2018, 6, 30, 12, tzinfo=UTC)
LATER = datetime(2018, 6, 30, 13, tzinfo=UTC)
ROOM = [0, 4, 16, 48, 96, 192, 384, 768]
"""How much room is left, in thousands of bytes: from none to plenty."""


@pytest.fixture(scope="module")
def disk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return a disk of eight million bytes. Only root can make one."""
    place = tmp_path_factory.mktemp("disk")
    mount = ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(place)]
    if os.name == "nt" or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("A full disk: only root can make a small one, to fill it.")
    yield place
    close_store()
    subprocess.run(["umount", "--lazy", str(place)], check=True)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a partnership's folder with one return in its store."""
    folder = tmp_path_factory.mktemp("prepared") / "partnership"
    start_demonstration(folder)
    shutil.rmtree(folder / "store", ignore_errors=True)
    partnership = open_partnership(folder)
    partnership.open_store(NOW)
    check_and_store(partnership, folder / "returns" / "lado-2017-18.xlsx", by="Pat", now=NOW)
    close_store()
    return folder


def submit(folder: Path) -> None:
    partnership = open_partnership(folder)
    partnership.open_store(LATER)
    try:
        path = folder / "returns" / "social-care-2017-18.xlsx"
        check_and_store(partnership, path, by="Pat", now=LATER)
    finally:
        close_store()


def publish(folder: Path) -> None:
    partnership = open_partnership(folder)
    partnership.open_store(LATER)
    try:
        asked = Request(Period.parse("2017-18-Q4"), Profile.RESTRICTED, LATER.date())
        release(partnership, asked, now=LATER)
    finally:
        close_store()


def filled(disk: Path, *, leaving: int) -> Path:
    """Fill a disk but for so many thousands of bytes, and return the file that does."""
    ballast = disk / "ballast"
    free = os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize
    ballast.write_bytes(bytes(max(0, free - leaving * 1_000)))
    return ballast


def told(do: Callable[[Path], None], folder: Path) -> str:
    """Return how a command would end: done, or for want of room, or otherwise in its own words."""
    try:
        do(folder)
    except StoreError as error:
        said = str(error)
        return "no room" if "o room" in said or "No space left" in said else said
    return "done"


def test_a_return_is_stored_whole_or_told_that_there_is_no_room(disk: Path, prepared: Path) -> None:
    whole = Path(shutil.copytree(prepared, disk / "whole"))
    old = state_of(whole)
    submit(whole)
    new = state_of(whole)
    shutil.rmtree(whole)
    outcomes = set()
    for room in ROOM:
        folder = Path(shutil.copytree(prepared, disk / "partnership"))
        ballast = filled(disk, leaving=room)
        outcomes.add(told(submit, folder))
        ballast.unlink()
        left = state_of(folder)
        assert left.tables in (old.tables, new.tables)
        assert left.unfinished == ()
        submit(folder)
        assert state_of(folder) == new
        shutil.rmtree(folder)
    assert outcomes == {"done", "no room"}


def test_a_release_is_seen_whole_or_not_at_all_and_finished_when_there_is_room(
    disk: Path, prepared: Path
) -> None:
    whole = Path(shutil.copytree(prepared, disk / "whole"))
    publish(whole)
    new: State = state_of(whole)
    shutil.rmtree(whole)
    outcomes = set()
    for room in (*ROOM[::2], 1536):
        folder = Path(shutil.copytree(prepared, disk / "partnership"))
        ballast = filled(disk, leaving=room)
        outcomes.add(told(publish, folder))
        ballast.unlink()
        left = state_of(folder)
        assert left.published in ({}, new.published)
        assert left.unfinished == ()
        publish(folder)
        assert state_of(folder) == new
        shutil.rmtree(folder)
    assert outcomes == {"done", "no room"}
