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
from safeboard.catalogue.item import Item
from safeboard.catalogue.library import Catalogue
from safeboard.indicators.windows import Asked
from safeboard.vocabulary.area import Origin
from safeboard.vocabulary.window import Window
from tests.builders import Count

EARLIEST, LATEST = 2010 * 12 + 3, 2022 * 12 + 3
"""The Aprils between which everything here lies."""
LENGTH = {"month": 1, "quarter": 3, "year": 12}
MULTIPLIER = {"count": 1, "percentage": 100, "rate per 10,000": 10_000, "days": 1}
SAID = {
    "not submitted": "not submitted",
    "not yet available": "not yet available",
    "not held by us": "not held by the agency",
    "the area was": "",
    "counted under another definition": "counted under another definition",
    "suppressed": "suppressed by the agency",
}
MAKES = {"suppressed": "c", "the area was": "z", "counted under another definition": "z"}
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
    symbol: str | None = None


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


@dataclass(frozen=True)
class Given:
    """What was submitted, the populations, and how some of the areas began."""

    submitted: dict[Key, Count]
    people: list[tuple[str, int, int]]
    origins: dict[str, Origin]


def plain_figures(
    catalogue: Catalogue,
    counts: Iterable[Count],
    populations: Iterable[tuple[str, int, int]],
    asked: Asked,
) -> list[dict[str, object]]:
    """Return every figure that is due, by area, indicator, window, category: FIGURES' columns."""
    given = Given(
        {(each.area, each.item, each.period, each.dimension, each.category): each
         for each in counts},
        list(populations),
        {each.area: each for each in asked.origins},
    )  # fmt: skip
    return [
        {
            "area": area,
            "indicator": indicator.code,
            "window": window.kind.value,
            "period": window.period.code,
            "dimension": dimension,
            "category": category,
            **Plain(catalogue, indicator, stretch_of(window), area, given).figure(
                (dimension, category)
            ),
        }
        for area in asked.areas
        for indicator in catalogue.indicators.values()
        for window in asked.windows
        if can_be_had(catalogue, indicator, stretch_of(window))
        for dimension, category in places_of(catalogue, indicator)
    ]


def stretch_of(window: Window) -> Stretch:
    """Return a window in months."""
    last = window.period.last
    length = LENGTH[window.period.kind.value]
    if window.kind.value == "year to date":
        length = (last - 3) % 12 + 1
    if window.kind.value == "rolling 12 months":
        length = 12
    return Stretch(window.kind.value, last - length + 1, last)


def parts_of(item: Item, stretch: Stretch) -> list[tuple[int, int]]:
    """Return the first and last month of each period whose counts are used; none if it cannot be.

    A flow is cut into periods as long as it was collected then; of a stock the period that ends on
    the day is used; a distinct count is asked for over the very months of the window.
    """
    kind, collected = item.kind.value, periods_collected(item)
    if (kind == "stock") != (stretch.kind == "snapshot"):
        return []
    if kind == "stock":
        return [each for each in collected if each[1] == stretch.last]
    if kind == "distinct":
        over = (stretch.first, stretch.last)
        return [over] if over in asked_of_distinct(item) else []
    used = [each for each in collected if stretch.first <= each[0] and each[1] <= stretch.last]
    whole = sum(last - first + 1 for first, last in used) == stretch.last - stretch.first + 1
    return used if whole else []


def periods_collected(item: Item) -> list[tuple[int, int]]:
    """Return every period in which an item was collected, over many years."""
    periods = []
    first = EARLIEST
    while first < LATEST:
        every = item.every.value
        for change in reversed(item.schedule.formerly):
            if day_of(first) <= change.until:
                every = change.every.value
        periods.append((first, first + LENGTH[every] - 1))
        first += LENGTH[every]
    return periods


def asked_of_distinct(item: Item) -> set[tuple[int, int]]:
    """Return the months that each count of a distinct item is asked for, over many years."""
    asked = set()
    for _, last in periods_collected(item):
        for window in item.schedule.windows:
            length = LENGTH.get(window.value, 12)
            if window.value == "year to date":
                length = (last - 3) % 12 + 1
            # A quarter and a year are asked for when they end, and not in between.
            aligned = window.value not in ("quarter", "year") or (last + 1 - 3) % length == 0
            if aligned:
                asked.add((last - length + 1, last))
    return asked


