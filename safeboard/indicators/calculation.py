"""Calculate every indicator for every area, window and category, in one pass over the counts."""

import polars as pl

from safeboard.catalogue.indicator import WHOLE
from safeboard.catalogue.library import Catalogue
from safeboard.indicators.figures import FIGURES, VALUE
from safeboard.indicators.missing import missing, with_missing
from safeboard.indicators.plan import plan
from safeboard.indicators.populations import with_population
from safeboard.indicators.running import running_totals
from safeboard.indicators.supplied import supplied
from safeboard.indicators.windows import Asked, definitions_frame, parts_frame

_DENOMINATOR = ["denominator", "denominator_provisional", "denominator_estimated"]


def calculate(
    catalogue: Catalogue, counts: pl.LazyFrame, populations: pl.DataFrame, asked: Asked
) -> pl.DataFrame:
    """Return the figures: columns FIGURES, by area, then in the catalogue's order, then by window.

    `counts` needs area, item, period, dimension, category, value, state and flag. `populations`
    needs area, mid_year and population. What was not submitted is null here, never 0.
    """
    parts = parts_frame(catalogue, asked.windows)
    given = supplied(counts, parts.lazy(), asked.origins).collect()
    areas = pl.DataFrame({"area": list(asked.areas)}, schema={"area": pl.String})
    areas = areas.with_row_index("area_order").cast({"area_order": pl.Int64})
    totals = running_totals(catalogue, given, parts, areas)
    planned = _with_definition(plan(catalogue, asked), catalogue)
    for role in ("numerator", "denominator"):
        planned = _with_stretches(planned, totals.stretches, role)
    figures = (
        areas.lazy()
        .join(planned.lazy(), how="cross", maintain_order="left_right")
        .with_row_index("order")
        .with_columns(totals.expressions("numerator") + totals.expressions("denominator"))
    )
    if (planned["denominator_item"] == WHOLE).any():
        figures = _with_wholes(figures)
    found = missing(totals.absent, given, parts, asked)
    told = with_missing(figures.collect(), found, catalogue)
    return (
        _with_symbols(with_population(told, populations, asked.origins))
        .with_columns(value=_value(), flags=_flags())
        .select(FIGURES.names())
        .collect()
        .cast(FIGURES)
    )


def _with_definition(planned: pl.DataFrame, catalogue: Catalogue) -> pl.DataFrame:
    """Add the definition in force, or why there is none, and whether the series breaks there.

    `definition` is the ISO date, null where `undefined` says why none held for all of the window.
    A break stands on the first window of a kind that is under a definition which followed another.
    """
    since = pl.col("definition")
    later = since > pl.col("first_day")
    day = pl.lit("its definition came into force within this window, on ")
    undefined = (
        pl.when(since.is_null())
        .then(pl.lit("no definition was in force yet"))
        .when(later)
        .then(day + since.dt.strftime("%-d %B %Y"))
    )
    return (
        planned.with_row_index("place")
        .sort("last_day")
        .join_asof(
            definitions_frame(catalogue).sort("definition"),
            left_on="last_day",
            right_on="definition",
            by="indicator",
            coalesce=False,
            check_sortedness=False,
        )
        .sort("place")
        .with_columns(
            undefined=undefined,
            definition=pl.when(~later).then(since.dt.to_string("iso")),
            is_break=pl.col("is_break") & (pl.col("first_day_before") < since),
        )
        .drop("place", "first_day", "first_day_before", "last_day")
    )


def _with_stretches(planned: pl.DataFrame, stretches: pl.DataFrame, role: str) -> pl.DataFrame:
    """Add where the counts of the numerator or the denominator stand; null where it has none."""
    prefix = "" if role == "numerator" else "denominator_"
    names = {"item": f"{role}_item"}
    names |= {name: f"{prefix}{name}" for name in ("dimension", "category")}
    names |= {name: f"{role}_{name}" for name in ("first", "length", "stride")}
    on = [*list(names.values())[:3], "window", "period"]
    return planned.join(stretches.rename(names), on=on, how="left", maintain_order="left")


def _with_wholes(figures: pl.LazyFrame) -> pl.LazyFrame:
    """Divide by an item's whole: the sum of a breakdown's categories that are in its base."""
    is_whole, in_base = pl.col("denominator_item") == WHOLE, pl.col("in_base")
    place = ["area_order", "indicator", "window", "period", "dimension"]
    of_base = figures.filter(is_whole, in_base).group_by(place)
    wholes = of_base.agg(
        whole=pl.when(pl.col("numerator").is_not_null().all()).then(pl.col("numerator").sum()),
        whole_provisional=pl.col("numerator_provisional").any(),
        whole_estimated=pl.col("numerator_estimated").any(),
    )
    names = {name: name.replace("denominator", "whole") for name in _DENOMINATOR}
    return figures.join(wholes, on=place, how="left", maintain_order="left").with_columns(
        pl.when(is_whole).then(whole).otherwise(name).alias(name) for name, whole in names.items()
    )


def _with_symbols(figures: pl.LazyFrame) -> pl.LazyFrame:
    """Add `symbol` and `reason`; where no definition held for the window there are no counts.

    Where both counts are lacking, the first of SYMBOL holds: a figure is `c` only where nothing but
    suppression stands in its way, since of what was never sent nobody can say that it is kept back.
    """
    above, below = pl.col("numerator_lack"), pl.when("divides").then("denominator_lack")
    lack = pl.min_horizontal(above, below)
    outside = ~pl.col("in_base") & pl.col("divides")
    nothing = pl.col("divides") & (pl.col("denominator") == 0)
    missing = pl.when(above == lack).then("numerator_missing").otherwise("denominator_missing")
    undefined = pl.col("undefined").is_not_null()
    return figures.with_columns(
        symbol=pl.when(undefined).then(pl.lit("z"))
        .when(lack.is_not_null()).then(lack.cast(pl.String))
        .when(outside | nothing).then(pl.lit("z")),
        reason=pl.when(undefined).then("undefined")
        .when(lack.is_not_null()).then(missing)
        .when(outside).then(pl.lit("no part of the base"))
        .when(nothing).then(pl.lit("nothing to divide by"))
        .otherwise(pl.lit("")),
        numerator=pl.when(undefined).then(None).otherwise("numerator"),
        denominator=pl.when(undefined | ~pl.col("divides")).then(None).otherwise("denominator"),
    )  # fmt: skip


def _value() -> pl.Expr:
    """Return the value, rounded half up by whole-number division, so that no half is lost."""
    ten = pl.lit(10, dtype=pl.Int128)
    scale, divisor = ten.pow(pl.col("decimals")), pl.col("denominator").fill_null(1)
    scaled = pl.col("numerator").cast(pl.Int128) * pl.col("multiplier") * scale
    units = (2 * scaled + divisor) // (2 * divisor)
    ten_thousandths = units * ten.pow(4 - pl.col("decimals"))
    return pl.when(pl.col("symbol").is_null()).then(ten_thousandths.cast(VALUE) / 10_000)


def _flags() -> pl.Expr:
    """Return the letters of a number's flags, in order: a break, and what its counts carry."""
    carried = [
        pl.any_horizontal(pl.col(f"numerator_{name}", f"denominator_{name}").fill_null(value=False))
        for name in ("estimated", "provisional")
    ]
    which = pl.sum_horizontal(4 * pl.col("is_break"), 2 * carried[0], carried[1])
    letters = pl.lit(pl.Series(["", "p", "e", "ep", "b", "bp", "be", "bep"]))
    return letters.gather(pl.when(pl.col("symbol").is_null()).then(which).otherwise(0))
