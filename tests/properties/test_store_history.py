"""Whatever agencies send, in whatever order, the store answers as a plain model of its rules."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safeboard.store.arrivals import sent
from safeboard.store.commentary import current_notes
from safeboard.store.moments import Moment, known_until
from safeboard.store.received import Received
from safeboard.store.submissions import Receipt, current_counts, submit
from safeboard.vocabulary.item import CountState
from tests.unit.store_builders import a_query, a_return, count, new_store

pytestmark = pytest.mark.usefixtures("engine")

MOMENTS = [datetime(2018, 3, 31, 12, tzinfo=UTC) + timedelta(hours=7 * n) for n in range(9)]
"""The times at which returns come, after one at which nothing had."""

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
    """What an agency sent: an answer for each area, item, period and category.

    `clock` is what the clock said then. It may go back.
    """

    agency: str
    period: str
    areas: tuple[str, ...]
    counts: dict[Key, Answer]
    file: int
    clock: datetime
    open_queries: int
    open_in_last_area: int

    @property
    def place(self) -> tuple[str, str, int]:
        """Return whose return for which period it is, in which file."""
        return self.agency, self.period, self.file

    @property
    def says(self) -> tuple[tuple[str, ...], dict[Key, Answer]]:
        """Return what is read in the file: another layout may read something else in it."""
        return self.areas, self.counts


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
        clock=draw(st.sampled_from(MOMENTS[1:])),
        open_queries=draw(st.integers(0, 2)),
        open_in_last_area=draw(st.integers(0, 2)),
    )


@st.composite
def histories(draw: st.DrawFn, most: int = 8) -> list[Sent]:
    """Draw what was sent one after the other, files that are sent again as they were among it."""
    history: list[Sent] = []
    for _ in range(draw(st.integers(0, most))):
        again = bool(history) and draw(st.booleans())
        what = draw(st.sampled_from(history)) if again else draw(returns())
        clock = draw(st.sampled_from(MOMENTS[1:]))
        history.append(replace(what, clock=clock, open_queries=draw(st.integers(0, 2))))
    return history


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
    findings += [replace(a_query(), area=what.areas[-1])] * what.open_in_last_area
    content = f"one file may be several agencies' return: {what.file}".encode()
    received = Received(content, "return.xlsx", "Pat Example", "post", what.clock)
    return submit(submission, findings, received)


@contextmanager
def store_of(history: Sequence[Sent]) -> Iterator[None]:
    """Open a new store to which everything was sent."""
    with TemporaryDirectory() as folder, new_store(Path(folder) / "store"):
        for what in history:
            send(what)
        yield


def stored(history: Sequence[Sent], as_of: datetime) -> list[tuple[int, Sent]]:
    """Return what was known at a moment, with its number; a file read as it was last is not.

    What came when the clock had gone back was known from no earlier moment than what came before.
    """
    new: list[Sent] = []
    for what in history:
        same = [each for each in new if each.place == what.place]
        if not same or same[-1].says != what.says:
            new.append(what)
    known: list[tuple[int, Sent]] = []
    for number, what in enumerate(new, start=1):
        if what.clock > as_of:
            break
        known.append((number, what))
    return known


def in_force(
    history: Sequence[Sent], as_of: datetime
) -> dict[tuple[str, str, str], tuple[int, Sent]]:
    """Return the last return of each agency, period and area: it supersedes those before it."""
    return {
        (what.agency, what.period, area): (number, what)
        for number, what in stored(history, as_of)
        for area in what.areas
    }


def counts_by_the_rule(
    history: Sequence[Sent], as_of: datetime
) -> dict[Key, tuple[int | None, str, str, int]]:
    """Return the value, state, agency and number that hold each count at a moment.

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
    history: Sequence[Sent], as_of: datetime
) -> list[tuple[str, str, str, int, int, int, bool]]:
    """Return every area of every return that had come, with its open queries, superseded or not.

    In a return for one area those of the whole file are that area's.
    """
    last = {place: number for place, (number, _) in in_force(history, as_of).items()}
    return sorted(
        (*place, number, *open_by_the_rule(what, area), number != last[place])
        for number, what in stored(history, as_of)
        for area in what.areas
        for place in [(what.agency, what.period, area)]
    )


def open_by_the_rule(what: Sent, area: str) -> tuple[int, int]:
    """Return how many queries are open in an area of a return, and how many in the whole file."""
    own = what.open_in_last_area if area == what.areas[-1] else 0
    return (own + what.open_queries, 0) if len(what.areas) == 1 else (own, what.open_queries)


def counts_of_the_store(as_of: Moment | None) -> dict[Key, tuple[int | None, str, str, int]]:
    frame = current_counts(as_of)
    keys = frame.select("area", "item", "period", "category").rows()
    assert len(set(keys)) == len(keys)
    return dict(
        zip(keys, frame.select("value", "state", "agency", "submission").rows(), strict=True)
    )


def sent_of_the_store(as_of: Moment | None) -> list[tuple[object, ...]]:
    queries = ("open_queries", "open_in_file")
    columns = ("agency", "period", "area", "submission", *queries, "superseded")
    return sent(as_of).select(columns).rows()


def just_after(moment: datetime) -> datetime:
    """Return a moment by which what was put off, since the clock had gone back, is known too."""
    return moment + timedelta(seconds=1)


@settings(max_examples=25, deadline=None)
@given(history=histories())
def test_at_every_moment_the_store_answers_by_the_rule(history: list[Sent]) -> None:
    with store_of(history):
        for moment in MOMENTS:
            asked = just_after(moment)
            assert counts_of_the_store(asked) == counts_by_the_rule(history, moment)
            assert sent_of_the_store(asked) == sent_by_the_rule(history, moment)
        assert counts_of_the_store(None) == counts_by_the_rule(history, MOMENTS[-1])
        assert sent_of_the_store(None) == sent_by_the_rule(history, MOMENTS[-1])


@settings(max_examples=15, deadline=None)
@given(history=histories())
def test_a_day_is_asked_for_as_its_last_moment(history: list[Sent]) -> None:
    with store_of(history):
        for day in {moment.date() for moment in MOMENTS}:
            last = datetime(day.year, day.month, day.day, 23, 59, 59, 999_999, tzinfo=UTC)
            assert counts_of_the_store(day) == counts_by_the_rule(history, last)
            assert sent_of_the_store(day) == sent_by_the_rule(history, last)


@settings(max_examples=20, deadline=None)
@given(history=st.lists(st.tuples(returns(), st.booleans()), max_size=8))
def test_what_a_release_knew_is_the_answer_as_at_its_moment_ever_after(
    history: list[tuple[Sent, bool]],
) -> None:
    used = []
    with store_of([]):
        for what, then_release in history:
            send(what)
            if then_release:
                used.append((known_until(), current_counts(), current_notes(), sent()))
        for moment, counts, notes, returns_sent in used:
            assert current_counts(moment).equals(counts)
            assert current_notes(moment).equals(notes)
            assert sent(moment).equals(returns_sent)


@settings(max_examples=10, deadline=None)
@given(history=histories(most=6))
def test_every_file_sent_again_and_read_as_last_is_known_and_changes_nothing(
    history: list[Sent],
) -> None:
    last = {what.place: what for what in history}
    with store_of(history):
        before = (current_counts(), sent())
        assert all(send(what).already_known for what in last.values())
        assert current_counts().equals(before[0])
        assert sent().equals(before[1])
