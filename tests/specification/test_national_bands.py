"""The table of bands equals what the national tool itself shows; corrected, it says where not."""

from pathlib import Path

import polars as pl
import pytest

from safeboard.benchmarks.national.bands import bands
from safeboard.benchmarks.national.labels import labels
from safeboard.benchmarks.national.regions import region_of, value_of
from safeboard.benchmarks.national.standing import Mode, Years, standing
from safeboard.benchmarks.national.tool import NationalTool
from safeboard.pipeline.tools import ToolAsked, find_tool

RE_REFERRALS = "Percentage of re-referrals to children's social care within 12 months"
SECOND_PLANS = (
    "Percentage of children who became the subject of a plan for a second or subsequent time"
)


@pytest.fixture(scope="module")
def tool(shared: Path) -> NationalTool:
    return find_tool(ToolAsked(shared, files=shared / "lait")).tool


@pytest.fixture(scope="module")
def latest(tool: NationalTool) -> pl.DataFrame:
    return bands(tool, Years("latest"), Mode.NATIONAL)


@pytest.fixture(scope="module")
def corrected(tool: NationalTool) -> pl.DataFrame:
    return bands(tool, Years("latest"), Mode.CORRECTED)


def beside_the_sample(shared: Path, table: pl.DataFrame) -> pl.DataFrame:
    """Return the national tool's own answers, each beside ours."""
    path = shared / "oracles" / "lait" / "bands_sample.csv.gz"
    sample = pl.read_csv(path, infer_schema=False)
    key = ["measure", "la_number", "year"]
    return sample.join(table, on=key, how="left", suffix="_ours", maintain_order="left")


def test_every_row_of_the_tools_sample_has_its_rank_band_and_change(
    shared: Path, latest: pl.DataFrame
) -> None:
    both = beside_the_sample(shared, latest)
    assert both.height == 7110
    assert both["band"].equals(both["band_ours"])
    assert both["rank"].replace("-", None).cast(pl.Int64).equals(both["rank_ours"])
    assert both["change"].cast(pl.Float64).equals(both["change_ours"])
    said = both["direction"].replace("level", "same")
    assert both["trend"].is_null().sum() == said.is_null().sum()
    assert both.filter(pl.col("trend").is_in(["up", "down"]))["trend"].equals(
        both.filter(pl.col("direction").is_in(["up", "down"]))["direction"]
    )


def test_every_row_of_the_tools_sample_has_its_neighbours_and_england(
    shared: Path, latest: pl.DataFrame
) -> None:
    both = beside_the_sample(shared, latest)
    assert both["sn_n"].cast(pl.Int64).equals(both["neighbours_with_value"])
    assert both["england_value"].cast(pl.Float64).equals(both["england"])
    apart = (pl.col("sn_avg").cast(pl.Float64) - pl.col("neighbour_mean")).abs()
    assert both.filter(apart > 1e-9 * pl.col("neighbour_mean").abs()).is_empty()
    assert both["sn_avg"].is_null().equals(both["neighbour_mean"].is_null())


def test_every_distribution_of_the_tools_sample_has_its_quartiles(
    shared: Path, latest: pl.DataFrame
) -> None:
    bounds = pl.read_csv(shared / "oracles" / "lait" / "bounds_sample.csv", infer_schema=False)
    ours = latest.unique(["measure", "year"]).select("measure", "year", "of", "q25", "q50", "q75")
    both = bounds.join(ours, on=["measure", "year"], suffix="_ours")
    assert both.height == 45
    assert both["n_values"].cast(pl.Int64).equals(both["of"])
    for name in ("q25", "q50", "q75"):
        assert both[name].cast(pl.Float64).equals(both[f"{name}_ours"])


def test_every_label_of_the_tools_sample_is_printed_alike(shared: Path) -> None:
    bounds = pl.read_csv(shared / "oracles" / "lait" / "bounds_sample.csv", infer_schema=False)
    printed = 0
    for row in bounds.iter_rows(named=True):
        edges = [float(row[name]) for name in ("q0", "q25", "q50", "q75", "q100")]
        polarity = {"Low": "low", "High": "high"}.get(row["polarity"], "neutral")
        ranges = labels(edges, polarity, int(float(row["dps"])), Mode.NATIONAL)
        known = {band: row[f"label_{band}"] for band in "ABCD" if row[f"label_{band}"]}
        assert ranges == known
        printed += len(known)
    # Of its 45 measures, 10 are without a good way, and so without ranges.
    assert printed == 4 * 35


