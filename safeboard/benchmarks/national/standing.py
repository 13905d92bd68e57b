"""Where each authority stands among the others, in every measure and year.

Source: the national tool's own code, as of April 2026: rank by minimum; quartiles of type 7 of the
values that are not missing, each authority counted once; an upper edge belongs to its band.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import polars as pl

from safeboard.benchmarks.national.abolished import reaches, were_abolished
from safeboard.benchmarks.national.places import gathered, places_of
from safeboard.benchmarks.national.tool import LAST_AUTHORITY, NationalTool

STANDING = pl.Schema(
    {
        "measure": pl.String,
        "edition": pl.Int64,
        "area": pl.Int64,
        "year": pl.String,
        "value": pl.Float64,
        "rank": pl.Int64,
        "of": pl.Int64,
        "band": pl.String,
        "q0": pl.Float64,
        "q25": pl.Float64,
        "q50": pl.Float64,
        "q75": pl.Float64,
        "q100": pl.Float64,
        "change": pl.Float64,
        "direction": pl.String,
    }
)
"""One row for each measure, authority and year.

`rank` 1 is best, among the `of` that have a value; null without a value or where neither way is
good. `band` is A (best) to D, "-" for a measure without bands, null without a value. `q25` to `q75`
are the quartiles, `q0` and `q100` the least value and the greatest; none is rounded. `change` is
from the row of the year before, in the value's unit; `direction` is up, down or level.
"""

EXACT_DIGITS = 12
"""Digits that are data: those after it are what a spreadsheet's arithmetic left behind."""


class Mode(StrEnum):
    """As the national tool has it, or with its defects put right."""

    NATIONAL = "national"
    CORRECTED = "corrected"


@dataclass(frozen=True)
class Years:
    """Which years are wanted: each measure's latest, all, or those with one label."""

    said: str

    def chosen(self) -> pl.Expr:
        """Return which rows are wanted, by the columns series, year and order."""
        if self.said == "all":
            return pl.lit(value=True)
        if self.said == "latest":
            return pl.col("order") == pl.col("order").max().over("series")
        return (pl.col("year") == self.said) | (pl.col("order").cast(pl.String) == self.said)


def standing(tool: NationalTool, years: Years, mode: Mode) -> pl.DataFrame:
    """Return where each authority stands: the columns of STANDING."""
    editions = tool.years.filter(years.chosen())
    values = _with_change(_of_authorities(tool, mode), tool)
    if years.said != "all":
        values = values.join(editions, on="edition", how="semi", maintain_order="left")
    rows = values.with_columns(rising=_rank(), falling=_rank(descending=True))
    placed = rows.select("edition").with_row_index("first")
    told = (
        editions.join(_quartiles(values), on="edition")
        .join(placed.group_by("edition").agg(pl.col("first").min(), pl.len()), on="edition")
        .join(tool.measures.with_row_index("place"), on="series")
        .sort("place", "order")
    )
    return _spread(rows, told).select(STANDING.names()).cast(STANDING)


def _spread(rows: pl.DataFrame, told: pl.DataFrame) -> pl.DataFrame:
    """Return a row for each title, edition and area; an edition's rows stand together in `rows`."""
    counts = told["len"].to_numpy()
    of_title = pl.Series(np.repeat(np.arange(told.height), counts))
    first = told.select(pl.int_ranges("first", pl.col("first") + pl.col("len")).alias("place"))
    of_row = first["place"].explode(empty_as_null=False)
    titles = told.drop("edition", "first", "len", "place", "order", "series")
    wide = gathered(rows, of_row).hstack(gathered(titles, of_title))
    return wide.with_columns(rank=_best_first(), band=_band(), direction=_direction())


def _of_authorities(tool: NationalTool, mode: Mode) -> pl.DataFrame:
    """Return the values that are ranked; corrected, without the abolished and without noise."""
    rows = tool.values.filter(pl.col("area") <= LAST_AUTHORITY)
    if mode is Mode.NATIONAL:
        return rows
    last = gathered(tool.years.select(reaches=reaches()), rows["edition"])
    lives = rows.with_columns(last).filter(~were_abolished()).drop("reaches")
    return lives.with_columns(pl.col("value").round_sig_figs(EXACT_DIGITS))


def _with_change(values: pl.DataFrame, tool: NationalTool) -> pl.DataFrame:
    """Add the change from the row of the year before, which need not be the last calendar year."""
    before = tool.years.select(pl.col("edition").shift(1).over("series", order_by="order"))
    earlier = before["edition"].gather(values["edition"])
    known = values["value"].gather(places_of(values, earlier, values["area"]))
    return values.with_columns(change=pl.col("value") - known)


def _quartiles(values: pl.DataFrame) -> pl.DataFrame:
    """Return each distribution's quartiles and how many authorities have a value.

    They are of type 7, interpolated in the order in which R does: another order differs in the last
    digit, which moves a value that lies exactly on an edge.
    """
    of = pl.col("value").drop_nulls()
    in_order = values.group_by("edition").agg(of.sort().alias("values"), of=of.len())
    return in_order.select(
        "edition",
        pl.col("of").cast(pl.Int64),
        **{f"q{round(100 * part)}": _quantile(part) for part in (0, 0.25, 0.5, 0.75, 1)},
    )


def _quantile(part: float) -> pl.Expr:
    place = 1 + (pl.col("of").cast(pl.Int64) - 1).clip(0) * part
    low = place.floor()
    share = place - low
    lower = pl.col("values").list.get(low.cast(pl.Int64) - 1, null_on_oob=True)
    upper = pl.col("values").list.get(place.ceil().cast(pl.Int64) - 1, null_on_oob=True)
    return (
        pl.when((share > 0) & (lower != upper))
        .then((1 - share) * lower + share * upper)
        .otherwise(lower)
    )


def _rank(*, descending: bool = False) -> pl.Expr:
    """Return the rank of a value; those that are equal share the best of theirs."""
    return pl.col("value").rank("min", descending=descending).over("edition")


def _best_first() -> pl.Expr:
    return pl.when(polarity="low").then("rising").when(polarity="high").then("falling")


def _band() -> pl.Expr:
    value, no_bands = pl.col("value"), (pl.col("polarity") == "neutral") | ~pl.col("has_bands")
    from_the_least = (
        pl.when(value <= pl.col("q25"))
        .then(0)
        .when(value <= pl.col("q50"))
        .then(1)
        .when(value <= pl.col("q75"))
        .then(2)
        .otherwise(3)
    )
    best_first = pl.when(polarity="low").then(from_the_least).otherwise(3 - from_the_least)
    letter = best_first.replace_strict({0: "A", 1: "B", 2: "C", 3: "D"}, return_dtype=pl.String)
    return pl.when(no_bands).then(pl.lit("-")).when(value.is_not_null()).then(letter)


def _direction() -> pl.Expr:
    change = pl.col("change")
    return (
        pl.when(change > 0)
        .then(pl.lit("up"))
        .when(change < 0)
        .then(pl.lit("down"))
        .when(change == 0)
        .then(pl.lit("level"))
    )
