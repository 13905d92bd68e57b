"""The file of a backup: a zip whose manifest has the size and SHA-256 of everything in it."""

import json
import lzma
import os
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from pathlib import Path, PurePosixPath
from secrets import token_hex
from typing import IO, Any

from safeboard.durable import hold, sync_folder
from safeboard.store.backup.errors import (
    BackupThereError,
    DamagedBackupError,
    NoBackupError,
    UnwrittenBackupError,
)

FORMAT = 1
MANIFEST = "manifest.json"
UNFINISHED = ".unfinished"
"""How the name of a backup ends that is being written; two at once have two names."""

_LEFT = re.compile(rf"\..+\.[0-9a-f]{{8}}{re.escape(UNFINISHED)}")
"""The names of such files, which whoever is stopped leaves behind."""

_PIECE = 1 << 20

_UNREADABLE = (
    *(OSError, EOFError, RuntimeError, zipfile.BadZipFile, zlib.error, lzma.LZMAError),
    *(struct.error, ValueError, KeyError, TypeError, AttributeError, OverflowError),
)
"""What reading a zip or its manifest may raise, where bytes are not as they were written."""

Tell = Callable[[str], None]
"""What is called with the name of each member that is begun."""


@dataclass
class BackupWriter:
    """A backup that is being written."""

    zipped: zipfile.ZipFile
    tell: Tell
    members: dict[str, dict[str, object]] = field(default_factory=dict)

    @contextmanager
    def member(self, name: str, *, packed: bool = True) -> Iterator[Callable[[bytes], None]]:
        """Begin a member of the file; what is yielded adds bytes to it."""
        self.tell(name)
        digest, size = sha256(), 0
        info = zipfile.ZipInfo(name)
        info.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED

        def add(piece: bytes) -> None:
            nonlocal size
            into.write(piece)
            digest.update(piece)
            size += len(piece)

        with self.zipped.open(info, "w", force_zip64=True) as into:
            yield add
        self.members[name] = {"bytes": size, "sha256": digest.hexdigest()}

    def copy(self, path: Path, name: str) -> None:
        """Add a file, or a folder with nothing in it. What agencies send is packed already."""
        if path.is_dir():
            with self.member(f"{name}/", packed=False):
                return
        with path.open("rb") as file, self.member(name, packed=path.suffix != "") as add:
            while piece := file.read(_PIECE):
                add(piece)

    def finish(self, told: Mapping[str, object]) -> str:
        """Write the manifest, with what else it tells, and return its SHA-256."""
        manifest = {"format": FORMAT, **told, "members": self.members}
        text = json.dumps(manifest, indent=1, ensure_ascii=False).encode()
        self.zipped.writestr(MANIFEST, text, zipfile.ZIP_DEFLATED)
        return sha256(text).hexdigest()


@contextmanager
def write_backup(path: Path, tell: Tell) -> Iterator[BackupWriter]:
    """Write a backup, which is there under its name when all of it is on the disk, or not at all.

    Raises: BackupThereError, UnwrittenBackupError.
    """
    if path.exists():
        raise BackupThereError(path)
    unfinished = path.with_name(f".{path.name}.{token_hex(4)}{UNFINISHED}")
    try:
        remove_left(path.parent)
        with unfinished.open("wb") as file:
            with suppress(OSError):
                hold(file)
            with zipfile.ZipFile(file, "w") as zipped:
                yield BackupWriter(zipped, tell)
            file.flush()
            os.fsync(file.fileno())
        _name(unfinished, path)
        sync_folder(path.parent)
    except OSError as error:
        raise UnwrittenBackupError(path, error) from error
    finally:
        unfinished.unlink(missing_ok=True)


def remove_left(folder: Path) -> None:
    """Remove what was left in a folder by who was stopped while writing a backup into it."""
    for left in folder.iterdir():
        if not _LEFT.fullmatch(left.name) or not left.is_file():
            continue
        # Who still writes one holds it. Where files cannot be held, they are left for a person.
        with suppress(OSError):
            with left.open("r+b") as file:
                hold(file)
            left.unlink()


def _name(unfinished: Path, path: Path) -> None:
    """Give a file the name that it is to have, if nothing has it: renaming might replace that."""
    try:
        os.link(unfinished, path)
    except FileExistsError as error:
        raise BackupThereError(path) from error
    except OSError as error:
        # A disk on which a file has one name only.
        if path.exists():
            raise BackupThereError(path) from error
        unfinished.rename(path)


@dataclass(frozen=True)
class Backup:
    """A backup whose every checksum was found right, and what its manifest tells."""

    path: Path
    told: Mapping[str, Any]
    seal: str

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of its members."""
        return tuple(self.told["members"])

    def open(self, name: str) -> IO[bytes]:
        """Open a member to be read."""
        return self._zipped.open(name)

    @cached_property
    def _zipped(self) -> zipfile.ZipFile:
        return zipfile.ZipFile(self.path)

    def read(self, name: str) -> bytes:
        """Return the bytes of a member."""
        with self.open(name) as member:
            return member.read()


def checked_backup(path: Path, tell: Tell) -> Backup:
    """Return a backup after every byte of it was held to its checksum.

    Raises: NoBackupError, DamagedBackupError.
    """
    if not path.exists():
        raise NoBackupError(path)
    try:
        with zipfile.ZipFile(path) as zipped:
            text = zipped.read(MANIFEST)
            told = json.loads(text)
            if told["format"] != FORMAT:
                raise DamagedBackupError(path, f"its form {told['format']} is not known here")
            _hold_to_names(path, zipped, told["members"])
            for name, member in told["members"].items():
                if _digest(zipped, name, tell) != (member["bytes"], member["sha256"]):
                    raise DamagedBackupError(path, f"the checksum of {name} does not match")
    except _UNREADABLE as error:
        said = error.strerror if isinstance(error, OSError) else str(error)
        raise DamagedBackupError(path, said or type(error).__name__) from error
    return Backup(path, told, sha256(text).hexdigest())


def _hold_to_names(path: Path, zipped: zipfile.ZipFile, members: Mapping[str, object]) -> None:
    """Refuse a file whose members are not those of its manifest, or lead out of their folder."""
    there = sorted(zipped.namelist())
    if there != sorted({*members, MANIFEST}):
        raise DamagedBackupError(path, "its files are not those that its manifest lists")
    for name in members:
        parts = PurePosixPath(name).parts
        if name.startswith("/") or ".." in parts or "\\" in name or ":" in name:
            raise DamagedBackupError(path, f"the name {name} leads out of its folder")


def _digest(zipped: zipfile.ZipFile, name: str, tell: Tell) -> tuple[int, str]:
    """Return a member's size and SHA-256."""
    tell(name)
    digest, size = sha256(), 0
    with zipped.open(name) as member:
        while piece := member.read(_PIECE):
            digest.update(piece)
            size += len(piece)
    return size, digest.hexdigest()
