"""The queries that stored returns were asked, each with the agency's answer beside it."""

from collections.abc import Collection

from safeboard.intake.finding import Finding, Severity
from safeboard.store import models
from safeboard.store.database import explain_failures


@explain_failures()
def queries_of(submissions: Collection[int]) -> dict[int, list[Finding]]:
    """Return the queries of some returns by their numbers, in the order they were found."""
    asked: dict[int, list[Finding]] = {number: [] for number in submissions}
    rows = models.Finding.objects.filter(
        submission__in=submissions, severity=Severity.QUERY.value
    ).order_by("id")
    for row in rows.values_list(
        "submission_id", "check_name", "sheet", "cell", "message", "answer"
    ):
        asked[row[0]].append(Finding(Severity.QUERY, *row[1:]))
    return asked
