"""A window: the stretch that a figure covers."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from safeboard.vocabulary.period import Period, PeriodKind


class WindowKind(StrEnum):
    """The kinds of window. A snapshot is taken at the end of its period."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR_TO_DATE = "year to date"
    ROLLING = "rolling 12 months"
    YEAR = "year"
    SNAPSHOT = "snapshot"


class ComparedWith(StrEnum):
    """The earlier window that a change is measured from."""

    SAME_PERIOD_LAST_YEAR = "same period last year"
    PREVIOUS_PERIOD = "previous period"


_ENDS_WITH = {
    WindowKind.MONTH: (PeriodKind.MONTH,),
    WindowKind.QUARTER: (PeriodKind.QUARTER,),
    WindowKind.YEAR_TO_DATE: (PeriodKind.QUARTER, PeriodKind.MONTH),
    WindowKind.ROLLING: (PeriodKind.QUARTER, PeriodKind.MONTH),
    WindowKind.YEAR: (PeriodKind.YEAR,),
}
"""The periods that name a window, the first that there is: a window has one name."""


class ImpossibleWindowError(ValueError):
    """A window of this kind cannot end with this period."""

    def __init__(self, kind: WindowKind, period: Period) -> None:
        super().__init__(f"no {kind} ends with {period}. Choose another window or period.")


@dataclass(frozen=True, order=True)
class Window:
    """A kind of window and the period it ends with.

    A year to date and twelve months are named by the quarter they run to, or by the month where no
    quarter ends; a snapshot by the period whose end it shows.
    """

    kind: WindowKind
    period: Period

    def __post_init__(self) -> None:
        """Refuse a period that such a window cannot end with."""
        if self.kind in _ENDS_WITH and _named_by(self.kind, self.period) != self.period:
            raise ImpossibleWindowError(self.kind, self.period)

    @classmethod
    def ending(cls, kind: WindowKind, period: Period) -> "Window | None":
        """Return the window of `kind` that ends when `period` ends, if there is one."""
        ends = _named_by(kind, period)
        return cls(kind, ends) if ends else None

    @property
    def span(self) -> tuple[int, int]:
        """Return its first and last month, counted as `Period.first` counts them."""
        last = self.period.last
        if self.kind is WindowKind.YEAR_TO_DATE:
            return self.period.financial_year.first, last
        return (last - 11 if self.kind is WindowKind.ROLLING else self.period.first), last

    @property
    def first_day(self) -> date:
        """Return its first day; a snapshot has only its last."""
        if self.kind is WindowKind.SNAPSHOT:
            return self.period.last_day
        return Period(PeriodKind.MONTH, self.span[0]).first_day

    @property
    def days(self) -> int:
        """Return its exposure in days; a snapshot has none."""
        if self.kind is WindowKind.SNAPSHOT:
            return 0
        return (self.period.last_day - self.first_day).days + 1

    @property
    def is_twelve_months(self) -> bool:
        """Tell whether it covers twelve months, as a year to date does in the last quarter."""
        first, last = self.span
        return self.kind is not WindowKind.SNAPSHOT and last - first == 11

    @property
    def benchmark_year(self) -> Period:
        """Return the financial year whose national figures it is set beside.

        It is the year that the window lies in; of twelve months that end within one, the last whole
        year before.
        """
        year = self.period.financial_year
        ended = self.kind is not WindowKind.ROLLING or year.last == self.period.last
        return year if ended else year.earlier()

    def overlaps(self, other: "Window") -> bool:
        """Tell whether both cover a month, so that their events are partly the same."""
        (first, last), (other_first, other_last) = self.span, other.span
        return first <= other_last and other_first <= last

    def earlier(self) -> "Window":
        """Return the window of its kind before it in a series, which it may overlap."""
        ends = self.period.earlier()
        return Window(self.kind, _named_by(self.kind, ends) or ends)

    def compared_with(self, basis: ComparedWith) -> "Window":
        """Return the earlier window that a change to this one is measured from.

        Years to date and rolling twelve months are compared with the year before, since those
        between overlap.
        """
        overlapping = (WindowKind.YEAR_TO_DATE, WindowKind.ROLLING)
        if basis is ComparedWith.SAME_PERIOD_LAST_YEAR or self.kind in overlapping:
            return Window(self.kind, self.period.year_before())
        return self.earlier()

    def __str__(self) -> str:
        """Write it as people read it: Q4 2017/18, 2017/18 to the end of Q3, 31 March 2018."""
        if self.kind is WindowKind.SNAPSHOT:
            day = self.period.last_day
            return f"{day.day} {day:%B %Y}"
        if self.kind is WindowKind.YEAR_TO_DATE:
            year = self.period.financial_year
            if self.is_twelve_months:
                return f"{year}"
            return f"{year} to the end of {str(self.period).split()[0]}"
        if self.kind is WindowKind.ROLLING:
            return f"12 months to the end of {self.period}"
        return str(self.period)


def _named_by(kind: WindowKind, period: Period) -> Period | None:
    """Return the period that names the window of a kind that ends when `period` does."""
    names = (period.ending(each) for each in _ENDS_WITH.get(kind, (period.kind,)))
    return next((each for each in names if each), None)
