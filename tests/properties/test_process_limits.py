"""Process limits, the four rules and the verdict equal the written rule, one point at a time."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import mean

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safeboard.assurance.process.limits import POINTS, limits
from safeboard.assurance.process.preset import MDC, Preset
from safeboard.assurance.process.signals import signals

Values = Sequence[float | None]


@dataclass(frozen=True)
class PlainLimits:
    """A segment's limits, as the rule has them."""

    mean: float
    lower: float
    upper: float
    near_lower: float
    near_upper: float


def plain_limits(values: Values, basis: int, preset: Preset) -> PlainLimits | str:
    """Return a segment's limits, or the words for why it has none."""
    taken = list(values[:basis])
    known = [each for each in taken if each is not None]
    pairs = itertools.pairwise(taken)
    moving = [abs(b - a) for a, b in pairs if a is not None and b is not None]
    count = sum(each is not None for each in values)
    if count < preset.least_points:
        return "too few points"
    if not any(moving):
        return "no variation"
    if 2 * sum(each > 0 for each in moving) < len(moving):
        return "too few ranges that are not 0"
    kept = moving
    if preset.screen is not None:
        kept = [each for each in moving if each < preset.screen * mean(moving)]
    centre, half = mean(known), preset.factor * mean(kept)
    near = preset.near * half
    return PlainLimits(centre, centre - half, centre + half, centre - near, centre + near)


def sign(value: float) -> int:
    return (value > 0) - (value < 0)


def plain_signals(
    values: Values, found: PlainLimits | str, preset: Preset
) -> list[tuple[str, int] | None]:
    """Return the first rule that each point breaks and its direction; None for common cause."""
    if isinstance(found, str):
        return [None] * len(values)
    sides = [None if each is None else sign(each - found.mean) for each in values]
    outside = [each is not None and not found.lower <= each <= found.upper for each in values]
    near = [
        each is not None and not out and not found.near_lower <= each <= found.near_upper
        for each, out in zip(values, outside, strict=True)
    ]
    told: list[tuple[str, int] | None] = []
    for place in range(len(values)):
        side, travel = sides[place], plain_trend(values, place, preset.trend)
        if outside[place] and side:
            told.append(("outside", side))
        elif travel:
            told.append(("trend", travel))
        elif near[place] and side and two_in_three(sides, near, place):
            told.append(("two_in_three", side))
        elif side and in_shift(sides, place, preset.shift):
            told.append(("shift", side))
        else:
            told.append(None)
    return told


def plain_trend(values: Values, place: int, length: int) -> int:
    """Return the direction of the latest run of rises or falls that a point is in; 0 for none."""
    for first in range(min(place, len(values) - length), max(-1, place - length), -1):
        run = values[first : first + length]
        known = [each for each in run if each is not None]
        if len(known) < length:
            continue
        steps = {sign(b - a) for a, b in itertools.pairwise(known)}
        if len(steps) == 1 and (way := steps.pop()):
            return way
    return 0


def two_in_three(sides: Sequence[int | None], near: Sequence[bool], place: int) -> bool:
    for first in range(max(0, place - 2), min(place, len(sides) - 3) + 1):
        three = sides[first : first + 3]
        if len(set(three)) == 1 and three[0] and sum(near[first : first + 3]) >= 2:
            return True
    return False


def in_shift(sides: Sequence[int | None], place: int, length: int) -> bool:
    for first in range(max(0, place - length + 1), min(place, len(sides) - length) + 1):
        if set(sides[first : first + length]) == {sides[place]}:
            return True
    return False


# Whole numbers, so that a twin which adds in another order has the very same mean and ranges.
VALUES = st.one_of(
    st.lists(st.one_of(st.none(), st.integers(0, 12)), min_size=1, max_size=40),
    st.lists(st.integers(0, 3), min_size=1, max_size=40),
    st.lists(st.integers(-1, 4), min_size=1, max_size=40).map(
        lambda steps: [sum(steps[: end + 1]) for end in range(len(steps))]
    ),
    st.lists(st.sampled_from([0, 0, 0, 0, 0, 1]), min_size=6, max_size=40),
    st.integers(6, 30).map(lambda length: [7] * length),
)
PRESETS = st.sampled_from([MDC, MDC.without_screening(), replace(MDC, shift=8, trend=6)])


def points_of(*charts: Values, basis: int = 1000) -> pl.DataFrame:
    rows = [
        (str(chart), 0, place, None if value is None else float(value), place < basis)
        for chart, values in enumerate(charts)
        for place, value in enumerate(values)
    ]
    return pl.DataFrame(rows, schema=POINTS, orient="row")


@settings(max_examples=150, deadline=None)
@given(charts=st.lists(VALUES, min_size=1, max_size=4), preset=PRESETS, basis=st.integers(8, 40))
def test_limits_and_signals_equal_the_written_rule(
    charts: list[list[int | None]], preset: Preset, basis: int
) -> None:
    points = points_of(*charts, basis=basis)
    of_charts = {row["chart"]: row for row in limits(points, preset).iter_rows(named=True)}
    told = signals(points, preset)
    for number, values in enumerate(charts):
        expected = plain_limits(values, basis, preset)
        ours = of_charts[str(number)]
        if isinstance(expected, str):
            assert (ours["state"], ours["lower"], ours["upper"]) == (expected, None, None)
        else:
            assert ours["state"] == ("limits" if ours["points"] >= 13 else "trial limits")
            names = ("mean", "lower", "upper", "near_lower", "near_upper")
            assert [ours[name] for name in names] == pytest.approx(
                [getattr(expected, name) for name in names], rel=1e-9, abs=1e-9
            )
            exact = PlainLimits(*(ours[name] for name in names))
            expected = exact
        rows = told.filter(chart=str(number)).select("signal", "direction").rows()
        assert [None if row[0] is None else row for row in rows] == plain_signals(
            values, expected, preset
        )


@settings(max_examples=50, deadline=None)
@given(first=VALUES, second=VALUES)
def test_nothing_is_compared_across_the_edge_of_a_segment(
    first: list[int | None], second: list[int | None]
) -> None:
    apart = points_of(first, second)
    joined = apart.with_columns(
        segment=pl.col("chart").cast(pl.Int64),
        chart=pl.lit("one"),
        point=pl.int_range(pl.len(), dtype=pl.Int64),
    )
    for name in ("signal", "direction"):
        assert signals(joined, MDC)[name].equals(signals(apart, MDC)[name])
