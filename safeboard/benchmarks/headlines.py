"""The headlines: each indicator's figure for the release's period, beside the one before it."""

import polars as pl

from safeboard.catalogue.indicator import WHOLE, Indicator
from safeboard.catalogue.library import Catalogue
from safeboard.indicators.figures import FIGURES
from safeboard.indicators.windows import windows_of
from safeboard.vocabulary.period import Period, PeriodKind
from safeboard.vocabulary.window import Window, WindowKind

SHARES_ONLY = "shown by category only"
"""The reason of a headline that is none, because an indicator has only shares of a whole."""

_AT_QUARTERS = (WindowKind.SNAPSHOT,)
_BY_QUARTER = (WindowKind.SNAPSHOT, WindowKind.YEAR_TO_DATE, WindowKind.ROLLING)

_BEFORE = ("definition", "numerator", "denominator", "value", "symbol", "reason")


def headline_window(indicator: Indicator, catalogue: Catalogue, period: Period) -> Window:
    """Return the window of an indicator's headline: of its kind, that which last ended.

    A snapshot is that at the end of a quarter, so that it has one name. A year to date and twelve
    months end with a month only in a release for a month, of what is counted by month.
    """
    quarterly = _BY_QUARTER if period.kind is not PeriodKind.MONTH else _AT_QUARTERS
    kind = WindowKind.QUARTER if indicator.window in quarterly else indicator.window
    months = (Period(PeriodKind.MONTH, period.last - back) for back in range(12))
    ended = (window.period for month in months if (window := Window.ending(kind, month)))
    windows = [Window(indicator.window, each) for each in ended]
    return next(iter(windows_of(indicator, catalogue, windows)), windows[0])


def headlines(figures: pl.DataFrame, catalogue: Catalogue, period: Period) -> pl.DataFrame:
    """Return one row for each indicator and area: the columns of FIGURES and `before_…`.

    An indicator that has only shares of a whole has no total: its headline is `z`.
    """
    wanted = _wanted(catalogue, period)
    areas = figures.select(pl.col("area").unique(maintain_order=True)).with_row_index("area_order")
    figures = _of_windows(figures, wanted)
    totals = figures.filter(pl.col("category") == "").drop("dimension", "category")
    key = ["area", "indicator", "window"]
    before_figures = totals.select(
        *key,
        pl.col("period").alias("before_period"),
        *(pl.col(name).alias(f"before_{name}") for name in _BEFORE),
    )
    shares = pl.col("only_shares")
    of_shares = figures.select([*key, "period", pl.col("definition").alias("of_shares")]).unique(
        [*key, "period"], maintain_order=True
    )
    return (
        wanted.join(areas, how="cross")
        .join(totals, on=[*key, "period"], how="left")
        .join(before_figures, on=[*key, "before_period"], how="left")
        .join(of_shares, on=[*key, "period"], how="left")
        .sort("area_order", "order")
        .with_columns(
            dimension=pl.lit(""),
            category=pl.lit(""),
            definition=pl.coalesce("definition", "of_shares"),
            flags=pl.col("flags").fill_null(""),
            symbol=pl.when(shares).then(pl.lit("z")).otherwise("symbol"),
            reason=pl.when(shares).then(pl.lit(SHARES_ONLY)).otherwise("reason"),
        )
        .select(*FIGURES.names(), "before_period", *(f"before_{name}" for name in _BEFORE))
    )


def _of_windows(figures: pl.DataFrame, wanted: pl.DataFrame) -> pl.DataFrame:
    """Return the figures of the wanted windows and of those before: few of them all."""
    key = ["indicator", "window", "period"]
    before = wanted.select("indicator", "window", period="before_period")
    return figures.join(pl.concat([wanted.select(key), before]), on=key, how="semi")


def _wanted(catalogue: Catalogue, period: Period) -> pl.DataFrame:
    """Return each indicator's place in the order, its headline's window and the one before."""
    rows = []
    for order, indicator in enumerate(catalogue.indicators.values()):
        window = headline_window(indicator, catalogue, period)
        before = window.compared_with(indicator.compare_with)
        only_shares = indicator.denominator == WHOLE
        rows.append(
            (order, indicator.code, window.kind.value, window.period.code, before.period.code,
             only_shares)
        )  # fmt: skip
    names = ["order", "indicator", "window", "period", "before_period", "only_shares"]
    types = [pl.Int64, *[pl.String] * 4, pl.Boolean]
    return pl.DataFrame(rows, schema=dict(zip(names, types, strict=True)), orient="row")
