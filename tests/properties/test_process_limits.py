"""Process limits, the four rules and the verdict equal the written rule, one point at a time."""

from dataclasses import replace

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safeboard.assurance.process.limits import COUNTED, POINTS, limits, limits_of_points
from safeboard.assurance.process.preset import MDC, Preset
from safeboard.assurance.process.signals import signals
from safeboard.assurance.process.verdict import verdicts
from tests.properties.plain_process import (
    Given,
    PlainLimits,
    plain_assurance,
    plain_segment,
    plain_signals,
    plain_variation,
)

# Whole numbers, so that a twin which adds in another order has the very same mean and ranges.
VALUES = st.one_of(
    st.lists(st.one_of(st.none(), st.integers(0, 12)), min_size=1, max_size=40),
    st.lists(st.integers(0, 3), min_size=1, max_size=40),
    st.lists(st.integers(-1, 4), min_size=1, max_size=40).map(
        lambda steps: [sum(steps[: end + 1]) for end in range(len(steps))]
    ),
    st.lists(st.sampled_from([0, 0, 0, 0, 0, 1]), min_size=6, max_size=40),
    st.integers(6, 30).map(lambda length: [7] * length),
    # One spike on a flat series.
    st.integers(6, 30).flatmap(
        lambda length: st.integers(0, length - 1).map(
            lambda place: [10] * place + [20] + [10] * (length - 1 - place)
        )
    ),
)
PRESETS = st.sampled_from(
    [
        MDC,
        MDC.without_screening(),
        replace(MDC, shift=8, trend=6, least_mean=3, shift_mean=1),
    ]
)


SMALL = st.lists(st.one_of(st.none(), st.sampled_from([0, 0, 0, 1, 2])), min_size=1, max_size=40)
COUNTS = st.lists(st.one_of(st.none(), st.integers(0, 9)), min_size=1, max_size=40)
EDGES = ("mean", "lower", "upper", "near_lower", "near_upper")


@st.composite
def segments(draw: st.DrawFn) -> Given:
    """Draw a segment of plain values, of counts, or of rates whose exposures differ."""
    basis, of_what = draw(st.integers(8, 40)), draw(st.sampled_from(["values", "counts", "rates"]))
    if of_what == "values":
        return Given(draw(VALUES), basis)
    events = draw(st.one_of(SMALL, COUNTS, VALUES.map(lambda each: [abs(x or 0) for x in each])))
    if of_what == "counts":
        return Given(events, basis, events)
    # Exposures that are powers of two, so that every value and sum is exact.
    size = len(events)
    exposures = draw(st.lists(st.sampled_from([0.5, 1.0, 2.0, 4.0]), min_size=size, max_size=size))
    rates = [
        None if each is None else each / of for each, of in zip(events, exposures, strict=True)
    ]
    return Given(rates, basis, events, exposures)


def points_of(*charts: Given) -> pl.DataFrame:
    rows = [
        (str(chart), 0, place, value, place < of.basis, *_counted(of, place))
        for chart, of in enumerate(charts)
        for place, value in enumerate(of.values)
    ]
    return pl.DataFrame(rows, schema=pl.Schema({**POINTS, **COUNTED}), orient="row", strict=False)


def _counted(of: Given, place: int) -> tuple[float | None, float | None]:
    return (
        of.events[place] if of.events else None,
        of.exposures[place] if of.exposures else None,
    )


@settings(max_examples=200, deadline=None)
@given(charts=st.lists(segments(), min_size=1, max_size=4), preset=PRESETS)
def test_limits_and_signals_equal_the_written_rule(charts: list[Given], preset: Preset) -> None:
    points = points_of(*charts)
    of_charts = {row["chart"]: row for row in limits(points, preset).iter_rows(named=True)}
    of_points = limits_of_points(points, preset)
    told = signals(points, preset)
    for number, chart in enumerate(charts):
        expected, ours = plain_segment(chart, preset), of_charts[str(number)]
        assert (ours["state"], ours["kind"]) == (expected.state, expected.kind)
        rows = [PlainLimits(*row) for row in of_points.filter(chart=str(number))[EDGES].rows()]
        assert (ours["upper"] is None) == (not expected.limits)
        for its, row in zip(expected.limits, rows, strict=bool(expected.limits)):
            assert [getattr(row, name) for name in EDGES] == pytest.approx(
                [getattr(its, name) for name in EDGES], rel=1e-9, abs=1e-9
            )
        # The very same limits, so that no point lies beside an edge by rounding alone.
        exact = replace(expected, limits=rows if expected.limits else ())
        found = told.filter(chart=str(number)).select("signal", "direction").rows()
        assert [None if row[0] is None else row for row in found] == plain_signals(
            chart.values, exact, preset
        )


@settings(max_examples=100, deadline=None)
@given(chart=segments())
def test_a_segments_limits_are_those_of_its_latest_value(chart: Given) -> None:
    points = points_of(chart)
    latest = limits_of_points(points, MDC).filter(pl.col("value").is_not_null())
    if latest.height:
        of_segment = limits(points, MDC)
        assert of_segment[EDGES].equals(latest[EDGES].tail(1))


@settings(max_examples=150, deadline=None)
@given(
    chart=segments(),
    good=st.sampled_from([1, -1, 0]),
    target=st.one_of(st.none(), st.integers(-20, 30)),
)
def test_the_latest_points_variation_and_the_target_equal_the_written_rule(
    chart: Given, good: int, target: int | None
) -> None:
    points = points_of(chart)
    segment = plain_segment(chart, MDC)
    rows = [PlainLimits(*row) for row in limits_of_points(points, MDC)[EDGES].rows()]
    segment = replace(segment, limits=rows if segment.limits else ())
    polarity = {1: "high", -1: "low", 0: "neutral"}[good]
    asked = pl.DataFrame(
        [("0", polarity, target)],
        schema={"chart": pl.String, "polarity": pl.String, "target": pl.Float64},
        orient="row",
        strict=False,
    )
    ours = verdicts(points, asked, MDC).row(0, named=True)
    latest = plain_signals(chart.values, segment, MDC)[-1]
    assert ours["signal"] == (latest[0] if latest else None)
    assert ours["variation"] == plain_variation(chart, segment, latest, good)
    assert ours["assurance"] == plain_assurance(chart, segment, target, good)


@settings(max_examples=50, deadline=None)
@given(first=segments(), second=segments())
def test_nothing_is_compared_across_the_edge_of_a_segment(first: Given, second: Given) -> None:
    apart = points_of(first, second)
    joined = apart.with_columns(
        segment=pl.col("chart").cast(pl.Int64),
        chart=pl.lit("one"),
        point=pl.int_range(pl.len(), dtype=pl.Int64),
    )
    for name in ("signal", "direction"):
        assert signals(joined, MDC)[name].equals(signals(apart, MDC)[name])
