"""Process charts: an indicator's points with their limits, signals, breaks and target."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import polars as pl

from safeboard.catalogue.indicator import Indicator
from safeboard.disclosure.release import Release
from safeboard.publishing.charts.chart import Chart, ChartTable, Mark, Shape
from safeboard.publishing.charts.levels import levels_of
from safeboard.publishing.charts.process_drawing import Plotted, Upright, process
from safeboard.publishing.charts.process_words import (
    SIGNS,
    icons,
    plotted_number,
    signal_words,
    way_of,
)
from safeboard.publishing.headline import Headline
from safeboard.publishing.released import window_of
from safeboard.publishing.wording import day, in_two_parts
from safeboard.vocabulary.form import Form

FEWEST_POINTS = 4
"""A series of fewer points is read as easily in its table."""

BEGINNINGS = ("break in series", "recording change", "rebase")
"""The kinds of what happened from which limits are drawn anew."""


@dataclass(frozen=True)
class Process:
    """A process chart as the release has it: its points in order, what it says, what happened."""

    points: Sequence[Mapping[str, Any]]
    saying: Mapping[str, Any]
    happened: Sequence[Mapping[str, Any]]

    @property
    def is_drawn(self) -> bool:
        """Tell whether there is enough to draw; for information only where there are limits."""
        numbers = sum(each["value"] is not None for each in self.points)
        has_limits = any(each["upper"] is not None for each in self.points)
        return numbers >= FEWEST_POINTS and (has_limits or self.saying["is_judged"])


def processes_of(release: Release, area: str) -> dict[str, Process]:
    """Return an area's process charts by the code of their indicator."""
    points, happened = (
        each.filter(pl.col("area") == area).partition_by("indicator", as_dict=True)
        for each in (release.charts, release.happened)
    )
    return {
        row["indicator"]: Process(
            points[(row["indicator"],)].to_dicts(),
            row,
            happened[(row["indicator"],)].to_dicts() if (row["indicator"],) in happened else [],
        )
        for row in release.sayings.filter(pl.col("area") == area).iter_rows(named=True)
    }


def of_process(headline: Headline, given: Process) -> Chart | None:
    """Return an indicator's process chart; None where there is not enough to draw."""
    if not given.is_drawn:
        return None
    indicator, points = headline.indicator, given.points
    uprights = list(_uprights(given))
    levels = levels_of(headline, points)
    title = _title(indicator, points)
    said = _said(given, headline)
    sentence = f"Process chart of {title}. {given.saying['sentence']}"
    drawn = list(plotted(given, indicator))
    return Chart(
        title=title,
        sentence=sentence,
        svg=process(drawn, uprights, levels, sentence),
        said=said,
        icons=tuple(icons(given.saying)),
        key=tuple(_key(drawn, is_aimed=any(each.is_target for each in levels))),
        listed=tuple(_told(each) for each in given.happened),
        table=_table(given, indicator, title),
    )


def _title(indicator: Indicator, points: Sequence[Mapping[str, Any]]) -> str:
    first, last = (window_of(each["window"], each["period"]) for each in (points[0], points[-1]))
    unit = ", per 10,000" if indicator.form is Form.RATE else ""
    return f"{indicator.title}{unit}, {first} to {last}"


def _said(given: Process, headline: Headline) -> str:
    """Return what is told beside the chart, but for what the rating says already."""
    sentence: str = given.saying["sentence"]
    if not given.saying["is_judged"]:
        return f"For information: no rating comes from this chart. {sentence}"
    told = (headline.sentence, headline.change_sentence)
    return "" if any(sentence in each for each in told) else sentence


def plotted(given: Process, indicator: Indicator) -> Iterator[Plotted]:
    """Yield the points of a chart as they are drawn, but for limits that no figure can reach."""
    runs = _runs(given.points)
    most = 100.0 if indicator.form is Form.PERCENTAGE else float("inf")
    for place, (each, run) in enumerate(zip(given.points, runs, strict=True)):
        lower, upper = each["lower"], each["upper"]
        window = window_of(each["window"], each["period"])
        mark = SIGNS[way_of(each, indicator)]
        yield Plotted(
            place=place,
            label=in_two_parts(window),
            value=each["value"],
            mean=each["mean"],
            # No figure is less than none, and no share is more than all.
            lower=lower if lower is not None and lower > 0 else None,
            upper=None if upper is None else min(upper, most),
            segment=each["segment"],
            run=run,
            is_trial=each["state"] == "trial limits",
            shape=mark.shape,
            colour=mark.colour,
        )


def _runs(points: Sequence[Mapping[str, Any]]) -> list[int]:
    """Return the run of each point: after a gap or a break another begins, after a rebase not."""
    runs, current = [0], 0
    for before, each in pairwise(points):
        is_cut = each["segment"] != before["segment"] and each["begins"] == "break"
        if before["value"] is None or is_cut:
            current += 1
        runs.append(current)
    return runs


def _uprights(given: Process) -> Iterator[Upright]:
    """Yield where something happened: before the first point of a segment, or on a point."""
    days = [each["day"] for each in given.points]
    for number, each in enumerate(given.happened, start=1):
        if each["kind"] in BEGINNINGS:
            place = sum(one < each["day"] for one in days) - 0.5
            yield Upright(place, number, begins=True)
        else:
            yield Upright(sum(one <= each["day"] for one in days) - 1, number, begins=False)


def _told(event: Mapping[str, Any]) -> str:
    kind, who = event["kind"], f", by {event['by']}" if event["by"] else ""
    text = event["text"] if event["text"].endswith(".") else f"{event['text']}."
    return f"{day(event['day'])}, {kind}{who}: {text}"


def _key(plotted: Sequence[Plotted], *, is_aimed: bool) -> Iterator[Mark]:
    """Yield an entry for each thing that is drawn."""
    drawn = {(each.shape, each.colour) for each in plotted if each.value is not None}
    yield from (mark for mark in SIGNS.values() if (mark.shape, mark.colour) in drawn)
    yield Mark(Shape.LINE, "Mean", "grey")
    limited = [each for each in plotted if each.upper is not None]
    if any(not each.is_trial for each in limited):
        yield Mark(Shape.BAND, "Between the limits", "blue")
    if any(each.is_trial for each in limited):
        yield Mark(Shape.DASHED, "Trial limits, from few points", "blue")
    if is_aimed:
        yield Mark(Shape.THICK, "Target", "plain")


def _table(given: Process, indicator: Indicator, title: str) -> ChartTable:
    def written(value: float | None) -> str:
        return "" if value is None else plotted_number(value, indicator)

    unit = {Form.PERCENTAGE: "Per cent", Form.RATE: "Rate per 10,000", Form.DAYS: "Days"}
    return ChartTable(
        caption=f"Points of the chart: {title}",
        headings=(
            "Period", unit.get(indicator.form, "Number"), "Mean", "Lower limit", "Upper limit",
            "Signal",
        ),
        rows=tuple(
            (
                str(window_of(each["window"], each["period"])),
                written(each["value"]) or "No figure",
                *(written(each[name]) for name in ("mean", "lower", "upper")),
                signal_words(each),
            )
            for each in given.points
        ),
    )  # fmt: skip
