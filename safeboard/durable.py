"""Files that are on the disk when we say so, under their names, whatever happens afterwards."""

import os
from pathlib import Path
from typing import IO


def write_durably(path: Path, content: bytes) -> None:
    """Write a new file; when this returns, its bytes are on the disk."""
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Put a folder's list of names on the disk. Windows has no such call, and needs none."""
    if os.name == "nt":
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def hold(file: IO[bytes]) -> None:
    """Hold an open file until it is closed, or its process is no more.

    Raises: OSError where another holds it. Windows itself keeps others from removing an open file.
    """
    if os.name == "nt":
        return
    import fcntl

    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
