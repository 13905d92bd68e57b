"""What a process chart says of its latest point and its target, worked by hand."""

from dataclasses import replace

import polars as pl
import pytest

from safeboard.assurance.process.limits import POINTS, limits
from safeboard.assurance.process.preset import MDC, Preset
from safeboard.assurance.process.verdict import verdicts

# Ranges of 2 throughout: the mean is 11, and the limits lie 5.32 from it, at 5.68 and 16.32.
STEADY = (10.0, 12.0) * 7


def verdict(
    *values: float | None, polarity: str = "low", target: float | None = None
) -> tuple[object, ...]:
    """Return the state, the signal, the variation and the assurance of one chart."""
    rows = [("visits", 0, place, value, True) for place, value in enumerate(values)]
    chart = pl.DataFrame(
        [("visits", polarity, target)],
        schema={"chart": pl.String, "polarity": pl.String, "target": pl.Float64},
        orient="row",
    )
    points = pl.DataFrame(rows, schema=POINTS, orient="row")
    found = verdicts(points, chart, MDC)
    return found.select("state", "signal", "variation", "assurance").row(0)


def test_a_steady_process_varies_by_common_cause() -> None:
    assert verdict(*STEADY) == ("limits", None, "common cause", None)


@pytest.mark.parametrize(
    ("polarity", "said"),
    [("low", "concern"), ("high", "improvement"), ("neutral", "unusually high")],
)
def test_a_last_point_beyond_the_upper_limit_is_judged_by_which_way_is_good(
    polarity: str, said: str
) -> None:
    assert verdict(*STEADY, 30, polarity=polarity) == ("limits", "outside", said, None)


@pytest.mark.parametrize(
    ("polarity", "said"),
    [("low", "improvement"), ("high", "concern"), ("neutral", "unusually low")],
)
def test_a_last_point_beyond_the_lower_limit_likewise(polarity: str, said: str) -> None:
    assert verdict(*STEADY, 0, polarity=polarity)[1:3] == ("outside", said)


def test_only_the_latest_point_is_spoken_of_whatever_happened_before() -> None:
    assert verdict(*STEADY, 30, *STEADY[:6])[1:3] == (None, "common cause")


@pytest.mark.parametrize("count", [1, 5])
def test_fewer_than_six_points_say_nothing(count: int) -> None:
    assert verdict(*STEADY[:count], target=20) == ("too few points", None, None, None)


@pytest.mark.parametrize(
    ("count", "state"), [(6, "trial limits"), (12, "trial limits"), (13, "limits")]
)
def test_up_to_twelve_points_have_trial_limits(count: int, state: str) -> None:
    assert verdict(*STEADY[:count])[0] == state


def test_a_point_without_a_value_is_no_point() -> None:
    assert verdict(*STEADY[:5], None)[0] == "too few points"


@pytest.mark.parametrize(
    ("target", "polarity", "said"),
    [
        (17, "low", "consistently passes"),
        (17, "high", "consistently fails"),
        (5, "low", "consistently fails"),
        (5, "high", "consistently passes"),
        (11, "low", "hit or miss"),
        (11, "high", "hit or miss"),
        (17, "neutral", None),
    ],
)
def test_a_target_beyond_the_limits_is_always_met_or_never(
    target: float, polarity: str, said: str | None
) -> None:
    assert verdict(*STEADY, target=target, polarity=polarity)[3] == said


@pytest.mark.parametrize(
    ("target", "polarity", "said"),
    [
        (10, "low", "consistently passes"),
        (9, "low", "consistently fails"),
        (11, "low", "consistently passes"),
        (10, "high", "consistently passes"),
        (11, "high", "consistently fails"),
        (10, "neutral", None),
    ],
)
def test_a_process_that_never_varies_is_held_to_its_target_directly(
    target: float, polarity: str, said: str | None
) -> None:
    found = verdict(*(10.0,) * 20, target=target, polarity=polarity)
    assert found == ("no variation", None, None, said)


def test_a_series_that_varied_only_after_its_limits_were_fixed_is_not_held_to_its_target() -> None:
    rows = [("visits", 0, place, 10.0 if place < 12 else 15.0, place < 12) for place in range(24)]
    chart = pl.DataFrame({"chart": ["visits"], "polarity": ["low"], "target": [12.0]})
    found = verdicts(pl.DataFrame(rows, schema=POINTS, orient="row"), chart, MDC)
    assert found.select("state", "assurance").row(0) == ("too few ranges that are not 0", None)


def test_points_that_differ_but_never_follow_one_another_are_not_constant() -> None:
    assert verdict(*(5, None, 9, None) * 6, target=6)[0] == "too few ranges that are not 0"


def test_a_series_of_tenths_that_never_varies_meets_a_target_of_the_same() -> None:
    assert verdict(*(0.1,) * 20, target=0.1)[3] == "consistently passes"


def test_a_latest_point_without_a_value_varies_in_no_way() -> None:
    found = verdict(*STEADY, None, target=17)
    assert found == ("limits", None, None, "consistently passes")


def limits_of(*values: float | None, basis: int = 100, preset: Preset = MDC) -> tuple[object, ...]:
    """Return the state, the mean and the upper limit of one chart."""
    rows = [("visits", 0, place, value, place < basis) for place, value in enumerate(values)]
    found = limits(pl.DataFrame(rows, schema=POINTS, orient="row"), preset)
    return found.select("state", "mean", "upper").row(0)


def test_where_just_half_of_the_ranges_are_0_there_are_limits() -> None:
    # Ranges of 2, 0, 2, 0 …: their mean is 1.
    values = (10, 12, 12, 10) * 3 + (10,)
    state, _, upper = limits_of(*values)
    assert state == "limits"
    assert upper == pytest.approx(142 / 13 + 2.66)
    assert limits_of(*values, 10)[0] == "too few ranges that are not 0"


def test_a_basis_that_mostly_has_no_values_gives_no_limits() -> None:
    assert limits_of(10, 12, 10, 12, 10, *[None] * 7, *STEADY, basis=12)[0] == "too few points"
    assert limits_of(10, 12, 10, 12, 10, 12, *[None] * 6, *STEADY, basis=12)[0] == "limits"


def test_a_range_of_just_so_many_times_the_mean_is_screened_out() -> None:
    # Ranges of 1, 1, 4, 1, 1, 4: their mean is 2, and without those of 4 it is 1.
    values = (0, 1, 0, 4, 3, 4, 0)
    twice = replace(MDC, screen=2.0)
    assert limits_of(*values, preset=twice)[2] == pytest.approx(12 / 7 + 2.66)
    assert limits_of(*values)[2] == pytest.approx(12 / 7 + 5.32)
