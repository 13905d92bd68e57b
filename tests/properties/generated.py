"""Generated catalogues, counts, populations and windows, of every kind that may be declared."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import product
from random import Random
from typing import Any

import polars as pl
from hypothesis import strategies as st

from safeboard.catalogue.breakdown import Breakdown
from safeboard.catalogue.indicator import Indicator
from safeboard.catalogue.item import Item
from safeboard.catalogue.library import Catalogue
from safeboard.indicators.windows import Asked, windows_around
from safeboard.vocabulary.area import Area, Origin
from safeboard.vocabulary.period import Period
from safeboard.vocabulary.stretch import Covered, parse_covered
from safeboard.vocabulary.window import Window, WindowKind
from tests.builders import (
    HALTON,
    RESIDENCE,
    ST_HELENS,
    Count,
    catalogue,
    definition,
    indicator,
    populations_frame,
)

AGE = Breakdown.model_validate(
    {"label": "Age", "categories": {"under_ten": "Under 10", "ten_or_more": "10 or more"}}
)
BREAKDOWNS = {"residence": RESIDENCE, "age": AGE}
DAYS = ["2012-04-01", "2016-04-01", "2017-01-15", "2017-07-01", "2018-03-31", "2018-04-01"]
LONGER = {
    "month": ["month", "quarter", "year to date", "rolling 12 months"],
    "quarter": ["quarter", "year to date", "rolling 12 months"],
    "year": [],
}
"""The windows that a distinct item may be asked for beside the year, by how often."""
STATES = [*["counted"] * 3, "none", "not yet available", "not held by us", "suppressed"]


KNOWSLEY, LIVERPOOL = Area("340", "Knowsley", "E08000011"), Area("341", "Liverpool", "E08000012")
MERGED = Origin(ST_HELENS, date(2017, 4, 1), (KNOWSLEY, LIVERPOOL), is_merger=True)
CUT_OUT = Origin(HALTON, date(2017, 7, 1), (Area("875", "Cheshire", "E10000006"),), is_merger=False)


@dataclass(frozen=True)
class Case:
    """All that a calculation is given."""

    catalogue: Catalogue
    counts: list[Count]
    populations: list[tuple[str, int, int]]
    asked: Asked

    @property
    def areas(self) -> tuple[str, ...]:
        """Return the areas that are asked for."""
        return self.asked.areas

    @property
    def windows(self) -> tuple[Window, ...]:
        """Return the windows that are asked for."""
        return self.asked.windows

    @property
    def people(self) -> pl.DataFrame:
        """Return the populations as the stages take them."""
        return populations_frame(*self.populations)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Draw a catalogue, what was counted of it, and what is asked for."""
    given = draw(catalogues())
    # A generator of numbers draws the counts: there are hundreds, and none needs to be shrunk.
    random = Random(draw(st.integers(0, 10**6)))
    complete = draw(st.sampled_from([1.0, 0.95, 0.7]))
    areas = draw(st.sampled_from([(ST_HELENS,), (ST_HELENS, HALTON), (HALTON, ST_HELENS)]))
    period = draw(st.sampled_from(["2017-18-Q4", "2017-18-Q2", "2018-05", "2017-18"]))
    origins = draw(st.sampled_from([(), (), (MERGED,), (CUT_OUT,), (MERGED, CUT_OUT)]))
    windows = draw(st.one_of(st.just(windows_around(Period.parse(period))), odd_windows()))
    estimates = st.tuples(st.sampled_from([*areas, "340", "341"]), st.integers(2014, 2019))
    people = draw(st.dictionaries(estimates, st.integers(0, 40_000), max_size=8))
    return Case(
        catalogue=given,
        counts=[
            each
            for each in counts_of(given, areas, random, complete)
            if not before_it_began(each, origins) or random.random() < 0.2
        ],
        populations=[(*key, number) for key, number in people.items()],
        asked=Asked(areas, windows, origins),
    )


def odd_windows() -> st.SearchStrategy[tuple[Window, ...]]:
    """Return a strategy of a few windows in any order."""
    quarters = [f"{year}-{year - 1999}-Q{number}" for year in (2016, 2017) for number in (1, 2, 4)]
    periods = {
        "month": ["2016-12", "2017-07", "2018-03"],
        "quarter": quarters,
        "year to date": [*quarters, "2017-05"],
        "rolling 12 months": [*quarters, "2017-05", "2018-01"],
        "year": ["2016-17", "2017-18"],
        "snapshot": [*quarters, "2017-18", "2018-03", "2018-02"],
    }
    every = [
        Window(WindowKind(kind), Period.parse(code)) for kind in periods for code in periods[kind]
    ]
    return st.lists(st.sampled_from(every), unique=True, max_size=8).map(tuple)


@st.composite
def catalogues(draw: st.DrawFn) -> Catalogue:
    """Draw one to three indicators, the last of which may use an item of the first."""
    first = draw(indicators("first"))
    others = draw(st.lists(st.sampled_from(["own", "shared"]), max_size=2))
    made = [first]
    for number, kind in enumerate(others):
        shared = first if kind == "shared" else None
        made.append(draw(indicators(f"other-{number}", shared)))
    return catalogue(*made, **BREAKDOWNS)


