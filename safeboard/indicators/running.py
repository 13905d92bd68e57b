"""Running totals: every place's counts in order of time, so that a window is one difference."""

from dataclasses import dataclass

import polars as pl

from safeboard.catalogue.library import Catalogue

PLACE = ["item", "dimension", "category"]
"""What is counted: an item's total, or one of its categories."""

STRETCHES = pl.Schema(
    {
        "item": pl.String,
        "dimension": pl.String,
        "category": pl.String,
        "window": pl.String,
        "period": pl.String,
        "first": pl.Int64,
        "length": pl.Int64,
        "stride": pl.Int64,
    }
)
"""Where the counts of each place and window stand in the first area: `length` rows from `first`
on. Those of the next area stand `stride` rows further."""


_COUNTED = ["value", "provisional", "estimated"]


@dataclass(frozen=True)
class RunningTotals:
    """The counts of all areas and places one after another, and what they add up to so far.

    The parts of a window follow one another, since each place's stand in order of time. So its
    total is what `sums` comes to at its last row, less what it came to before its first. Row 0 is
    empty. Where a sum outgrows 64 bits it begins again, and the difference is still exact.
    `absent` names each count that has no number: area, PLACE and part.
    """

    sums: pl.DataFrame
    stretches: pl.DataFrame
    absent: pl.DataFrame

    def expressions(self, role: str) -> list[pl.Expr]:
        """Return a role's total, null unless every part has a number, and its flags.

        They need `area_order`, and the columns of STRETCHES named for the role.
        """
        first, length = pl.col(f"{role}_first"), pl.col(f"{role}_length")
        before = first - 1 + pl.col("area_order") * pl.col(f"{role}_stride")

        def within(name: str) -> pl.Expr:
            sums = pl.lit(self.sums[name])
            return sums.gather(before + length) - sums.gather(before)

        is_whole = within("numbers") == length
        return [
            pl.when(is_whole).then(within("value")).alias(role),
            *((within(flag) > 0).alias(f"{role}_{flag}") for flag in ("provisional", "estimated")),
        ]


def running_totals(
    catalogue: Catalogue, supplied: pl.DataFrame, parts: pl.DataFrame, areas: pl.DataFrame
) -> RunningTotals:
    """Return the running totals of what was supplied: columns SUPPLIED, its `parts` PARTS.

    `areas` has each area's `area_order`.
    """
    in_time = _in_time(parts)
    lengths = in_time.group_by("item").agg(stride=pl.len().cast(pl.Int64))
    places = places_of(catalogue).join(lengths, on="item", how="left", maintain_order="left")
    places = places.with_columns(pl.col("stride").fill_null(0))
    rows_before = (pl.col("stride") * areas.height).cum_sum().shift(fill_value=0)
    places = places.with_columns(start=1 + rows_before)
    stretches = (
        parts.join(in_time, on=["item", "part"])
        .group_by("item", "window", "period")
        .agg(pl.col("position").min(), length=pl.len().cast(pl.Int64))
        .join(places, on="item")
        .with_columns(first=pl.col("start") + pl.col("position"))
        .select(STRETCHES.names())
    )
    rows = _rows(supplied, places, in_time, areas)
    absent = _named(rows.filter(pl.col("value").is_null())["row"], places, in_time, areas)
    return RunningTotals(_sums(rows), stretches, absent)


def places_of(catalogue: Catalogue) -> pl.DataFrame:
    """Return every item's total and categories: PLACE."""
    rows = [
        (item.code, dimension, category)
        for item in catalogue.items.values()
        for dimension in ("", *item.by)
        for category in (catalogue.breakdowns[dimension].categories if dimension else [""])
    ]
    return pl.DataFrame(rows, schema=dict.fromkeys(PLACE, pl.String), orient="row")


def _in_time(parts: pl.DataFrame) -> pl.DataFrame:
    """Return each item's parts in order of time: item, part, position.

    Those of a flow or stock follow one another without gaps; a distinct count is alone in a window.
    """
    ordered = parts.select("item", "last_day", "part").unique().sort("item", "last_day", "part")
    return ordered.select("item", "part", position=pl.int_range(pl.len()).over("item"))


def _rows(
    supplied: pl.DataFrame, places: pl.DataFrame, in_time: pl.DataFrame, areas: pl.DataFrame
) -> pl.DataFrame:
    """Return every row with its count: row, value, provisional, estimated; null where it has none.

    Row 0 is that before the first, and has the value 0.
    """
    counted = (
        supplied.lazy()
        .join(places.lazy(), on=PLACE)
        .join(in_time.lazy(), on=["item", "part"])
        .join(areas.lazy(), on="area")
        .select(
            *_COUNTED,
            row=pl.col("start") + pl.col("area_order") * pl.col("stride") + pl.col("position"),
        )
    )
    end = 1 + areas.height * int(places["stride"].sum())
    return (
        pl.LazyFrame({"row": pl.int_range(end, eager=True)})
        .join(counted, on="row", how="left", maintain_order="left")
        .with_columns(value=pl.when(pl.col("row") == 0).then(0).otherwise("value"))
        .collect()
    )


def _sums(rows: pl.DataFrame) -> pl.DataFrame:
    """Return what each row and all before it add up to, and how many of them are numbers."""
    flags = pl.col("provisional", "estimated").fill_null(value=False).cast(pl.Int64)
    return rows.select(
        pl.col("value").fill_null(0).cum_sum(),
        flags.cum_sum(),
        numbers=pl.col("value").is_not_null().cast(pl.Int64).cum_sum(),
    )


def _named(
    rows: pl.Series, places: pl.DataFrame, in_time: pl.DataFrame, areas: pl.DataFrame
) -> pl.DataFrame:
    """Return the area, PLACE and part whose counts stand in some rows."""
    of_place = pl.col("row") - pl.col("start")
    return (
        rows.to_frame()
        .join_asof(
            places.filter(pl.col("stride") > 0).set_sorted("start"),
            left_on="row",
            right_on="start",
            coalesce=False,
        )
        .with_columns(area_order=of_place // pl.col("stride"), position=of_place % pl.col("stride"))
        .join(areas, on="area_order")
        .join(in_time, on=["item", "position"])
        .select("area", *PLACE, "part")
    )
