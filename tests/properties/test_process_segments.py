"""A series is cut exactly where its rebases and breaks say, taken one point after another."""

from collections.abc import Sequence
from datetime import date, timedelta

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from safeboard.assurance.process.preset import MDC, Preset
from safeboard.assurance.process.segments import Break, Cut, Rebase, segmented
from safeboard.assurance.process.verdict import verdicts

FIRST = date(2022, 4, 1)
PRESETS = st.sampled_from([MDC, Preset("fixed", fix_after=12)])


def plain_segments(days: Sequence[date], cuts: Sequence[Cut]) -> list[tuple[int, str | None]]:
    """Return the segment of each day and what it begins with."""
    told: list[tuple[int, str | None]] = []
    for place, day in enumerate(days):
        earlier = days[place - 1] if place else date.min
        here = [each for each in cuts if earlier < each.day <= day]
        segment, begins = told[-1] if told else (0, None)
        if here:
            is_break = any(isinstance(each, Break) for each in here)
            segment, begins = segment + 1, "break" if is_break else "rebase"
        told.append((segment, begins))
    return told


@st.composite
def cut_series(draw: st.DrawFn) -> tuple[list[date], list[Cut]]:
    """Draw the days of a series a week or two apart, with rebases at some and breaks anywhere."""
    weeks = st.sampled_from([7, 14])
    gaps = draw(st.one_of(st.lists(weeks, max_size=9), st.lists(weeks, min_size=20, max_size=40)))
    days = [FIRST + timedelta(days=sum(gaps[:place])) for place in range(len(gaps) + 1)]
    rebased = draw(st.lists(st.sampled_from(days), max_size=3))
    broken = draw(st.lists(st.integers(-20, 400), max_size=3))
    breaks = [Break(FIRST + timedelta(days=each), "A new definition.") for each in broken]
    return days, [*breaks, *(Rebase(each, "Head of service", "A new team.") for each in rebased)]


@settings(max_examples=150, deadline=None)
@given(drawn=st.lists(cut_series(), min_size=1, max_size=3), preset=PRESETS)
def test_segments_equal_the_written_rule(
    drawn: list[tuple[list[date], list[Cut]]], preset: Preset
) -> None:
    rows = [(str(chart), day, 1.0) for chart, (days, _) in enumerate(drawn) for day in days]
    schema = {"chart": pl.String, "day": pl.Date, "value": pl.Float64}
    # From the last to the first: time is told by the days.
    series = pl.DataFrame(rows, schema=schema, orient="row").reverse()
    ours = segmented(series, {str(chart): cuts for chart, (_, cuts) in enumerate(drawn)}, preset)
    for chart, (days, cuts) in enumerate(drawn):
        mine = ours.filter(chart=str(chart))
        expected = plain_segments(days, cuts)
        assert mine["day"].to_list() == days
        assert mine["point"].to_list() == list(range(len(days)))
        assert mine.select("segment", "begins").rows() == expected
        numbers = [segment for segment, _ in expected]
        firsts = preset.fix_after or len(days)
        basis = [numbers[:place].count(each) < firsts for place, each in enumerate(numbers)]
        assert mine["is_basis"].to_list() == basis


@settings(max_examples=100, deadline=None)
@given(
    drawn=cut_series(),
    values=st.lists(st.one_of(st.none(), st.integers(0, 20)), min_size=41, max_size=41),
)
def test_what_is_said_again_is_the_verdict_on_the_series_as_it_ended_then(
    drawn: tuple[list[date], list[Cut]], values: list[int | None]
) -> None:
    days, cuts = drawn
    rows = [("one", day, value) for day, value in zip(days, values, strict=False)]
    schema = {"chart": pl.String, "day": pl.Date, "value": pl.Float64}
    series = pl.DataFrame(rows, schema=schema, orient="row", strict=False)
    asked = pl.DataFrame({"chart": ["one"], "polarity": ["low"], "target": [9.0]})
    points = segmented(series, {"one": cuts}, MDC)
    ours = verdicts(points, asked, MDC).row(0, named=True)

    told = points.select("segment", "begins", "value").rows()
    numbers = [segment for segment, _, _ in told]
    count = {
        each: sum(segment == each and value is not None for segment, _, value in told)
        for each in numbers
    }
    broken = max((segment for segment, begins, _ in told if begins == "break"), default=0)
    long_enough = [each for each in count if each >= broken and count[each] >= 13]
    if count[numbers[-1]] >= 13 or not long_enough:
        assert ours["earlier_point"] is None
        assert ours["earlier_state"] is None
        return
    last = len(numbers) - 1 - numbers[::-1].index(long_enough[-1])
    then = verdicts(points.filter(pl.col("point") <= last), asked, MDC).row(0, named=True)
    assert ours["earlier_point"] == last
    for name in ("state", "signal", "variation", "assurance"):
        assert ours[f"earlier_{name}"] == then[name]