@st.composite
def indicators(draw: st.DrawFn, code: str, shared: Indicator | None = None) -> Indicator:
    """Draw an indicator; what it divides by may be an item that another one declares."""
    form = draw(st.sampled_from(["count", "percentage", "rate per 10,000", "days"]))
    is_stock = draw(st.booleans())
    if shared and (shared.window is WindowKind.SNAPSHOT) != is_stock:
        shared = None
    above, below = f"{code.replace('-', '_')}_part", f"{code.replace('-', '_')}_all"
    items = {above: draw(items_of(is_stock=is_stock))}
    windows = [windows_had(items[above])]
    by = [name for name in BREAKDOWNS if name in items[above]["by"] and draw(st.booleans())]
    denominator: str | None = None
    uses: list[str] = []
    if form != "count":
        choices = ["item", "population_0_17", *(["whole"] if by else [])]
        chosen = draw(st.sampled_from([*choices, *(["shared"] if shared else [])]))
        denominator = below if chosen == "item" else chosen
        if chosen == "item":
            items[below] = draw(items_of(is_stock=is_stock))
            windows.append(windows_had(items[below]))
        elif chosen == "shared":
            assert shared
            denominator = shared.numerator
            windows.append(windows_had(shared.items[denominator].model_dump()))
            uses = [denominator]
    return indicator(
        code,
        form=form,
        decimals=draw(st.integers(0, 4)),
        items=items,
        uses=uses,
        numerator=above,
        denominator=denominator,
        by=by,
        # A window that every item can be had for; it is not looked at here.
        window=sorted(set.intersection(*windows))[0],
        change="percentage points" if form == "percentage" else "number",
        definitions=[
            definition(day) for day in sorted(draw(st.sets(st.sampled_from(DAYS), min_size=1)))
        ],
    )


@st.composite
def items_of(draw: st.DrawFn, *, is_stock: bool) -> dict[str, Any]:
    """Draw an item as a file declares it."""
    kind = "stock" if is_stock else draw(st.sampled_from(["flow", "flow", "distinct"]))
    every = draw(st.sampled_from(["month", "quarter", "year"]))
    by = draw(st.lists(st.sampled_from(list(BREAKDOWNS)), unique=True))
    made: dict[str, Any] = {"label": "Counted", "kind": kind, "every": every, "by": by}
    if kind == "distinct":
        wanted = st.lists(st.sampled_from(["year", *LONGER[every]]), unique=True)
        made["windows"] = sorted({"year", *draw(wanted)})
    elif draw(st.booleans()):
        kinds = st.sampled_from(["month", "quarter", "year"])
        made["formerly"] = [{"every": draw(kinds), "until": "2017-03-31"}]
    return made


def windows_had(item: Mapping[str, Any]) -> set[str]:
    """Return windows that an indicator may be shown by, of an item as a file declares it."""
    return {"snapshot"} if item["kind"] == "stock" else {"year"}


def counts_of(
    given: Catalogue, areas: tuple[str, ...], random: Random, complete: float
) -> Iterator[Count]:
    """Yield counts for most places and periods of every item, and a few that nobody asks for."""
    for item, area in product(given.items.values(), [*areas, "340", "341"]):
        places = [("", "")] + [
            (dimension, category)
            for dimension in item.by
            for category in given.breakdowns[dimension].categories
        ]
        # The whole stretch that any window here covers, and a little around it.
        for year, (dimension, category) in product(range(2014, 2019), places):
            for part in item.schedule.asked_in(Period.year(year)):
                if random.random() > complete:
                    continue
                state = random.choice(STATES) if random.random() > complete else "counted"
                number = random.choice([0, 1, 2, 3, 7, 16, 40, 125, 36_647])
                value = {"counted": number, "none": 0}.get(state)
                yield Count(
                    item.code,
                    part.code,
                    value,
                    category=category,
                    state=state,
                    area=area,
                    flag=random.choice(["", "", "", "p", "e"]),
                    dimension=dimension,
                    definition=definition_of(given, item, part, random),
                )
    yield Count("nobody_asks", "2018-01", 7)


def before_it_began(count: Count, origins: tuple[Origin, ...]) -> bool:
    """Tell whether a count is of an area that was not there yet."""
    return any(
        origin.area == count.area and parse_covered(count.period).last_day < origin.began
        for origin in origins
    )


def definition_of(given: Catalogue, item: Item, part: Covered, random: Random) -> str:
    """Return what a count was counted under: mostly what holds now, at times another or nothing."""
    known = [each.in_force for each in given.indicators[item.indicator].definitions]
    holding = max((day for day in known if day <= part.last_day), default=None)
    if random.random() < 0.03:
        return random.choice(["2013-04-01", *(day.isoformat() for day in known)])
    return holding.isoformat() if holding and random.random() < 0.9 else ""
