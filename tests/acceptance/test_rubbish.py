"""Rubbish handed in as returns: one clear line for each, nothing stored, memory bounded."""

import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

import pytest

from safeboard.errors import ExitCode
from safeboard.intake.workbook.refusal import Refusal
from tests.unit.raw_workbook import workbook
from tests.unit.rubbish import READ, REFUSED, Made

MOST_MEMORY_MB = 500
MOST_SECONDS = 20
"""For one file, on a computer that has other things to do; it takes a few at most."""


@pytest.fixture(scope="module")
def partnership(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("rubbish") / "partnership"
    run("new", str(folder))
    return folder


@dataclass(frozen=True)
class Done:
    """How a command ended, and the most memory that it held at once."""

    returncode: int
    stdout: str
    stderr: str
    peak_mb: float


# What the system says of a process that has ended includes the one that started it, which has run
# many tests. So the command itself tells, as its last act, what it held.
PROGRAM = """
import atexit, pathlib, sys

def tell(into=sys.argv.pop(1)):
    pathlib.Path(into).write_text(pathlib.Path("/proc/self/status").read_text())

atexit.register(tell)
from safeboard.cli import main

main()
"""


def run(*arguments: str) -> Done:
    """Run a command in a process of its own."""
    with TemporaryDirectory() as folder:
        told = Path(folder) / "status"
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM, str(told), *arguments],
            capture_output=True,
            text=True,
            check=False,
            timeout=600,
        )
        peak = next(line for line in told.read_text().splitlines() if line.startswith("VmHWM:"))
    return Done(done.returncode, done.stdout, done.stderr, int(peak.split()[1]) / 1024)


def written(files: Mapping[str, Made], folder: Path) -> list[str]:
    """Write files into a folder, and return their paths."""
    paths = []
    for name, make in files.items():
        (folder / name).write_bytes(make())
        paths.append(str(folder / name))
    return paths


def test_each_rubbish_file_is_refused_in_one_line_and_nothing_is_stored(
    partnership: Path, tmp_path: Path
) -> None:
    made = {name: make for name, (make, _) in REFUSED.items()}
    before, began = set(partnership.rglob("*")), monotonic()
    done = run("submit", *written(made, tmp_path), "--folder", str(partnership))
    said = done.stderr.splitlines()
    assert done.returncode == ExitCode.UNREADABLE
    assert done.stdout == ""
    expected = [f"safeboard: {name}: {words}" for name, (_, words) in REFUSED.items()]
    assert [line[: len(start)] for line, start in zip(said, expected, strict=True)] == expected
    assert done.peak_mb < MOST_MEMORY_MB
    assert monotonic() - began < MOST_SECONDS * len(REFUSED)
    assert all(line.endswith((" send that.", " Send it again.")) for line in said)
    new = [path for path in partnership.rglob("*") if path.is_file() and path not in before]
    assert {path.name.partition("-")[0] for path in new} <= {"store.sqlite3"}


def test_what_is_odd_but_a_workbook_is_checked_in_little_memory(
    partnership: Path, tmp_path: Path
) -> None:
    done = run("check", *written(READ, tmp_path), "--folder", str(partnership))
    assert done.stderr == ""
    assert done.returncode == ExitCode.FINDINGS
    assert [line.split(":")[0] for line in done.stdout.splitlines() if line[0] != " "] == list(READ)
    assert done.peak_mb < MOST_MEMORY_MB


def test_every_reason_to_refuse_a_file_is_met_by_a_test() -> None:
    words = " ".join(words for _, words in REFUSED.values())
    # Text files, which say more than one thing, have tests of their own.
    elsewhere = {"UNKNOWN_LETTERS", "UNKNOWN_SEPARATOR", "OPEN_QUOTE"}
    unmet = {each.name for each in Refusal if each.value[0][:14] not in words}
    assert unmet == elsewhere


def test_a_message_cannot_be_made_to_say_something_else(partnership: Path, tmp_path: Path) -> None:
    turned = tmp_path / "police\u202excod.xlsx"
    turned.write_bytes(workbook('<row r="1"><c r="A1" t="str"><v>x</v></c></row>'))
    done = run("check", str(turned), "--folder", str(partnership))
    first, *others = done.stdout.splitlines()
    assert first == "police[U+202E]xcod.xlsx: 2 findings"
    assert all(line.startswith("  ") and line.isprintable() for line in others)


def test_a_file_of_gigabytes_is_refused_by_its_first_bytes(
    partnership: Path, tmp_path: Path
) -> None:
    huge = tmp_path / "huge.xlsx"
    with huge.open("wb") as file:
        file.truncate(2_000_000_000)  # It takes no room: the file system keeps only its length.
    done = run("submit", str(huge), "--folder", str(partnership))
    assert done.returncode == ExitCode.UNREADABLE
    assert done.stderr.startswith("safeboard: huge.xlsx: it is larger than 25 MB. ")
    assert done.peak_mb < MOST_MEMORY_MB
