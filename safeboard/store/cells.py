"""Cells: where each count stood in what was received, and when that came."""

from collections.abc import Sequence

import polars as pl

from safeboard.store.arrivals import sent
from safeboard.store.database import explain_failures
from safeboard.store.frames import read_frame
from safeboard.store.moments import Moment
from safeboard.store.submissions import CURRENT_COUNTS

KEY = ["submission", "area", "item", "period", "dimension", "category"]
"""The columns that say which count of which return."""

CELLS = pl.Schema(
    {
        **{name: CURRENT_COUNTS[name] for name in KEY},
        "sheet": pl.String(),
        "cell": pl.String(),
    }
)
"""One row for each count: the sheet and the cell that it stood in."""

RETURNS = pl.Schema(
    {
        "submission": pl.Int64(),
        "received_at": pl.Datetime(time_zone="UTC"),
        "name": pl.String(),
        "by": pl.String(),
    }
)
"""One row for each return: when its file came, by which name and from whom."""

_CELLS = """
    SELECT submission_id, area_id, item, period, dimension, category, sheet, cell
    FROM store_count WHERE item IN ({})
"""


@explain_failures()
def cells_of(items: Sequence[str]) -> pl.DataFrame:
    """Return where each count of some items stood, in every return: the columns of CELLS."""
    if not items:
        return CELLS.to_frame()
    wanted = ", ".join("%s" for _ in items)
    return read_frame(_CELLS.format(wanted), tuple(items), CELLS)


def returns_known(as_of: Moment) -> pl.DataFrame:
    """Return the returns known at a moment, by their numbers: the columns of RETURNS."""
    return sent(as_of).select(RETURNS.names()).unique().sort("submission")
