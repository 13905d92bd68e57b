"""What a return is asked about its history equals what a slow, plain reading asks."""

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from safeboard.intake.checks.against_history import against_history
from safeboard.vocabulary.period import Period, PeriodKind
from tests.builders import RESIDENCE, Count, catalogue, counts_frame, held, indicator, item
from tests.properties.plain_history import Asked, asked_of

KINDS = {"events": "flow", "children": "distinct", "open": "stock"}
CATALOGUE = catalogue(
    *(
        indicator(
            code,
            items={code: item(kind=kind, every="year", by=["residence"])},
            numerator=code,
            window="snapshot" if kind == "stock" else "year",
        )
        for code, kind in KINDS.items()
    ),
    residence=RESIDENCE,
)
AREAS = ("342", "876")
PLACES = [(area, code, part) for area in AREAS for code in KINDS for part in ("", "inside")]


def drawn(random: Random, level: int) -> int | None:
    """Return a count about a level, most often; or none, or one far from it."""
    choice = random.random()
    if choice < 0.05:
        return None
    if choice < 0.4:
        return level
    return level * 10 if choice < 0.5 else max(0, round(random.gauss(level, level**0.5)))


def counts_in(random: Random, periods: list[Period], complete: float) -> list[Count]:
    """Return counts of every place, most of them, in some periods."""
    return [
        Count(code, period.code, drawn(random, level), part, area=area)
        for number, (area, code, part) in enumerate(PLACES)
        for level in [(3, 12, 1500, 40, 25)[number % 5]]
        for period in periods
        if random.random() < complete
    ]


@st.composite
def returns(draw: st.DrawFn) -> tuple[list[Count], list[Count], Period]:
    """Draw a return, what was sent before it, some of it for the same periods, and its period."""
    random = Random(draw(st.integers(0, 10**6)))
    covered = draw(st.sampled_from(["2017-18-Q4", "2018-01", "2017-18"]).map(Period.parse))
    kinds = draw(st.lists(st.sampled_from(list(PeriodKind)), min_size=1, unique=True))
    start = Period.year(2017 - draw(st.integers(0, 4)))
    years = [start.earlier(-number) for number in range(2018 - start.first_day.year)]
    earlier = [part for year in years for kind in kinds for part in year.parts(kind)]
    complete = draw(st.sampled_from([1.0, 0.9, 0.5]))
    now = [part for kind in kinds for part in covered.parts(kind)]
    before = counts_in(random, [p for p in earlier if p not in now], complete)
    again = counts_in(random, now, draw(st.sampled_from([0.0, 0.5])))
    sent = counts_in(random, now, complete)
    if draw(st.booleans()):
        sent = copied(sent, before, covered)
    return sent, [*before, *again], covered


def copied(sent: list[Count], before: list[Count], covered: Period) -> list[Count]:
    """Return the counts with those a return's length earlier in their place, where there are."""
    held = {(c.area, c.item, c.category, c.period): c.value for c in before}
    made = []
    for each in sent:
        period = Period.parse(each.period)
        last = Period(period.kind, period.first - covered.kind.months).code
        value = held.get((each.area, each.item, each.category, last), each.value)
        made.append(Count(each.item, each.period, value, each.category, area=each.area))
    return made


def asked(sent: list[Count], before: list[Count], covered: Period) -> set[Asked]:
    """Return what the checks ask."""
    found = list(against_history(CATALOGUE, counts_frame(sent), held(before), covered))
    subjects = [(finding.check, finding.about) for finding in found if finding.about]
    assert len(subjects) == len(found)
    return {(check, a.area, a.item, a.period, a.dimension, a.category) for check, a in subjects}


@settings(max_examples=150, deadline=None)
@given(returns())
def test_what_is_asked_equals_what_a_plain_reading_asks(
    drawn_return: tuple[list[Count], list[Count], Period],
) -> None:
    assert asked(*drawn_return) == asked_of(*drawn_return, KINDS)


@settings(max_examples=50, deadline=None)
@given(returns())
def test_a_return_that_is_stored_is_asked_nothing_more(
    drawn_return: tuple[list[Count], list[Count], Period],
) -> None:
    sent, before, covered = drawn_return
    again = {(each.area, each.item, each.period) for each in sent}
    held = [each for each in before if (each.area, each.item, each.period) not in again]
    first = asked(sent, before, covered)
    after = asked(sent, [*held, *sent], covered)
    assert after == {each for each in first if each[0] not in ("restated", "breakdown-left-out")}
