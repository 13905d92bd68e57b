"""Numbers in place of what counts are of: two numbers are compared sooner than several texts."""

from collections.abc import Sequence

import polars as pl


def numbered(counts: pl.DataFrame, by: Sequence[str]) -> tuple[pl.Series, pl.DataFrame]:
    """Return the number of what each count is of, and the columns `by` in the order of numbers.

    They count from 0, in the order in which they begin. The counts of a row of a return follow one
    another, so there are far fewer runs of alike counts than counts.
    """
    begins = pl.any_horizontal(pl.col(name).ne_missing(pl.col(name).shift()) for name in by)
    is_first = counts.select(begins | (pl.int_range(pl.len()) == 0)).to_series()
    runs = counts.select(by).filter(is_first).with_row_index("run")
    alike = runs.group_by(by, maintain_order=True).agg("run")
    of_run = alike.select("run").with_row_index("number").explode("run").sort("run")["number"]
    return of_run.gather(is_first.cast(pl.UInt32).cum_sum() - 1), alike.drop("run")
