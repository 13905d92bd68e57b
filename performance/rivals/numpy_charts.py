"""The same process charts in numpy: a row for each chart, a column for each point."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

Array = NDArray[Any]


@dataclass(frozen=True)
class Answer:
    """Of each point its limits and its first signal with its direction; of each chart the rest."""

    lower: Array
    upper: Array
    signal: Array
    direction: Array
    state: Array
    variation: Array
    assurance: Array


def judge(values: Array, counted: Array, good: Array, targets: Array) -> Answer:
    """Return the limits, signals and verdicts of many charts that have no breaks."""
    mean = np.nanmean(values, axis=1, keepdims=True)
    moving = np.abs(np.diff(values, axis=1))
    kept = np.where(moving < 3.267 * np.nanmean(moving, axis=1, keepdims=True), moving, np.nan)
    small = counted[:, None] & (mean < 5)
    with np.errstate(invalid="ignore"):
        half = np.where(small, 3 * np.sqrt(mean), 2.66 * _mean_of_some(kept))
    state = _state(values, moving, small[:, 0])
    half[~np.isin(state, ["limits", "trial limits"])] = np.nan
    lower, upper = mean - half, mean + half
    outside = (values > upper) | (values < lower)
    side = np.sign(values - mean)
    near = ~outside & ((values > mean + 2 / 3 * half) | (values < mean - 2 / 3 * half))
    trend, travel = _trend(values)
    three, beside = sliding_window_view(side, 3, axis=1), sliding_window_view(near, 3, axis=1)
    two = (beside.sum(axis=2) >= 2) & (np.abs(three.sum(axis=2)) == 3)
    run = np.abs(sliding_window_view(side, 7, axis=1).sum(axis=2)) == 7
    shift = _covered(run, 7) & ~(small & (mean < 2))
    rules = [outside, trend, near & _covered(two, 3), shift]
    names = ["outside", "trend", "two_in_three", "shift"]
    signal = np.where(np.isnan(upper), "", np.select(rules, names, ""))
    direction = np.select([signal == "trend", signal != ""], [travel, side], 0)
    latest = np.where(np.isnan(upper[:, 0]) | np.isnan(values[:, -1]), np.nan, direction[:, -1])
    constant = state == "no variation"
    least, most = (np.where(constant[:, None], mean, each)[:, 0] for each in (lower, upper))
    assurance = _assurance(least, most, good, targets)
    met = constant & (np.abs(targets - mean[:, 0]) < 1e-9) & (good != 0)
    assurance = np.where(met, "consistently passes", assurance)
    return Answer(lower, upper, signal, direction, state, _variation(latest, good), assurance)


def _mean_of_some(moving: Array) -> Array:
    count = (~np.isnan(moving)).sum(axis=1, keepdims=True)
    mean: Array = np.nansum(moving, axis=1, keepdims=True) / count
    return mean


def _state(values: Array, moving: Array, small: Array) -> Array:
    count, ranges = (~np.isnan(values)).sum(axis=1), (~np.isnan(moving)).sum(axis=1)
    varying = (moving > 0).sum(axis=1)
    constant = np.nanmin(values, axis=1) == np.nanmax(values, axis=1)
    flat = ~small & ((varying == 0) | (2 * varying < ranges))
    states = ["too few points", "no variation", "too few ranges that are not 0", "trial limits"]
    return np.select([count < 6, constant, flat, count < 13], states, "limits")


def _covered(windows: Array, length: int) -> Array:
    """Tell which points are in a window for which something holds."""
    covered = np.zeros((windows.shape[0], windows.shape[1] + length - 1), dtype=bool)
    for place in range(length):
        covered[:, place : place + windows.shape[1]] |= windows
    return covered


def _trend(values: Array) -> tuple[Array, Array]:
    """Tell which points are in a trend, and which way it goes: at a peak or trough, the later."""
    step = np.sign(np.diff(values, axis=1))
    steps = sliding_window_view(step, 6, axis=1).sum(axis=2)
    up, down = _covered(steps == 6, 7), _covered(steps == -6, 7)
    following = np.concatenate([step, step[:, -1:]], axis=1)
    travel = np.where(up & down, following, up.astype(int) - down)
    return up | down, travel


def _variation(latest: Array, good: Array) -> Array:
    return np.select(
        [
            np.isnan(latest),
            latest == 0,
            good == latest,
            good == -latest,
            latest > 0,
        ],
        ["", "common cause", "improvement", "concern", "unusually high"],
        "unusually low",
    )


def _assurance(lower: Array, upper: Array, good: Array, targets: Array) -> Array:
    above, below = targets > upper, targets < lower
    return np.select(
        [
            (good == 0) | np.isnan(upper),
            np.where(good == 1, below, above),
            np.where(good == 1, above, below),
        ],
        ["", "consistently passes", "consistently fails"],
        "hit or miss",
    )
