"""Process limits and their rules as they are written, one chart and one point at a time."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import mean

from safeboard.assurance.process.preset import Preset

Values = Sequence[float | None]


@dataclass(frozen=True)
class PlainLimits:
    """The limits of one point, as the rule has them."""

    mean: float
    lower: float
    upper: float
    near_lower: float
    near_upper: float


@dataclass(frozen=True)
class PlainSegment:
    """What the rule says of one segment: why it has no limits, or the limits of each point."""

    state: str
    kind: str
    mean_events: float | None = None
    limits: Sequence[PlainLimits] = ()


@dataclass(frozen=True)
class Given:
    """A segment: its values, of which so many first ones are the basis, and what they count."""

    values: Values
    basis: int
    events: Values | None = None
    exposures: Values | None = None


def around(centre: float, half: float, preset: Preset) -> PlainLimits:
    near = preset.near * half
    return PlainLimits(centre, centre - half, centre + half, centre - near, centre + near)


def plain_segment(given: Given, preset: Preset) -> PlainSegment:
    """Return what the rule says of a segment."""
    values, basis = given.values, list(given.values[: given.basis])
    known = [each for each in values if each is not None]
    in_basis = [place for place, each in enumerate(basis) if each is not None]
    exposures = given.exposures or [1] * len(values)
    kind, mean_events = "XmR chart", None
    if given.events and in_basis:
        mean_events = mean(given.events[place] or 0 for place in in_basis)
        if mean_events < preset.least_mean:
            kind = "u chart" if given.exposures else "c chart"
    if len(in_basis) < preset.least_points:
        return PlainSegment("too few points", kind, mean_events)
    if len(set(known)) == 1:
        return PlainSegment("no variation", kind, mean_events)
    state = "limits" if len(known) >= preset.full_points else "trial limits"
    if kind != "XmR chart" and given.events:
        rate = sum(given.events[place] or 0 for place in in_basis) / sum(
            exposures[place] or 0 for place in in_basis
        )
        each_point = [
            around(rate, preset.deviations * sqrt(rate / (each or 1)), preset) for each in exposures
        ]
        return PlainSegment(state, kind, mean_events, each_point)
    pairs = itertools.pairwise(basis)
    moving = [abs(b - a) for a, b in pairs if a is not None and b is not None]
    if not any(moving) or 2 * sum(each > 0 for each in moving) < len(moving):
        return PlainSegment("too few ranges that are not 0", kind, mean_events)
    kept = moving
    if preset.screen is not None:
        kept = [each for each in moving if each < preset.screen * mean(moving)]
    centre = mean(each for each in basis if each is not None)
    limits = around(centre, preset.factor * mean(kept), preset)
    return PlainSegment(state, kind, mean_events, [limits] * len(values))


def sign(value: float) -> int:
    return (value > 0) - (value < 0)


def plain_signals(
    values: Values, found: PlainSegment, preset: Preset
) -> list[tuple[str, int] | None]:
    """Return the first rule that each point breaks and its direction; None for common cause."""
    if not found.limits:
        return [None] * len(values)
    points = list(zip(values, found.limits, strict=True))
    sides = [None if each is None else sign(each - its.mean) for each, its in points]
    outside = [each is not None and not its.lower <= each <= its.upper for each, its in points]
    near = [
        each is not None and not out and not its.near_lower <= each <= its.near_upper
        for (each, its), out in zip(points, outside, strict=True)
    ]
    has_middle = found.kind == "XmR chart" or (found.mean_events or 0) >= preset.shift_mean
    told: list[tuple[str, int] | None] = []
    for place in range(len(values)):
        side, travel = sides[place], plain_trend(values, place, preset.trend)
        if outside[place] and side:
            told.append(("outside", side))
        elif travel:
            told.append(("trend", travel))
        elif near[place] and side and two_in_three(sides, near, place):
            told.append(("two_in_three", side))
        elif side and has_middle and in_shift(sides, place, preset.shift):
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


def plain_variation(
    given: Given, found: PlainSegment, latest: tuple[str, int] | None, good: int
) -> str | None:
    """Return how the latest point varies; `good` is 1 for high, -1 for low, 0 for neither."""
    if not found.limits or given.values[-1] is None:
        return None
    if latest is None:
        return "common cause"
    if good:
        return "improvement" if latest[1] == good else "concern"
    return "unusually high" if latest[1] == 1 else "unusually low"


def plain_assurance(
    given: Given, found: PlainSegment, target: float | None, good: int
) -> str | None:
    """Return whether a target is met by all, by some or by none of what the process gives."""
    if target is None or not good:
        return None
    known = [place for place, each in enumerate(given.values) if each is not None]
    if found.state == "no variation":
        always = given.values[known[0]] or 0
        return "consistently passes" if good * always >= good * target else "consistently fails"
    if not found.limits:
        return None
    latest = found.limits[known[-1]]
    if target > latest.upper:
        return "consistently fails" if good == 1 else "consistently passes"
    if target < latest.lower:
        return "consistently passes" if good == 1 else "consistently fails"
    return "hit or miss"
