"""What imported vintages say of the measures that indicators are compared with."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

import polars as pl

from safeboard.benchmarks.current import current_benchmarks
from safeboard.benchmarks.kept import rows_in, table_in
from safeboard.benchmarks.national.england import of_england
from safeboard.benchmarks.national.neighbours import among_neighbours
from safeboard.benchmarks.national.remarks import remarks
from safeboard.benchmarks.national.standing import Mode, Years, standing
from safeboard.benchmarks.national.tool import (
    FIRST_AUTHORITY,
    KIND,
    LAST_AUTHORITY,
    MEASURES,
    NEIGHBOURS,
    REGIONS,
    NationalTool,
)
from safeboard.benchmarks.others import ENGLAND, OTHERS
from safeboard.benchmarks.published import DISTRIBUTIONS, VALUES, Published
from safeboard.benchmarks.sources.kept_by_hand import KEPT
from safeboard.benchmarks.sources.neighbour_sets import SET
from safeboard.catalogue.indicator import Indicator
from safeboard.catalogue.library import Catalogue
from safeboard.indicators.figures import VALUE
from safeboard.store.vintages import all_vintages, values_of
from safeboard.vocabulary.benchmark import Others
from safeboard.vocabulary.form import Form

_EDITION = ["source", "measure", "period"]


@dataclass(frozen=True)
class Imported:
    """What vintages say: columns DISTRIBUTIONS, OTHERS and VALUES; and the SHA-256 of each used."""

    distributions: pl.DataFrame
    others: pl.DataFrame
    values: pl.DataFrame
    vintages: Mapping[str, str]


NOTHING = Imported(DISTRIBUTIONS.to_frame(), OTHERS.to_frame(), VALUES.to_frame(), {})


def imported(
    catalogue: Catalogue,
    regions: Mapping[str, str | None],
    as_of: date,
    until: datetime,
) -> Imported:
    """Return what had been published by `as_of`, and imported by `until`, of what is compared.

    `regions` names the areas that stand beside others, each with the number of its region or None.
    The store must be open.
    """
    declared = {
        (each.national.source, each.national.measure): each
        for each in catalogue.indicators.values()
        if each.national
    }
    rows = _rows(declared, as_of, until)
    if rows.is_empty():
        return NOTHING
    editions = rows.select(*_EDITION, "year", "published").unique(_EDITION, keep="last")
    editions = editions.sort(_EDITION).with_row_index("edition").cast({"edition": pl.Int64})
    of_rows = rows.join(editions.select(*_EDITION, "edition"), on=_EDITION)
    tool = _as_tool(of_rows, editions, declared, _links(as_of, until))
    named = editions.select(
        "edition",
        "published",
        benchmark_source="source",
        benchmark_measure="measure",
        benchmark_period="period",
    )
    return Imported(
        _distributions(tool, named),
        _others(tool, named, of_rows, regions),
        _values(named, of_rows),
        dict(rows.select(pl.format("vintage {}", "vintage"), "sha256").unique().iter_rows()),
    )


def _rows(declared: Collection[tuple[str, str]], as_of: date, until: datetime) -> pl.DataFrame:
    """Return the values of the declared measures, by source and short name, in whole years.

    What is kept by hand is read from its file, and has a few authorities' values: no distribution.
    """
    measures = {measure for _, measure in declared}
    wanted = [{"source": source, "measure": measure} for source, measure in declared]
    return current_benchmarks(measures, as_of, until).filter(
        pl.col("kind") != KEPT,
        pl.col("category") == "",
        pl.col("period").is_not_null(),
        pl.col("statistic") == "value",
        pl.struct("source", "measure").is_in(wanted),
    )


@dataclass(frozen=True)
class _Links:
    """Who is whose neighbour (NEIGHBOURS), and in which region each authority is (REGIONS)."""

    neighbours: pl.DataFrame
    regions: pl.DataFrame


def _links(as_of: date, until: datetime) -> _Links:
    """Return the links that were published last."""
    links = _Links(NEIGHBOURS.to_frame(), REGIONS.to_frame())
    for each in all_vintages():
        if each.published > as_of or each.imported_at > until:
            continue
        if each.of.kind == KIND:
            content = values_of(each)
            links = _Links(
                table_in(content, "neighbours", NEIGHBOURS), table_in(content, "regions", REGIONS)
            )
        elif each.of == SET:
            rows = rows_in(values_of(each)).select(NEIGHBOURS.names())
            links = _Links(rows.cast(NEIGHBOURS), links.regions)
    return links


def _as_tool(
    rows: pl.DataFrame,
    editions: pl.DataFrame,
    declared: Mapping[tuple[str, str], Indicator],
    links: _Links,
) -> NationalTool:
    """Return the rows as the national tool has its own, so that they stand by the same rules."""
    series = pl.format("{}/{}", "source", "measure")
    measures = [
        (name, name, "", each.polarity.value, _unit(each), each.decimals, True)
        for (source, measure), each in declared.items()
        for name in [f"{source}/{measure}"]
    ]
    order = pl.col("year").str.head(4).cast(pl.Int64)
    return NationalTool(
        years=editions.select("edition", "year", series=series, order=order),
        values=rows.select("edition", "value", area=pl.col("area").cast(pl.Int64)).sort(
            "edition", "area"
        ),
        measures=pl.DataFrame(measures, schema=MEASURES, orient="row"),
        neighbours=links.neighbours,
        regions=links.regions,
        names={},
    )


def _unit(indicator: Indicator) -> str:
    """Return the unit as the national tool writes it: only a share lies between its regions'."""
    return "rate" if indicator.form in (Form.PERCENTAGE, Form.RATE) else "number"


