"""Submissions: stored whole or not at all, superseded and never changed, read back as frames."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import polars as pl
from django.db.models import Max

from safeboard.intake.finding import Finding, Severity
from safeboard.intake.submission import COUNTS, Submission
from safeboard.store import models
from safeboard.store.arrivals import IN_FORCE, arrivals_query, arrived
from safeboard.store.audit import write_audit
from safeboard.store.database import explain_failures, writing
from safeboard.store.errors import FaultyReturnError, StrayAreaError, UnknownAreaError
from safeboard.store.frames import read_frame, write_frame
from safeboard.store.moments import Moment, next_moment
from safeboard.store.received import Received, keep_bytes, remove_unfinished
from safeboard.store.reread import reads_the_same

CURRENT_COUNTS = pl.Schema(
    {
        "area": pl.String,
        "item": pl.String,
        "period": pl.String,
        "dimension": pl.String,
        "category": pl.String,
        "value": pl.Int64,
        "state": pl.String,
        "flag": pl.String,
        "definition": pl.String,
        "agency": pl.String,
        "submission": pl.Int64,
    }
)
"""One row for each count that is in force, in the order of its first five columns.

The columns are those of COUNTS, with the agency that supplied the count and the number of the
submission it came in. A count that nobody answered has no row.
"""

_HELD = f"""
    SELECT arrived.id, c.item, c.period, c.dimension, c.category, c.value, c.state, c.flag,
        c.definition
    FROM arrived
    JOIN store_count c
        ON c.submission_id = arrived.submission_id AND c.area_id = arrived.area_id
    WHERE arrived.rank = {IN_FORCE}
