"""Whatever agencies send, in whatever order, the counts in force are those of a plain model."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from safeboard.store.received import Received
from safeboard.store.submissions import Receipt, current_counts, submit
from tests.unit.store_builders import a_return, count, new_store

FIRST_DAY = date(2018, 4, 1)
Key = tuple[str, str, str, str]


@dataclass(frozen=True)
class Sent:
    """What an agency sent on a day: a value for each area, item, month and category."""

    agency: str
    period: str
    areas: tuple[str, ...]
    counts: dict[Key, int | None]
    file: int
    day: date


@st.composite
def returns(draw: st.DrawFn) -> Sent:
    """Draw a return. Few agencies, periods and items, so that returns meet each other."""
    areas = tuple(sorted(draw(st.sets(st.sampled_from(["340", "342"]), min_size=1))))
    key = st.tuples(
        st.sampled_from(areas),
        st.sampled_from(["contacts", "referrals"]),
        st.sampled_from(["2018-01", "2018-02"]),
        st.sampled_from(["", "sexual", "criminal"]),
    )
    return Sent(
        agency=draw(st.sampled_from(["police", "social-care"])),
        period=draw(st.sampled_from(["2018-01", "2017-18-Q4", "2017-18"])),
        areas=areas,
        counts=draw(st.dictionaries(key, st.none() | st.integers(0, 9), max_size=6)),
        file=draw(st.integers(1, 4)),
        day=FIRST_DAY + timedelta(days=draw(st.integers(0, 3))),
    )


def send(sent: Sent) -> Receipt:
    rows = [
        count(
            *(item, value),
            area=area,
            period=month,
            dimension="kind" if category else "",
            category=category,
        )
        for (area, item, month, category), value in sent.counts.items()
    ]
    submission = a_return(*rows, agency=sent.agency, period=sent.period, areas=sent.areas)
    content = f"{sent.agency} {sent.period} {sent.file}".encode()
    at = datetime(sent.day.year, sent.day.month, sent.day.day, 12, tzinfo=UTC)
    return submit(submission, [], Received(content, "return.xlsx", "Pat Example", "post", at))


def stored(history: Sequence[Sent]) -> list[Sent]:
    """Leave out each return whose file was known; what is left is numbered from 1."""
    first: dict[tuple[str, str, int], Sent] = {}
    for sent in history:
        first.setdefault((sent.agency, sent.period, sent.file), sent)
    return list(first.values())


def plain_model(history: Sequence[Sent], as_of: date) -> dict[Key, tuple[int | None, str, int]]:
    """Return the value, agency and number that hold each count at the end of a day."""
    in_force: dict[tuple[str, str, str], tuple[int, Sent]] = {}
    for number, sent in enumerate(stored(history), start=1):
        if sent.day <= as_of:
            for area in sent.areas:
                in_force[sent.agency, sent.period, area] = (number, sent)
    held: dict[Key, tuple[int | None, str, int]] = {}
    for (_, _, area), (number, sent) in sorted(in_force.items(), key=lambda each: each[1][0]):
        its_own = {key: value for key, value in sent.counts.items() if key[0] == area}
        answered = {key[:3] for key in its_own}
        held = {key: what for key, what in held.items() if key[:3] not in answered}
        held |= {key: (value, sent.agency, number) for key, value in its_own.items()}
    return held


def read_back(as_of: date) -> dict[Key, tuple[int | None, str, int]]:
    """Return the same from the store."""
    frame = current_counts(as_of)
    keys = frame.select("area", "item", "period", "category").rows()
    assert len(set(keys)) == len(keys)
    return dict(zip(keys, frame.select("value", "agency", "submission").rows(), strict=True))


@settings(max_examples=60, deadline=None)
@given(history=st.lists(returns(), max_size=8), days=st.integers(-1, 3))
def test_current_counts_equal_the_plain_model(history: list[Sent], days: int) -> None:
    as_of = FIRST_DAY + timedelta(days=days)
    with TemporaryDirectory() as folder, new_store(Path(folder) / "store"):
        for sent in history:
            send(sent)
        assert read_back(as_of) == plain_model(history, as_of)


@settings(max_examples=30, deadline=None)
@given(history=st.lists(returns(), min_size=1, max_size=6))
def test_every_file_sent_again_is_known_and_changes_nothing(history: list[Sent]) -> None:
    with TemporaryDirectory() as folder, new_store(Path(folder) / "store"):
        for sent in history:
            send(sent)
        before = current_counts()
        assert all(send(sent).already_known for sent in history)
        assert current_counts().equals(before)
