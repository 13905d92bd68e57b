"""The audit: who did what to which. Lines are added and never changed."""

from datetime import datetime

import polars as pl

from safeboard.store import models
from safeboard.store.database import explain_failures

AUDIT = pl.Schema(
    {
        "at": pl.Datetime(time_zone="UTC"),
        "who": pl.String(),
        "did": pl.String(),
        "which": pl.String(),
    }
)
"""One row for each line, in the order in which they were written."""


@explain_failures()
def write_audit(at: datetime, who: str, did: str, which: str) -> None:
    """Add one line. Call it inside the transaction that it tells of."""
    models.Audit.objects.create(at=at, who=who, did=did, which=which)


@explain_failures()
def audit_trail() -> pl.DataFrame:
    """Return every line, with the columns of AUDIT."""
    lines = models.Audit.objects.order_by("id").values_list(*AUDIT.names())
    return pl.DataFrame(list(lines), schema=AUDIT, orient="row")
