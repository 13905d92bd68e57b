"""A period: a month, a financial quarter or a financial year (April to March)."""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache, total_ordering


class PeriodKind(StrEnum):
    """The lengths of period, shortest first."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"

    @property
    def months(self) -> int:
        """Return how many months such a period has."""
        return {"month": 1, "quarter": 3, "year": 12}[self.value]


_MONTH = re.compile(r"(?P<year>[0-9]{4})-(?P<month>0[1-9]|1[0-2])")
_FINANCIAL = re.compile(r"(?P<year>[0-9]{4})-(?P<end>[0-9]{2})(?:-Q(?P<quarter>[1-4]))?")


EARLIEST = 2012 * 12 + 3
"""April 2012, the first month there is: before it 2011-12 would be both a month and a year."""


class UnknownPeriodError(ValueError):
    """A text is not a period."""

    def __init__(self, text: str) -> None:
        super().__init__(
            f"'{text}' is not a period. Write a month as 2018-01, "
            "a quarter as 2017-18-Q4, a financial year as 2017-18; the earliest is April 2012."
        )


@total_ordering
@dataclass(frozen=True)
class Period:
    """A month, a financial quarter or a financial year.

    `first` counts months from January of year 0, so 2018-01 is 2018 x 12.
    Periods are ordered by where they end, and a shorter one comes before a longer.
    """

    kind: PeriodKind
    first: int

    @classmethod
    def month(cls, year: int, month: int) -> "Period":
        """Return a calendar month."""
        return cls(PeriodKind.MONTH, year * 12 + month - 1)

    @classmethod
    def quarter(cls, start_year: int, quarter: int) -> "Period":
        """Return a financial quarter: the first of 2017 is April to June 2017."""
        return cls(PeriodKind.QUARTER, start_year * 12 + 3 * quarter)

    @classmethod
    def year(cls, start_year: int) -> "Period":
        """Return the financial year that starts in April of `start_year`."""
        return cls(PeriodKind.YEAR, start_year * 12 + 3)

    @classmethod
    @cache
    def parse(cls, text: str) -> "Period":
        """Return the period that `text` writes: 2018-01, 2017-18-Q4 or 2017-18."""
        if found := _MONTH.fullmatch(text):
            period = cls.month(int(found["year"]), int(found["month"]))
        elif found := _FINANCIAL.fullmatch(text):
            if (int(found["year"]) + 1) % 100 != int(found["end"]):
                raise UnknownPeriodError(text)
            start_year, quarter = int(found["year"]), found["quarter"]
            period = cls.quarter(start_year, int(quarter)) if quarter else cls.year(start_year)
        else:
            raise UnknownPeriodError(text)
        if period.first < EARLIEST:
            raise UnknownPeriodError(text)
        return period

    @property
    def last(self) -> int:
        """Return the count of its last month."""
        return self.first + self.kind.months - 1

    @property
    def first_day(self) -> date:
        """Return its first day."""
        return date(self.first // 12, self.first % 12 + 1, 1)

    @property
    def last_day(self) -> date:
        """Return its last day."""
        year, month = self.last // 12, self.last % 12 + 1
        return date(year, month, calendar.monthrange(year, month)[1])

    @property
    def days(self) -> int:
        """Return how many days it has."""
        return (self.last_day - self.first_day).days + 1

    @property
    def financial_year(self) -> "Period":
        """Return the financial year it lies in."""
        return Period.year((self.first - 3) // 12)

    def parts(self, kind: PeriodKind) -> Iterator["Period"]:
        """Yield the periods of `kind` that it is made of, in order; none if they are longer."""
        for first in range(self.first, self.last + 1, kind.months):
            if first + kind.months - 1 <= self.last:
                yield Period(kind, first)

    def ending(self, kind: PeriodKind) -> "Period | None":
        """Return the period of `kind` that ends when this one ends, if there is one."""
        first = self.last - kind.months + 1
        aligned = kind is PeriodKind.MONTH or (first - 3) % kind.months == 0
        return Period(kind, first) if aligned else None

    def contains(self, other: "Period") -> bool:
        """Tell whether `other` lies within it."""
        return self.first <= other.first and other.last <= self.last

    def earlier(self, count: int = 1) -> "Period":
        """Return the period of its kind that lies `count` before it."""
        return Period(self.kind, self.first - count * self.kind.months)

    def year_before(self) -> "Period":
        """Return the same period of the year before."""
        return Period(self.kind, self.first - 12)

    def __str__(self) -> str:
        """Write it as people read it: January 2018, Q4 2017/18, 2017/18."""
        if self.kind is PeriodKind.MONTH:
            return f"{calendar.month_name[self.first % 12 + 1]} {self.first // 12}"
        year = self.financial_year
        shown = f"{year.first // 12}/{(year.first // 12 + 1) % 100:02d}"
        if self.kind is PeriodKind.YEAR:
            return shown
        return f"Q{(self.first - year.first) // 3 + 1} {shown}"

    @property
    def code(self) -> str:
        """Return it as it is written in files: 2018-01, 2017-18-Q4, 2017-18."""
        if self.kind is PeriodKind.MONTH:
            return f"{self.first // 12:04d}-{self.first % 12 + 1:02d}"
        start = self.financial_year.first
        written = f"{start // 12:04d}-{(start // 12 + 1) % 100:02d}"
        if self.kind is PeriodKind.YEAR:
            return written
        return f"{written}-Q{(self.first - start) // 3 + 1}"

    def __lt__(self, other: "Period") -> bool:
        """Order by the last month, then the shorter first."""
        return (self.last, -self.first) < (other.last, -other.first)
