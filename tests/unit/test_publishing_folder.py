"""The folder of a release: whole or not at all, always the same bytes, and never changed."""

import hashlib
import json
import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from safeboard.disclosure.release import Release
from safeboard.publishing.folder import (
    STYLE,
    FrozenReleaseError,
    UnwrittenReleaseError,
    files_of,
    write_release,
)
from tests.conftest import ROOT
from tests.unit.small_release import catalogue, release

NAME = "2017-18-Q4-restricted-2"
DIGEST = """
import hashlib
from safeboard.publishing.folder import files_of
from tests.unit.small_release import catalogue, release
for path, content in files_of(release(), catalogue()).items():
    print(path, hashlib.sha256(content).hexdigest())
"""


def digests_in_another_process() -> str:
    """Return the digest of each file of the release, made by a Python that hashes otherwise."""
    surroundings = {**os.environ, "PYTHONHASHSEED": "1", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", DIGEST]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=surroundings)
    return done.stdout


def contents(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Return what each file of a folder holds and when it was written."""
    return {
        path.relative_to(folder).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file()
    }


def written(into: Path, given: Release | None = None) -> Path:
    """Write a release into a folder of releases, and return its own."""
    made = given or release()
    return write_release(made.name, files_of(made, catalogue()), into)


@contextmanager
def disk_that_takes_no_more_than(size: int) -> Iterator[None]:
    """Let no file grow beyond a number of bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_the_folder_holds_the_pages_the_data_and_the_manifest(tmp_path: Path) -> None:
    folder = written(tmp_path / "published")
    assert folder == tmp_path / "published" / NAME
    assert sorted(contents(folder)) == [
        "about.html",
        "data/authorities.csv",
        "data/authorities.csv-metadata.json",
        "data/charts.csv",
        "data/charts.csv-metadata.json",
        "data/figures.csv",
        "data/figures.csv-metadata.json",
        "data/notes.csv",
        "data/notes.csv-metadata.json",
        "data/ratings.csv",
        "data/ratings.csv-metadata.json",
        "index.html",
        "manifest.json",
        "style.css",
    ]
    assert [path.name for path in folder.parent.iterdir()] == [NAME]


def test_a_failure_part_way_leaves_no_folder(tmp_path: Path) -> None:
    with (
        disk_that_takes_no_more_than(4_096),
        pytest.raises(UnwrittenReleaseError, match="too large"),
    ):
        written(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_what_somebody_left_who_was_stopped_is_removed(tmp_path: Path) -> None:
    (tmp_path / f".{NAME}.unfinished" / "data").mkdir(parents=True)
    (tmp_path / f".{NAME}.unfinished" / "index.html").touch()
    (tmp_path / ".2016-17-Q4-restricted-1.unfinished").mkdir()
    written(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [NAME]


def test_after_a_failure_the_release_can_be_written(tmp_path: Path) -> None:
    with (
        disk_that_takes_no_more_than(4_096),
        pytest.raises(UnwrittenReleaseError, match="too large"),
    ):
        written(tmp_path)
    assert (written(tmp_path) / "manifest.json").is_file()


def test_the_same_release_is_the_same_bytes_in_every_process() -> None:
    here = [
        f"{path} {hashlib.sha256(content).hexdigest()}"
        for path, content in files_of(release(), catalogue()).items()
    ]
    assert len(here) == 14
    assert digests_in_another_process().splitlines() == here


def test_a_folder_that_says_the_same_is_left_as_it_is(tmp_path: Path) -> None:
    folder = written(tmp_path)
    before = contents(folder)
    assert written(tmp_path) == folder
    assert contents(folder) == before


def test_a_folder_that_says_something_else_is_refused_and_kept(tmp_path: Path) -> None:
    folder = written(tmp_path)
    before = contents(folder)
    with pytest.raises(FrozenReleaseError) as refused:
        written(tmp_path, release(introduction="Another."))
    assert str(refused.value) == (
        "2017-18-Q4-restricted-2: it was published before, and differs in index.html, "
        "manifest.json. A release is frozen: publish a new one that gives the reason, or put back "
        "what was changed in the folder."
    )
    assert contents(folder) == before


def test_a_file_that_was_added_or_taken_away_is_named(tmp_path: Path) -> None:
    folder = written(tmp_path)
    (folder / "added.txt").write_text("mine")
    (folder / "data" / "notes.csv").unlink()
    with pytest.raises(FrozenReleaseError, match=r"differs in added\.txt, data/notes\.csv\."):
        written(tmp_path)


def test_the_manifest_names_every_other_file_with_its_true_checksum(tmp_path: Path) -> None:
    folder = written(tmp_path)
    listed = json.loads((folder / "manifest.json").read_text("utf-8"))["files"]
    assert sorted([*listed, "manifest.json"]) == sorted(contents(folder))
    for path, told in listed.items():
        content = (folder / path).read_bytes()
        assert told == {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}


def test_the_manifest_says_what_the_release_was_made_from() -> None:
    told = json.loads(files_of(release(), catalogue())["manifest.json"])
    del told["files"], told["software"]
    assert told == {
        "name": NAME,
        "partnership": "Partnership of St Helens",
        "period": "2017-18-Q4",
        "profile": "restricted",
        "as_of": "2018-06-30",
        "number": 2,
        "supersedes": 1,
        "reason": "The police counted March again.",
        "catalogue": "a-test",
        "inputs": {"counts": "0" * 64, "software": "0.1"},
    }


def test_the_style_sheet_is_no_larger_than_20_kilobytes() -> None:
    assert STYLE.stat().st_size <= 20_000
