"""The audit: who did what to which. Lines are added and never changed."""

from datetime import datetime

import polars as pl

from safeboard.store import models
from safeboard.store.database import explain_failures
from safeboard.store.moments import Moment, beginning

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
def audit_trail(since: Moment | None = None, who: str = "", about: str = "") -> pl.DataFrame:
    """Return the audit's lines, with the columns of AUDIT.

    Those from the beginning of a day, or from a time, on; whose `who` has these letters in it; and
    of which `did` or `which` has these, be they small or capital.
    """
    lines = models.Audit.objects.order_by("id").values_list(*AUDIT.names())
    trail = pl.DataFrame(list(lines), schema=AUDIT, orient="row")
    if since is not None:
        trail = trail.filter(pl.col("at") >= beginning(since))
    what = pl.concat_str("did", pl.lit(" "), "which").str.to_lowercase()
    by = pl.col("who").str.to_lowercase()
    return trail.filter(
        by.str.contains(who.lower(), literal=True) & what.str.contains(about.lower(), literal=True)
    )
