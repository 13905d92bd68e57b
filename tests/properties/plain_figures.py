"""A slow, plain twin of the calculation: dictionaries, loops and fractions.

Written from what the design, the catalogue and the frames' docstrings say, not from the code: the
calendar is counted here once more in months, and nothing of the package's own is called for it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from safeboard.catalogue.indicator import Indicator
from safeboard.catalogue.library import Catalogue
from safeboard.vocabulary.window import Window
from tests.builders import Count

LENGTH = {"month": 1, "quarter": 3, "year": 12}
MULTIPLIER = {"count": 1, "percentage": 100, "rate per 10,000": 10_000, "days": 1}
SAID = {
    "not submitted": "not submitted",
    "not yet available": "not yet available",
    "not held by us": "not held by the agency",
    "suppressed": "suppressed by the agency",
}
NAMES = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
]  # fmt: skip

Place = tuple[str, str]
Key = tuple[str, str, str, str, str]


@dataclass(frozen=True)
class Total:
    """An item's count over some parts, or the words that say why there is none."""

    number: int | None
    missing: str = ""
    flags: str = ""
    withheld: bool = False


@dataclass(frozen=True)
class Stretch:
    """A window in months, counted from January of year 0: its first, its last, and its kind."""

    kind: str
    first: int
    last: int

    @property
    def april(self) -> int:
        """Return the April in which its financial year began."""
        return (self.last - 3) // 12 * 12 + 3

    @property
    def first_day(self) -> date:
        """Return its first day; a snapshot has only its last."""
        return self.last_day if self.kind == "snapshot" else day_of(self.first)

    @property
    def last_day(self) -> date:
        """Return its last day."""
        return day_of(self.last + 1) - timedelta(days=1)


def plain_figures(
    catalogue: Catalogue,
    counts: Iterable[Count],
    populations: Iterable[tuple[str, int, int]],
    areas: Iterable[str],
    windows: Iterable[Window],
) -> list[dict[str, object]]:
    """Return every figure that is due, by area, indicator, window, category: FIGURES' columns."""
    submitted = {
        (each.area, each.item, each.period, each.dimension, each.category): each for each in counts
    }
    people = list(populations)
    wanted = list(windows)
    return [
        {
            "area": area,
            "indicator": indicator.code,
            "window": window.kind.value,
            "period": window.period.code,
            "dimension": dimension,
            "category": category,
            **Plain(catalogue, indicator, stretch_of(window), area, submitted, people).figure(
                (dimension, category)
            ),
        }
        for area in areas
        for indicator in catalogue.indicators.values()
        for window in wanted
        if can_be_had(catalogue, indicator, stretch_of(window))
        for dimension, category in places_of(catalogue, indicator)
    ]


def stretch_of(window: Window) -> Stretch:
    """Return a window in months."""
    last = window.period.last
    length = LENGTH[window.period.kind.value]
    if window.kind.value == "year to date":
        length = (last - 3) % 12 + 1
    return Stretch(window.kind.value, last - length + 1, last)


def parts_of(kind: str, every: str, stretch: Stretch) -> list[tuple[int, int]]:
    """Return the first and last month of each period whose counts are used; none if it cannot be.

    A flow is cut into periods as long as it is collected; of a stock the period that ends on the
    day is used; a distinct count is asked for as long as the window is.
    """
    length = LENGTH[every]
    months = stretch.last - stretch.first + 1
    if kind == "stock":
        ends_period = (stretch.last + 1 - 3) % length == 0
        fits = stretch.kind == "snapshot" and ends_period
        return [(stretch.last - length + 1, stretch.last)] if fits else []
    if stretch.kind == "snapshot" or months % length or (stretch.first - 3) % length:
        return []
    if kind == "distinct":
        return [(stretch.first, stretch.last)] if months == length else []
    starts = range(stretch.first, stretch.last + 1, length)
    return [(first, first + length - 1) for first in starts]


def can_be_had(catalogue: Catalogue, indicator: Indicator, stretch: Stretch) -> bool:
    """Tell whether every item of an indicator is counted for a window."""
    items = [catalogue.items[code] for code in items_of(catalogue, indicator)]
    return all(parts_of(item.kind.value, item.every.value, stretch) for item in items)


def items_of(catalogue: Catalogue, indicator: Indicator) -> list[str]:
    """Return the items that an indicator counts."""
    codes = [indicator.numerator, indicator.denominator or ""]
    return [code for code in codes if code in catalogue.items]


def places_of(catalogue: Catalogue, indicator: Indicator) -> Iterator[Place]:
    """Yield the total, unless there are only shares of a whole, then each category."""
    if indicator.denominator != "whole":
        yield "", ""
    for dimension in indicator.by:
        for category in catalogue.breakdowns[dimension].categories:
            yield dimension, category


