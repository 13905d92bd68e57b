"""What stops Safeboard: one family of errors, each with the exit code it ends with."""

from enum import IntEnum


class ExitCode(IntEnum):
    """How a command ended, told to the shell."""

    DONE = 0
    FINDINGS = 1
    USAGE = 2
    UNREADABLE = 3
    CATALOGUE_OR_SETTINGS = 4
    STORE = 5
    DISCLOSURE = 6


class SafeboardError(Exception):
    """Something that stops us, said for a person: where, what is wrong, what to do."""

    exit_code = ExitCode.USAGE


class UsageError(SafeboardError):
    """A command was asked for something that it cannot mean."""

    exit_code = ExitCode.USAGE


class UnreadableError(SafeboardError):
    """A file that was handed in cannot be read at all."""

    exit_code = ExitCode.UNREADABLE


class CatalogueError(SafeboardError):
    """A catalogue file is wrong, so nothing can be derived from it."""

    exit_code = ExitCode.CATALOGUE_OR_SETTINGS


class SettingsError(SafeboardError):
    """A partnership's settings or reference files are wrong or missing."""

    exit_code = ExitCode.CATALOGUE_OR_SETTINGS


class StoreError(SafeboardError):
    """The store could not be opened, read or written."""

    exit_code = ExitCode.STORE


class DisclosureError(SafeboardError):
    """Publishing was refused, because a child could be identified."""

    exit_code = ExitCode.DISCLOSURE
