"""The same figures and ratings in pandas, on whole columns. It leaves out what the other does."""

from pathlib import Path

import numpy as np
import pandas as pd
import polars as pl

from performance.rivals.arrays import fisher, newcombe_excludes_none, poisson
from performance.rivals.question import CURRENT, Question, connect

SERIES = ["area", "item", "dimension", "category"]
SUMS = ["value", "numbers", "sent"]
FIGURE = ["area", "indicator", "window", "period", "dimension", "category"]


def read(store: Path) -> pd.DataFrame:
    """Return the counts in force."""
    connection = connect(store)
    try:
        return pd.read_sql_query(CURRENT, connection)
    finally:
        connection.close()


def table(frame: pl.DataFrame) -> pd.DataFrame:
    """Return a table of the question as pandas holds it."""
    return pd.DataFrame(frame.to_dict(as_series=False))


def figures(counts: pd.DataFrame, asked: Question) -> pd.DataFrame:
    """Return each figure: FIGURE, numerator, denominator, units, symbol and late.

    `units` is its value in ten-thousandths; a missing count is late where an answer was sent.
    """
    # One number for each series: pandas joins and groups by numbers far faster than by texts.
    places = counts[SERIES].drop_duplicates().reset_index(drop=True)
    places["series"] = places.index
    totals = _totals(counts.merge(places, on=SERIES), asked)
    due = (
        table(asked.windows)
        .merge(table(asked.indicators).drop(columns=["window", "period"]), on="indicator")
        .merge(table(asked.categories), on="indicator")
        .merge(pd.DataFrame({"area": asked.areas}), how="cross")
        .merge(table(asked.populations), on=["area", "mid_year"], how="left")
    )
    for role, prefix in (("numerator", "above"), ("denominator", "below")):
        of_role = places.rename(columns={"item": role, "series": f"{prefix}_series"})
        due = due.merge(of_role, on=["area", role, "dimension", "category"], how="left")
        values = totals.rename(
            columns={"series": f"{prefix}_series", "value": prefix, "late": f"late_{prefix}"}
        )
        due = due.merge(values, on=[f"{prefix}_series", "window", "last_month"], how="left")
    due["below"] = due["population"].where(due["is_rate"], due["below"])
    divides = due["is_share"] | due["is_rate"]
    lacking = due["above"].isna() | (divides & due["below"].isna())
    nothing = divides & ~lacking & (due["below"] == 0)
    due["symbol"] = np.select([lacking, nothing], ["x", "z"], default="")
    due["late"] = np.where(due["above"].isna(), due["late_above"], due["late_below"]) == 1
    # A missing number makes a float of a column, so the whole numbers are taken out again.
    above = due["above"].fillna(0).astype("int64")
    below = due["below"].fillna(0).astype("int64").where(divides & ~nothing & ~lacking, 1)
    scaled = above * due["multiplier"] * 10 ** due["decimals"]
    rounded = ((2 * scaled + below) // (2 * below)).where(divides, above)
    due["units"] = (rounded * 10 ** (4 - due["decimals"])).where(due["symbol"] == "")
    due = due.rename(columns={"above": "numerator_value", "below": "denominator_value"})
    kept = due[[*FIGURE, "symbol", "late", "numerator_value", "denominator_value", "units"]]
    return kept.rename(columns={"numerator_value": "numerator", "denominator_value": "denominator"})


def _totals(counts: pd.DataFrame, asked: Question) -> pd.DataFrame:
    """Return each series' total for every window that was sent in whole, or else missing."""
    codes = counts["period"].astype("category")
    months = [int(code[:4]) * 12 + int(code[5:]) - 1 for code in codes.cat.categories]
    monthly = pd.DataFrame(
        {
            "series": counts["series"],
            "last_month": np.array(months)[codes.cat.codes],
            "value": counts["value"].fillna(0).astype("int64"),
            "numbers": counts["value"].notna().astype("int64"),
            "sent": 1,
        }
    )
    quarter = monthly["last_month"] // 3 * 3 + 2
    sums = monthly.groupby(["series", quarter.rename("last_month")])[SUMS].sum()
    ends = range(asked.first_month + 2, asked.first_month + 2 + asked.months, 3)
    every = pd.MultiIndex.from_product([range(counts["series"].max() + 1), ends])
    quarters = sums.reindex(every.set_names(["series", "last_month"]), fill_value=0).reset_index()
    quarters["fiscal"] = (quarters["last_month"] - 3) // 12
    to_date = quarters.copy()
    to_date[SUMS] = quarters.groupby(["series", "fiscal"])[SUMS].cumsum()
    twelve = quarters.copy()
    running = quarters.groupby("series")[SUMS].cumsum()
    twelve[SUMS] = running - running.groupby(quarters["series"]).shift(4).fillna(0)
    twelve = twelve[quarters.groupby("series").cumcount() >= 3].astype("int64")
    years = quarters.groupby(["series", "fiscal"], as_index=False)[SUMS].sum()
    years["last_month"] = years["fiscal"] * 12 + 14
    kinds = [
        (monthly, "month", 1), (quarters, "quarter", 3), (years, "year", 12),
        (to_date, "year to date", (to_date["last_month"] - 3) % 12 + 1),
        (twelve, "rolling 12 months", 12), (monthly, "snapshot", 1),
    ]  # fmt: skip
    asked_for = set(asked.windows["window"])
    frames = []
    for frame, window, due in kinds:
        if window in asked_for:
            part = frame[["series", "last_month"]].copy()
            part["window"] = window
            part["value"] = frame["value"].where(frame["numbers"] == due)
            part["late"] = (frame["sent"] == due).astype("int8")
            frames.append(part)
    return pd.concat(frames, ignore_index=True)


def ratings(figures: pd.DataFrame, asked: Question) -> pd.DataFrame:
    """Return the rating of each headline: area, indicator, rating."""
    totals = figures[figures["category"] == ""].drop(columns=["dimension", "category"])
    before = totals[["area", "indicator", "window", "period", "units", "numerator", "denominator"]]
    before = before.rename(
        columns={"period": "before_period", "units": "before_units",
                 "numerator": "before_numerator", "denominator": "before_denominator"}
    )  # fmt: skip
    rows = (
        table(asked.indicators)
        .drop(columns=["numerator", "denominator"])
        .merge(pd.DataFrame({"area": asked.areas}), how="cross")
        .merge(totals, on=["area", "indicator", "window", "period"], how="left")
        .merge(before, on=["area", "indicator", "window", "before_period"], how="left")
        .merge(table(asked.quartiles), on="indicator", how="left")
    )
    state = _state(rows)
    sure, rose = np.zeros(len(rows), bool), np.zeros(len(rows), bool)
    for of_kind, test in ((rows["is_share"], _shares), (~rows["is_share"], _events)):
        where = np.flatnonzero((state == "tested") & of_kind)
        sure[where], rose[where] = test(rows.iloc[where])
    rows["rating"] = _rating(rows, state, sure, rose)
    return rows[["area", "indicator", "rating"]]


def _state(rows: pd.DataFrame) -> np.ndarray:
    """Return why a headline is not tested, or that it is."""
    x1, n1, x0, n0 = (
        rows[name]
        for name in ("numerator", "denominator", "before_numerator", "before_denominator")
    )
    share, missing = rows["is_share"], rows["symbol"] == "x"
    small = share & (np.minimum(n0, n1) < 10)
    return np.select(
        [
            rows["symbol"] == "z", missing & rows["late"], missing, rows["before_units"].isna(),
            rows["is_stock"], (np.maximum(x0, x1) < 5) | small, share & ((x1 > n1) | (x0 > n0)),
        ],
        ["Not applicable", "Not yet available", "Not submitted", "No earlier figure",
         "Not tested: a stock without a rule", "Numbers too small to judge",
         "Not tested: no rule"],
        default="tested",
    )  # fmt: skip


def _shares(rows: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Return whether two shares differ, and whether the second is the larger."""
    names = ("before_numerator", "before_denominator", "numerator", "denominator")
    x0, n0, x1, n1 = (rows[name].to_numpy(float) for name in names)
    small = np.minimum.reduce([x0, n0 - x0, x1, n1 - x1]) < 5
    sure = newcombe_excludes_none(x0, n0, x1, n1)
    sure[small] = fisher(x0[small], n0[small], x1[small], n1[small]) < 0.002
    return sure, x1 / n1 > x0 / n0


def _events(rows: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Return whether two rates of events differ, and whether the second is the larger."""
    people0 = rows["before_denominator"].where(rows["is_rate"], 1).to_numpy(float)
    people1 = rows["denominator"].where(rows["is_rate"], 1).to_numpy(float)
    x0, x1 = rows["before_numerator"].to_numpy(float), rows["numerator"].to_numpy(float)
    e0, e1 = rows["before_days"].to_numpy() * people0, rows["days"].to_numpy() * people1
    return poisson(x0, e0, x1, e1) < 0.002, x1 / e1 > x0 / e0


def _rating(
    rows: pd.DataFrame, state: np.ndarray, sure: np.ndarray, rose: np.ndarray
) -> np.ndarray:
    """Return the word: the band where there is one, else what the test found."""
    value = rows["units"] / 10_000
    edges = [value <= rows[f"quartile_{number}"] for number in (1, 2, 3)]
    low = np.select(edges, ["Band A", "Band B", "Band C"], default="Band D")
    high = np.select(edges, ["Band D", "Band C", "Band B"], default="Band A")
    banded = rows["banded"] & (rows["symbol"] == "")
    neutral = rows["polarity"] == "neutral"
    better = rose == (rows["polarity"] == "high")
    return np.select(
        [banded & (rows["polarity"] == "low"), banded, state != "tested", ~sure,
         neutral & rose, neutral, better],
        [low, high, state, "No significant change", "Higher", "Lower", "Improved"],
        default="Worsened",
    )  # fmt: skip


def as_figures(frame: pd.DataFrame) -> pl.DataFrame:
    """Return the figures as the check of equality takes them."""
    texts = {name: frame[name].tolist() for name in [*FIGURE, "symbol"]}
    units = [None if each != each else int(each) for each in frame["units"].tolist()]
    made = pl.DataFrame({**texts, "units": pl.Series(units, dtype=pl.Int64)})
    return made.with_columns(symbol=pl.when(pl.col("symbol") != "").then("symbol"))


def as_ratings(frame: pd.DataFrame) -> pl.DataFrame:
    """Return the ratings as the check of equality takes them."""
    return pl.DataFrame({name: frame[name].tolist() for name in frame.columns})
