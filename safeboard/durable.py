"""Files that are on the disk when we say so, under their names, whatever happens afterwards."""

import os
from pathlib import Path


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
