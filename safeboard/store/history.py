"""What the store holds of some items in one area: what a return is checked against."""

from collections.abc import Sequence

import polars as pl

from safeboard.intake.checks.history import HISTORY
from safeboard.store.arrivals import IN_FORCE, arrivals_query
from safeboard.store.database import explain_failures
from safeboard.store.frames import read_frame

_COLUMNS = [name for name in HISTORY if name != "area"]
_HELD = f"""
    SELECT c.submission_id, {", ".join(f"c.{name}" for name in _COLUMNS)}
    FROM arrived
    JOIN store_count c
        ON c.submission_id = arrived.submission_id AND c.area_id = arrived.area_id
    WHERE arrived.rank = {IN_FORCE} AND c.area_id = %s
"""


@explain_failures()
def held_counts(area: str, items: Sequence[str]) -> pl.DataFrame:
    """Return the counts in force now, by the rule of `current_counts`: HISTORY.

    It is what an agency's return may count again, or be compared with, and no more: a store has
    all agencies' counts of all years.
    """
    if not items:
        return HISTORY.to_frame()
    arrivals, parameters = arrivals_query(None)
    wanted = ", ".join("%s" for _ in items)
    held = read_frame(
        f"WITH arrived AS ({arrivals}) {_HELD} AND c.item IN ({wanted})",
        (*parameters, area, *items),
        pl.Schema({"submission": pl.Int64(), **{name: HISTORY[name] for name in _COLUMNS}}),
    )
    is_last = pl.col("submission") == pl.col("submission").max().over("item", "period")
    of_area = held.filter(is_last).with_columns(pl.lit(area).alias("area"))
    return of_area.sort("item", "period", "dimension", "category").select(HISTORY.names())
