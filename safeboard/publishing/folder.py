"""The folder of a release: written whole or not at all, and never changed."""

import hashlib
import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from safeboard.catalogue.library import Catalogue
from safeboard.disclosure.release import Release
from safeboard.errors import StoreError
from safeboard.publishing.about import about_of
from safeboard.publishing.data import data_tables, metadata
from safeboard.publishing.manifest import NAME, manifest
from safeboard.publishing.page import page_of
from safeboard.publishing.rendering import render

STYLE = Path(__file__).with_name("style.css")


class FrozenReleaseError(StoreError):
    """A release of this name was published before, and it says something else."""

    def __init__(self, folder: Path, differing: list[str]) -> None:
        super().__init__(
            f"{folder.name}: it was published before, and differs in {', '.join(differing)}. "
            "A release is frozen: publish a new one that gives the reason, or put back what was "
            "changed in the folder."
        )


def write_release(release: Release, catalogue: Catalogue, into: Path) -> Path:
    """Write a release's folder into a folder of releases, and return it.

    It appears whole or not at all; one that is there already and says the same is left as it is.
    Raises: FrozenReleaseError where the folder is there with other content.
    """
    files = files_of(release, catalogue)
    target = into / release.name
    if target.exists():
        if differing := _differing(target, files):
            raise FrozenReleaseError(target, differing)
        return target
    into.mkdir(parents=True, exist_ok=True)
    # Beside the target, so that the renaming is one step on one disk.
    unfinished = into / f".{release.name}.{os.getpid()}"
    shutil.rmtree(unfinished, ignore_errors=True)
    try:
        for path, content in files.items():
            place = unfinished / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
        unfinished.rename(target)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return target


def refuse_changed(folder: Path) -> None:
    """Hold a published folder to the checksums in its manifest.

    Raises: FrozenReleaseError naming the files that are not as they were published.
    """
    try:
        told = json.loads((folder / NAME).read_text(encoding="utf-8"))["files"]
        published = {path: each["sha256"] for path, each in told.items()}
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
