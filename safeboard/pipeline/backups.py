"""Backups: one file that brings a partnership back, and its folder made again from it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import safeboard
from safeboard.durable import write_durably
from safeboard.pipeline.partnership import Partnership, Tell, quietly
from safeboard.publishing.folder import write_release
from safeboard.settings import FILE, Settings, read_settings
from safeboard.settings.writing import with_database
from safeboard.store.audit import write_audit
from safeboard.store.backup.errors import DamagedBackupError, OtherStoreError
from safeboard.store.backup.file import UNFINISHED, Backup, checked_backup, write_backup
from safeboard.store.backup.restoring import Restoring, restore_store
from safeboard.store.backup.saving import save_store
from safeboard.store.database import explain_failures, reading, writing
from safeboard.store.releases import all_releases

_FOLDER = "folder"
_SETTINGS = f"{_FOLDER}/{FILE}"


@dataclass(frozen=True)
class Kept:
    """A backup, and what of the partnership is not in it, since it lies outside its folder."""

    backup: Backup
    left_out: tuple[Path, ...]


@dataclass(frozen=True)
class Restored:
    """What a backup was restored into, and which of its files were there already, differently."""

    backup: Backup
    settings: Settings
    kept: tuple[Path, ...]


@dataclass(frozen=True)
class Into:
    """The folder to restore into; and another database than its settings name, "" for none."""

    folder: Path
    database: str | None = None


def make_backup(
    partnership: Partnership, path: Path, *, by: str, now: datetime, tell: Tell = quietly
) -> Kept:
    """Save everything of a partnership into one file, and read it again; the store must be open.

    Others may go on submitting: it holds one state of the store. Raises: SafeboardError.
    """
    settings = partnership.settings
    with write_backup(path, tell) as writer:
        with reading():
            saved = save_store(writer)
            names = [release.name for release in all_releases()]
        inside, outside = _own_files(settings, names)
        for name, file in inside.items():
            writer.copy(file, f"{_FOLDER}/{name}")
        writer.finish(
            {
                "partnership": settings.partnership.name,
                "software": safeboard.__version__,
                "made_at": now.isoformat(),
                "made_by": by,
                "published": settings.files.published,
                **saved,
            }
        )
    try:
        backup = checked_backup(path, tell)
    except DamagedBackupError as error:
        path.unlink()
        raise DamagedBackupError(path, error.detail, "It was removed. Make it again.") from error
    which = f"{path.name}, whose manifest's checksum is {backup.seal}"
    with explain_failures(), writing():
        write_audit(now, by, "made a backup", which)
    return Kept(backup, outside)


def restore_backup(
    path: Path, into: Into, *, by: str, now: datetime, tell: Tell = quietly
) -> Restored:
    """Bring a partnership back into a folder whose store has nothing in it, and open the store.

    Files that are in the folder are never written over: its settings may name another database,
    and have to name the one that is asked for.
    Raises: SafeboardError.
    """
    try:
        backup = checked_backup(path, tell)
    except DamagedBackupError as error:
        so = "Nothing was restored. Use another copy of it, or an earlier backup."
        raise DamagedBackupError(path, error.detail, so) from error
    written = backup.read(_SETTINGS)
    if into.database is not None:
        written = with_database(written, into.database)
    settings = _settings(written, into.folder)
    if into.database is not None:
        _refuse_the_live_one(settings, into)
    kept: list[Path] = []

    def beside() -> None:
        kept.extend(_put_back(backup, into.folder, written))

    asked = Restoring(backup, settings.store, settings.database.address, by, now)
    restore_store(asked, beside)
    return Restored(backup, settings, tuple(kept))


def _own_files(settings: Settings, releases: list[str]) -> tuple[dict[str, Path], tuple[Path, ...]]:
    """Return the files that belong to the partnership, by their names in its folder, each once.

    And what lies outside its folder.
    """
    named = (
        settings.folder / FILE,
        settings.benchmarks,
        settings.populations,
        settings.folder / settings.files.catalogue,
        settings.layouts,
        *(settings.published / name for name in releases),
    )
    home = settings.folder.resolve()
    inside = [each for each in named if each.resolve().is_relative_to(home)]
    outside = tuple(each for each in named if each not in inside and each.exists())
    files = (file for each in inside for file in _files(each))
    return {_name_in(settings.folder, file): file for file in files}, outside


def _name_in(folder: Path, path: Path) -> str:
    """Return a file's name in a folder, in whichever way the settings lead to it."""
    if path.is_relative_to(folder) and ".." not in path.relative_to(folder).parts:
        return path.relative_to(folder).as_posix()
    return (path.parent.resolve() / path.name).relative_to(folder.resolve()).as_posix()


def _files(place: Path) -> Iterator[Path]:
    """Yield a file, or the files in a folder, or an empty folder; none where there is nothing."""
    if place.is_file():
        yield place
    inside = (path for path in place.rglob("*") if not path.name.endswith(UNFINISHED))
    files = sorted(path for path in inside if path.is_file())
    yield from files or ([place] if place.is_dir() else [])


def _settings(written: bytes, folder: Path) -> Settings:
    """Return the settings in a folder; those that are to be written there, if there are none."""
    if (folder / FILE).is_file():
        return read_settings(folder, alone=True)
    with TemporaryDirectory() as elsewhere:
        (Path(elsewhere) / FILE).write_bytes(written)
        return read_settings(Path(elsewhere), alone=True).model_copy(update={"folder": folder})


def _refuse_the_live_one(settings: Settings, into: Into) -> None:
    """Refuse what would lead to another store than the one that was asked for by its database.

    Raises: OtherStoreError.
    """
    if settings.database.address != into.database:
        raise OtherStoreError(into.folder / FILE, "database.address names another database")
    away = not settings.store.resolve().is_relative_to(into.folder.resolve())
    if away and settings.store.exists():
        detail = f"files.store is {settings.store}, which is there already"
        raise OtherStoreError(into.folder / FILE, detail)


def _put_back(backup: Backup, folder: Path, settings: bytes) -> Iterator[Path]:
    """Put back the partnership's files, and its settings as given; yield those that differ there.

    A file that is there already stays. A release's folder appears whole or not at all.

    Raises: FrozenReleaseError.
    """
    releases: dict[Path, dict[str, bytes]] = {}
    published = folder / backup.told["published"]
    for name in (each for each in backup.names if each.startswith(f"{_FOLDER}/")):
        path = folder / name.removeprefix(f"{_FOLDER}/")
        if name.endswith("/"):
            path.mkdir(parents=True, exist_ok=True)
            continue
        if path.is_relative_to(published):
            release = published / path.relative_to(published).parts[0]
            releases.setdefault(release, {})[path.relative_to(release).as_posix()] = b""
            continue
        written = settings if name == _SETTINGS else backup.read(name)
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            unfinished = path.with_name(f".{path.name}.unfinished")
            unfinished.unlink(missing_ok=True)
            write_durably(unfinished, written)
            unfinished.rename(path)
        elif path.read_bytes() != written:
            yield path
    for release, files in releases.items():
        within = f"{_FOLDER}/{release.relative_to(folder).as_posix()}"
        content = {path: backup.read(f"{within}/{path}") for path in files}
        write_release(release.name, content, published)
