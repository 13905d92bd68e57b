"""Which returns were known at a moment, and which of them were still in force."""

from typing import Any

import polars as pl
from django.db.models import Count, F, IntegerField, OuterRef, QuerySet, Subquery, Window
from django.db.models.functions import Coalesce, RowNumber

from safeboard.intake.finding import Severity
from safeboard.store import models
from safeboard.store.database import explain_failures
from safeboard.store.moments import Moment, exactly

IN_FORCE = 1
"""The rank of an area's latest return from an agency for a period."""

SENT = pl.Schema(
    {
        "agency": pl.String(),
        "period": pl.String(),
        "area": pl.String(),
        "submission": pl.Int64(),
        "received_at": pl.Datetime(time_zone="UTC"),
        "name": pl.String(),
        "by": pl.String(),
        "open_queries": pl.Int64(),
        "open_in_file": pl.Int64(),
        "superseded": pl.Boolean(),
    }
)
"""One row for each area of each return that had arrived, in the order of its first four columns.

`open_queries` counts the area's queries without an answer, and `open_in_file` those of a return for
several areas that are about none of them alone: the same number beside each of its areas.
"""


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


@explain_failures()
def sent(as_of: Moment | None = None) -> pl.DataFrame:
    """Return what was known to have been sent at a moment, or now: the columns of SENT."""
    rows = arrived(as_of).annotate(
        open_queries=_open_queries(area=OuterRef("area")),
        open_in_file=_open_queries(area__isnull=True),
    )
    taken = rows.values_list(
        *("agency", "period", "area_id", "submission_id", "submission__received__received_at"),
        *("submission__received__name", "submission__received__by"),
        *("open_queries", "open_in_file", "rank"),
    )
    found = [(*row[:-1], row[-1] > IN_FORCE) for row in taken]
    of_file, is_alone = pl.col("open_in_file"), pl.len().over("submission") == 1
    return (
        pl.DataFrame(found, schema=SENT, orient="row")
        .with_columns(
            pl.col("open_queries") + pl.when(is_alone).then(of_file).otherwise(0),
            pl.when(is_alone).then(0).otherwise(of_file).cast(pl.Int64).alias("open_in_file"),
        )
        .sort("agency", "period", "area", "submission")
    )


def _open_queries(**of: Any) -> Coalesce:  # noqa: ANN401 as Django takes it
    """Return how many queries of an arrival's return have no answer, among some of them."""
    queries = (
        models.Finding.objects.filter(
            submission=OuterRef("submission"), severity=Severity.QUERY.value, answer="", **of
        )
        .values("submission")
        .annotate(number=Count("id"))
        .values("number")
    )
    return Coalesce(Subquery(queries, output_field=IntegerField()), 0)
