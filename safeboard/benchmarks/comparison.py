"""Compare headlines with their benchmarks: a band, or the reason why there is none."""

from collections.abc import Callable
from datetime import date
from functools import cache

import polars as pl

from safeboard.benchmarks.compared import COMPARED
from safeboard.benchmarks.headlines import headlines
from safeboard.benchmarks.words import in_words
from safeboard.catalogue.library import Catalogue
from safeboard.vocabulary.benchmark import Band, Comparison, Match
from safeboard.vocabulary.period import Period, PeriodKind
from safeboard.vocabulary.polarity import Polarity
from safeboard.vocabulary.window import Window, WindowKind

_DISTRIBUTION = ["quartile_1", "quartile_2", "quartile_3", "authorities", "england", "remarks"]


def compare(
    figures: pl.DataFrame,
    catalogue: Catalogue,
    distributions: pl.DataFrame,
    period: Period,
    as_of: date,
) -> pl.DataFrame:
    """Return each indicator's headline beside its benchmark: columns COMPARED.

    `distributions` holds what was published by `as_of`, with the columns of DISTRIBUTIONS.
    """
    rows = headlines(figures, catalogue, period).join(
        _declared(catalogue), on="indicator", how="left", maintain_order="left"
    )
    rows = _with_distribution(rows, distributions, "")
    rows = _with_distribution(rows, distributions, "before_")
    rows = rows.with_columns(comparison=_comparison()).with_columns(
        band=pl.when(pl.col("comparison") == Comparison.BANDED.value).then(_band("")),
        before_band=pl.when(
            (pl.col("comparison") == Comparison.BANDED.value)
            & pl.col("before_value").is_not_null()
            & _same_span("before_period")
        ).then(_band("before_")),
    )
    texts = [in_words(row, catalogue, as_of) for row in rows.iter_rows(named=True)]
    return (
        rows.with_columns(
            comparison_text=pl.Series([each.text for each in texts], dtype=pl.String),
            england=pl.Series([each.england for each in texts], dtype=pl.String),
            distribution=pl.Series([each.distribution for each in texts], dtype=pl.String),
            vintage=pl.Series([each.vintage for each in texts], dtype=pl.String),
            benchmark_source=pl.col("source"),
            benchmark_measure=pl.col("measure"),
            benchmark_period=_of_years("year"),
        )
        .select(COMPARED.names())
        .cast(COMPARED)
    )


def _declared(catalogue: Catalogue) -> pl.DataFrame:
    """Return what each indicator's file says of its benchmark; all null without one."""
    rows = []
    for each in catalogue.indicators.values():
        said = each.national
        rows.append(
            (
                each.code,
                said.source if said else None,
                said.measure if said else None,
                said.title if said else None,
                said.match.value if said else None,
                said.banded if said else None,
                each.polarity.value,
                each.rule.position.despite_difference is not None,
            )
        )
    names = [
        "indicator",
        "source",
        "measure",
        "benchmark_title",
        "match",
        "banded",
        "polarity",
        "despite",
    ]
    types = [*[pl.String] * 5, pl.Boolean, pl.String, pl.Boolean]
    return pl.DataFrame(rows, schema=dict(zip(names, types, strict=True)), orient="row")


def _with_distribution(rows: pl.DataFrame, given: pl.DataFrame, prefix: str) -> pl.DataFrame:
    """Add the distribution of the figure's own year, or else of the latest earlier one."""
    year = pl.lit(WindowKind.YEAR.value).alias("window"), pl.col("period")
    published = given.with_columns(benchmark_year=_of_windows(_year_of, *year)).select(
        "source",
        "measure",
        pl.col("benchmark_year").alias(f"{prefix}year"),
        pl.col("published").alias(f"{prefix}published"),
        *(pl.col(name).alias(f"{prefix}{name}") for name in _DISTRIBUTION),
    )
    own = _of_windows(_year_of, pl.col("window"), pl.col(f"{prefix}period"))
    return (
        rows.with_row_index("place")
        .with_columns(own.alias("own_year"))
        .sort("own_year")
        .join_asof(
            published.sort(f"{prefix}year"),
            left_on="own_year",
            right_on=f"{prefix}year",
            by=["source", "measure"],
            coalesce=False,
            check_sortedness=False,
        )
        .sort("place")
        .drop("place", "own_year")
    )


