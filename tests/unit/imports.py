"""Import files into the open store, as a test needs it."""

from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl

from safeboard.benchmarks.kept import rows_in
from safeboard.benchmarks.sources.accounting import Account
from safeboard.pipeline.importing import ImportAsked, Imported, import_benchmarks
from safeboard.store.vintages import Vintage, values_of

NOW = datetime(2018, 12, 1, 9, tzinfo=UTC)


def imported(*paths: Path, published: date | None = None) -> Imported:
    """Return the one vintage that is made of files, of which all are read."""
    (one,) = all_imported(*paths, published=published)
    return one


def all_imported(*paths: Path, published: date | None = None) -> list[Imported]:
    """Return the vintages that are made of files, of which all are read."""
    made, unread = import_benchmarks(ImportAsked(paths, published, "Pat Example", NOW))
    assert not unread
    return made


def vintage_of(one: Imported) -> Vintage:
    """Return the vintage, which has to be there."""
    assert one.vintage is not None
    return one.vintage


def rows_of(one: Imported) -> pl.DataFrame:
    """Return the rows of a vintage as it is kept."""
    return rows_in(values_of(vintage_of(one)))


def account_of(one: Imported, name: str) -> Account:
    """Return what became of the rows of one file."""
    (account,) = (each for each in one.accounts if each.name == name)
    return account
