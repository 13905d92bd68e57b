"""The queries that stored returns were asked, each with the agency's answer beside it."""

from collections.abc import Collection
from dataclasses import replace

from safeboard.intake.finding import Finding, Severity
from safeboard.store import models
from safeboard.store.database import explain_failures


@explain_failures()
def queries_of(submissions: Collection[int]) -> dict[int, list[Finding]]:
    """Return the queries of some returns by their numbers, in the order they were found.

    Of a return for one area, each has that area; of one for several, some may have none.
    """
    asked: dict[int, list[Finding]] = {number: [] for number in submissions}
    areas: dict[int, list[str]] = {number: [] for number in submissions}
    places = models.SubmissionArea.objects.filter(submission__in=submissions)
    for number, area in places.values_list("submission_id", "area_id"):
        areas[number].append(area)
    rows = models.Finding.objects.filter(
        submission__in=submissions, severity=Severity.QUERY.value
    ).order_by("id")
    for number, area, *said in rows.values_list(
        *("submission_id", "area_id", "check_name", "sheet", "cell", "message", "answer")
    ):
        alone = areas[number][0] if len(areas[number]) == 1 else ""
        asked[number].append(replace(Finding(Severity.QUERY, *said), area=area or alone))
    return asked
