"""Bands are those of the Department for Education's own tool, for every measure of its sample."""

import csv
import gzip
from collections.abc import Iterator
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import polars as pl
import pytest

from safeboard.benchmarks.comparison import compare
from safeboard.benchmarks.published import BENCHMARK_COLUMNS, read_published
from safeboard.catalogue.library import Catalogue
from safeboard.indicators.figures import FIGURES
from safeboard.vocabulary.period import Period
from tests.builders import benchmark, catalogue, indicator

POLARITY = {"Low": "low", "High": "high", "-": "neutral"}
PERIOD = Period.parse("2024-25-Q4")
AS_OF = date(2026, 4, 8)

Row = dict[str, str]


def national_values(shared: Path) -> pl.DataFrame:
    """Return the national file's values: measure, year, area and value, those of regions too."""
    given = pl.read_parquet(shared / "lait" / "bds_long_0.parquet")
    return given.select(
        measure=pl.col("Short Desc"),
        year=pl.col("Years"),
        area=pl.col("LA Number").cast(pl.Int64).cast(pl.String).str.zfill(3),
        value=pl.col("Values"),
    )


def bounds(shared: Path) -> list[Row]:
    """Return the quartiles of each measure of the sample, as the national tool has them."""
    path = shared / "oracles" / "lait" / "bounds_sample.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["is_latest"] == "True"]


def code_of(number: int) -> str:
    return f"measure-{number}"


def sampled(measures: list[Row]) -> Catalogue:
    """Return a catalogue of one indicator for each measure, banded where the national tool is."""
    made = []
    for number, row in enumerate(measures):
        banded = row["polarity"] in ("Low", "High") and row["no_quartile"] != "True"
        unbanded = {} if banded else {"banded": False, "unbanded_because": "the tool gives none"}
        made.append(
            indicator(
                code_of(number),
                items={f"counted_{number}": {"label": "Counted", "kind": "flow", "every": "month"}},
                numerator=f"counted_{number}",
                decimals=4,
                window="year to date",
                polarity=POLARITY.get(row["polarity"], "neutral"),
                benchmark=benchmark(measure=row["measure_short"], **unbanded),
            )
        )
    return catalogue(*made)


def figures_of(measures: list[Row], values: pl.DataFrame) -> pl.DataFrame:
    """Return the authorities' published values in the place of figures of our own."""
    codes = pl.DataFrame(
        {
            "indicator": [code_of(number) for number in range(len(measures))],
            "measure": [row["measure_short"] for row in measures],
            "year": [row["year"] for row in measures],
        }
    )
    known = (
        codes.join(values, on=["measure", "year"])
        .filter((pl.col("area") < "970") & (pl.col("value") != "-"))
        .with_columns(value=pl.col("value").map_elements(four_decimals, return_dtype=pl.String))
    )
    texts = {"window": "year to date", "period": PERIOD.code, "dimension": "", "category": "",
             "definition": "2012-04-01", "reason": "", "flags": ""}  # fmt: skip
    return (
        known.with_columns(**{name: pl.lit(text) for name, text in texts.items()})
        .with_columns(pl.col("value").cast(FIGURES["value"]))
        .with_columns(
            *(pl.lit(None).cast(FIGURES[name]).alias(name) for name in FIGURES
              if name in ("numerator", "denominator", "symbol", "population_year"))
        )
        .select(FIGURES.names())
        .cast(FIGURES)
    )  # fmt: skip


def four_decimals(text: str) -> str:
    """Return a value without the noise of floats: 9.3699999999999992 is 9.37."""
    return str(Decimal(text).quantize(Decimal("0.0001"), ROUND_HALF_UP))


def benchmark_file(measures: list[Row], folder: Path) -> Path:
    """Write the quartiles as a partnership keeps them."""
    path = folder / "benchmarks.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, BENCHMARK_COLUMNS, restval="")
        writer.writeheader()
        for row in measures:
            for number, name in ((1, "q25"), (2, "q50"), (3, "q75")):
                writer.writerow(
                    {
                        "source": "LAIT",
                        "measure": row["measure_short"],
                        "period": PERIOD.financial_year.code,
                        "label": row["year"],
                        "published": AS_OF.isoformat(),
                        "statistic": f"quartile_{number}",
                        "value": row[name],
                    }
                )
    return path


def oracle(shared: Path) -> Iterator[Row]:
    """Yield the bands that the national tool gives."""
    path = shared / "oracles" / "lait" / "bands_sample.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


@pytest.fixture
def ours(shared: Path, tmp_path: Path) -> dict[tuple[str, str], str | None]:
    """Return our bands of the national values, by measure and area."""
    measures = bounds(shared)
    (tmp_path / "populations.csv").write_text(
        "area,age_group,mid_year,population,source,published\n", "utf-8"
    )
    known = read_published(benchmark_file(measures, tmp_path), tmp_path / "populations.csv", AS_OF)
    figures = figures_of(measures, national_values(shared))
    made = compare(figures, sampled(measures), known.distributions, PERIOD, AS_OF)
    titles = {code_of(number): row["measure"] for number, row in enumerate(measures)}
    return {
        (titles[row["indicator"]], row["area"]): row["band"]
        for row in made.select("indicator", "area", "value", "band").rows(named=True)
        if row["value"] is not None
    }


def test_every_band_of_the_national_tools_sample_is_ours(
    shared: Path, ours: dict[tuple[str, str], str | None]
) -> None:
    theirs = {
        (row["measure"], row["la_number"].zfill(3)): row["band"].strip("-") or None
        for row in oracle(shared)
        if row["value"]
    }
    assert ours.keys() == theirs.keys()
    differing = {key: (ours[key], theirs[key]) for key in theirs if ours[key] != theirs[key]}
    assert differing == {}
    assert len([band for band in theirs.values() if band]) > 4000
