"""The recent trend of an annual series: whether its last five years rise or fall beyond chance.

Source: Fingertips, "Trend markers". The test of proportions is Cochran and Armitage's, as R's
prop.trend.test; that of rates a regression weighted by their 95% intervals. Unlike Fingertips, a
rise is never called a fall, and what cannot be worked out is not called "no change".
"""

from enum import StrEnum

import numpy as np
import polars as pl

from safeboard.assurance.position.intervals import with_intervals
from safeboard.indicators.series import YEARS_OF_A_TREND
from safeboard.vocabulary.form import Form
from safeboard.vocabulary.window import WindowKind

CRITICAL = 9.54953570608324
"""What chi-squared must pass, with one degree of freedom: 99.8%, two-sided."""

INTERVAL_IN_ERRORS = 3.92
"""How many standard errors a 95% interval is wide, to the two decimals that Fingertips uses."""

YEARS = pl.Schema(
    {
        "chart": pl.String,
        "segment": pl.Int64,
        "point": pl.Int64,
        "numerator": pl.Int64,
        "denominator": pl.Int64,
    }
)
"""One row for each year of each chart, in the order of time; a year without a figure has nulls.

A segment begins where something else is counted: no trend is told across its edge.
"""

TRENDS = pl.Schema(
    {
        "chart": pl.String,
        "trend": pl.String,
        "not_tested": pl.String,
        "test": pl.String,
        "chi_squared": pl.Float64,
        "slopes_agree": pl.Boolean,
    }
)
"""One row for each chart: its `trend` (a Trend), or why it was `not_tested` (a NotTested).

`slopes_agree` tells whether all five years, and all but each one, go the same way.
"""


class Trend(StrEnum):
    """Where the last five years go."""

    INCREASING = "increasing"
    DECREASING = "decreasing"
    NO_SIGNIFICANT_CHANGE = "no significant change"


class NotTested(StrEnum):
    """Why no trend is told; the first of these that holds."""

    NEITHER_SHARE_NOR_RATE = "only percentages and rates are tested for a trend"
    NOT_ANNUAL = "only figures for years are tested for a trend"
    TOO_FEW_YEARS = "there are fewer than five years"
    BREAK = "the series breaks within its last five years"
    MISSING_YEAR = "one of the last five years has no figure"
    WITHOUT_LOGIT = "in one of the last five years it was none or all"
    WITHOUT_INTERVAL = "one of the last five years has no interval"


TESTS = {
    Form.PERCENTAGE.value: "Cochran-Armitage test",
    Form.RATE.value: "regression weighted by intervals",
}


def trends(years: pl.DataFrame, charts: pl.DataFrame) -> pl.DataFrame:
    """Return the columns of TRENDS for `years` (YEARS), a row for each of `charts`.

    `charts` has chart, form (a Form) and window (a WindowKind): only whole years are tested, since
    in months or quarters a season looks like a trend.
    """
    latest = (
        years.sort("chart", "point").group_by("chart", maintain_order=True).tail(YEARS_OF_A_TREND)
    )
    asked = charts.select("chart", "form", "window")
    known = with_intervals(
        latest.join(asked, on="chart", how="inner", maintain_order="left").with_columns(
            multiplier=pl.lit(1)
        )
    )
    told = asked.join(_reasons(known), on="chart", how="left").with_columns(
        not_tested=_not_tested()
    )
    testable = told.filter(pl.col("not_tested").is_null()).select("chart")
    tested = known.join(testable, on="chart", how="semi", maintain_order="left")
    found = [_tested(tested, form) for form in TESTS]
    return (
        asked.join(told.select("chart", "not_tested"), on="chart", how="left")
        .join(pl.concat(found), on="chart", how="left", maintain_order="left")
        .select(TRENDS.names())
        .cast(TRENDS)
    )