def can_be_had(catalogue: Catalogue, indicator: Indicator, stretch: Stretch) -> bool:
    """Tell whether every item of an indicator is counted for a window."""
    codes = items_of(catalogue, indicator)
    return all(parts_of(catalogue.items[code], stretch) for code in codes)


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
    given: Given

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
        flags = {*above.flags, *below.flags, *self.break_()} if symbol is None else set()
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

    def break_(self) -> str:
        """Return "b" if the window before it in its series began under an earlier definition."""
        dates = [each.in_force for each in self.indicator.definitions]
        now = self.latest_definition()
        kind, first, last = self.stretch.kind, self.stretch.first, self.stretch.last
        quarterly = (last - 2) % 3 == 0
        step = 3 if quarterly else 1
        if kind in LENGTH:
            step = LENGTH[kind]
        elif kind == "snapshot":
            step = last - first + 1
        before = Stretch(kind, first - step, last - step)
        if kind == "year to date":
            before = Stretch(kind, before.april, last - step)
        return "b" if now != min(dates) and now and before.first_day < now else ""

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
        for letter in ("x", "z", "c"):
            for total in (above, below):
                if total.symbol == letter:
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
        known = {mid: number for area, mid, number in self.given.people if area == self.area}
        if (origin := self.given.origins.get(self.area)) and origin.is_merger:
            areas = [each.number for each in origin.predecessors]
            for year in range(2000, 2030):
                theirs = [n for area, mid, n in self.given.people if area in areas and mid == year]
                if year not in known and len(theirs) == len(areas):
                    known[year] = sum(theirs)
        year = self.stretch.april // 12
        usable = [mid for mid in known if mid <= year]
        if not usable:
            said = f"no population estimate for mid-{year} or earlier"
            return Total(None, said, symbol="x"), None
        return Total(known[max(usable)]), max(usable)

    def whole(self, dimension: str) -> Total:
        """Return the sum of the categories in the base; the first that is missing says why.

        The first is that with the first symbol: `x`, then `z`, then `c`.
        """
        number, flags = 0, ""
        lacking: list[Total] = []
        for category, declared in self.catalogue.breakdowns[dimension].categories.items():
            if not declared.in_base:
                continue
            each = self.total(self.indicator.numerator, (dimension, category))
            if each.number is None:
                lacking.append(each)
            else:
                number += each.number
                flags += each.flags
        if lacking:
            return min(lacking, key=lambda each: "xzc".index(each.symbol or "x"))
        return Total(number, flags=flags)

    def total(self, code: str, place: Place) -> Total:
        """Return an item's count over the window, or which parts of it are missing and why."""
        item = self.catalogue.items[code]
        absent: dict[str, list[str]] = {state: [] for state in SAID}
        parts = parts_of(item, self.stretch)
        number, flags = 0, ""
        for part in parts:
            each = self.part(item, part, place)
            if each.number is None:
                absent[each.missing].append(f"{shown(*part)}{each.flags}")
            else:
                number += each.number
                flags += each.flags
        if not any(absent.values()):
            return Total(number, flags=flags)
        words = {**SAID, "the area was": self.was()}
        told = [
            words[state] if len(named) == len(parts) else f"{words[state]}: {', '.join(named)}"
            for state, named in absent.items()
            if named
        ]
        symbols = [MAKES.get(state, "x") for state, named in absent.items() if named]
        return Total(None, "; ".join(told), symbol=min(symbols, key="xzc".index))

    def part(self, item: Item, part: tuple[int, int], place: Place) -> Total:
        """Return one part's count; or the state that says why there is none, and whose."""
        own = self.one_count(self.area, item, part, place)
        origin = self.given.origins.get(self.area)
        if own.missing != "not submitted" or not origin or day_of(part[1] + 1) > origin.began:
            return own
        if not origin.is_merger or item.kind.value == "distinct":
            return Total(None, "the area was")
        theirs = [self.one_count(each.number, item, part, place) for each in origin.predecessors]
        if all(each.number is not None for each in theirs):
            return Total(
                sum(each.number or 0 for each in theirs),
                flags="".join(each.flags for each in theirs),
            )
        if all(each.missing == "not submitted" for each in theirs):
            return own
        states = list(SAID)
        first = min((each.missing for each in theirs if each.number is None), key=states.index)
        names = [
            area.name
            for area, each in zip(origin.predecessors, theirs, strict=True)
            if each.missing == first
        ]
        return Total(None, first, flags=f" ({', '.join(names)})")

    def one_count(self, area: str, item: Item, part: tuple[int, int], place: Place) -> Total:
        """Return what an area's agency said of one part; or the state why there is no number."""
        said = self.given.submitted.get((area, item.code, written(*part), *place))
        if said is None:
            return Total(None, "not submitted")
        day = day_of(part[1] + 1) - timedelta(days=1)
        dates = [
            each.in_force
            for each in self.catalogue.indicators[item.indicator].definitions
            if each.in_force <= day
        ]
        if said.definition and dates and said.definition != max(dates).isoformat():
            return Total(None, "counted under another definition")
        if said.value is None:
            return Total(None, said.state)
        return Total(said.value, flags=said.flag)

    def was(self) -> str:
        """Return in words what the area was before it began, where it did begin."""
        origin = self.given.origins.get(self.area)
        if origin is None:
            return ""
        names = [each.name for each in origin.predecessors]
        told = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
        day = f"{origin.began.day} {NAMES[origin.began.month - 1]} {origin.began.year}"
        if origin.is_merger:
            return f"counted apart by {told} until {day}, and a child may be in two of them"
        return f"part of {told} until {day}"

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
    if last - first not in (2, 11) or (first - 3) % (last - first + 1):
        return f"{written(first, first)}-to-{written(last, last)}"
    year = (first - 3) // 12
    code = f"{year}-{(year + 1) % 100:02}"
    return code if last - first == 11 else f"{code}-Q{(first - 3) % 12 // 3 + 1}"


def shown(first: int, last: int) -> str:
    """Return how people write the period from one month to another."""
    if first == last:
        return f"{NAMES[first % 12]} {first // 12}"
    if last - first not in (2, 11) or (first - 3) % (last - first + 1):
        start = NAMES[first % 12] if first // 12 == last // 12 else shown(first, first)
        return f"{start} to {shown(last, last)}"
    year = (first - 3) // 12
    text = f"{year}/{(year + 1) % 100:02}"
    return text if last - first == 11 else f"Q{(first - 3) % 12 // 3 + 1} {text}"
