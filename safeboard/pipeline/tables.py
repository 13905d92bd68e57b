"""Tables that a command writes into a file whose name says of which kind it is."""

from pathlib import Path

import polars as pl

from safeboard.errors import UsageError


class UnknownSuffixError(UsageError):
    """A table was to be written into a file whose kind its name does not say."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path}: its name ends neither in .csv nor in .parquet. Use one of them.")


def refuse_suffix(path: Path) -> None:
    """Refuse a file's name that does not say how to write a table. Raises: UnknownSuffixError."""
    if path.suffix not in (".csv", ".parquet"):
        raise UnknownSuffixError(path)


def write_table(table: pl.DataFrame, into: Path) -> None:
    """Write a table, csv or parquet by the name's suffix: all of it is there, or nothing."""
    unfinished = into.with_name(f"{into.name}.unfinished")
    try:
        if into.suffix == ".csv":
            table.write_csv(unfinished)
        else:
            table.write_parquet(unfinished)
        unfinished.replace(into)
    finally:
        unfinished.unlink(missing_ok=True)
