"""Everything in a return that does not fit with what was sent before it."""

from collections.abc import Iterator

import polars as pl

from safeboard.catalogue.library import Catalogue
from safeboard.intake.checks.copied import copied
from safeboard.intake.checks.history import PAST, past_and_present
from safeboard.intake.checks.jumps import jumps
from safeboard.intake.checks.parts_in_time import unlike_parts
from safeboard.intake.checks.restated import breakdowns_left_out, restated
from safeboard.intake.finding import Finding
from safeboard.intake.submission import CODED
from safeboard.vocabulary.period import Period


def against_history(
    catalogue: Catalogue, counts: pl.DataFrame, history: pl.DataFrame, covered: Period
) -> Iterator[Finding]:
    """Query what does not fit: a return's COUNTS, for the period `covered`, against HISTORY."""
    coded, past = counts.cast(CODED), history.cast(PAST)
    if past.height:
        yield from restated(coded, past)
        yield from breakdowns_left_out(catalogue, coded, past)
    known = past_and_present(coded, past)
    yield from jumps(known)
    yield from copied(known, covered)
    yield from unlike_parts(catalogue.items, known)
