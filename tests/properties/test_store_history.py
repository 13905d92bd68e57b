"""Whatever agencies send, in whatever order, the store answers as a plain model of its rules."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from safeboard.store.received import Received
from safeboard.store.submissions import Receipt, current_counts, sent, submit
from safeboard.vocabulary.item import CountState
from tests.unit.store_builders import a_query, a_return, count, new_store

DAYS = [date(2018, 3, 31) + timedelta(days=number) for number in range(5)]
"""The days on which returns come, after one on which nothing had."""

Key = tuple[str, str, str, str]
"""An area, item, period and category."""

Answer = tuple[int | None, str]
"""A value and its state."""

ANSWERS = st.one_of(
    st.tuples(st.integers(0, 9), st.just("counted")),
    st.sampled_from([(0, "none"), (None, "not yet available"), (None, CountState.NOT_HELD.value)]),
    st.just((None, CountState.SUPPRESSED.value)),
)


@dataclass(frozen=True)
class Sent:
    """What an agency sent on a day: an answer for each area, item, period and category."""

    agency: str
    period: str
    areas: tuple[str, ...]
    counts: dict[Key, Answer]
    file: int
    day: date
    open_queries: int


@st.composite
def returns(draw: st.DrawFn) -> Sent:
    """Draw a return. Few agencies, periods and items, so that returns meet each other."""
    areas = tuple(sorted(draw(st.sets(st.sampled_from(["340", "342"]), min_size=1))))
    key = st.tuples(
        st.sampled_from(areas),
        st.sampled_from(["contacts", "referrals"]),
        st.sampled_from(["2018-01", "2018-02", "2017-18-Q4"]),
        st.sampled_from(["", "sexual", "criminal"]),
    )
    return Sent(
        agency=draw(st.sampled_from(["police", "social-care"])),
        period=draw(st.sampled_from(["2018-01", "2017-18-Q3", "2017-18-Q4", "2017-18"])),
        areas=areas,
        counts=draw(st.dictionaries(key, ANSWERS, max_size=6)),
        file=draw(st.integers(1, 4)),
        day=draw(st.sampled_from(DAYS[1:])),
        open_queries=draw(st.integers(0, 2)),
    )


def send(what: Sent) -> Receipt:
    rows = [
        count(
            *(item, value),
            state=state,
            area=area,
            period=period,
            dimension="kind" if category else "",
            category=category,
        )
        for (area, item, period, category), (value, state) in what.counts.items()
    ]
    submission = a_return(*rows, agency=what.agency, period=what.period, areas=what.areas)
    findings = [a_query("counted twice"), *[a_query()] * what.open_queries]
    content = f"{what.agency} {what.period} {what.file}".encode()
    at = datetime(what.day.year, what.day.month, what.day.day, 12, tzinfo=UTC)
    return submit(submission, findings, Received(content, "return.xlsx", "Pat Example", "post", at))


@contextmanager
def store_of(history: Sequence[Sent]) -> Iterator[None]:
    """Open a new store to which everything was sent."""
    with TemporaryDirectory() as folder, new_store(Path(folder) / "store"):
        for what in history:
            send(what)
        yield


def stored(history: Sequence[Sent], as_of: date) -> list[tuple[int, Sent]]:
    """Return what was stored by the end of a day, with its number; a known file is not."""
    first: dict[tuple[str, str, int], Sent] = {}
    for what in history:
        first.setdefault((what.agency, what.period, what.file), what)
    return [each for each in enumerate(first.values(), start=1) if each[1].day <= as_of]


def in_force(history: Sequence[Sent], as_of: date) -> dict[tuple[str, str, str], tuple[int, Sent]]:
    """Return the last return of each agency, period and area: it supersedes those before it."""
    return {
        (what.agency, what.period, area): (number, what)
        for number, what in stored(history, as_of)
        for area in what.areas
    }


def counts_by_the_rule(
    history: Sequence[Sent], as_of: date
) -> dict[Key, tuple[int | None, str, str, int]]:
    """Return the value, state, agency and number that hold each count at the end of a day.

    The last return in force that answers an area, item and period holds it with every category.
    """
    held: dict[Key, tuple[int | None, str, str, int]] = {}
    latest_last = sorted(in_force(history, as_of).items(), key=lambda each: each[1][0])
    for (agency, _, area), (number, what) in latest_last:
        its_own = {key: answer for key, answer in what.counts.items() if key[0] == area}
        answered = {key[:3] for key in its_own}
        held = {key: holder for key, holder in held.items() if key[:3] not in answered}
        held |= {key: (*answer, agency, number) for key, answer in its_own.items()}
    return held


def sent_by_the_rule(
    history: Sequence[Sent], as_of: date
) -> list[tuple[str, str, str, int, int, bool]]:
    """Return every area of every return that had come, with its open queries, superseded or not."""
    last = {place: number for place, (number, _) in in_force(history, as_of).items()}
    return sorted(
        (*place, number, what.open_queries, number != last[place])
        for number, what in stored(history, as_of)
        for area in what.areas
        for place in [(what.agency, what.period, area)]
    )


def counts_of_the_store(as_of: date | None) -> dict[Key, tuple[int | None, str, str, int]]:
    frame = current_counts(as_of)
    keys = frame.select("area", "item", "period", "category").rows()
    assert len(set(keys)) == len(keys)
    return dict(
        zip(keys, frame.select("value", "state", "agency", "submission").rows(), strict=True)
    )


def sent_of_the_store(as_of: date | None) -> list[tuple[object, ...]]:
    columns = ("agency", "period", "area", "submission", "open_queries", "superseded")
    return sent(as_of).select(columns).rows()


@settings(max_examples=25, deadline=None)
@given(history=st.lists(returns(), max_size=8))
def test_on_every_day_the_store_answers_by_the_rule(history: list[Sent]) -> None:
    with store_of(history):
        for day in DAYS:
            assert counts_of_the_store(day) == counts_by_the_rule(history, day)
            assert sent_of_the_store(day) == sent_by_the_rule(history, day)
        assert counts_of_the_store(None) == counts_of_the_store(DAYS[-1])
        assert sent_of_the_store(None) == sent_of_the_store(DAYS[-1])


@settings(max_examples=15, deadline=None)
@given(history=st.lists(returns(), max_size=8))
def test_what_was_known_on_a_day_is_the_same_ever_after(history: list[Sent]) -> None:
    in_order = sorted(history, key=lambda what: what.day)
    known = {}
    with store_of([]):
        for day in DAYS:
            for what in in_order:
                if what.day == day:
                    send(what)
            known[day] = (current_counts(), sent())
        for day, (counts, returns_sent) in known.items():
            assert current_counts(day).equals(counts)
            assert sent(day).equals(returns_sent)


@settings(max_examples=10, deadline=None)
@given(history=st.lists(returns(), min_size=1, max_size=6))
def test_every_file_sent_again_is_known_and_changes_nothing(history: list[Sent]) -> None:
    with store_of(history):
        before = (current_counts(), sent())
        assert all(send(what).already_known for what in history)
        assert current_counts().equals(before[0])
        assert sent().equals(before[1])
