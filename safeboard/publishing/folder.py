"""The folder of a release: written whole or not at all, and never changed."""

import hashlib
import json
import shutil
from collections.abc import Mapping
from pathlib import Path

from safeboard.catalogue.library import Catalogue
from safeboard.disclosure.release import Release
from safeboard.durable import sync_folder, write_durably
from safeboard.errors import StoreError
from safeboard.publishing.about import about_of
from safeboard.publishing.data import data_tables, metadata
from safeboard.publishing.manifest import NAME, manifest
from safeboard.publishing.page import page_of
from safeboard.publishing.rendering import render

_UNFINISHED = ".unfinished"
STYLE = Path(__file__).with_name("style.css")


class FrozenReleaseError(StoreError):
    """A release of this name was published before, and it says something else."""

    def __init__(self, folder: Path, differing: list[str]) -> None:
        super().__init__(
            f"{folder.name}: it was published before, and differs in {', '.join(differing)}. "
            "A release is frozen: publish a new one that gives the reason, or put back what was "
            "changed in the folder."
        )


class TakenNameError(StoreError):
    """A folder has the name of a release that is to be made, and holds something else."""

    def __init__(self, folder: Path, differing: list[str]) -> None:
        super().__init__(
            f"{folder}: this release is not in the register, but there is a folder of its name, "
            f"which differs in {', '.join(differing)}. Nothing was published or registered. "
            "Restore the backup that has that release, or move the folder away, and run the same "
            "command again."
        )


class UnwrittenReleaseError(StoreError):
    """A release's folder could not be written."""

    def __init__(self, folder: Path, error: OSError) -> None:
        super().__init__(
            f"{folder}: this release's folder could not be written ({error.strerror or error}). "
            "The release is in the register, but nothing of it can be seen yet. Make room, or ask "
            "for permission to write there, and run the same command again."
        )


def write_release(name: str, files: Mapping[str, bytes], into: Path) -> Path:
    """Write the folder of the release of this name into a folder of releases, and return it.

    It appears whole or not at all; one that is there already and says the same is left as it is.
    Nobody else may be writing releases there: what is unfinished is taken for left behind by
    somebody who was stopped.

    Raises: FrozenReleaseError where the folder has other content, UnwrittenReleaseError.
    """
    target = into / name
    if target.exists():
        if differing := _differing(target, files):
            raise FrozenReleaseError(target, differing)
        return target
    # Beside the target, so that the renaming is one step on one disk.
    unfinished = into / f".{name}{_UNFINISHED}"
    try:
        _write_whole(target, unfinished, files)
    except OSError as error:
        raise UnwrittenReleaseError(target, error) from error
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return target


def _write_whole(target: Path, unfinished: Path, files: Mapping[str, bytes]) -> None:
    """Write a folder under one name, all of it on the disk, and then give it its own."""
    target.parent.mkdir(parents=True, exist_ok=True)
    for left in target.parent.glob(f".*{_UNFINISHED}"):
        shutil.rmtree(left)
    for path, content in files.items():
        place = unfinished / path
        place.parent.mkdir(parents=True, exist_ok=True)
        write_durably(place, content)
    for folder in (unfinished, *(path for path in unfinished.rglob("*") if path.is_dir())):
        sync_folder(folder)
    unfinished.rename(target)
    sync_folder(target.parent)


def refuse_taken(folder: Path, files: Mapping[str, bytes]) -> None:
    """Refuse to make a release of which there is a folder that says something else.

    Raises: TakenNameError naming the files that differ.
    """
    if folder.exists() and (differing := _differing(folder, files)):
        raise TakenNameError(folder, differing)


def refuse_changed(folder: Path, release: Release) -> None:
    """Hold a published folder to what its release was made from, and to its manifest's checksums.

    Raises: FrozenReleaseError naming the files that are not as they were published.
    """
    try:
        told = json.loads((folder / NAME).read_text(encoding="utf-8"))
        published = {path: each["sha256"] for path, each in told["files"].items()}
        if told["inputs"] != dict(release.inputs):
            raise FrozenReleaseError(folder, [NAME])
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise FrozenReleaseError(folder, [NAME]) from error
    there = {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and path != folder / NAME
    }
    differing = [path for path in {*there, *published} if there.get(path) != published.get(path)]
    if differing:
        raise FrozenReleaseError(folder, sorted(differing))


def files_of(release: Release, catalogue: Catalogue) -> dict[str, bytes]:
    """Return everything that a release's folder holds, by its path there. No clock is read."""
    files = {
        "index.html": render("index.html", release, page=page_of(release, catalogue)),
        "about.html": render("about.html", release, about=about_of(catalogue)),
        "style.css": STYLE.read_bytes(),
    }
    for table in data_tables(release, catalogue):
        files[f"data/{table.name}.csv"] = table.csv
        files[f"data/{table.name}.csv-metadata.json"] = metadata(table, release)
    return {**files, NAME: manifest(release, catalogue.version, files)}


def _differing(folder: Path, files: Mapping[str, bytes]) -> list[str]:
    """Return the paths at which a published folder is not what it would be now."""
    there = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }
    return sorted(path for path in {*there, *files} if there.get(path) != files.get(path))