def _reasons(known: pl.DataFrame) -> pl.DataFrame:
    """Return for each chart what may stand in the way of a test."""
    part, whole = pl.col("numerator"), pl.col("denominator")
    return known.group_by("chart").agg(
        years=pl.len(),
        segments=pl.col("segment").n_unique(),
        is_missing=(part.is_null() | whole.is_null()).any(),
        is_extreme=((part <= 0) | (part >= whole)).any(),
        is_open=pl.col("lower_95").is_null().any(),
    )


def _not_tested() -> pl.Expr:
    is_share = pl.col("form") == Form.PERCENTAGE.value
    return pl.coalesce(
        pl.when(condition).then(pl.lit(reason.value))
        for condition, reason in [
            (~pl.col("form").is_in(list(TESTS)), NotTested.NEITHER_SHARE_NOR_RATE),
            (pl.col("window") != WindowKind.YEAR.value, NotTested.NOT_ANNUAL),
            (pl.col("years").fill_null(0) < YEARS_OF_A_TREND, NotTested.TOO_FEW_YEARS),
            (pl.col("segments") > 1, NotTested.BREAK),
            (pl.col("is_missing"), NotTested.MISSING_YEAR),
            (is_share & pl.col("is_extreme"), NotTested.WITHOUT_LOGIT),
            (pl.col("is_open"), NotTested.WITHOUT_INTERVAL),
        ]
    )


def _tested(known: pl.DataFrame, form: str) -> pl.DataFrame:
    """Return chart, trend, test, chi-squared and whether the slopes agree, for charts of a form."""
    of_form = known.filter(form=form)
    part, whole, lower, upper = (
        of_form[name].cast(pl.Float64).to_numpy().reshape(-1, YEARS_OF_A_TREND)
        for name in ("numerator", "denominator", "lower_95", "upper_95")
    )
    if form == Form.PERCENTAGE.value:
        chi_squared = cochran_armitage(part, whole)
        slopes, _ = _slopes(np.log(part / (whole - part)), np.ones_like(part))
    else:
        weight = (INTERVAL_IN_ERRORS / (upper - lower)) ** 2
        slopes, chi_squared = _slopes(part / whole, weight)
    ways = np.sign(slopes)
    agree = (ways == ways[:, :1]).all(axis=1) & (ways[:, 0] != 0)
    significant = agree & (chi_squared > CRITICAL)
    said = np.select(
        [significant & (ways[:, 0] > 0), significant],
        [Trend.INCREASING.value, Trend.DECREASING.value],
        Trend.NO_SIGNIFICANT_CHANGE.value,
    )
    return pl.DataFrame({
        "chart": of_form["chart"].gather_every(YEARS_OF_A_TREND),
        "trend": pl.Series(said, dtype=pl.String),
        "test": pl.repeat(TESTS[form], len(said), dtype=pl.String, eager=True),
        "chi_squared": chi_squared,
        "slopes_agree": agree,
    })  # fmt: skip


def cochran_armitage(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    """Return chi-squared of a trend in shares, a row for each series and a column for each year."""
    time = np.arange(1, part.shape[1] + 1)
    parts, wholes = part.sum(axis=1), whole.sum(axis=1)
    apart = wholes * (part @ time) - parts * (whole @ time)
    spread = wholes * (whole @ time**2) - (whole @ time) ** 2
    found: np.ndarray = wholes * apart**2 / (parts * (wholes - parts) * spread)
    return found


def _slopes(value: np.ndarray, weight: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the weighted slopes of all years and without each one, and chi-squared of the first.

    A row for each series; the first column is of all years.
    """
    count = value.shape[1]
    # Counted from the middle year, so that no digits are lost.
    time = np.arange(count) - count // 2
    kept = np.vstack([np.ones(count), 1 - np.eye(count)]).T
    weights, timed = weight @ kept, (weight * time) @ kept
    spread = weights * ((weight * time**2) @ kept) - timed**2
    slopes = (weights * ((weight * time * value) @ kept) - timed * ((weight * value) @ kept)) / (
        spread
    )
    return slopes, slopes[:, 0] ** 2 * spread[:, 0] / weights[:, 0]
