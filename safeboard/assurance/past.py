"""The past of a change: how much the figures before it varied, where enough of them are known."""

import polars as pl

from safeboard.assurance.dispersion import HISTORY, Dispersion, dispersions
from safeboard.assurance.judgement import Dispersions
from safeboard.assurance.process.charted import Events, events_of
from safeboard.assurance.series import dated
from safeboard.catalogue.library import Catalogue
from safeboard.vocabulary.form import Form
from safeboard.vocabulary.period import Period
from safeboard.vocabulary.window import Window, WindowKind

_PLACE = ["area", "indicator"]


def dispersions_of(
    series: pl.DataFrame, compared: pl.DataFrame, catalogue: Catalogue, events: Events
) -> Dispersions:
    """Return the dispersion of each headline's own past, from `series` (FIGURES).

    The past is made of its shortest windows that ended before the headline's window began, under
    its definition and since its last break. A stock has none.
    """
    begins = _begins(compared, catalogue, events)
    past = (
        dated(series, compared)
        .join(begins, on=_PLACE)
        .filter(
            pl.col("days") > 0,
            pl.col("symbol").is_null(),
            pl.col("last") < pl.col("first_month"),
            pl.col("day") >= pl.col("since"),
            pl.col("definition") == pl.col("definition_now"),
        )
    )
    shortest = pl.col("rank") == pl.col("rank").min().over(_PLACE)
    is_rate = pl.col("form") == Form.RATE.value
    exposure = pl.when(is_rate).then(pl.col("denominator")).otherwise(1) * pl.col("days")
    history = past.filter(shortest).select(
        "period",
        "numerator",
        "denominator",
        series=pl.concat_str(*_PLACE, separator="/"),
        is_share=pl.col("form") == Form.PERCENTAGE.value,
        count="numerator",
        of=pl.when(pl.col("form") == Form.PERCENTAGE.value).then("denominator").otherwise(exposure),
    )
    found = dispersions(history.select(HISTORY.names()).cast(HISTORY))
    points = dict(_points(history).iter_rows())
    return {
        (area, indicator): Dispersion(factor, periods, points[name])
        for name, periods, factor in found.iter_rows()
        for area, indicator in [name.split("/")]
    }


def _points(history: pl.DataFrame) -> pl.DataFrame:
    """Return the counts of each series in one text: 2016-04: 137 of 467, 2016-05: 128 of 448."""
    base = pl.format(" of {}", "denominator").fill_null("")
    return history.group_by("series").agg(
        pl.format("{}: {}{}", "period", "numerator", base).sort_by("period").str.join(", ")
    )


def _begins(compared: pl.DataFrame, catalogue: Catalogue, events: Events) -> pl.DataFrame:
    """Return the first month of each headline, its definition, and the day of its last break."""
    rows = []
    for area, code, kind, period, definition in compared.select(
        *_PLACE, "window", "period", "definition"
    ).iter_rows():
        indicator = catalogue.indicators[code]
        window = Window(WindowKind(kind), Period.parse(period))
        broken = [each.on for each in events_of(area, indicator, events) if each.kind.breaks]
        since = [day for day in broken if day <= window.first_day]
        first = window.span[0]
        rows.append((area, code, indicator.form.value, first, definition, max(since, default=None)))
    names = [*_PLACE, "form", "first_month", "definition_now", "since"]
    types = [pl.String, pl.String, pl.String, pl.Int64, pl.String, pl.Date]
    return pl.DataFrame(
        rows, schema=dict(zip(names, types, strict=True)), orient="row"
    ).with_columns(pl.col("since").fill_null(pl.date(1900, 1, 1)))
