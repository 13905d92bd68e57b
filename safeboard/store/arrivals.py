"""Which returns were known at a moment, and which of them were still in force."""

from typing import Any

from django.db.models import F, QuerySet, Window
from django.db.models.functions import RowNumber

from safeboard.store import models
from safeboard.store.moments import Moment, exactly

IN_FORCE = 1
"""The rank of an area's latest return from an agency for a period."""


def arrived(as_of: Moment | None) -> QuerySet[models.SubmissionArea]:
    """Return one row for each area of each return known at a moment, or now.

    `rank` is 1 where no later return of the same agency, area and period supersedes it. Which is
    later is told by the submissions' numbers: a clock may be put back, a number never is.
    """
    rows = models.SubmissionArea.objects.all()
    if as_of is not None:
        rows = rows.filter(submission__known_from__lte=exactly(as_of))
    return rows.annotate(
        agency=F("submission__agency"),
        period=F("submission__period"),
        rank=Window(
            RowNumber(),
            partition_by=[F("submission__agency"), F("submission__period"), F("area")],
            order_by=F("submission").desc(),
        ),
    )


def arrivals_query(as_of: Moment | None) -> tuple[str, tuple[Any, ...]]:
    """Return the same in SQL, with its parameters, to join in bulk.

    Columns: id, submission_id, area_id, agency, period, rank.
    """
    rows = arrived(as_of).values("id", "submission_id", "area_id", "agency", "period", "rank")
    return rows.query.sql_with_params()