def test_every_authority_of_the_tools_sample_has_its_region(
    shared: Path, tool: NationalTool
) -> None:
    sample = pl.read_csv(shared / "oracles" / "lait" / "bands_sample.csv.gz", infer_schema=False)
    # One measure with London as a whole, one with its two parts, one with every region.
    measures = sample["measure_short"].unique(maintain_order=True).to_list()[::15]
    rows = sample.filter(pl.col("measure_short").is_in(measures))
    assert rows.height == 474
    for row in rows.iter_rows(named=True):
        series = row["measure_short"].strip()
        region = region_of(tool, int(row["la_number"]), series)
        assert region is not None
        assert tool.names[region] == row["region_used"]
        edition = tool.years.filter(series=series, year=row["year"])["edition"].item()
        value = None if row["region_value"] is None else float(row["region_value"])
        assert value_of(tool, edition, region) == value


def test_the_whole_tool_has_the_bands_that_were_counted_in_it(latest: pl.DataFrame) -> None:
    # Counted with the national tool's own code: its 446 measures and 158 authorities.
    counted = {"-": 21330, "A": 11273, "B": 11178, "C": 11429, "D": 11834, None: 3424}
    assert dict(latest["band"].value_counts().iter_rows()) == counted


@pytest.mark.parametrize(
    ("measure", "year", "row"),
    [
        (RE_REFERRALS, "2017", (16.8, 46, 152, "B", 15.975, 19.95, 23.8)),
        (RE_REFERRALS, "2018", (18.5, 60, 152, "B", 16.25, 20.1, 24.025)),
        (SECOND_PLANS, "2017", (23.5, 123, 151, "D", 14.7, 18.4, 22.15)),
        (SECOND_PLANS, "2018", (9.9, 6, 148, "A", 16.575, 20.0, 23.325)),
    ],
)
def test_st_helens_stood_there_as_at_an_earlier_year(
    tool: NationalTool, measure: str, year: str, row: tuple[object, ...]
) -> None:
    found = standing(tool, Years(year), Mode.NATIONAL).filter(measure=measure, area=342)
    columns = ("value", "rank", "of", "band", "q25", "q50", "q75")
    assert found.select(columns).rows() == [pytest.approx(row)]


def test_every_year_has_every_measure_and_authority(tool: NationalTool) -> None:
    table = standing(tool, Years("all"), Mode.NATIONAL)
    assert table.height == 613_040
    assert not table.select("measure", "area", "year").is_duplicated().any()


def test_an_england_that_its_regions_cannot_make_is_left_out_and_said(
    latest: pl.DataFrame, corrected: pl.DataFrame
) -> None:
    first_time = latest.filter(pl.col("measure").str.starts_with("First Time entrants"))
    # The regions' rates, which are between 98 and 181, added up.
    assert first_time["england"].unique().to_list() == [1258]
    said = corrected.filter(pl.col("measure").str.starts_with("First Time entrants"))
    assert said["england"].null_count() == said.height > 0
    assert said["remarks"].str.contains("England is left out").all()


def test_an_abolished_authority_is_ranked_by_the_tool_and_not_when_corrected(
    latest: pl.DataFrame, corrected: pl.DataFrame
) -> None:
    cautioned = pl.col("measure").str.contains("cautioned", literal=True)
    cumbria = latest.filter(cautioned, la_number="909")
    assert cumbria.select("rank", "band").rows() == [(1, "A")]
    years_after = pl.col("year").is_in(["2024", "2024-25", "2025"])
    assert not latest.filter(years_after, la_number="909").is_empty()
    assert corrected.filter(years_after, la_number="909").is_empty()
    assert corrected.filter(cautioned)["remarks"].str.contains("abolished").all()


def test_values_that_only_arithmetic_told_apart_share_a_rank_when_corrected(
    latest: pl.DataFrame, corrected: pl.DataFrame
) -> None:
    key = ["measure", "la_number"]
    noisy = corrected.filter(pl.col("remarks").str.contains("only arithmetic"))
    assert not noisy.is_empty()
    apart = latest.join(noisy, on=key, how="semi").with_columns(shown=pl.col("value").round(6))
    before = apart.group_by("measure", "shown").agg(pl.col("rank").drop_nulls().n_unique())
    after = noisy.group_by("measure", pl.col("value").round(6)).agg(
        pl.col("rank").drop_nulls().n_unique()
    )
    assert before["rank"].max() == 2
    assert after["rank"].max() == 1
