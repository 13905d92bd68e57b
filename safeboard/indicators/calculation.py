"""Calculate every indicator for every area, window and category, in one pass over the counts."""

import polars as pl

from safeboard.catalogue.indicator import WHOLE
from safeboard.catalogue.library import Catalogue
from safeboard.indicators.figures import FIGURES, VALUE
from safeboard.indicators.plan import plan
from safeboard.indicators.populations import with_population
from safeboard.indicators.totals import KEY, totals
from safeboard.indicators.windows import Asked, definitions_frame

_PLACE = KEY[2:]
_NAMES = {
    "total": "{}",
    "missing": "{}_missing",
    "lack": "{}_lack",
    "provisional": "{}_provisional",
    "estimated": "{}_estimated",
}


def calculate(
    catalogue: Catalogue, counts: pl.LazyFrame, populations: pl.DataFrame, asked: Asked
) -> pl.DataFrame:
    """Return the figures: columns FIGURES, by area, then in the catalogue's order, then by window.

    `counts` needs area, item, period, dimension, category, value, state and flag. `populations`
    needs area, mid_year and population. What was not submitted is null here, never 0.
    """
    planned = plan(catalogue, asked).with_row_index("order").lazy()
    areas = pl.LazyFrame({"area": list(asked.areas)}, schema={"area": pl.String})
    due = planned.join(areas.with_row_index("area_order"), how="cross")
    of_items = totals(catalogue, counts, asked)
    figures = _with_definition(due, catalogue)
    figures = figures.join(
        _renamed(of_items, "numerator", "dimension", "category"),
        on=["area", "numerator_item", *_PLACE],
        how="left",
    ).join(
        _renamed(_with_wholes(of_items, catalogue), "denominator", *_denominator_place()),
        on=["area", "denominator_item", "window", "period", *_denominator_place()],
        how="left",
    )
    figures = with_population(figures, populations, asked.origins)
    return (
        _with_symbols(figures)
        .with_columns(value=_value(), flags=_flags())
        .sort("area_order", "order")
        .select(FIGURES.names())
        .collect()
        .cast(FIGURES)
    )


def _denominator_place() -> tuple[str, str]:
    return "denominator_dimension", "denominator_category"


def _renamed(of_items: pl.LazyFrame, role: str, dimension: str, category: str) -> pl.LazyFrame:
    """Return the totals with their columns named for the numerator or the denominator."""
    names = {old: new.format(role) for old, new in _NAMES.items()}
    places = {"item": f"{role}_item", "dimension": dimension, "category": category}
    return of_items.rename(names | {k: v for k, v in places.items() if k != v})


def _with_wholes(of_items: pl.LazyFrame, catalogue: Catalogue) -> pl.LazyFrame:
    """Add a row for each item's whole: the sum of a breakdown's categories that are in its base.

    Where several of them are missing, the first category with the first symbol says why.
    """
    rows = [
        (dimension, code, place)
        for dimension, breakdown in catalogue.breakdowns.items()
        for place, (code, category) in enumerate(breakdown.categories.items())
        if category.in_base
    ]
    schema = {"dimension": pl.String, "category": pl.String, "place": pl.Int64}
    in_base = pl.DataFrame(rows, schema=schema, orient="row")
    is_missing = pl.col("total").is_null()
    told = pl.struct("lack", "place")
    wholes = (
        of_items.join(in_base.lazy(), on=["dimension", "category"])
        .group_by([name for name in KEY if name != "category"])
        .agg(
            total=pl.when(~is_missing.any()).then(pl.col("total").sum()),
            missing=pl.col("missing").filter(is_missing).sort_by(told.filter(is_missing)).first(),
            lack=pl.col("lack").min(),
            provisional=pl.col("provisional").any(),
            estimated=pl.col("estimated").any(),
        )
        .with_columns(category=pl.lit(""), item=pl.col("item") + f" {WHOLE}")
    )
    return pl.concat([of_items, wholes], how="diagonal")


def _with_definition(due: pl.LazyFrame, catalogue: Catalogue) -> pl.LazyFrame:
    """Add `definition`, the one in force on the last day, and name the whole to divide by."""
    is_whole = pl.col("denominator_item") == WHOLE
    return (
        due.with_columns(
            denominator_item=pl.when(is_whole)
            .then(pl.col("numerator_item") + f" {WHOLE}")
            .otherwise(pl.col("denominator_item"))
        )
        .sort("last_day")
        .join_asof(
            definitions_frame(catalogue).lazy().sort("definition"),
            left_on="last_day",
            right_on="definition",
            by="indicator",
            coalesce=False,
            check_sortedness=False,
        )
    )


def _with_symbols(figures: pl.LazyFrame) -> pl.LazyFrame:
    """Add `symbol` and `reason`; where no definition held for the window there are no counts.

    Where both counts are lacking, the first of SYMBOL holds: a figure is `c` only where nothing but
    suppression stands in its way, since of what was never sent nobody can say that it is kept back.
    """
    later = pl.col("definition") > pl.col("first_day")
    no_definition = pl.col("definition").is_null()
    above, below = pl.col("numerator_lack"), pl.when("divides").then("denominator_lack")
    lack = pl.min_horizontal(above, below)
    outside = ~pl.col("in_base") & pl.col("divides")
    nothing = pl.col("divides") & (pl.col("denominator") == 0)
    missing = pl.when(above == lack).then("numerator_missing").otherwise("denominator_missing")
    undefined = no_definition | later
    return figures.with_columns(
        symbol=pl.when(undefined).then(pl.lit("z"))
        .when(lack.is_not_null()).then(lack.cast(pl.String))
        .when(outside | nothing).then(pl.lit("z")),
        reason=pl.when(no_definition).then(pl.lit("no definition was in force yet"))
        .when(later).then(
            pl.lit("its definition came into force within this window, on ")
            + pl.col("definition").dt.strftime("%-d %B %Y")
        )
        .when(lack.is_not_null()).then(missing)
        .when(outside).then(pl.lit("no part of the base"))
        .when(nothing).then(pl.lit("nothing to divide by"))
        .otherwise(pl.lit("")),
        numerator=pl.when(undefined).then(None).otherwise("numerator"),
        denominator=pl.when(undefined | ~pl.col("divides")).then(None).otherwise("denominator"),
        definition=pl.when(~undefined).then(pl.col("definition").dt.to_string("iso")),
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
    """Return the letters of a number's flags, in order: what its counts carry, and a break.

    A break stands on the first window of a kind that is under a definition which followed another.
    """
    has_value = pl.col("symbol").is_null()
    since = pl.col("definition").str.to_date()
    breaks = has_value & pl.col("is_break") & (pl.col("first_day_before") < since)
    letters = [pl.when(breaks).then(pl.lit("b")).otherwise(pl.lit(""))]
    letters += [
        pl.when(
            has_value
            & (
                pl.col(f"numerator_{name}").fill_null(value=False)
                | pl.col(f"denominator_{name}").fill_null(value=False)
            )
        )
        .then(pl.lit(name[0]))
        .otherwise(pl.lit(""))
        for name in ("estimated", "provisional")
    ]
    return pl.concat_str(letters)
