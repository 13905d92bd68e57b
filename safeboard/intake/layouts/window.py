"""What a count covers where a layout names its window: the one that ends when its period does."""

import polars as pl

from safeboard.vocabulary.period import Period
from safeboard.vocabulary.stretch import covering, parse_covered
from safeboard.vocabulary.window import Window, WindowKind


def by_window(cells: pl.DataFrame) -> pl.DataFrame:
    """Return cells (MEANT) in which `period` is what their window covers, where they have one.

    It is null where no such window ends then: no quarter ends with January.
    """
    said = cells.select("window", "period").drop_nulls().unique()
    rows = [(window, period, _covered(window, period)) for window, period in said.iter_rows()]
    schema = dict.fromkeys(("window", "period", "covered"), pl.String)
    covered = pl.DataFrame(rows, schema=schema, orient="row")
    by = ["window", "period"]
    return (
        cells.join(covered, on=by, how="left", maintain_order="left")
        .with_columns(
            period=pl.when(pl.col("window").is_null()).then("period").otherwise("covered")
        )
        .drop("covered")
    )


def _covered(window: str, period: str) -> str | None:
    ends = parse_covered(period)
    made = Window.ending(WindowKind(window), ends) if isinstance(ends, Period) else None
    return covering(*made.span).code if made else None


def begins_before(cells: pl.DataFrame, within: Period) -> pl.Expr:
    """Tell of cells (MEANT) whether what they cover begins before a return does, as windows may."""
    codes = cells["period"].drop_nulls().unique()
    return pl.col("period").is_in(
        [code for code in codes if parse_covered(code).first < within.first]
    )
