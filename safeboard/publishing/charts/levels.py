"""Levels: the heights that a process chart writes beside its right edge."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from safeboard.catalogue.indicator import Indicator
from safeboard.catalogue.target_rule import TargetRule
from safeboard.publishing.charts.process_drawing import Level
from safeboard.publishing.charts.process_words import plotted_number
from safeboard.publishing.headline import Headline
from safeboard.publishing.released import window_of
from safeboard.vocabulary.form import Form


def levels_of(headline: Headline, points: Sequence[Mapping[str, Any]]) -> list[Level]:
    """Return the mean and limits of the latest point, and the target where one is judged."""
    indicator, latest = headline.indicator, points[-1]
    most = 100.0 if indicator.form is Form.PERCENTAGE else float("inf")
    levels = [
        Level(latest[name], plotted_number(latest[name], indicator))
        for name in ("upper", "mean", "lower")
        if latest[name] is not None and 0 < latest[name] <= most
    ]
    return [*levels, *_aims(headline, points)]


def _aims(headline: Headline, points: Sequence[Mapping[str, Any]]) -> Iterator[Level]:
    """Yield a target's bounds from the first point that it holds for."""
    target = headline.indicator.rule.target
    if target is None or not headline.target_is_judged:
        return
    if not _can_be_held(headline, target, points[-1]["window"]):
        return
    ends = [window_of(each["window"], each["period"]).period.last_day for each in points]
    since = sum(end < target.in_force for end in ends)
    for aim in _bounds(target):
        said = f"aim {_written(aim, headline.indicator)}"
        yield Level(float(aim), said, is_target=True, since=since)


def _can_be_held(headline: Headline, target: TargetRule, window: str) -> bool:
    """Tell whether a target of the headline's window is one of the points' too.

    A number for a quarter is none for a month; a share or a length of time is the same for both.
    """
    same = window == headline.released.window.kind.value
    alike = headline.indicator.form in (Form.PERCENTAGE, Form.DAYS)
    return same or alike or target.judged_by == "process limits"


def _bounds(target: TargetRule) -> Iterator[Decimal]:
    if target.between:
        yield from (target.between.low, target.between.high)
    yield from (each for each in (target.at_least, target.at_most) if each is not None)


def _written(aim: Decimal, indicator: Indicator) -> str:
    return plotted_number(float(aim), indicator).replace(".0%", "%")
