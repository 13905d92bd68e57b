"""Where a clock was once ahead, who asks for an earlier moment is told what that leaves out."""

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from safeboard.pipeline.partnership import open_partnership
from safeboard.pipeline.returns import check_and_store
from safeboard.pipeline.starting import start_demonstration
from safeboard.store.database import close_store
from tests.databases import settle

AHEAD = datetime(2099, 1, 1, 9, 0, tzinfo=UTC)
LEFT_OUT = (
    "Left out: 1 return, stored already but known only from later than now (2099-01-01 09:00:00 "
    "UTC), because an earlier return was stored with a clock ahead. Without --as-of everything "
    "that is stored counts."
)


@pytest.fixture(scope="module")
def folder(engine: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a partnership's folder whose one return was stored with a clock far ahead."""
    folder = tmp_path_factory.mktemp("ahead") / "partnership"
    start_demonstration(folder)
    settle(folder)
    partnership = open_partnership(folder)
    partnership.open_store(AHEAD)
    check_and_store(partnership, folder / "returns" / "lado-2017-18.xlsx", by="Pat", now=AHEAD)
    close_store()
    return folder


@pytest.mark.parametrize("command", ["status", "release"])
def test_a_moment_that_leaves_out_what_is_stored_says_so(folder: Path, command: str) -> None:
    assert last_line(folder, command, "--as-of", "2026-06-01") == LEFT_OUT


@pytest.mark.parametrize("command", ["status", "release"])
def test_now_leaves_out_nothing_and_says_nothing_of_it(folder: Path, command: str) -> None:
    assert "Left out" not in last_line(folder, command)


def last_line(folder: Path, command: str, *words: str) -> str:
    reason = ["--reason", "Again."] if command == "release" else []
    of_period = [command, "--period", "2017-18-Q4", *reason, *words, "--folder", str(folder)]
    typed = [sys.executable, "-m", "safeboard", *of_period]
    done = subprocess.run(typed, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()[-1]
