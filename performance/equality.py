"""Hold what two programs answer to one another, cell by cell."""

import polars as pl

from performance.rivals.polars_script import FIGURE


class UnequalError(AssertionError):
    """Two programs that should do the same arithmetic do not."""

    def __init__(self, what: str, ours: pl.DataFrame, theirs: pl.DataFrame) -> None:
        different = ours.height != theirs.height or ours.columns != theirs.columns
        shown = f"{ours.height} rows against {theirs.height}"
        if not different:
            apart = ~pl.Series(
                [one == other for one, other in zip(ours.rows(), theirs.rows(), strict=True)]
            )
            shown = f"{ours.filter(apart).head(3)}\nagainst\n{theirs.filter(apart).head(3)}"
        super().__init__(f"the {what} differ: {shown}")


def hold_figures(ours: pl.DataFrame, theirs: pl.DataFrame) -> int:
    """Return how many figures are the same in value and symbol; refuse a single other one."""
    units = (pl.col("value") * 10_000).cast(pl.Int64)
    return _hold("figures", ours.with_columns(units=units), theirs, [*FIGURE, "units", "symbol"])


def hold_ratings(ours: pl.DataFrame, theirs: pl.DataFrame) -> int:
    """Return how many headlines have the same rating; refuse a single other one."""
    return _hold("ratings", ours, theirs, ["area", "indicator", "rating"])


def _hold(what: str, ours: pl.DataFrame, theirs: pl.DataFrame, columns: list[str]) -> int:
    key = [name for name in columns if name not in ("units", "symbol", "rating")]
    ours, theirs = (each.select(columns).sort(key) for each in (ours, theirs))
    if not ours.equals(theirs):
        raise UnequalError(what, ours, theirs)
    return ours.height
