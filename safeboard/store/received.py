"""What is kept byte for byte: files named by the SHA-256 of what is in them.

Those that were received, and those of vintages, each in a folder of their own.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from secrets import token_hex
from time import monotonic

from safeboard.durable import sync_folder, write_durably
from safeboard.store.database import (
    RECEIVED_FOLDER,
    VINTAGES_FOLDER,
    explain_failures,
    path_of,
    store_folder,
)
from safeboard.store.errors import ChangedBytesError, MissingBytesError

_UNFINISHED = "unfinished"


@dataclass(frozen=True)
class Received:
    """A file as it came: its bytes and name, who sent it, how, and when (aware, UTC).

    `taken` is when `at` was read from the clock, in seconds that no one can put back: so what has
    to wait its turn is told from what comes when the clock had gone back.
    """

    content: bytes
    name: str
    by: str
    channel: str
    at: datetime
    taken: float = field(default_factory=monotonic, compare=False)

    @property
    def clock(self) -> datetime:
        """Return what that clock says now."""
        return self.at + timedelta(seconds=monotonic() - self.taken)

    def __post_init__(self) -> None:
        """Spell out what no database can hold: a byte in a file's name that is not text."""
        for name in ("name", "by"):
            text = getattr(self, name).encode("utf-8", "backslashreplace").decode("utf-8")
            object.__setattr__(self, name, text)


@explain_failures()
def keep_bytes(content: bytes, within: str = RECEIVED_FOLDER) -> str:
    """Write `content` to its file in a folder, unless it is there, and return its checksum.

    When this returns, the file is whole and on the disk, under its last name.
    """
    checksum = sha256(content).hexdigest()
    path = path_of(checksum, within)
    if not path.is_file() or path.read_bytes() != content:
        path.parent.mkdir(parents=True, exist_ok=True)
        _write_whole(path, content)
        for folder in (path.parent, path.parent.parent, path.parent.parent.parent):
            sync_folder(folder)
    return checksum


@explain_failures()
def received_bytes(checksum: str, within: str = RECEIVED_FOLDER) -> bytes:
    """Return the bytes of what was received, or is kept in another folder.

    Raises: StoreError when they are gone, or no longer what was received.
    """
    path = path_of(checksum, within)
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise MissingBytesError(path) from error
    if sha256(content).hexdigest() != checksum:
        raise ChangedBytesError(path)
    return content


def _write_whole(path: Path, content: bytes) -> None:
    """Write a file so that it is there with all its bytes, or not at all."""
    unfinished = path.with_name(f"{_UNFINISHED}-{token_hex(8)}")
    try:
        write_durably(unfinished, content)
        unfinished.replace(path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise


@explain_failures()
def remove_unfinished() -> None:
    """Remove what was left by who was stopped while writing a file: no row speaks of it.

    Call it inside `writing`: only one who is alone knows that it is nobody's any more.
    """
    for folder in (RECEIVED_FOLDER, VINTAGES_FOLDER):
        for left in (store_folder() / folder).glob(f"*/{_UNFINISHED}-*"):
            left.unlink(missing_ok=True)
