"""Judge a change by the trend of its last five years, where an indicator's rule says so."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from safeboard.assurance.judgement import Judgement, direction_rating
from safeboard.assurance.process.charted import Events, cuts_of
from safeboard.assurance.process.preset import MDC
from safeboard.assurance.process.segments import Break, segmented
from safeboard.assurance.sentences import as_text, window_of, with_base
from safeboard.assurance.trend import CRITICAL, YEARS, NotTested, Trend, trends
from safeboard.catalogue.indicator import Indicator
from safeboard.catalogue.library import Catalogue
from safeboard.indicators.series import YEARS_OF_A_TREND
from safeboard.vocabulary.form import written
from safeboard.vocabulary.period import Period
from safeboard.vocabulary.rating import Rating
from safeboard.vocabulary.window import Window, WindowKind


@dataclass(frozen=True)
class AnnualTrend:
    """The trend of a headline's last years (rows of FIGURES), or why it was not tested."""

    found: Mapping[str, Any]
    years: tuple[Mapping[str, Any], ...]

    @property
    def not_tested(self) -> str:
        """Return why there is no trend; nothing where there is one."""
        return self.found["not_tested"] or ""


AnnualTrends = Mapping[tuple[str, str], AnnualTrend]
"""The trends of headlines, by area and indicator."""


def trends_of(
    series: pl.DataFrame, compared: pl.DataFrame, catalogue: Catalogue, events: Events
) -> AnnualTrends:
    """Return the trend of each headline that is judged by one, from `series` (FIGURES).

    The last of its years is the headline's own: a headline for less than a whole year has none.
    """
    rows = list(_asked(compared, catalogue))
    names = ["chart", "area", "indicator", "form", "window", "end"]
    asked = pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String), orient="row")
    figures = _figures(series, asked.drop("form", "window"))
    cuts = {
        chart: [each for each in cuts_of(area, catalogue.indicators[code], events)
                if isinstance(each, Break)]
        for chart, area, code, *_ in rows
    }  # fmt: skip
    told = figures.select("chart", "day", value=pl.col("numerator").cast(pl.Float64))
    cut = segmented(told, cuts, MDC).select("chart", "day", "segment", "point")
    years = figures.join(cut, on=["chart", "day"]).select(YEARS.names())
    found = trends(years, asked).rows_by_key("chart", named=True, unique=True)
    last = figures.group_by("chart", maintain_order=True).tail(YEARS_OF_A_TREND)
    by_chart = last.rows_by_key("chart", named=True)
    return {
        (area, code): AnnualTrend(found[chart], tuple(by_chart.get(chart, ())))
        for chart, area, code, *_ in rows
    }


def _asked(compared: pl.DataFrame, catalogue: Catalogue) -> Iterator[tuple[str, ...]]:
    """Yield each headline that is judged by a trend; one that covers a whole year is annual."""
    places = compared.select("area", "indicator", "window", "period")
    for area, code, kind, period in places.iter_rows():
        indicator = catalogue.indicators[code]
        if indicator.rule.change.method != "annual trend":
            continue
        window = Window(WindowKind(kind), Period.parse(period))
        year = window.period.financial_year
        whole_year = window.span == (year.first, year.last)
        is_annual = whole_year and window.kind is not WindowKind.SNAPSHOT
        named = WindowKind.YEAR.value if is_annual else kind
        yield f"{code} ({area})", area, code, indicator.form.value, named, year.code


def _figures(series: pl.DataFrame, asked: pl.DataFrame) -> pl.DataFrame:
    """Return the yearly totals up to the headline of each chart, whose year is the last of them.

    The counts of a year without a figure are null.
    """
    yearly = series.filter(pl.col("category") == "", window=WindowKind.YEAR.value)
    codes = {*yearly["period"], *asked["end"]}
    days = pl.DataFrame(
        [(code, Period.parse(code).first_day) for code in codes],
        schema={"period": pl.String, "day": pl.Date},
        orient="row",
    )
    is_known = pl.col("symbol").is_null()
    return (
        yearly.join(asked, on=["area", "indicator"])
        .join(days, on="period")
        .join(days.rename({"period": "end", "day": "last_day"}), on="end")
        .filter(pl.col("day") <= pl.col("last_day"))
        .with_columns(
            pl.when(is_known).then(name).alias(name) for name in ("numerator", "denominator")
        )
        .sort("chart", "day")
        .filter(pl.col("day").last().over("chart") == pl.col("last_day"))
    )


def judge_trend(
    row: Mapping[str, Any], indicator: Indicator, known: AnnualTrends
) -> tuple[Judgement | None, str]:
    """Return the judgement of a row by its trend; or None, and why there is none."""
    annual = known.get((row["area"], row["indicator"]))
    if annual is None or annual.not_tested:
        why = annual.not_tested if annual else NotTested.TOO_FEW_YEARS.value
        return None, f"No trend over five years is told: {why}."
    trend = Trend(annual.found["trend"])
    rating = Rating.NO_SIGNIFICANT_CHANGE
    if trend is not Trend.NO_SIGNIFICANT_CHANGE:
        rating = direction_rating(indicator.polarity, rose=trend is Trend.INCREASING)
    evidence = {
        "method": "annual trend",
        "test": annual.found["test"],
        "parameters": {
            "level_that_rates": "99.8%",
            "years": YEARS_OF_A_TREND,
            "critical_chi_squared": CRITICAL,
        },
        "chi_squared": round(annual.found["chi_squared"], 4),
        "slopes_agree": annual.found["slopes_agree"],
        "trend": trend.value,
        "points_used": [
            [each["period"], each["numerator"], each["denominator"], as_text(each["value"])]
            for each in annual.years
        ],
    }
    return Judgement(rating, _sentence(row, indicator, annual, trend), evidence), ""


def _sentence(
    row: Mapping[str, Any], indicator: Indicator, annual: AnnualTrend, trend: Trend
) -> str:
    """Say where the five years began, and whether they rose or fell beyond chance."""
    first = annual.years[0]
    began = written(first["value"], indicator.form, indicator.decimals)
    year = Window(WindowKind.YEAR, Period.parse(first["period"]))
    now = f"{with_base(row, indicator)} in {window_of(row)}, from {began} in {year}"
    if trend is not Trend.NO_SIGNIFICANT_CHANGE:
        way = "risen" if trend is Trend.INCREASING else "fallen"
        return (
            f"{now}: over these five years it has {way}, whichever of them is left out, and chance "
            "alone would bring such a trend less than twice in 1,000 times."
        )
    if annual.found["chi_squared"] > CRITICAL:
        return f"{now}: over these five years it goes one way only because of one of them."
    return f"{now}: chance alone may well bring what there is of a trend over these five years."