def _of_windows(asked: Callable[[Window], int | bool], window: pl.Expr, period: pl.Expr) -> pl.Expr:
    """Return what each row's window answers; there are few windows among many rows."""
    answer = cache(lambda kind, code: asked(Window(WindowKind(kind), Period.parse(code))))
    pairs = pl.struct(window.alias("kind"), period.alias("code"))
    return pairs.map_elements(lambda pair: int(answer(**pair)), return_dtype=pl.Int64)


def _of_years(name: str) -> pl.Expr:
    """Return the code of the financial year that begins in each year."""
    return pl.col(name).map_elements(lambda year: Period.year(year).code, return_dtype=pl.String)


def _year_of(window: Window) -> int:
    """Return the year in which the financial year begins that a window is set beside."""
    return window.benchmark_year.first_day.year


def _comparison() -> pl.Expr:
    """Return which of the states holds; the first that does."""
    is_snapshot = pl.col("window") == WindowKind.SNAPSHOT.value
    states = [
        (pl.col("match").is_null(), Comparison.NO_REFERENT),
        (pl.col("value").is_null(), Comparison.NO_FIGURE),
        (
            (pl.col("match") == Match.DIFFERS.value) & ~pl.col("despite"),
            Comparison.DEFINITION_DIFFERS,
        ),
        (~_same_span("period") & is_snapshot, Comparison.ANOTHER_DATE),
        (~_same_span("period"), Comparison.PART_OF_A_YEAR),
        (pl.col("year").is_null(), Comparison.NOT_PUBLISHED),
        (~pl.col("banded") | ~_has_quartiles(""), Comparison.NO_BAND),
    ]
    return pl.coalesce(
        *(pl.when(holds).then(pl.lit(state.value)) for holds, state in states),
        pl.lit(Comparison.BANDED.value),
    )


def _same_span(period: str) -> pl.Expr:
    """Tell whether a window is twelve months long, or a snapshot at the end of a financial year."""
    return _of_windows(_can_be_banded, pl.col("window"), pl.col(period)).cast(pl.Boolean)


def _can_be_banded(window: Window) -> bool:
    if window.kind is WindowKind.SNAPSHOT:
        return window.period.ending(PeriodKind.YEAR) is not None
    return window.is_twelve_months


def _has_quartiles(prefix: str) -> pl.Expr:
    return pl.all_horizontal(pl.col(f"{prefix}quartile_{n}").is_not_null() for n in (1, 2, 3))


def _band(prefix: str) -> pl.Expr:
    """Return the quartile a value lies in; a value on a boundary lies below it.

    Source: the national tool's own rule, calculate_quartile_band: upper edges are inclusive.
    """
    value = pl.col(f"{prefix}value")
    edges = [pl.col(f"{prefix}quartile_{number}") for number in (1, 2, 3)]
    low = [Band.A.value, Band.B.value, Band.C.value, Band.D.value]

    def by(letters: list[str]) -> pl.Expr:
        first, second, third = (value <= edge for edge in edges)
        return (
            pl.when(~_has_quartiles(prefix))
            .then(None)
            .when(first)
            .then(pl.lit(letters[0]))
            .when(second)
            .then(pl.lit(letters[1]))
            .when(third)
            .then(pl.lit(letters[2]))
            .otherwise(pl.lit(letters[3]))
        )

    is_low = pl.col("polarity") == Polarity.LOW.value
    return pl.when(is_low).then(by(low)).otherwise(by(low[::-1]))
