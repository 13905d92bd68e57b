"""Process charts made up in any number, as Safeboard is given them and as arrays."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from safeboard.assurance.process.limits import COUNTED, POINTS
from safeboard.assurance.process.preset import MDC
from safeboard.assurance.process.signals import signals
from safeboard.assurance.process.verdict import verdicts
from safeboard.vocabulary.polarity import Polarity

POLARITIES = (Polarity.LOW, Polarity.NEUTRAL, Polarity.HIGH)


@dataclass(frozen=True)
class ProcessCharts:
    """So many charts of so many points; the same numbers always make the same.

    Two in five are of counts, large and small, and two in five of percentages; the rest never vary,
    have one spike, or drift. One value in fifty is missing.
    """

    charts: int = 10_000
    points: int = 36
    seed: int = 342

    @cached_property
    def values(self) -> NDArray[Any]:
        """Return a row of values for each chart, NaN where one is missing."""
        random = np.random.default_rng(self.seed)
        shape = (self.charts, self.points)
        usual = random.gamma(1.2, 15, (self.charts, 1))
        counts = random.poisson(usual, shape).astype(np.float64)
        # Halves add up exactly in any order, so that no point lies beside a mean by rounding alone.
        shares = random.binomial(200, random.random((self.charts, 1)), shape) / 2
        flat = np.repeat(np.floor(usual), self.points, axis=1)
        flat[8::20, self.points // 2] += 5
        drifting = counts + np.arange(self.points) / 2
        kind = np.arange(self.charts)[:, np.newaxis] % 10
        values = np.select([kind < 4, kind < 8, kind < 9], [counts, shares, flat], drifting)
        values[random.random(shape) < 0.02] = np.nan
        return values

    @property
    def counted(self) -> NDArray[Any]:
        """Tell which charts are of counts."""
        counted: NDArray[Any] = np.arange(self.charts) % 10 < 4
        return counted

    @property
    def good(self) -> NDArray[Any]:
        """Return for each chart 1 where high is good, -1 where low is, and 0 for neither."""
        return np.arange(self.charts) // 10 % 3 - 1

    @property
    def targets(self) -> NDArray[Any]:
        """Return a target for each chart, some of which are out of its reach."""
        middle = np.nanmean(self.values, axis=1)
        shares = np.random.default_rng(self.seed).uniform(0.2, 1.8, self.charts)
        targets: NDArray[Any] = np.round(middle * shares)
        return targets

    @cached_property
    def frames(self) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Return the points and the charts, as Safeboard is given them."""
        names = pl.Series([f"indicator-{number:05d}" for number in range(self.charts)])
        chart = names.gather(np.repeat(np.arange(self.charts), self.points))
        points = pl.DataFrame({
            "chart": chart,
            "segment": 0,
            "point": np.tile(np.arange(self.points), self.charts),
            "value": self.values.ravel(),
            "is_basis": True,
            "counted": np.repeat(self.counted, self.points),
        }).with_columns(pl.col("value").fill_nan(None), exposure=None)  # fmt: skip
        points = points.with_columns(events=pl.when("counted").then("value"))
        polarity = [POLARITIES[1 + each].value for each in self.good]
        charts = pl.DataFrame({"chart": names, "polarity": polarity, "target": self.targets})
        schema = pl.Schema({**POINTS, **COUNTED})
        return points.select(schema.names()).cast(schema), charts


def judge(points: pl.DataFrame, charts: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the limits and signals of every point, and the verdict of every chart."""
    told = signals(points, MDC)
    return told, verdicts(points, charts, MDC, told=told)