@dataclass(frozen=True)
class Plain:
    """One indicator for one window and area, with all that was submitted."""

    catalogue: Catalogue
    indicator: Indicator
    stretch: Stretch
    area: str
    submitted: dict[Key, Count]
    people: list[tuple[str, int, int]]

    def figure(self, place: Place) -> dict[str, object]:
        """Return the figure of the total or of a category."""
        definition = self.definition()
        above = self.total(self.indicator.numerator, place)
        divides = self.indicator.form.value != "count"
        below, mid_year = self.below(place) if divides else (Total(1), None)
        symbol, reason = self.symbol(place, above, below)
        hidden = definition is None
        numbers = {
            "numerator": None if hidden else above.number,
            "denominator": None if hidden or not divides else below.number,
        }
        value = None
        if symbol is None:
            assert above.number is not None
            assert below.number
            value = self.rounded(Fraction(above.number, below.number))
        flags = {*above.flags, *below.flags} if symbol is None else set()
        return {
            "definition": definition.isoformat() if definition else None,
            **numbers,
            "value": value,
            "symbol": symbol,
            "reason": reason,
            "flags": "".join(sorted(flags)),
            "population_year": mid_year,
        }

    def definition(self) -> date | None:
        """Return from when the definition holds, if one holds for the whole window."""
        latest = self.latest_definition()
        return latest if latest and latest <= self.stretch.first_day else None

    def latest_definition(self) -> date | None:
        """Return from when the definition of the window's last day holds."""
        dates = [each.in_force for each in self.indicator.definitions]
        return max((day for day in dates if day <= self.stretch.last_day), default=None)

    def symbol(self, place: Place, above: Total, below: Total) -> tuple[str | None, str]:
        """Return why there is no number, in a letter and in words; neither where there is one."""
        latest = self.latest_definition()
        dimension, category = place
        if latest is None:
            return "z", "no definition was in force yet"
        if latest > self.stretch.first_day:
            told = f"{latest.day} {NAMES[latest.month - 1]} {latest.year}"
            return "z", f"its definition came into force within this window, on {told}"
        for letter, withheld in (("x", False), ("c", True)):
            for total in (above, below):
                if total.number is None and total.withheld is withheld:
                    return letter, total.missing
        if (
            category
            and self.indicator.form.value != "count"
            and not self.catalogue.breakdowns[dimension].categories[category].in_base
        ):
            return "z", "no part of the base"
        if below.number == 0:
            return "z", "nothing to divide by"
        return None, ""

    def below(self, place: Place) -> tuple[Total, int | None]:
        """Return what is divided by; for a population the year of its estimate too."""
        code = self.indicator.denominator
        dimension, _ = place
        assert code
        if code == "population_0_17":
            return self.population()
        if code == "whole":
            return self.whole(dimension), None
        by_it = dimension in self.catalogue.items[code].by
        return self.total(code, place if by_it else ("", "")), None

    def population(self) -> tuple[Total, int | None]:
        """Return the estimate for the mid-year in the financial year, or the latest earlier."""
        year = self.stretch.april // 12
        known = {mid: number for area, mid, number in self.people if area == self.area}
        usable = [mid for mid in known if mid <= year]
        if not usable:
            return Total(None, f"no population estimate for mid-{year} or earlier"), None
        return Total(known[max(usable)]), max(usable)

    def whole(self, dimension: str) -> Total:
        """Return the sum of the categories in the base; the first that is missing says why.

        One that is withheld says it only where no other is missing.
        """
        number, flags = 0, ""
        withheld: Total | None = None
        for category, declared in self.catalogue.breakdowns[dimension].categories.items():
            if not declared.in_base:
                continue
            each = self.total(self.indicator.numerator, (dimension, category))
            if each.withheld:
                withheld = withheld or each
            elif each.number is None:
                return each
            else:
                number += each.number
                flags += each.flags
        return withheld or Total(number, flags=flags)

    def total(self, code: str, place: Place) -> Total:
        """Return an item's count over the window, or which parts of it are missing and why."""
        item = self.catalogue.items[code]
        absent: dict[str, list[str]] = {state: [] for state in SAID}
        parts = parts_of(item.kind.value, item.every.value, self.stretch)
        number, flags = 0, ""
        for first, last in parts:
            said = self.submitted.get((self.area, code, written(first, last), *place))
            if said is None:
                absent["not submitted"].append(shown(first, last))
            elif said.value is None:
                absent[said.state].append(shown(first, last))
            else:
                number += said.value
                flags += said.flag
        if not any(absent.values()):
            return Total(number, flags=flags)
        words = [
            SAID[state] if len(named) == len(parts) else f"{SAID[state]}: {', '.join(named)}"
            for state, named in absent.items()
            if named
        ]
        withheld = [state for state, named in absent.items() if named] == ["suppressed"]
        return Total(None, "; ".join(words), withheld=withheld)

    def rounded(self, ratio: Fraction) -> Decimal:
        """Return the figure rounded half up; nothing here is below 0."""
        scale = 10**self.indicator.decimals
        units = int(ratio * MULTIPLIER[self.indicator.form.value] * scale + Fraction(1, 2))
        return Decimal(units).scaleb(-self.indicator.decimals)


def day_of(month: int) -> date:
    """Return the first day of a month counted from January of year 0."""
    return date(month // 12, month % 12 + 1, 1)


def written(first: int, last: int) -> str:
    """Return how files write the period from one month to another."""
    if first == last:
        return f"{first // 12}-{first % 12 + 1:02}"
    year = (first - 3) // 12
    code = f"{year}-{(year + 1) % 100:02}"
    return code if last - first == 11 else f"{code}-Q{(first - 3) % 12 // 3 + 1}"


def shown(first: int, last: int) -> str:
    """Return how people write the period from one month to another."""
    if first == last:
        return f"{NAMES[first % 12]} {first // 12}"
    year = (first - 3) // 12
    text = f"{year}/{(year + 1) % 100:02}"
    return text if last - first == 11 else f"Q{(first - 3) % 12 // 3 + 1} {text}"
