"""What can go wrong with a backup, each in words that say what to do."""

from pathlib import Path

from safeboard.errors import StoreError, UnreadableError, UsageError


class BackupThereError(UsageError):
    """A backup was to be made under a name that something has."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path}: there is a file of this name already, and nothing was changed in it. Name "
            "another file."
        )


class UnwrittenBackupError(StoreError):
    """The backup's file could not be written."""

    def __init__(self, path: Path, error: OSError) -> None:
        super().__init__(
            f"{path}: the backup could not be written ({error.strerror or error}). There is none. "
            "Make room, or name a place where you may write."
        )


class NoBackupError(UsageError):
    """There is no file of the name that a backup should have."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path}: there is no such file. Name the backup's own file.")


class DamagedBackupError(UnreadableError):
    """A backup's file is none, or no longer what was written."""

    def __init__(self, path: Path, detail: str, so: str = "") -> None:
        self.path, self.detail = path, detail
        so = so or "Use another copy of it, or an earlier backup."
        super().__init__(f"{path}: this is not a whole backup ({detail}). {so}")


class NewerBackupError(StoreError):
    """A backup was made by a later version of Safeboard than this one."""

    def __init__(self, path: Path, software: str) -> None:
        super().__init__(
            f"{path}: a newer version of Safeboard ({software}) made this backup. Nothing was "
            "restored. Install that version, and restore with it."
        )


class FilledStoreError(StoreError):
    """A backup was to be restored over a store that has something in it."""

    def __init__(self, where: Path | str, there: str) -> None:
        super().__init__(
            f"{where}: there is something here already ({there}), and a backup is never "
            "restored over it. Nothing was changed. Restore into an empty folder or database, "
            "or move this one away."
        )


class OtherStoreError(UsageError):
    """The settings lead to another store than the one that a backup was to be restored into."""

    def __init__(self, path: Path, detail: str) -> None:
        super().__init__(
            f"{path}: {detail}, and nothing was restored. Restore into an empty folder, or put "
            "settings there that say where the store is to be."
        )


class UnlikeBackupError(StoreError):
    """What was restored is not what the backup says it holds."""

    def __init__(self, table: str, told: int, found: int) -> None:
        super().__init__(
            f"the backup's table '{table}': {told:,} rows were saved and {found:,} restored. "
            "Nothing was restored. Use another copy of the backup, or report this as a fault of "
            "Safeboard."
        )
