"""A comparison in one sentence: the two sides, the method, the level and what was found."""

import polars as pl

from safeboard.assurance.position.comparator import Basis
from safeboard.assurance.position.comparison import Position
from safeboard.vocabulary.benchmark import Others
from safeboard.vocabulary.form import Form


def sentence() -> pl.Expr:
    """Return the sentence of each comparison, from the columns of `compare`.

    Numbers are shown to two decimals; what is compared is not rounded.
    """
    pooled = pl.col("basis") == Basis.POOLED.value
    beside = pl.when(pooled).then(_two_intervals()).otherwise(_value_and_interval())
    found = pl.format("{} ({}, {}): {}.", beside, _method(), "level", "position")
    return pl.coalesce(pl.format("Not compared with {}: {}.", "comparator", "refusal"), found)


def _value_and_interval() -> pl.Expr:
    value, upper = pl.col("comparator_value"), pl.col("upper_95")
    where = (
        pl.when(pl.col("position") == Position.SIMILAR.value)
        .then(pl.lit("within"))
        .when(value > upper)
        .then(pl.lit("above"))
        .otherwise(pl.lit("below"))
    )
    interval = _interval("")
    return pl.format(
        "{} is {}, {} the figure's interval of {}",
        _name(),
        _number("comparator_value"),
        where,
        interval,
    )


def _two_intervals() -> pl.Expr:
    similar = pl.col("position") == Position.SIMILAR.value
    return pl.format(
        "Statistical neighbours counted together are {}: their interval of {} {} the figure's, {}",
        _number("comparator_value"),
        _interval("comparator_"),
        pl.when(similar).then(pl.lit("meets")).otherwise(pl.lit("does not meet")),
        _interval(""),
    )


def _name() -> pl.Expr:
    """Name the comparator, and say of a plain mean that it is one, and of how many values."""
    of = pl.col("comparator_members").cast(pl.String) + " "
    mean = pl.format(
        "The plain mean of {}statistical neighbours, whose own error is not counted,",
        of.fill_null(""),
    )
    names = {Others.ENGLAND.value: "England", Others.REGION.value: "The region"}
    named = pl.col("comparator").replace_strict(names, default=None, return_dtype=pl.String)
    return pl.coalesce(named, mean)


def _method() -> pl.Expr:
    """Name the method, and the comparator's own where that is another."""
    both = pl.format("{} and {}", "method", "comparator_method")
    return pl.when(pl.col("method") != pl.col("comparator_method")).then(both).otherwise("method")


def _interval(prefix: str) -> pl.Expr:
    """Write the interval at the level that decided."""
    edges = (
        pl.when(level="99.8%")
        .then(_number(f"{prefix}{side}_998"))
        .otherwise(_number(f"{prefix}{side}_95"))
        for side in ("lower", "upper")
    )
    return pl.format("{} to {}", *edges)


def _number(column: str) -> pl.Expr:
    text = to_two_decimals(pl.col(column))
    return pl.when(form=Form.PERCENTAGE.value).then(text + "%").otherwise(text)


def to_two_decimals(number: pl.Expr) -> pl.Expr:
    """Write a number that was worked out to at most two decimals."""
    return number.round(2).cast(pl.String).str.replace(r"\.0$", "")