"""
_OF_ARRIVAL = ("area", "agency", "submission")
"""What all counts of one area in one return have in common, and so is not read for each count."""


@dataclass(frozen=True)
class Receipt:
    """What became of a return: its number, how many counts it holds, what it supersedes.

    The same file sent again is `already_known` by the number that it was last stored by. Then
    `superseded_by` names what came after it, and `superseded_in` for which areas, so that nobody
    takes an old file for the current one. If something else is read in it now, it is stored anew,
    and that number is `read_before`. `put_off_to` is from when it is known, if that is later than
    the clock says, since the clock was further ahead when the return before it was stored.
    """

    number: int
    already_known: bool
    supersedes: tuple[int, ...]
    counts: int
    superseded_by: tuple[int, ...] = ()
    superseded_in: tuple[str, ...] = ()
    read_before: int | None = None
    put_off_to: datetime | None = None


@explain_failures()
def submit(submission: Submission, findings: Sequence[Finding], received: Received) -> Receipt:
    """Store a checked return, whole or not at all.

    The same file again changes nothing, unless something else is read in it now. A later return of
    the same agency, area and period supersedes the earlier one, which stays as it was.

    Raises: StoreError when a finding is an error, an area is unknown, or the store fails.
    """
    errors = sum(finding.severity is Severity.ERROR for finding in findings)
    if errors:
        raise FaultyReturnError(received.name, errors)
    with writing():
        # The file first, and whole: if we are stopped before the rows are, it does no harm.
        remove_unfinished()
        checksum = keep_bytes(received.content)
        known = models.Submission.objects.filter(
            received=checksum, agency=submission.agency, period=submission.period.code
        ).last()
        if known is not None and reads_the_same(known, submission):
            return _receipt(known, already_known=True)
        _check_areas(submission, findings, received.name)
        row = _write_submission(submission, received, checksum)
        _write_areas(submission, row)
        _write_contents(submission, findings, row)
        receipt = _receipt(row, already_known=False)
        if known is not None:
            receipt = replace(receipt, read_before=known.number)
        if row.known_from - received.clock >= timedelta(seconds=1):
            receipt = replace(receipt, put_off_to=row.known_from)
        _write_line(receipt, submission, received)
        return receipt


@explain_failures()
def current_counts(as_of: Moment | None = None) -> pl.DataFrame:
    """Return the counts in force at a moment, or now: the columns of CURRENT_COUNTS.

    Where returns for overlapping periods hold the same area, item and period, the later one
    holds them as a whole, with every category.
    """
    arrivals, parameters = arrivals_query(as_of)
    columns = {name: kind for name, kind in CURRENT_COUNTS.items() if name not in _OF_ARRIVAL}
    held = read_frame(
        f"WITH arrived AS ({arrivals}) {_HELD}",
        parameters,
        pl.Schema({"id": pl.Int64(), **columns}),
    )
    place = ["area", "item", "period"]
    return (
        held.join(_arrivals(), on="id")
        .filter(pl.col("submission") == pl.col("submission").max().over(place))
        .sort(*place, "dimension", "category")
        .select(CURRENT_COUNTS.names())
    )


def _arrivals() -> pl.DataFrame:
    """Return the area, the agency and the submission of every arrival; they never change."""
    rows = models.SubmissionArea.objects.values_list(
        "id", "area_id", "submission__agency", "submission_id"
    )
    names = ("id", *_OF_ARRIVAL)
    schema = {name: CURRENT_COUNTS.get(name, pl.Int64()) for name in names}
    return pl.DataFrame(list(rows), schema=schema, orient="row")


def _check_areas(submission: Submission, findings: Sequence[Finding], name: str) -> None:
    """Refuse areas that the store does not know, and contents for others than stated."""
    named = set(submission.areas)
    known = set(models.Area.objects.filter(number__in=named).values_list("number", flat=True))
    if unknown := sorted(named - known):
        raise UnknownAreaError(name, unknown)
    used = set(submission.counts["area"].unique()) | {note.area for note in submission.notes}
    used |= {finding.area for finding in findings if finding.area}
    if stray := sorted(used - named):
        raise StrayAreaError(name, stray)


def _write_submission(
    submission: Submission, received: Received, checksum: str
) -> models.Submission:
    """Write the row of what was received, if it is new, and the row of the submission."""
    models.Received.objects.get_or_create(
        sha256=checksum,
        defaults={
            "name": received.name,
            "size": len(received.content),
            "received_at": received.at,
            "by": received.by,
            "channel": received.channel,
        },
    )
    of_period = models.Submission.objects.filter(
        agency=submission.agency, period=submission.period.code
    )
    row = models.Submission(
        # Not left to the database, which leaves out a number whenever a transaction is stopped.
        number=(models.Submission.objects.aggregate(last=Max("number"))["last"] or 0) + 1,
        agency=submission.agency,
        period=submission.period.code,
        sequence=(of_period.aggregate(last=Max("sequence"))["last"] or 0) + 1,
        catalogue_version=submission.catalogue_version,
        received_id=checksum,
        known_from=next_moment(received.at),
    )
    row.save()
    return row


def _write_areas(submission: Submission, row: models.Submission) -> None:
    """Write which areas the submission supplies, each with the submission it supersedes there."""
    in_force = dict(
        arrived(None)
        .filter(rank=IN_FORCE, agency=row.agency, period=row.period)
        .values_list("area_id", "submission_id")
    )
    models.SubmissionArea.objects.bulk_create(
        models.SubmissionArea(submission=row, area_id=area, supersedes_id=in_force.get(area))
        for area in submission.areas
    )


def _write_contents(
    submission: Submission, findings: Sequence[Finding], row: models.Submission
) -> None:
    """Write the counts, the notes and the findings."""
    counts = submission.counts.cast(COUNTS).select(COUNTS.names()).rename({"area": "area_id"})
    write_frame(models.Count, counts.with_columns(submission_id=pl.lit(row.number)))
    models.Note.objects.bulk_create(
        models.Note(
            submission=row,
            area_id=note.area,
            item=note.item,
            period=note.period,
            dimension=note.dimension,
            category=note.category,
            text=note.text,
            readers=note.readers.value,
            author=submission.agency,
            sheet=note.sheet,
            cell=note.cell,
        )
        for note in submission.notes
    )
    models.Finding.objects.bulk_create(
        models.Finding(
            submission=row,
            area_id=finding.area or None,
            severity=finding.severity.value,
            check_name=finding.check,
            sheet=finding.sheet,
            cell=finding.cell,
            message=finding.message,
            answer=finding.answer,
        )
        for finding in findings
    )


def _receipt(row: models.Submission, *, already_known: bool) -> Receipt:
    """Return what became of a submission that is stored."""
    replaced = models.SubmissionArea.objects.filter(submission=row, supersedes__isnull=False)
    replacing = models.SubmissionArea.objects.filter(supersedes=row)
    return Receipt(
        number=row.number,
        already_known=already_known,
        supersedes=tuple(sorted(set(replaced.values_list("supersedes_id", flat=True)))),
        counts=models.Count.objects.filter(submission=row).count(),
        superseded_by=tuple(sorted(set(replacing.values_list("submission_id", flat=True)))),
        superseded_in=tuple(sorted(replacing.values_list("area_id", flat=True))),
    )


def _write_line(receipt: Receipt, submission: Submission, received: Received) -> None:
    """Write the audit's line of a stored return, with the areas of its file that were stored."""
    which = f"return {receipt.number}: {submission.agency}, {submission.period.code}"
    which += f", about {', '.join(submission.areas)}"
    if receipt.supersedes:
        which += f", superseding {', '.join(map(str, receipt.supersedes))}"
    if receipt.read_before:
        which += f", read anew in the file of {receipt.read_before}"
    if receipt.put_off_to:
        which += (
            f", known from {receipt.put_off_to:%Y-%m-%d %H:%M:%S}, since the clock had gone back"
        )
    write_audit(received.at, received.by, "submitted a return", which)
