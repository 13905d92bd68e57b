"""A rating rule as an indicator's file declares it: which judgements count, and how they map."""

import hashlib
import json
from collections.abc import Mapping
from functools import cached_property
from typing import Any, Literal, Self, get_args

from pydantic import Field, model_validator

from safeboard.catalogue.declared import Declared, Text
from safeboard.catalogue.problems import UnfitKeyError
from safeboard.catalogue.target_rule import TargetRule
from safeboard.vocabulary.form import Form
from safeboard.vocabulary.period import PeriodKind
from safeboard.vocabulary.rating import Colour, JudgementKind, Rating

Level = Literal["95%", "99.8%"]

PresetName = Literal[
    "significant-change",
    "band-or-change",
    "process-limits",
    "band-or-process-limits",
    "better-or-worse",
    "none",
]


class ProcessRule(Declared):
    """The numbers of a process chart, named as in Making Data Count. Left out, they are its own."""

    series: Literal[PeriodKind.MONTH, PeriodKind.QUARTER] | None = None
    """What each point covers. Left out, it is the shortest that the items are collected by."""
    years: int = Field(default=5, ge=2, le=10)
    """How many years of points are drawn and judged by."""
    factor: float = Field(default=2.66, gt=0)
    """How many mean moving ranges lie between the mean and a limit."""
    near: float = Field(default=2 / 3, gt=0, lt=1)
    """How far from the mean to a limit a point has to lie to be near that limit."""
    screen: float | None = Field(default=3.267, gt=1)
    """How many times their mean a moving range has to be to be left out; none, if null."""
    shift: int = Field(default=7, ge=4)
    """How many points in a row on one side of the mean are a signal."""
    trend: int = Field(default=7, ge=4)
    """How many points that all rise, or all fall, are a signal."""
    least_points: int = Field(default=6, ge=3)
    """Fewer points than this have no limits."""
    full_points: int = Field(default=13, ge=6)
    """Fewer points than this have trial limits, by which nothing is rated."""
    least_mean: float = Field(default=5, ge=0)
    """Where the mean of the numerators is less, points are widened or a Poisson chart is drawn."""
    deviations: float = Field(default=3, gt=0)
    """How many of Poisson's standard deviations lie between its mean and a limit."""
    shift_mean: float = Field(default=2, ge=0)
    """Around a Poisson mean of fewer events than this, a run on one side is no signal."""
    fix_after: int | None = Field(default=None, ge=12)
    """From how many first points the limits come; from all, if left out."""


class ChangeRule(Declared):
    """How a change over time is judged."""

    method: Literal["two periods", "process limits", "annual trend", "none"] = "two periods"
    """By a test between two periods; by process limits, and by that test where the series is too
    short for them; or by the trend over five years, of yearly figures."""
    level: Level = "99.8%"
    """How sure a test has to be."""
    limits: ProcessRule = ProcessRule()
    """The numbers of its process chart."""


class PositionRule(Declared):
    """How the position among others is judged."""

    method: Literal["band", "interval", "none"] = "band"
    """By the quarter of the national distribution; or by whether the figure's interval holds the
    others' value."""
    against: Literal["England", "region", "neighbours"] = "England"
    """Whose value an interval is held against."""
    level: Level = "95%"
    """How sure an interval is."""
    despite_difference: Text | None = None
    """Why it is rated although the benchmark's definition differs. The reason is printed."""


