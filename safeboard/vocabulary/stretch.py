"""A stretch: months in a row that are no period, such as April to September 2017."""

import calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from safeboard.vocabulary.period import Period, PeriodKind, UnknownPeriodError

_STRETCH = re.compile(r"([0-9]{4}-[0-9]{2})-to-([0-9]{4}-[0-9]{2})")


@dataclass(frozen=True)
class Stretch:
    """Months in a row that are neither a month, a quarter nor a financial year.

    `first` and `last` count months as `Period.first` does.
    """

    first: int
    last: int

    @property
    def first_day(self) -> date:
        """Return its first day."""
        return Period(PeriodKind.MONTH, self.first).first_day

    @property
    def last_day(self) -> date:
        """Return its last day."""
        return Period(PeriodKind.MONTH, self.last).last_day

    def __str__(self) -> str:
        """Write it as people read it: April to September 2017, July 2016 to June 2017."""
        first, last = (Period(PeriodKind.MONTH, each) for each in (self.first, self.last))
        if self.first // 12 == self.last // 12:
            return f"{calendar.month_name[self.first % 12 + 1]} to {last}"
        return f"{first} to {last}"

    @property
    def code(self) -> str:
        """Return it as it is written in files: 2017-04-to-2017-09."""
        first, last = (Period(PeriodKind.MONTH, each) for each in (self.first, self.last))
        return f"{first.code}-to-{last.code}"


Covered = Period | Stretch
"""What one count covers."""


def covering(first: int, last: int) -> Covered:
    """Return the period from one month to another, or the stretch where no period is so."""
    for kind in PeriodKind:
        period = Period(PeriodKind.MONTH, last).ending(kind)
        if period and period.first == first:
            return period
    return Stretch(first, last)


def parse_covered(text: str) -> Covered:
    """Return the period or stretch that `text` writes: 2017-18-Q4, 2017-04-to-2017-09.

    Raises: UnknownPeriodError.
    """
    found = _STRETCH.fullmatch(text)
    if not found:
        return Period.parse(text)
    first, last = (Period.parse(each) for each in found.groups())
    made = covering(first.first, last.last)
    if first.first >= last.last or made.code != text:
        raise UnknownPeriodError(text)
    return made


def shortest_first(given: Iterable[Covered]) -> list[Covered]:
    """Return each once, months before quarters before longer ones, and those in order of time."""
    return sorted(set(given), key=lambda each: (each.last - each.first, each.last))
