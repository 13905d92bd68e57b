"""Headings over several columns, as a merged one: a quarter above its months."""

from collections.abc import Iterator, Mapping
from itertools import takewhile

import polars as pl

from safeboard.intake.reading.outline import Outline
from safeboard.intake.template.sheets import plain_column
from safeboard.vocabulary.period import Period
from safeboard.vocabulary.period_text import find_period
from safeboard.vocabulary.stretch import Covered


def group_headings(
    cells: pl.DataFrame, outline: Outline, named: Mapping[str, Covered], within: Period
) -> frozenset[str]:
    """Return the cells above a table's headings that head several columns together.

    Such a one names a period, and each column from its own to the next that has something in its
    row lies in that period by its own heading, the first as a part of it. So it says nothing that
    the columns do not say themselves. `named` has what the template calls what is asked, made
    plain; `within` is the period of the return.
    """
    top = cells.filter(pl.col("row") <= outline.heading_row)
    beside = top.filter(~pl.col("column").is_in(list(outline.keys.values())))
    said = beside.with_columns(plain_column("text").alias("key")).sort("row", "column")
    own = said.filter(pl.col("row") == outline.heading_row)
    columns = {
        column: named.get(key) or find_period(text, within)
        for column, key, text in own.select("column", "key", "text").iter_rows()
    }
    above = said.filter(pl.col("row") < outline.heading_row)
    found = frozenset[str]()
    for _, row in above.group_by("row", maintain_order=True):
        found |= frozenset(_in_row(row, columns, within))
    return found


def _in_row(
    row: pl.DataFrame, columns: Mapping[int, Covered | None], within: Period
) -> Iterator[str]:
    taken = row["column"].to_list()
    for cell, column, text in row.select("cell", "column", "text").iter_rows():
        whole = find_period(text, within)
        if whole is None or column not in columns:
            continue
        after = [each for each in sorted(columns) if each > column]
        spanned = [column, *takewhile(lambda each: each not in taken, after)]
        parts = [columns[each] for each in spanned]
        is_over_several = len(parts) > 1 and parts[0] != whole
        if is_over_several and all(part and _holds(whole, part) for part in parts):
            yield cell


def _holds(whole: Period, part: Covered) -> bool:
    return whole.first_day <= part.first_day and part.last_day <= whole.last_day
