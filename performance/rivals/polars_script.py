"""The same figures and ratings in Polars alone, on whole columns.

It leaves out all words (reasons, sentences, evidence), flags, definitions and the checks of what
it is given; it knows that flows are counted by month, and that a breakdown covers both counts.
"""

from pathlib import Path

import polars as pl

from performance.rivals.arrays import fisher, newcombe_excludes_none, poisson
from performance.rivals.question import CURRENT, Question, connect

SERIES = ["area", "item", "dimension", "category"]
SUMS = ["value", "numbers", "sent"]
FIGURE = ["area", "indicator", "window", "period", "dimension", "category"]


def read(store: Path) -> pl.DataFrame:
    """Return the counts in force."""
    connection = connect(store)
    try:
        return pl.read_database(
            CURRENT, connection, infer_schema_length=None, schema_overrides={"value": pl.Int64}
        )
    finally:
        connection.close()


def figures(counts: pl.DataFrame, asked: Question) -> pl.DataFrame:
    """Return each figure: FIGURE, numerator, denominator, units, symbol and late.

    `units` is its value in ten-thousandths; a missing count is late where an answer was sent.
    """
    totals = _totals(_coded(counts), asked)
    due = (
        _coded(asked.windows)
        .join(_coded(asked.indicators).drop("window", "period"), on="indicator")
        .join(_coded(asked.categories), on="indicator")
        .join(_coded(pl.DataFrame({"area": asked.areas})), how="cross")
    )
    place = ["area", "window", "last_month", "dimension", "category"]
    above = totals.rename({"item": "numerator", "value": "above", "late": "late_above"})
    below = totals.rename({"item": "denominator", "value": "below", "late": "late_below"})
    population = pl.when("is_rate").then("population")
    divides = pl.col("is_share") | pl.col("is_rate")
    scaled = pl.col("above") * pl.col("multiplier") * 10 ** pl.col("decimals")
    rounded = (2 * scaled + pl.col("below")) // (2 * pl.col("below"))
    units = pl.when(divides).then(rounded).otherwise("above") * 10 ** (4 - pl.col("decimals"))
    lacking = pl.col("above").is_null() | (divides & pl.col("below").is_null())
    return (
        due.join(above, on=[*place, "numerator"], how="left")
        .join(below, on=[*place, "denominator"], how="left")
        .join(_coded(asked.populations), on=["area", "mid_year"], how="left")
        .with_columns(below=population.fill_null(pl.col("below")))
        .with_columns(
            symbol=pl.when(lacking).then(pl.lit("x"))
            .when(divides & (pl.col("below") == 0)).then(pl.lit("z")),
            late=pl.when(pl.col("above").is_null()).then("late_above").otherwise("late_below"),
        )
        .select(
            pl.col(FIGURE).cast(pl.String), "symbol", "late",
            numerator="above", denominator="below",
            units=pl.when(pl.col("symbol").is_null()).then(units),
        )
        .collect()
    )  # fmt: skip


def _coded(frame: pl.DataFrame) -> pl.LazyFrame:
    """Return a table with its repeated texts as categories, which join as numbers."""
    names = [*SERIES, "indicator", "window", "numerator", "denominator"]
    texts = [name for name in names if frame.schema.get(name) == pl.String]
    return frame.lazy().with_columns(pl.col(texts).cast(pl.Categorical))


