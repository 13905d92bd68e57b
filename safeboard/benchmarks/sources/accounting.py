"""Accounts: what became of each row of a file. What is not kept is counted, with the reason."""

from dataclasses import dataclass

import polars as pl

NO_REASON = pl.lit(None, dtype=pl.String)


@dataclass(frozen=True)
class LeftOut:
    """Rows that were not kept, all for one reason; `row` is the first, with what it has there."""

    reason: str
    rows: int
    row: int
    given: str

    def __str__(self) -> str:
        rows = "1 row is" if self.rows == 1 else f"{self.rows:,} rows are"
        first = "it is" if self.rows == 1 else "the first is"
        return f"{rows} left out: {self.reason}; {first} row {self.row}, with '{self.given}'"


@dataclass(frozen=True)
class Account:
    """A file, what it was recognised as, how many rows it has, and what became of them."""

    name: str
    recognised_as: str
    rows: int
    kept: int
    left_out: tuple[LeftOut, ...] = ()


def parted(
    rows: pl.DataFrame, reasons: dict[str, tuple[pl.Expr, str]]
) -> tuple[pl.DataFrame, tuple[LeftOut, ...]]:
    """Return the rows to keep, and those to leave out, counted by reason.

    `rows` has the column `row`, the number of each row in its file. A reason is told by where it
    holds and by the column that shows it. Of several the first counts.
    """
    found, given = NO_REASON, pl.lit("")
    for reason, (holds, column) in reversed(reasons.items()):
        is_so = holds.fill_null(value=True)
        found = pl.when(is_so).then(pl.lit(reason)).otherwise(found)
        given = pl.when(is_so).then(pl.col(column).cast(pl.String)).otherwise(given)
    told = rows.with_columns(reason=found, given=given.fill_null(""))
    out = (
        told.filter(pl.col("reason").is_not_null())
        .group_by("reason")
        .agg(pl.len().alias("rows"), pl.col("row", "given").sort_by("row").first())
        .sort("row", "reason")
    )
    left_out = tuple(LeftOut(**each) for each in out.iter_rows(named=True))
    return told.filter(pl.col("reason").is_null()).drop("reason", "given"), left_out
