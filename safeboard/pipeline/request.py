"""What a release is asked for: a period, for whom, and what was known when."""

from dataclasses import dataclass
from datetime import date, datetime

from safeboard.errors import UsageError
from safeboard.store.moments import Moment, day_of, known_until
from safeboard.vocabulary.period import Period
from safeboard.vocabulary.profile import Profile


class FutureReleaseError(UsageError):
    """A release was asked for as of a day or time that has not come."""

    def __init__(self, as_of: Moment) -> None:
        super().__init__(
            f"--as-of {as_of}: that has not come, so what will be known then cannot be frozen. "
            "Use today or an earlier day."
        )


@dataclass(frozen=True)
class Request:
    """What a release is asked for, and by whom; `reason` says why it corrects an earlier one."""

    period: Period
    profile: Profile
    as_of: Moment
    reason: str = ""
    by: str = "safeboard"

    @property
    def day(self) -> date:
        """Return the day that the release is known by, and whose benchmarks it uses."""
        return day_of(self.as_of)

    def refuse_future(self, now: datetime) -> None:
        """Refuse what has not come. Raises: FutureReleaseError."""
        if self.day > now.date() or (isinstance(self.as_of, datetime) and self.as_of > now):
            raise FutureReleaseError(self.as_of)

    def known(self, now: datetime) -> datetime:
        """Return the moment whose knowledge the release holds; as of today that is everything.

        It is one for all that is read from the store, since a return may arrive meanwhile.
        """
        return known_until(None if self.as_of == now.date() else self.as_of)