def _totals(counts: pl.LazyFrame, asked: Question) -> pl.LazyFrame:
    """Return each item's total for every window that was sent in whole, or else null."""
    year, month = (pl.col("period").str.slice(at, of).cast(pl.Int64) for at, of in ((0, 4), (5, 2)))
    monthly = counts.select(
        *SERIES, "value", number=year * 12 + month - 1, numbers=pl.col("value").is_not_null(),
        sent=pl.lit(1, pl.Int64),
    ).with_columns(pl.col("numbers").cast(pl.Int64))  # fmt: skip
    by_quarter = monthly.group_by(*SERIES, last_month=pl.col("number") // 3 * 3 + 2).agg(
        pl.col(SUMS).sum()
    )
    # A quarter of which nothing was sent still stands in the middle of a year.
    first = asked.first_month + 2
    ends = pl.LazyFrame({"last_month": range(first, first + asked.months, 3)})
    quarters = (
        by_quarter.select(SERIES).unique().join(ends, how="cross")
        .join(by_quarter, on=[*SERIES, "last_month"], how="left")
        .with_columns(pl.col(SUMS).fill_null(0))
        .sort(*SERIES, "last_month")
        .with_columns(fiscal=(pl.col("last_month") - 3) // 12)
    )  # fmt: skip
    kinds = [
        (monthly.rename({"number": "last_month"}), "month", pl.lit(1)),
        (quarters, "quarter", pl.lit(3)),
        (
            quarters.with_columns(pl.col(SUMS).cum_sum().over(*SERIES, "fiscal")),
            "year to date",
            (pl.col("last_month") - 3) % 12 + 1,
        ),
        (
            quarters.with_columns(pl.col(SUMS).rolling_sum(4).over(SERIES)),
            "rolling 12 months",
            pl.lit(12),
        ),
        (
            quarters.group_by(*SERIES, "fiscal")
            .agg(pl.col(SUMS).sum())
            .with_columns(last_month=pl.col("fiscal") * 12 + 14),
            "year",
            pl.lit(12),
        ),
        (monthly.rename({"number": "last_month"}), "snapshot", pl.lit(1)),
    ]
    asked_for = set(asked.windows["window"])
    return pl.concat(
        frame.select(
            *SERIES,
            "last_month",
            window=pl.lit(window, dtype=pl.Categorical),
            value=pl.when(pl.col("numbers") == due).then("value"),
            late=pl.col("sent") == due,
        )
        for frame, window, due in kinds
        if window in asked_for
    )


def ratings(figures: pl.DataFrame, asked: Question) -> pl.DataFrame:
    """Return the rating of each headline: area, indicator, rating."""
    totals = figures.filter(pl.col("category") == "")
    key = ["area", "indicator", "window", "period"]
    before = totals.select(
        *key, before_units="units", before_numerator="numerator", before_denominator="denominator"
    )
    rows = (
        asked.indicators.drop("numerator", "denominator")
        .join(pl.DataFrame({"area": asked.areas}), how="cross")
        .join(totals, on=key, how="left")
        .join(
            before.rename({"period": "before_period"}),
            on=["area", "indicator", "window", "before_period"],
            how="left",
        )
        .join(asked.quartiles, on="indicator", how="left")
    )
    rows = rows.with_columns(state=_state())
    tested = rows.filter(pl.col("state") == "tested")
    rest = rows.filter(pl.col("state") != "tested")
    tested = pl.concat(
        [_shares(tested.filter("is_share")), _events(tested.filter(~pl.col("is_share")))]
    )
    return pl.concat([rest, tested], how="diagonal").select("area", "indicator", rating=_rating())


def _state() -> pl.Expr:
    """Return why a headline is not tested, or that it is."""
    small = pl.min_horizontal("denominator", "before_denominator") < 10
    over = (pl.col("numerator") > pl.col("denominator")) | (
        pl.col("before_numerator") > pl.col("before_denominator")
    )
    return (
        pl.when(pl.col("symbol") == "z").then(pl.lit("Not applicable"))
        .when((pl.col("symbol") == "x") & pl.col("late")).then(pl.lit("Not yet available"))
        .when(pl.col("symbol") == "x").then(pl.lit("Not submitted"))
        .when(pl.col("before_units").is_null()).then(pl.lit("No earlier figure"))
        .when("is_stock").then(pl.lit("Not tested: a stock without a rule"))
        .when(pl.max_horizontal("numerator", "before_numerator") < 5)
        .then(pl.lit("Numbers too small to judge"))
        .when(pl.col("is_share") & small).then(pl.lit("Numbers too small to judge"))
        .when(pl.col("is_share") & over).then(pl.lit("Not tested: no rule"))
        .otherwise(pl.lit("tested"))
    )  # fmt: skip


def _shares(rows: pl.DataFrame) -> pl.DataFrame:
    """Add whether two shares differ, and which is the larger."""
    x0, n0, x1, n1 = (
        rows[name].to_numpy().astype(float)
        for name in ("before_numerator", "before_denominator", "numerator", "denominator")
    )
    cells = pl.min_horizontal(
        "numerator",
        "before_numerator",
        pl.col("denominator") - pl.col("numerator"),
        pl.col("before_denominator") - pl.col("before_numerator"),
    )
    small = rows.select(cells < 5).to_series().to_numpy()
    sure = newcombe_excludes_none(x0, n0, x1, n1)
    sure[small] = fisher(x0[small], n0[small], x1[small], n1[small]) < 0.002
    return rows.with_columns(
        pl.Series("sure", sure, dtype=pl.Boolean), pl.Series("rose", x1 / n1 > x0 / n0)
    )


def _events(rows: pl.DataFrame) -> pl.DataFrame:
    """Add whether two rates of events differ, and which is the larger."""
    people = [
        rows.select(pl.when("is_rate").then(name).otherwise(1)).to_series().to_numpy()
        for name in ("before_denominator", "denominator")
    ]
    x0, x1 = (rows[name].to_numpy().astype(float) for name in ("before_numerator", "numerator"))
    e0 = rows["before_days"].to_numpy() * people[0].astype(float)
    e1 = rows["days"].to_numpy() * people[1].astype(float)
    return rows.with_columns(
        pl.Series("sure", poisson(x0, e0, x1, e1) < 0.002), pl.Series("rose", x1 / e1 > x0 / e0)
    )


def _rating() -> pl.Expr:
    """Return the word: the band where there is one, else what the test found."""
    value = pl.col("units") / 10_000
    edges = [value <= pl.col(f"quartile_{number}") for number in (1, 2, 3)]

    def band(letters: str) -> pl.Expr:
        return (
            pl.when(edges[0]).then(pl.lit(f"Band {letters[0]}"))
            .when(edges[1]).then(pl.lit(f"Band {letters[1]}"))
            .when(edges[2]).then(pl.lit(f"Band {letters[2]}"))
            .otherwise(pl.lit(f"Band {letters[3]}"))
        )  # fmt: skip

    is_low = pl.col("polarity") == "low"
    better = pl.col("rose") == (pl.col("polarity") == "high")
    return (
        pl.when(pl.col("banded") & pl.col("symbol").is_null())
        .then(pl.when(is_low).then(band("ABCD")).otherwise(band("DCBA")))
        .when(pl.col("state") != "tested").then("state")
        .when(~pl.col("sure")).then(pl.lit("No significant change"))
        .when(pl.col("polarity") == "neutral")
        .then(pl.when("rose").then(pl.lit("Higher")).otherwise(pl.lit("Lower")))
        .when(better).then(pl.lit("Improved"))
        .otherwise(pl.lit("Worsened"))
    )  # fmt: skip
