"""The store's own clock: it never goes back, so what was known at a moment stays as it was."""

from datetime import UTC, date, datetime, time, timedelta

from django.db.models import Count, Max

from safeboard.store import models
from safeboard.store.database import explain_failures

Moment = date | datetime
"""When something was known: by the end of a day (UTC), or at an exact time, which is aware."""

BEFORE_ANYTHING = datetime(2000, 1, 1, tzinfo=UTC)
"""A moment at which no store knew of anything."""


def exactly(moment: Moment) -> datetime:
    """Return a moment as a time: a day's is its last."""
    if isinstance(moment, datetime):
        return moment
    return datetime.combine(moment, time.max, UTC)


def day_of(moment: Moment) -> date:
    """Return the day of a moment."""
    return moment.date() if isinstance(moment, datetime) else moment


def beginning(moment: Moment) -> datetime:
    """Return a moment as a time: a day's is its first."""
    if isinstance(moment, datetime):
        return moment
    return datetime.combine(moment, time.min, UTC)


def next_moment(clock: datetime) -> datetime:
    """Return when a return or a vintage that is being stored becomes known: now, after all others.

    Call it inside the transaction that stores it, in which nobody else stores one. A clock
    that was put back is not believed: else what was known at a moment would change afterwards.
    """
    last = _last(None)
    return clock if last is None or clock > last else last + timedelta(microseconds=1)


@explain_failures()
def known_until(as_of: Moment | None = None) -> datetime:
    """Return when the last return or vintage known at a moment, or now, became known.

    Asked as at this time the store answers as it does now, and always will: whatever is stored
    later becomes known later.
    """
    return _last(as_of) or BEFORE_ANYTHING


@explain_failures()
def put_off(as_of: Moment, now: datetime) -> tuple[int, datetime] | None:
    """Return how many returns a moment leaves out that are known only from later than now.

    And from when on all of them are. That is so where a clock was once ahead; none is None.
    """
    after = max(exactly(as_of), now)
    rows = models.Submission.objects.filter(known_from__gt=after)
    found = rows.aggregate(number=Count("number"), last=Max("known_from"))
    return (found["number"], found["last"]) if found["number"] else None


def _last(as_of: Moment | None) -> datetime | None:
    """Return the last moment at which a return or a vintage became known."""
    returns, vintages = models.Submission.objects.all(), models.Vintage.objects.exclude(kind="")
    if as_of is not None:
        returns = returns.filter(known_from__lte=exactly(as_of))
        vintages = vintages.filter(imported_at__lte=exactly(as_of))
    found: list[datetime | None] = [
        returns.aggregate(last=Max("known_from"))["last"],
        vintages.aggregate(last=Max("imported_at"))["last"],
    ]
    return max(filter(None, found), default=None)