def _distributions(tool: NationalTool, named: pl.DataFrame) -> pl.DataFrame:
    quartiles = {"quartile_1": "q25", "quartile_2": "q50", "quartile_3": "q75"}
    ranked = standing(tool, Years("all"), Mode.CORRECTED).unique("edition", keep="first")
    possible = pl.when("is_possible").then("england")
    return (
        named.join(ranked.drop("area", "value"), on="edition", how="left")
        .join(of_england(tool), on="edition", how="left")
        .join(remarks(tool), on="edition", how="left")
        .select(
            "published",
            source="benchmark_source",
            measure="benchmark_measure",
            period="benchmark_period",
            authorities="of",
            england=possible.round(4),
            remarks=pl.col("remarks").fill_null(""),
            **{name: pl.col(quarter).round(4) for name, quarter in quartiles.items()},
        )
        .select(DISTRIBUTIONS.names())
        .cast(DISTRIBUTIONS)
    )


def _values(named: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    number = pl.col("area").cast(pl.Int64)
    of_authorities = rows.filter(
        number.is_between(FIRST_AUTHORITY, LAST_AUTHORITY), pl.col("value").is_not_null()
    )
    return of_authorities.join(named, on="edition").select(VALUES.names()).cast(VALUES)


def _others(
    tool: NationalTool,
    named: pl.DataFrame,
    rows: pl.DataFrame,
    regions: Mapping[str, str | None],
) -> pl.DataFrame:
    """Return England, the region and the neighbours of each area in each edition."""
    known = dict(tool.regions.with_columns(pl.all().cast(pl.String)).iter_rows())
    places = [
        (area, others.value, number)
        for area, region in regions.items()
        for others, number in (
            (Others.ENGLAND, ENGLAND),
            (Others.REGION, known.get(area) or region),
        )
        if number
    ]
    beside = pl.DataFrame(places, schema=["area", "others", "others_area"], orient="row")
    values = rows.filter(pl.col("value").is_not_null()).select(
        "edition", "value", "numerator", "denominator", others_area="area"
    )
    single = values.join(beside, on="others_area").with_columns(
        median=pl.lit(None, pl.Float64), members=pl.lit(None, pl.Int64)
    )
    both = pl.concat([single, _neighbours(tool, rows, list(regions))], how="diagonal_relaxed")
    return (
        both.join(named, on="edition")
        .with_columns(pl.col("value", "median").round(4).cast(VALUE))
        .select(OTHERS.names())
        .cast(OTHERS)
    )


def _neighbours(tool: NationalTool, rows: pl.DataFrame, areas: Sequence[str]) -> pl.DataFrame:
    """Return the neighbours' mean and median, and their counts where all of them are published."""
    own = tool.neighbours.filter(pl.col("area").cast(pl.String).is_in(areas))
    if own.is_empty():
        return pl.DataFrame()
    means = among_neighbours(tool.values, tool).filter(pl.col("neighbour_mean").is_not_null())
    counts = (
        own.select(pl.col("area").cast(pl.String), of=pl.col("neighbour").cast(pl.String))
        .join(rows.rename({"area": "of"}), on="of")
        .filter(pl.col("value").is_not_null())
        .group_by("area", "edition")
        .agg(
            pl.when(pl.col(name).is_not_null().all()).then(pl.col(name).sum()).alias(name)
            for name in ("numerator", "denominator")
        )
    )
    return (
        means.with_columns(pl.col("area").cast(pl.String))
        .filter(pl.col("area").is_in(areas))
        .join(counts, on=["area", "edition"], how="left")
        .select(
            "edition",
            "area",
            "numerator",
            "denominator",
            others=pl.lit(Others.NEIGHBOURS.value),
            others_area=pl.lit(None, pl.String),
            value="neighbour_mean",
            median="neighbour_median",
            members="neighbours_with_value",
        )
    )


def together(kept: Published, known: Imported) -> Published:
    """Return what is kept by hand and what was imported: of each year that published last.

    Of one day, what is kept by hand. Then the others of that year are its own too.
    """
    both = pl.concat(
        [
            known.distributions.with_columns(is_kept=pl.lit(value=False)),
            kept.distributions.with_columns(is_kept=pl.lit(value=True)),
        ]
    )
    chosen = both.sort("published", "is_kept").unique(_EDITION, keep="last", maintain_order=True)
    origin = chosen.select(
        "is_kept",
        benchmark_source="source",
        benchmark_measure="measure",
        benchmark_period="period",
    )
    key = ["benchmark_source", "benchmark_measure", "benchmark_period"]
    others = [
        given.join(origin.filter(is_kept=is_kept), on=key, how="semi")
        for given, is_kept in ((kept.others, True), (known.others, False))
    ]
    return replace(
        kept,
        distributions=chosen.drop("is_kept"),
        others=pl.concat(others),
        values=known.values,
        vintages={**kept.vintages, **known.vintages},
    )
