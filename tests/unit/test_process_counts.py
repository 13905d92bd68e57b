"""Limits of counts that are small, worked by hand: they come from the mean and not from ranges."""

import polars as pl
import pytest

from safeboard.assurance.process.limits import COUNTED, POINTS, limits, limits_of_points
from safeboard.assurance.process.preset import MDC
from safeboard.assurance.process.signals import signals

EDGES = ("mean", "lower", "upper", "near_lower", "near_upper")

# A mean of 1: the limits lie 3 from it and the near limits 2.
RARE = (0, 2) * 7


def points_of(
    events: tuple[int | None, ...], exposures: tuple[float, ...] = (), basis: int = 14
) -> pl.DataFrame:
    """Return a chart of counts, or of rates where exposures are given."""
    rows = [
        ("deaths", 0, place, None if each is None else each / of, place < basis, each, told)
        for place, each in enumerate(events)
        for of in [exposures[place] if exposures else 1]
        for told in [of if exposures else None]
    ]
    return pl.DataFrame(rows, schema=pl.Schema({**POINTS, **COUNTED}), orient="row", strict=False)


def found(points: pl.DataFrame) -> tuple[object, ...]:
    return limits(points, MDC).select("state", "kind", *EDGES).row(0)


def test_counts_with_a_mean_below_5_have_a_c_charts_limits() -> None:
    assert found(points_of(RARE)) == ("limits", "c chart", 1, -2, 4, -1, 3)


def test_counts_with_a_mean_of_5_have_limits_from_their_ranges() -> None:
    # Ranges of 2: half the width is 5.32.
    state, kind, mean, lower, upper, *_ = found(points_of((4, 6) * 7))
    assert (state, kind, mean) == ("limits", "XmR chart", 5)
    assert (lower, upper) == pytest.approx((-0.32, 10.32))


def test_rates_with_few_events_have_a_u_charts_limits_that_narrow_with_the_exposure() -> None:
    # 16 events in 16 units: a rate of 1, and at 4 units the limits lie 3 / 2 from it.
    points = points_of((0, 2) * 6 + (4,), (1.0,) * 12 + (4.0,))
    assert found(points) == ("limits", "u chart", 1, -0.5, 2.5, 0, 2)
    of_points = limits_of_points(points, MDC)[EDGES].rows()
    assert of_points[0] == (1, -2, 4, -1, 3)
    assert of_points[12] == (1, -0.5, 2.5, 0, 2)


def test_a_rates_numerators_decide_and_not_the_rate() -> None:
    # Rates of 16 and 24 per 10,000 among 1,250 children: 2 and 3 events.
    points = points_of((2, 3) * 7, (0.125,) * 14)
    assert found(points)[1:3] == ("u chart", 20)


def test_values_that_are_not_counted_have_limits_from_their_ranges_however_small() -> None:
    days = points_of(RARE).drop("events", "exposure")
    assert found(days)[1] == "XmR chart"


def test_zeros_with_an_occasional_one_have_limits() -> None:
    # By ranges this has none: most are 0. One in seven: 3 deviations are 3 times 0.37796.
    state, kind, mean, _, upper, *_ = found(points_of((0, 0, 0, 1, 0, 0, 0) * 2))
    assert (state, kind) == ("limits", "c chart")
    assert (mean, upper) == pytest.approx((1 / 7, 1 / 7 + 3 * 0.3779644730092272))


def test_counts_that_are_all_0_do_not_vary() -> None:
    assert found(points_of((0,) * 14)) == ("no variation", "c chart", 0, None, None, None, None)


@pytest.mark.parametrize(
    ("count", "state"), [(5, "too few points"), (6, "trial limits"), (13, "limits")]
)
def test_small_counts_need_as_many_points_as_others(count: int, state: str) -> None:
    assert found(points_of(((1, 2) * 7)[:count]))[:2] == (state, "c chart")


def test_a_count_beyond_the_limit_is_a_signal_and_one_on_it_is_not() -> None:
    assert signals(points_of((*RARE, 5)), MDC).row(-1, named=True)["signal"] == "outside"
    assert signals(points_of((*RARE, 4)), MDC).row(-1, named=True)["signal"] is None


def test_a_run_of_zeros_is_no_shift_where_fewer_than_2_are_usual() -> None:
    assert signals(points_of((*RARE, *[0] * 9)), MDC)["signal"].null_count() == 23


def test_a_run_of_zeros_is_a_shift_where_more_are_usual() -> None:
    told = signals(points_of((*(1, 4) * 7, *[0] * 7)), MDC)
    assert told["signal"].to_list()[-7:] == ["shift"] * 7


def test_a_run_is_a_shift_where_just_2_are_usual() -> None:
    told = signals(points_of((*(0, 4) * 7, *[0] * 7)), MDC)
    assert told["signal"].to_list()[-7:] == ["shift"] * 7


def test_a_missing_latest_rate_has_no_limits_of_its_own() -> None:
    # 12 events in 12 units; the latest value is of one unit, and a missing one would be of four.
    points = points_of((*(0, 2) * 6, None), (*(1.0,) * 12, 4.0))
    assert found(points) == ("trial limits", "u chart", 1, -2, 4, -1, 3)


def test_a_missing_count_is_neither_an_event_nor_a_point() -> None:
    assert found(points_of((*RARE[:6], None, *RARE[:8]), basis=15))[2] == 1
