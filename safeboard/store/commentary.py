"""Commentary: what agencies wrote about their counts, and how they answered what was noticed."""

import polars as pl

from safeboard.intake.finding import Finding, Severity
from safeboard.store import models
from safeboard.store.arrivals import IN_FORCE, arrivals_query
from safeboard.store.database import explain_failures
from safeboard.store.errors import UnknownSubmissionError
from safeboard.store.frames import read_frame
from safeboard.store.moments import Moment

CURRENT_NOTES = pl.Schema(
    {
        "area": pl.String,
        "agency": pl.String,
        "return_period": pl.String,
        "item": pl.String,
        "period": pl.String,
        "dimension": pl.String,
        "category": pl.String,
        "text": pl.String,
        "readers": pl.String,
        "submission": pl.Int64,
    }
)
"""One row for each note of a return that no later one supersedes, in the order written.

`return_period` is the period of the return; `item`, `period`, `dimension` and `category` say what
the note is about, empty as in `intake.submission.Note`. `readers` is a Readers.
"""

_NOTES = f"""
    SELECT n.id, n.area_id, arrived.agency, arrived.period, n.item, n.period, n.dimension,
        n.category, n.text, n.readers, n.submission_id
    FROM arrived
    JOIN store_note n ON n.submission_id = arrived.submission_id AND n.area_id = arrived.area_id
    WHERE arrived.rank = {IN_FORCE}
"""


@explain_failures()
def current_notes(as_of: Moment | None = None) -> pl.DataFrame:
    """Return the notes in force at a moment, or now: the columns of CURRENT_NOTES."""
    arrivals, parameters = arrivals_query(as_of)
    schema = pl.Schema({"id": pl.Int64(), **CURRENT_NOTES})
    notes = read_frame(f"WITH arrived AS ({arrivals}) {_NOTES}", parameters, schema)
    return notes.sort("id").drop("id")


@explain_failures()
def findings_of(submission: int) -> tuple[Finding, ...]:
    """Return what the checks noticed in a submission, in the order found.

    Raises: StoreError when there is no such submission.
    """
    if not models.Submission.objects.filter(number=submission).exists():
        raise UnknownSubmissionError(submission)
    rows = models.Finding.objects.filter(submission=submission).order_by("id")
    return tuple(
        Finding(
            severity=Severity(row.severity),
            check=row.check_name,
            sheet=row.sheet,
            cell=row.cell,
            message=row.message,
            answer=row.answer,
            area=row.area_id or "",
        )
        for row in rows
    )
