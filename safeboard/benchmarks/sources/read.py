"""A source as it was read from its files, before it is kept as a vintage."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

import polars as pl

from safeboard.benchmarks.kept import packed
from safeboard.benchmarks.sources.accounting import Account
from safeboard.store.vintages import Source

READING = "1"
"""The version of what is read in a file: a change of it makes the same bytes another vintage."""


@dataclass(frozen=True)
class ReadSource:
    """A source as it was read: its rows, and smaller tables that belong to them by name.

    `origin` is the SHA-256 of what it was read from. `published` is None where no file says when.
    Where each row of a file has its day, it `dates_itself`, whatever anybody says.
    """

    of: Source
    names: tuple[str, ...]
    origin: str
    rows: pl.DataFrame
    published: date | None
    accounts: tuple[Account, ...]
    tables: Mapping[str, pl.DataFrame]
    dates_itself: bool = False

    @property
    def content(self) -> bytes:
        """Return the Parquet file of its values."""
        return packed(self.rows, self.tables)


def origin_of(*checksums: str) -> str:
    """Return one checksum for what is read in files that have these."""
    return sha256(" ".join((READING, *checksums)).encode()).hexdigest()
