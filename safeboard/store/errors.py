"""What can go wrong with the store, each in words that say what to do."""

from collections.abc import Sequence
from pathlib import Path

from safeboard.errors import StoreError


class NotOpenError(StoreError):
    """The store was used before it was opened."""

    def __init__(self) -> None:
        super().__init__("the store: it is not open. Call open_store with its folder first.")


class NoDriverError(StoreError):
    """The store is to be in PostgreSQL, but the part that speaks with it is not installed."""

    def __init__(self) -> None:
        super().__init__(
            "the store: PostgreSQL needs a part of Safeboard that is not installed. Install it: "
            "pip install 'safeboard[postgresql]'."
        )


class WrongAddressError(StoreError):
    """The address of the database cannot be read."""

    def __init__(self, detail: str) -> None:
        super().__init__(
            f"the setting 'database.address': this cannot be read as an address ({detail}). Write "
            "it as postgresql://user@host/name."
        )


class MissingStoreError(StoreError):
    """There is no store where one was looked for."""

    def __init__(self, where: Path | str) -> None:
        super().__init__(
            f"{where}: there is no store here: nothing was received yet. The first 'safeboard "
            "submit' makes one. If there was one, see whether its disk is there and the settings "
            "'files.store' and 'database.address' name its place."
        )


class LostStoreError(StoreError):
    """Releases were published from a store that is not there."""

    def __init__(self, where: Path | str, published: Path) -> None:
        super().__init__(
            f"{where}: the store is gone: none is here, but there are releases in {published}. See "
            "whether its disk is there and the settings 'files.store' and 'database.address' name "
            "its place, or restore the last backup; nothing was made or changed."
        )


class EmptyStoreError(StoreError):
    """There was a store, but its tables are gone."""

    def __init__(self, where: Path | str) -> None:
        super().__init__(
            f"{where}: the store's tables are gone: what held them is not there, or has nothing in "
            "it. See first whether the setting 'database.address' is what it was: it names their "
            "database in PostgreSQL, or none where they are in a file of the store's folder. Put "
            "back the last good copy of the store if it is; nothing was changed."
        )


class StrayFolderError(StoreError):
    """The folder lacks files that the store's tables say were received."""

    def __init__(self, folder: Path, where: Path | str, missing: Sequence[str]) -> None:
        super().__init__(
            f"{folder}: this is not the folder of the store in {where}, or not all of it: of the "
            f"files that were received last, {len(missing)} cannot be found here, such as "
            f"{missing[0]}. Name the folder that belongs to that store, or a database of its own "
            "for this one (the settings 'files.store' and 'database.address'), or put the files "
            "back from the last backup; nothing was changed."
        )


class ForeignStoreError(StoreError):
    """The database is that of something else."""

    def __init__(self, where: Path | str, tables: Sequence[str]) -> None:
        super().__init__(
            f"{where}: this is the database of something else (it has {', '.join(tables)}). Name "
            "another place for the store; these tables were not touched."
        )


class OlderStoreError(StoreError):
    """The store is of an earlier version than this one, and was only to be looked into."""

    def __init__(self, where: Path | str) -> None:
        super().__init__(
            f"{where}: an earlier version of Safeboard made this store, and looking into it "
            "changes nothing in it. Run 'safeboard backup', which brings it up to date as every "
            "command does that writes, and then this again."
        )


class NewerStoreError(StoreError):
    """The store was written by a later version of Safeboard than this one."""

    def __init__(self, where: Path | str, migrations: Sequence[str]) -> None:
        super().__init__(
            f"{where}: a newer version of Safeboard has used this store (it has "
            f"{', '.join(migrations)}). Install that version; nothing was changed."
        )


class FailedStoreError(StoreError):
    """What the database or the system reported, said for a person.

    `where` is the store's folder or its database's address, and `detail` what was reported.
    """

    says = ""

    def __init__(self, where: Path | str, detail: str) -> None:
        super().__init__(f"{where}: {self.says.format(detail=detail)}")


class BusyStoreError(FailedStoreError):
    """Somebody else was writing for longer than we wait."""

    says = (
        "somebody else is writing to the store ({detail}). Nothing was stored. Wait until they "
        "have finished, and try again."
    )


class ReadOnlyStoreError(FailedStoreError):
    """The store may not be written to."""

    says = (
        "the store may not be written to ({detail}). Nothing was stored. Ask whoever looks after "
        "it for permission to write there, or to have its disk mounted so that it can be written "
        "to: SQLite needs that even for looking."
    )


class FullDiskError(FailedStoreError):
    """There is no room left where the store is."""

    says = (
        "there is no room left on the store's disk ({detail}). Nothing was stored. Make room, "
        "and try again."
    )


class DamagedStoreError(FailedStoreError):
    """The database is none, or no longer a whole one."""

    says = (
        "the store's tables are damaged ({detail}). Keep them as they are, and put back the last "
        "good copy of the store; what was received is in its folder 'received'."
    )


class LostTablesError(FailedStoreError):
    """The database lacks a table or a column that a store has."""

    says = (
        "not all of the store's tables are there ({detail}). See whether the setting "
        "'database.address' names the store's own database, and a user who can see its tables. Put "
        "back the last good copy of the store if it does; nothing was stored."
    )


class ContradictionError(FailedStoreError):
    """A row breaks a rule that the database holds."""

    says = (
        "the store refused a row that breaks its rules ({detail}). Nothing was stored. Correct "
        "what was handed in, or report this as a fault of Safeboard."
    )


class UnreachableStoreError(FailedStoreError):
    """The database's server does not answer, or turned us away, or was lost in the middle."""

    says = (
        "the database cannot be reached ({detail}). Look whether its server runs, whether the "
        "setting 'database.address' is right, and whether the password is where PostgreSQL looks "
        "for it. Then do the same again: what is stored already is not stored twice."
    )


class UnusableStoreError(FailedStoreError):
    """The store failed in a way that we have no better words for."""

    says = (
        "the store could not be read or written ({detail}). Look whether the folder is there and "
        "its disk is well, and try again."
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
    """A return has counts, notes or findings for an area that it is not for."""

    def __init__(self, name: str, areas: Sequence[str]) -> None:
        super().__init__(
            f"{name}: it has counts, notes or findings for {', '.join(areas)}, but is not a return "
            "for that area. Name the area as one of the return's, or leave them out; nothing was "
            "stored."
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
