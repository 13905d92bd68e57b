"""Counts that are those of the return before, as if they had been copied forward.

That a count comes out the same twice is chance: for counts of about 10 once in eleven times, for
1,000 once in more than a hundred. So small counts say nothing, some say it together, and a very
large one says it by itself.
"""

from collections.abc import Iterator

import polars as pl

from safeboard.intake.checks.history import PLACE, subject_of
from safeboard.intake.finding import Finding, Severity, Subject
from safeboard.vocabulary.period import Period

SMALL, LARGE = 10, 1000
"""A total below the first says nothing; one from the second on says it by itself."""

FEWEST = 4
SHARE = 0.8
"""A return is queried where at least so many totals can be compared, and this share is equal."""


def copied(known: pl.DataFrame, covered: Period) -> Iterator[Finding]:
    """Query a return whose totals are those of the one before, in what `past_and_present` gives.

    Each total is compared with the one a return's length earlier: January's with October's, where
    `covered` is a quarter.
    """
    totals = known.filter(pl.col("category") == "")
    earlier = totals.select(
        *PLACE,
        "every",
        pl.col("first") + covered.kind.months,
        pl.col("value").alias("before"),
        pl.col("label").alias("label_before"),
    )
    pairs = totals.filter(pl.col("cell").is_not_null()).join(
        earlier, on=[*PLACE, "every", "first"], maintain_order="left"
    )
    pairs = pairs.filter(pl.max_horizontal("value", "before") >= SMALL)
    for _, of_area in pairs.group_by("area", maintain_order=True):
        yield from _in_area(of_area, covered)


def _in_area(pairs: pl.DataFrame, covered: Period) -> Iterator[Finding]:
    equal = pairs.filter(pl.col("value") == pl.col("before"))
    if pairs.height >= FEWEST and equal.height >= SHARE * pairs.height:
        message = (
            f"{equal.height} of the {pairs.height} totals of {SMALL} or more are exactly those of "
            f"{covered.earlier()}. Send those of {covered}, or say in the box at the top of the "
            "notes why they are the same."
        )
        sheet, area = equal["sheet"][0], equal["area"][0]
        about = Subject(area)
        yield Finding(Severity.QUERY, "copied-forward", sheet, "", message, about=about)
        return
    for row in equal.filter(pl.col("value") >= LARGE).iter_rows(named=True):
        message = (
            f"this count ({row['value']:,}) is exactly that of {row['label_before']} "
            f"({row['before']:,}), which is rare for a count so large. "
            "Correct it, or say in a note on this count that it is right."
        )
        about = subject_of(row)
        yield Finding(Severity.QUERY, "unchanged", row["sheet"], row["cell"], message, about=about)
