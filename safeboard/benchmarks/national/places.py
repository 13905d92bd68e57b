"""Where rows stand: in a table in the order of editions and areas, found without any join.

Every measure of every authority in every year is half a million rows, and joining those took longer
than ranking them.
"""

import numpy as np
import polars as pl

_AREAS = 1000
"""More than any area's number."""


def gathered(table: pl.DataFrame, places: pl.Series) -> pl.DataFrame:
    """Return the rows of a table at these places; all null where a place is null."""
    return table.select(pl.all().gather(places))


def places_of(rows: pl.DataFrame, editions: pl.Series, areas: pl.Series) -> pl.Series:
    """Return where each edition and area stands in `rows`, null where it does not.

    `rows` has the columns edition and area, and stands in their order.
    """
    there = _keys(rows["edition"], rows["area"])
    wanted = _keys(editions, areas)
    found = np.minimum(np.searchsorted(there, wanted), max(len(there) - 1, 0))
    is_there = there[found] == wanted if len(there) else np.zeros(len(wanted), bool)
    return pl.Series(found).set(pl.Series(~is_there), None)


def _keys(editions: pl.Series, areas: pl.Series) -> np.ndarray:
    """Return one number for each edition and area; one that is null comes before all."""
    return (editions.fill_null(-1) * _AREAS + areas).to_numpy()