class RatingRule(Declared):
    """Which judgements count, in which order, each by its own rule.

    The first of `by` that can be made is the rating; each is shown with its reason, rated or not.
    """

    preset: PresetName | None = None
    """The rule that this one begins with; what stands here comes in place of it."""
    by: tuple[JudgementKind, ...]
    """The judgements that a rating may come from, the first that can be made before the others."""
    change: ChangeRule = ChangeRule()
    """How its change over time is judged."""
    position: PositionRule = PositionRule(method="none")
    """How its position among others is judged."""
    target: TargetRule | None = None
    """What it is aimed at, if anybody has set a target."""
    colours: Mapping[Rating, Colour] = Field(default_factory=dict)
    """The colour of a rating, where this indicator's owner wants another than the usual one."""

    @property
    def name(self) -> str:
        """Return what the rule is called: its preset, or that it is the indicator's own."""
        if self.preset is None:
            return "the indicator's own"
        own = self != PRESETS[self.preset]
        return f"{self.preset}, with the indicator's own parameters" if own else self.preset

    @cached_property
    def id(self) -> str:
        """Return its name and a short hash of all that it says, which tells two versions apart."""
        declared = json.dumps(self.model_dump(mode="json"), sort_keys=True)
        return f"{self.name} ({hashlib.sha256(declared.encode()).hexdigest()[:8]})"

    @model_validator(mode="before")
    @classmethod
    def _from_preset(cls, given: Any) -> Any:  # noqa: ANN401 - whatever stands in the file
        """Put what the file says in place of what its preset says, key by key."""
        names = get_args(PresetName)
        if isinstance(given, Mapping) and given.get("preset") not in (None, *names):
            known = ", ".join(names)
            what = f"there is no common rule '{given['preset']}'. Use one of {known}"
            raise UnfitKeyError("preset", what)
        if not isinstance(given, Mapping) or given.get("preset") not in PRESETS:
            return given
        merged: dict[str, Any] = PRESETS[given["preset"]].model_dump(exclude_none=True)
        for key, value in given.items():
            before = merged.get(key)
            both = isinstance(before, dict) and isinstance(value, Mapping)
            merged[key] = {**before, **value} if both and before else value
        return merged

    @model_validator(mode="after")
    def _judges_what_it_rates_by(self) -> Self:
        without = {
            JudgementKind.TARGET: self.target is None,
            JudgementKind.POSITION: self.position.method == "none",
            JudgementKind.CHANGE: self.change.method == "none",
        }
        for kind in self.by:
            if without[kind]:
                raise UnfitKeyError(
                    "by", f"it rates by {kind}, and does not say how. Add a line '{kind}: …'"
                )
        for rating in self.colours:
            if not rating.is_rated:
                raise UnfitKeyError(
                    "colours", f"'{rating}' says that nothing was rated, so it stays grey"
                )
        return self


_CHANGE, _POSITION = JudgementKind.CHANGE, JudgementKind.POSITION

PRESETS: dict[str, RatingRule] = {}
"""The common rules, each of which is one line in an indicator's file."""

for _rule in (
    RatingRule(preset="significant-change", by=(_CHANGE,)),
    RatingRule(preset="band-or-change", by=(_POSITION, _CHANGE), position=PositionRule()),
    RatingRule(preset="process-limits", by=(_CHANGE,), change=ChangeRule(method="process limits")),
    RatingRule(
        preset="band-or-process-limits",
        by=(_POSITION, _CHANGE),
        change=ChangeRule(method="process limits"),
        position=PositionRule(),
    ),
    RatingRule(
        preset="better-or-worse",
        by=(_POSITION, _CHANGE),
        position=PositionRule(method="interval"),
    ),
    RatingRule(preset="none", by=(), change=ChangeRule(method="none")),
):
    PRESETS[str(_rule.preset)] = _rule


def unfit(rule: RatingRule, form: Form, has_benchmark: bool) -> str | None:
    """Return why a rule cannot be applied to an indicator of a form; None where it can."""
    if JudgementKind.POSITION in rule.by and not has_benchmark:
        return f"the rule '{rule.name}' needs a benchmark. Use 'rating: significant-change'"
    limited = rule.target is not None and rule.target.judged_by == "process limits"
    if limited and rule.change.method != "process limits":
        return "a target judged by process limits needs 'method: process limits' under 'change'"
    by_interval = rule.position.method == "interval"
    if by_interval and form not in (Form.PERCENTAGE, Form.RATE):
        return f"a {form} has no interval to hold against others. Use 'method: band', or none"
    if rule.change.method == "annual trend" and form not in (Form.PERCENTAGE, Form.RATE):
        return (
            f"a trend is told of percentages and rates, not of {form}. Use another 'method' under "
            "'change'"
        )
    return None
