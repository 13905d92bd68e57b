"""Process charts of indicators: which points each is drawn from, with its limits and signals."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import polars as pl

from safeboard.assurance.process.limits import limits
from safeboard.assurance.process.preset import Preset
from safeboard.assurance.process.segments import Break, Cut, Rebase, segmented
from safeboard.assurance.process.signals import signals
from safeboard.assurance.process.verdict import verdicts
from safeboard.assurance.series import dated
from safeboard.catalogue.event import Event, EventKind
from safeboard.catalogue.indicator import Indicator
from safeboard.catalogue.library import Catalogue
from safeboard.vocabulary.form import Form
from safeboard.vocabulary.window import WindowKind

CHARTED = pl.Schema(
    {
        "area": pl.String(),
        "indicator": pl.String(),
        "window": pl.String(),
        "period": pl.String(),
        "day": pl.Date(),
        "segment": pl.Int64(),
        "begins": pl.String(),
        "numerator": pl.Int64(),
        "denominator": pl.Int64(),
        "value": pl.Float64(),
        "mean": pl.Float64(),
        "lower": pl.Float64(),
        "upper": pl.Float64(),
        "state": pl.String(),
        "kind": pl.String(),
        "signal": pl.String(),
        "direction": pl.Int64(),
    }
)
"""One row for each point of each area's and indicator's chart, in the order of time.

`day` is the first day of the point, of a snapshot its only one. `value` is in the indicator's unit
and not rounded, null where there is no figure. `segment`, `begins`, the limits, `state`, `kind`,
`signal` and `direction` are those of the process chart; the limits are null where there are none.
"""

Events = Mapping[tuple[str, str], Sequence[Event]]
"""What happened, by area and indicator; the area is empty for what happened everywhere."""


@dataclass(frozen=True)
class Charts:
    """The points of every chart (CHARTED), and by area and indicator what each chart says."""

    points: pl.DataFrame
    verdicts: Mapping[tuple[str, str], Mapping[str, Any]]

    @cached_property
    def by_place(self) -> Mapping[tuple[str, str], pl.DataFrame]:
        """Return each chart's points, by area and indicator."""
        parts = self.points.partition_by("area", "indicator", as_dict=True)
        return {(str(area), str(indicator)): part for (area, indicator), part in parts.items()}


NO_CHARTS = Charts(CHARTED.to_frame(), {})
"""No chart at all."""


def charts(
    series: pl.DataFrame, ends: pl.DataFrame, catalogue: Catalogue, events: Events
) -> Charts:
    """Return the process charts of `series` (FIGURES), up to the headline of each.

    `ends` has area, indicator and period of each headline. An indicator whose rule judges its
    change otherwise has a chart for information, where its points are enough for limits.
    """
    found = [
        _of_preset(_enough(_points(series, ends, each), each), each, events)
        for each in _by_preset(catalogue)
    ]
    known = [each for each in found if not each.points.is_empty()]
    if not known:
        return NO_CHARTS
    told = {key: verdict for each in known for key, verdict in each.verdicts.items()}
    return Charts(pl.concat([each.points for each in known]), told)


@dataclass(frozen=True)
class _Group:
    """The indicators that have one preset."""

    preset: Preset
    indicators: Mapping[str, Indicator]


def _by_preset(catalogue: Catalogue) -> Iterator[_Group]:
    groups: dict[Preset, dict[str, Indicator]] = {}
    for code, each in catalogue.indicators.items():
        if each.rule.change.method != "none":
            groups.setdefault(preset_of(each), {})[code] = each
    for preset, indicators in groups.items():
        yield _Group(preset, indicators)


def preset_of(indicator: Indicator) -> Preset:
    """Return the parameters of an indicator's chart, as its rule gives them."""
    rule = indicator.rule.change.limits
    given = rule.model_dump(exclude={"series", "years"})
    name = "mdc" if not rule.model_fields_set - {"series", "years"} else "the indicator's own"
    return Preset(name, **given)


def _points(series: pl.DataFrame, ends: pl.DataFrame, group: _Group) -> pl.DataFrame:
    """Return the points of each chart: of the shortest windows whose counts are large enough."""
    known = (
        dated(series, ends)
        .join(_rules(group), on="indicator")
        .filter(
            pl.col("last") > pl.col("end") - 12 * pl.col("years"),
            pl.col("asked").is_null() | (pl.col("asked") == pl.col("window")),
        )
        .with_columns(
            value=pl.when(pl.col("symbol").is_null()).then(
                pl.col("multiplier") * pl.col("numerator") / pl.col("denominator").fill_null(1)
            )
        )
    )
    chart = ["area", "indicator"]
    # A length of time is as sure as the cases that it is the mean of are many.
    size = pl.when(form=Form.DAYS.value).then("denominator").otherwise("numerator")
    means = known.group_by(*chart, "window", "rank").agg(
        mean=size.filter(pl.col("value").is_not_null()).mean()
    )
    is_large = (pl.col("mean") >= group.preset.least_mean).fill_null(value=False)
    chosen = (
        means.sort(~is_large, pl.when(is_large).then("rank").otherwise(-pl.col("rank")))
        .group_by(chart, maintain_order=True)
        .first()
    )
    points = (
        known.join(chosen.select(*chart, "window", is_large=is_large), on=[*chart, "window"])
        .filter(pl.col("is_large") | _is_of_events())
        .sort(*chart, "day")
    )
    begun = pl.col("value").is_not_null().cum_sum().over(chart) > 0
    return points.filter(begun)


