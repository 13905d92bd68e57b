"""Everything in a return that does not fit with what was sent before it."""

from collections.abc import Iterator

import polars as pl

from safeboard.catalogue.library import Catalogue
from safeboard.intake.checks.copied import copied
from safeboard.intake.checks.history import PAST, History, past_and_present
from safeboard.intake.checks.jumps import jumps
from safeboard.intake.checks.parts_in_time import unlike_parts
from safeboard.intake.checks.restated import breakdowns_left_out, restated
from safeboard.intake.finding import Finding
from safeboard.intake.submission import CODED
from safeboard.vocabulary.period import Period

_AT_ONCE = 50_000
"""About how many counts are looked at together: their history may be many times as long."""


def against_history(
    catalogue: Catalogue, counts: pl.DataFrame, history: History, covered: Period
) -> Iterator[Finding]:
    """Query what does not fit in the COUNTS of a return for the period `covered`."""
    coded = counts.cast(CODED)
    totals = []
    for area, items in _batches(coded):
        some = coded.filter(pl.col("area") == area, pl.col("item").is_in(items))
        past = history(area, items).cast(PAST)
        if past.height:
            yield from restated(some, past)
            yield from breakdowns_left_out(catalogue, some, past)
        known = past_and_present(some, past)
        yield from jumps(known)
        yield from unlike_parts(catalogue.items, known)
        totals.append(known.filter(pl.col("category") == ""))
    if totals:
        yield from copied(pl.concat(totals), covered)


def _batches(counts: pl.DataFrame) -> Iterator[tuple[str, list[str]]]:
    """Yield each area with some of its items, until all were there."""
    for area in counts["area"].unique(maintain_order=True):
        of_area = counts.filter(pl.col("area") == area)["item"]
        items = of_area.unique(maintain_order=True).to_list()
        size = -(-len(items) // -(-of_area.len() // _AT_ONCE))
        for start in range(0, len(items), size):
            yield area, items[start : start + size]
