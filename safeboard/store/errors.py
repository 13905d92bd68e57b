"""What can go wrong with the store, each in words that say what to do."""

import errno
from collections.abc import Sequence
from pathlib import Path

from safeboard.errors import StoreError


class NotOpenError(StoreError):
    """The store was used before it was opened."""

    def __init__(self) -> None:
        super().__init__("the store: it is not open. Call open_store with its folder first.")


class MissingStoreError(StoreError):
    """There is no store in the folder."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"{folder}: there is no store here. Name the partnership's own folder, or make a "
            "new one with 'safeboard new'."
        )


class EmptyStoreError(StoreError):
    """There was a store, but its tables are gone."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"{folder}: the store's file is gone, or has nothing in it. Put back the last good "
            "copy of this folder; nothing was changed."
        )


class ForeignStoreError(StoreError):
    """The store's file is a database, but of something else."""

    def __init__(self, folder: Path, tables: Sequence[str]) -> None:
        super().__init__(
            f"{folder}: the store's file is the database of something else (it has "
            f"{', '.join(tables)}). Name another folder for the store; its tables were not touched."
        )


class NewerStoreError(StoreError):
    """The store was written by a later version of Safeboard than this one."""

    def __init__(self, folder: Path, migrations: Sequence[str]) -> None:
        super().__init__(
            f"{folder}: a newer version of Safeboard has used this store (it has "
            f"{', '.join(migrations)}). Install that version; nothing was changed."
        )


class BusyStoreError(StoreError):
    """Somebody else was writing for longer than we wait."""

    def __init__(self, folder: Path, detail: str) -> None:
        super().__init__(
            f"{folder}: somebody else is writing to the store ({detail}). Nothing was stored. "
            "Wait until they have finished, and try again."
        )


class ReadOnlyStoreError(StoreError):
    """The store's folder or file may not be written to."""

    def __init__(self, folder: Path, detail: str) -> None:
        super().__init__(
            f"{folder}: the store may not be written to ({detail}). Nothing was stored. Ask "
            "whoever looks after the folder for permission to write in it."
        )


class FullDiskError(StoreError):
    """There is no room left where the store is."""

    def __init__(self, folder: Path, detail: str) -> None:
        super().__init__(
            f"{folder}: there is no room left on this disk ({detail}). Nothing was stored. Make "
            "room, and try again."
        )


class DamagedStoreError(StoreError):
    """The store's file is not a database, or no longer a whole one."""

    def __init__(self, folder: Path, detail: str) -> None:
        super().__init__(
            f"{folder}: the store's file is damaged ({detail}). Keep it as it is, and put back "
            "the last good copy of this folder; what was received is in its folder 'received'."
        )


class ContradictionError(StoreError):
    """A row breaks a rule that the database holds."""

    def __init__(self, folder: Path, detail: str) -> None:
        super().__init__(
            f"{folder}: the store refused a row that breaks its rules ({detail}). Nothing was "
            "stored. Correct what was handed in, or report this as a fault of Safeboard."
        )


class UnusableStoreError(StoreError):
    """The store failed in a way that we have no better words for."""

    def __init__(self, folder: Path, detail: str) -> None:
        super().__init__(
            f"{folder}: the store could not be read or written ({detail}). Look whether the "
            "folder is there and its disk is well, and try again."
        )


class FrozenRowError(StoreError):
    """Somebody tried to change or delete what is kept for good."""

    def __init__(self, table: str) -> None:
        super().__init__(
            f"the store's table '{table}': its rows are never changed or deleted. Add a new one, "
            "which supersedes the old."
        )


class MissingBytesError(StoreError):
    """The file that holds what was received is gone."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path}: this file, as it was received, is no longer there. Put it back from the "
            "last good copy of the store."
        )


class ChangedBytesError(StoreError):
    """The file that holds what was received is no longer what was received."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path}: this file is no longer what was received: its checksum, which is its name, "
            "does not match. Put it back from the last good copy of the store."
        )


class FaultyReturnError(StoreError):
    """A return with errors was handed to the store."""

    def __init__(self, name: str, errors: int) -> None:
        super().__init__(
            f"{name}: it has {errors} error{'s' if errors > 1 else ''}, so nothing was stored. "
            "Correct the return and submit it again."
        )


class UnknownAreaError(StoreError):
    """A return is for an area that the store does not know."""

    def __init__(self, name: str, areas: Sequence[str]) -> None:
        super().__init__(
            f"{name}: the store knows no area numbered {', '.join(areas)}. Register it first; "
            "nothing was stored."
        )


class StrayAreaError(StoreError):
    """A return has counts or notes for an area that it is not for."""

    def __init__(self, name: str, areas: Sequence[str]) -> None:
        super().__init__(
            f"{name}: it has counts or notes for {', '.join(areas)}, but is not a return for that "
            "area. Name the area as one of the return's, or leave them out; nothing was stored."
        )


class UnknownSubmissionError(StoreError):
    """There is no submission with this number."""

    def __init__(self, number: int) -> None:
        super().__init__(
            f"return {number}: the store has no return with this number. 'safeboard status' lists "
            "those it has."
        )


class WrongReleaseNumberError(StoreError):
    """A release is not the next one of its period and profile."""

    def __init__(self, name: str, following: int) -> None:
        super().__init__(
            f"release {name}: the next release of this period and profile is number {following}. "
            "Another may just have been made: make this one again. Nothing was stored."
        )


class UnknownReleaseError(StoreError):
    """There is no release with this name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"release {name}: the store has no such release. Name one that was made.")


_BY_SQLITE = {
    "BUSY": BusyStoreError,
    "LOCKED": BusyStoreError,
    "READONLY": ReadOnlyStoreError,
    "PERM": ReadOnlyStoreError,
    "FULL": FullDiskError,
    "CORRUPT": DamagedStoreError,
    "NOTADB": DamagedStoreError,
    "CONSTRAINT": ContradictionError,
}
_BY_SYSTEM = {
    errno.ENOSPC: FullDiskError,
    errno.EDQUOT: FullDiskError,
    errno.EACCES: ReadOnlyStoreError,
    errno.EPERM: ReadOnlyStoreError,
    errno.EROFS: ReadOnlyStoreError,
}


def explained(error: Exception, folder: Path) -> StoreError:
    """Return the error that says for a person what the database or the system reported."""
    if isinstance(error, OSError):
        said = _BY_SYSTEM.get(error.errno or 0, UnusableStoreError)
        return said(folder, error.strerror or str(error))
    # SQLite names its errors SQLITE_BUSY, SQLITE_READONLY_DIRECTORY and so on.
    name: str = getattr(error.__cause__, "sqlite_errorname", "")
    return _BY_SQLITE.get(name.partition("_")[2].partition("_")[0], UnusableStoreError)(
        folder, str(error)
    )