def _enough(points: pl.DataFrame, group: _Group) -> pl.DataFrame:
    """Leave out the charts for information that are too short to have limits."""
    judged = [
        code
        for code, each in group.indicators.items()
        if each.rule.change.method == "process limits"
    ]
    known = pl.col("value").count().over("area", "indicator")
    return points.filter(pl.col("indicator").is_in(judged) | (known >= group.preset.least_points))


def _is_of_events() -> pl.Expr:
    """Tell what a Poisson chart can be drawn of: no length of time, and no stock."""
    is_stock = pl.col("window") == WindowKind.SNAPSHOT.value
    return ~is_stock & (pl.col("form") != Form.DAYS.value)


def _rules(group: _Group) -> pl.DataFrame:
    rows = [
        (code, each.form.value, each.form.multiplier, each.rule.change.limits.years,
         each.rule.change.limits.series)
        for code, each in group.indicators.items()
    ]  # fmt: skip
    names = ["indicator", "form", "multiplier", "years", "asked"]
    types = [pl.String, pl.String, pl.Int64, pl.Int64, pl.String]
    return pl.DataFrame(rows, schema=dict(zip(names, types, strict=True)), orient="row")


def _of_preset(points: pl.DataFrame, group: _Group, events: Events) -> Charts:
    """Return the charts of the indicators that have one preset."""
    if points.is_empty():
        return NO_CHARTS
    divides = pl.col("form") != Form.COUNT.value
    named = points.with_columns(chart=pl.format("{} ({})", "indicator", "area"))
    given = named.select(
        "chart",
        "day",
        "value",
        events=pl.when(_is_of_events()).then(pl.col("numerator").cast(pl.Float64)),
        exposure=pl.when(divides).then(pl.col("denominator") / pl.col("multiplier")),
    )
    cut = segmented(given, dict(_cuts(named, group, events)), group.preset)
    judged = verdicts(cut, _asked(named, group), group.preset)
    states = limits(cut, group.preset).select("chart", "segment", "state", "kind")
    charted = (
        named.drop("value")
        .join(cut.select("chart", "day", "point", "segment", "begins"), on=["chart", "day"])
        .join(signals(cut, group.preset).drop("segment"), on=["chart", "point"])
        .join(states, on=["chart", "segment"])
        .sort("chart", "day")
    )
    keys = named.select("chart", "area", "indicator").unique()
    told = {
        (row["area"], row["indicator"]): row
        for row in keys.join(judged, on="chart").iter_rows(named=True)
    }
    return Charts(charted.select(CHARTED.names()).cast(CHARTED), told)


def _asked(named: pl.DataFrame, group: _Group) -> pl.DataFrame:
    polarity = {code: each.polarity.value for code, each in group.indicators.items()}
    targets = {code: _target(each) for code, each in group.indicators.items()}
    return (
        named.select("chart", "indicator")
        .unique(maintain_order=True)
        .select(
            "chart",
            polarity=pl.col("indicator").replace_strict(polarity, return_dtype=pl.String),
            target=pl.col("indicator").replace_strict(targets, return_dtype=pl.Float64),
        )
    )


def _target(indicator: Indicator) -> float | None:
    """Return the value that the limits are held against, if a target is judged by them."""
    target = indicator.rule.target
    if target is None or target.judged_by != "process limits":
        return None
    aim = target.at_least if target.at_least is not None else target.at_most
    return None if aim is None else float(aim)


def _cuts(named: pl.DataFrame, group: _Group, events: Events) -> Iterator[tuple[str, list[Cut]]]:
    """Yield where each chart's series is cut."""
    for chart, area, code in named.select("chart", "area", "indicator").unique().iter_rows():
        yield chart, list(cuts_of(area, group.indicators[code], events))


def cuts_of(area: str, indicator: Indicator, events: Events) -> Iterator[Cut]:
    """Yield where a series is cut: by its indicator's definitions, and by what is declared."""
    for definition in indicator.definitions[1:]:
        words = f"Another definition came into force: {definition.text}"
        yield Break(definition.in_force, words)
    for each in events_of(area, indicator, events):
        if each.kind is EventKind.REBASE:
            yield Rebase(each.on, each.by, each.text)
        elif each.kind.breaks:
            yield Break(each.on, each.text)


def events_of(area: str, indicator: Indicator, events: Events) -> list[Event]:
    """Return what happened to an area's series of an indicator, in the order of time."""
    code = indicator.code
    known = (*indicator.events, *events.get(("", code), ()), *events.get((area, code), ()))
    return sorted(known, key=lambda each: each.on)
