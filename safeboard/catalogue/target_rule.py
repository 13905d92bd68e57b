"""A target as an indicator's file declares it: what is aimed for, and who set it."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from safeboard.catalogue.declared import Declared, Text
from safeboard.catalogue.problems import UnfitKeyError
from safeboard.vocabulary.period import Period, UnknownPeriodError

Aim = Annotated[Decimal, Field(decimal_places=4)]
"""A number that figures are held against: to four decimals, as figures are."""


class Range(Declared):
    """A stretch of values: its lower end belongs to it, and its upper end does not."""

    low: Aim
    """The least value in it."""
    high: Aim
    """Where it ends; not in it."""

    @model_validator(mode="after")
    def _is_a_stretch(self) -> Self:
        if self.low >= self.high:
            raise UnfitKeyError("low", "the low end of a range lies below its high end")
        return self


class TargetRule(Declared):
    """What a figure is aimed at: one of a least, a most, a range or a trajectory."""

    at_least: Aim | None = None
    """The figure meets the target from here on."""
    at_most: Aim | None = None
    """The figure meets the target up to here."""
    between: Range | None = None
    """The figure meets the target within these."""
    trajectory: Mapping[str, Aim] = Field(default_factory=dict)
    """A target that moves: a value for each period, as 2017-18-Q4, by the polarity."""
    tolerance: Aim = Field(default=Decimal(0), ge=0)
    """How far beside the target a figure may lie and still be called close to it."""
    judged_by: Literal["figure", "interval", "process limits"] = "figure"
    """Whether the figure alone decides, or its interval at 95%, or the limits of its process."""
    in_force: date = Field(alias="from")
    """The first day on which it holds."""
    source: Text
    """Who set it, and where."""

    @model_validator(mode="after")
    def _is_one_target(self) -> Self:
        kinds = (self.at_least is not None, self.at_most is not None, self.between is not None)
        if sum(kinds) + bool(self.trajectory) != 1:
            raise UnfitKeyError(
                "at_least",
                "a target is one of 'at_least', 'at_most', 'between' and 'trajectory'. Keep one",
            )
        return self

    @model_validator(mode="after")
    def _is_one_value_for_limits(self) -> Self:
        if self.judged_by == "process limits" and (self.between or self.trajectory):
            raise UnfitKeyError(
                "judged_by",
                "the limits of a process are held against one value. Use 'at_least' or 'at_most'",
            )
        return self

    @model_validator(mode="after")
    def _names_periods(self) -> Self:
        for code in self.trajectory:
            try:
                Period.parse(code)
            except UnknownPeriodError as error:
                raise UnfitKeyError(
                    "trajectory", f"'{code}' is no period, as 2017-18-Q4 is"
                ) from error
        return self
