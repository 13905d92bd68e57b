"""What was supplied: each count that a window may use, and those of areas that merged, summed."""

from collections.abc import Iterable

import polars as pl

from safeboard.vocabulary.area import Origin
from safeboard.vocabulary.item import CountState

NOT_SUBMITTED = "not submitted"
BEFORE = "before the area began"
ANOTHER_DEFINITION = "counted under another definition"

LACKS = {
    NOT_SUBMITTED: "x",
    CountState.NOT_YET_AVAILABLE.value: "x",
    CountState.NOT_HELD.value: "x",
    BEFORE: "z",
    ANOTHER_DEFINITION: "z",
    CountState.SUPPRESSED.value: "c",
}
"""Why a part of a window has no number to use, each with the symbol that it makes: what may still
be sent first, then what cannot be had, and last what is there and kept back."""

LACK = pl.Enum(list(LACKS))
SYMBOL = pl.Enum(["x", "z", "c"])

PLACE = ["area", "item", "part", "dimension", "category"]
SUPPLIED = [*PLACE, "value", "lack", "whose", "provisional", "estimated"]
"""The columns of what was supplied: one row for each count, `part` being what it covers. Exactly
one of `value` and `lack` is set; `whose` names the predecessors that a lack is of, or is empty."""


def supplied(
    counts: pl.LazyFrame, parts: pl.LazyFrame, origins: Iterable[Origin] = ()
) -> pl.LazyFrame:
    """Return the counts that the parts (PARTS) use: columns SUPPLIED.

    A count under another definition than the one that holds for it is no number here. An area
    that others merged into has the sums of their counts from before, where it has none itself.
    """
    used = parts.select("item", "part", "is_distinct", "last_day", "definition").unique()
    holds = pl.col("definition_held").dt.to_string("iso")
    is_other = (pl.col("definition") != "") & (pl.col("definition") != holds)
    is_number = pl.col("value").is_not_null()
    own = (
        counts.rename({"period": "part"})
        .join(used.rename({"definition": "definition_held"}), on=["item", "part"])
        .with_columns(
            lack=pl.when(is_other)
            .then(pl.lit(ANOTHER_DEFINITION))
            .when(~is_number)
            .then("state")
            .cast(LACK),
            whose=pl.lit(""),
            provisional=pl.col("flag") == "p",
            estimated=pl.col("flag") == "e",
        )
        .with_columns(value=pl.when(pl.col("lack").is_null()).then("value"))
    )
    merged = [each for each in origins if each.is_merger]
    if not merged:
        return own.select(SUPPLIED)
    sums = _sums(own, _predecessors(merged)).join(own, on=PLACE, how="anti")
    return pl.concat([own.select(SUPPLIED), sums.select(SUPPLIED)])


def _predecessors(merged: Iterable[Origin]) -> pl.LazyFrame:
    rows = [
        (origin.area, origin.began, place, each.number, each.name)
        for origin in merged
        for place, each in enumerate(origin.predecessors)
    ]
    columns = ["successor", "began", "place", "area", "name"]
    kinds = [pl.String, pl.Date, pl.Int64, pl.String, pl.String]
    return pl.LazyFrame(rows, schema=dict(zip(columns, kinds, strict=True)), orient="row")


def _sums(own: pl.LazyFrame, predecessors: pl.LazyFrame) -> pl.LazyFrame:
    """Return what the areas that merged counted before, summed where every one supplied it.

    A child may have been counted in two of them, so a distinct count is never summed.
    """
    theirs = own.join(predecessors, on="area").filter(
        ~pl.col("is_distinct"), pl.col("last_day") < pl.col("began")
    )
    of_place = ["successor", *PLACE[1:]]
    due = theirs.select(of_place).unique().join(predecessors, on="successor")
    given = theirs.select(*of_place, "area", "value", "lack", "provisional", "estimated")
    lack = pl.when(pl.col("value").is_null()).then(
        pl.col("lack").fill_null(pl.lit(NOT_SUBMITTED, dtype=LACK))
    )
    is_first = pl.col("lack") == pl.col("lack").min()
    return (
        due.join(given, on=[*of_place, "area"], how="left")
        .with_columns(lack=lack)
        .group_by(of_place)
        .agg(
            value=pl.when(pl.col("lack").is_null().all()).then(pl.col("value").sum()),
            first=pl.col("lack").min(),
            names=pl.col("name").filter(is_first).sort_by(pl.col("place").filter(is_first)),
            provisional=pl.col("provisional").any(),
            estimated=pl.col("estimated").any(),
        )
        .with_columns(whose=_in_brackets(pl.col("names")))
        .rename({"successor": "area", "first": "lack"})
    )


def _in_brackets(names: pl.Expr) -> pl.Expr:
    said = pl.lit(" (") + names.list.join(", ") + pl.lit(")")
    return pl.when(names.list.len() > 0).then(said).otherwise(pl.lit(""))
