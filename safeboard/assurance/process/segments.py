"""Segments: where a series was broken or its limits begun anew, by whom and why."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import polars as pl

from safeboard.assurance.process.limits import COUNTED, POINTS
from safeboard.assurance.process.preset import Preset
from safeboard.errors import SettingsError

SERIES = pl.Schema({"chart": pl.String(), "day": pl.Date(), "value": pl.Float64(), **COUNTED})
"""One row for each point of each chart: the day that its period begins, and its value.

A period without a value has a row too, whose value is null. COUNTED may be left out.
"""

SEGMENTED = pl.Schema({**POINTS, **COUNTED, "day": pl.Date(), "begins": pl.String()})
"""POINTS, with the day of each, and what its segment `begins` with (a Beginning); null: itself."""


class Beginning(StrEnum):
    """What a segment after the first begins with."""

    REBASE = "rebase"
    BREAK = "break"


@dataclass(frozen=True)
class Rebase:
    """A decision that limits begin anew from a point on, because the process itself changed."""

    day: date
    author: str
    reason: str


@dataclass(frozen=True)
class Break:
    """A day from which something else is counted, such as under a new definition."""

    day: date
    reason: str


Cut = Rebase | Break
"""Where a segment ends and another begins."""


class NoPointToRebaseError(SettingsError):
    """A rebase is dated on a day on which its series has no point."""

    def __init__(self, chart: str, day: date, days: Iterable[date]) -> None:
        known = ", ".join(str(each) for each in days)
        remedy = f"Give the day on which one of its points begins: {known}."
        if not known:
            remedy = "It has no points at all yet, so leave the rebase out."
        super().__init__(
            f"{chart}: it is rebased at {day}, and its series has no point there. {remedy}"
        )


class UnsignedCutError(SettingsError):
    """A rebase or break does not say who decided on it, or why."""

    def __init__(self, chart: str, cut: Cut, lacking: str) -> None:
        what = Beginning.REBASE if isinstance(cut, Rebase) else Beginning.BREAK
        super().__init__(
            f"{chart}: its {what} at {cut.day} has no {lacking}. "
            f"Give its {lacking}, which is printed beside the chart."
        )


def segmented(
    series: pl.DataFrame, cuts: Mapping[str, Iterable[Cut]], preset: Preset
) -> pl.DataFrame:
    """Return SERIES as SEGMENTED, cut where `cuts` says for each chart, in the order of time.

    A rebase needs a point on its very day; a break is before the first point that is not before it.
    Limits are of the first `fix_after` points of each segment, or of all.

    Raises: NoPointToRebaseError, UnsignedCutError.
    """
    told = [(chart, cut) for chart, each in cuts.items() for cut in each]
    for chart, cut in told:
        _hold_signed(chart, cut)
    ordered = _complete(series)
    starts = _starts(ordered, told)
    begun = ordered.join(starts, on=["chart", "day"], how="left", maintain_order="left")
    numbered = begun.with_columns(
        point=pl.int_range(pl.len()).over("chart"),
        segment=pl.col("begins").is_not_null().cum_sum().over("chart"),
    ).with_columns(begins=pl.col("begins").first().over("chart", "segment"))
    place = pl.int_range(pl.len()).over("chart", "segment")
    fixed = pl.lit(value=True) if preset.fix_after is None else place < preset.fix_after
    return numbered.with_columns(is_basis=fixed).select(SEGMENTED.names()).cast(SEGMENTED)


def _hold_signed(chart: str, cut: Cut) -> None:
    if isinstance(cut, Rebase) and not cut.author.strip():
        raise UnsignedCutError(chart, cut, "author")
    if not cut.reason.strip():
        raise UnsignedCutError(chart, cut, "reason")


def _complete(series: pl.DataFrame) -> pl.DataFrame:
    absent = [name for name in COUNTED if name not in series.columns]
    return (
        series.with_columns(pl.lit(None).alias(name) for name in absent)
        .select(SERIES.names())
        .cast(SERIES)
        .sort("chart", "day")
    )


def _starts(ordered: pl.DataFrame, told: list[tuple[str, Cut]]) -> pl.DataFrame:
    """Return the chart and day of each point that a segment begins at, and what it begins with.

    Where both are said of one point it is a break, since what was before cannot be compared.
    """
    rows = [
        (chart, cut.day, Beginning.REBASE if isinstance(cut, Rebase) else Beginning.BREAK)
        for chart, cut in told
    ]
    names = {"chart": pl.String, "said": pl.Date, "begins": pl.String}
    cuts = pl.DataFrame(rows, schema=names, orient="row").sort("said")
    days = ordered.select("chart", "day").sort("day")
    found = cuts.join_asof(
        days, left_on="said", right_on="day", by="chart", strategy="forward", check_sortedness=False
    )
    missed = found.filter(
        (pl.col("begins") == Beginning.REBASE) & pl.col("day").ne_missing(pl.col("said"))
    )
    for chart, day in missed.select("chart", "said").iter_rows():
        raise NoPointToRebaseError(chart, day, days.filter(chart=chart)["day"])
    return found.drop_nulls("day").group_by("chart", "day").agg(pl.col("begins").min())
