"""A window: the stretch that a figure covers."""

from dataclasses import dataclass
from enum import StrEnum

from safeboard.vocabulary.period import Period, PeriodKind


class WindowKind(StrEnum):
    """The kinds of window. A snapshot is taken at the end of its period."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR_TO_DATE = "year to date"
    YEAR = "year"
    SNAPSHOT = "snapshot"


class ComparedWith(StrEnum):
    """The earlier window that a change is measured from."""

    SAME_PERIOD_LAST_YEAR = "same period last year"
    PREVIOUS_PERIOD = "previous period"


_PERIOD_KIND = {
    WindowKind.MONTH: PeriodKind.MONTH,
    WindowKind.QUARTER: PeriodKind.QUARTER,
    WindowKind.YEAR_TO_DATE: PeriodKind.QUARTER,
    WindowKind.YEAR: PeriodKind.YEAR,
}


class ImpossibleWindowError(ValueError):
    """A window of this kind cannot end with this period."""

    def __init__(self, kind: WindowKind, period: Period) -> None:
        super().__init__(f"no {kind} ends with {period}. Choose another window or period.")


@dataclass(frozen=True, order=True)
class Window:
    """A kind of window and the period it ends with.

    A year to date is named by the quarter it runs to, a snapshot by the period whose end it shows.
    """

    kind: WindowKind
    period: Period

    def __post_init__(self) -> None:
        """Refuse a period that such a window cannot end with."""
        if self.period.kind is not _PERIOD_KIND.get(self.kind, self.period.kind):
            raise ImpossibleWindowError(self.kind, self.period)

    @classmethod
    def ending(cls, kind: WindowKind, period: Period) -> "Window | None":
        """Return the window of `kind` that ends when `period` ends, if there is one."""
        wanted = _PERIOD_KIND.get(kind, period.kind)
        ends = period.ending(wanted)
        return cls(kind, ends) if ends else None

    @property
    def span(self) -> tuple[int, int]:
        """Return its first and last month, counted as `Period.first` counts them."""
        if self.kind is WindowKind.YEAR_TO_DATE:
            return self.period.financial_year.first, self.period.last
        return self.period.first, self.period.last

    @property
    def days(self) -> int:
        """Return its exposure in days; a snapshot has none."""
        if self.kind is WindowKind.SNAPSHOT:
            return 0
        if self.kind is WindowKind.YEAR_TO_DATE:
            return (self.period.last_day - self.period.financial_year.first_day).days + 1
        return self.period.days

    @property
    def is_twelve_months(self) -> bool:
        """Tell whether it covers a whole year, as a year to date does in the last quarter."""
        first, last = self.span
        return self.kind is not WindowKind.SNAPSHOT and last - first == 11

    def compared_with(self, basis: ComparedWith) -> "Window":
        """Return the earlier window that a change to this one is measured from.

        Years to date are compared with the year before, since one of this year
        overlaps the next.
        """
        if basis is ComparedWith.SAME_PERIOD_LAST_YEAR or self.kind is WindowKind.YEAR_TO_DATE:
            return Window(self.kind, self.period.year_before())
        return Window(self.kind, self.period.earlier())

    def __str__(self) -> str:
        """Write it as people read it: Q4 2017/18, 2017/18 to the end of Q4, 31 March 2018."""
        if self.kind is WindowKind.SNAPSHOT:
            day = self.period.last_day
            return f"{day.day} {day:%B %Y}"
        if self.kind is WindowKind.YEAR_TO_DATE:
            year = self.period.financial_year
            if self.is_twelve_months:
                return f"{year}"
            return f"{year} to the end of {str(self.period).split()[0]}"
        return str(self.period)
