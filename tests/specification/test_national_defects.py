"""Each defect that was found in the national tool: put right, said aloud, or not there."""

from pathlib import Path

import polars as pl
import pytest

from safeboard.benchmarks.national.account import Place, account
from safeboard.benchmarks.national.bands import bands
from safeboard.benchmarks.national.regions import region_of
from safeboard.benchmarks.national.standing import Mode, Years
from safeboard.benchmarks.national.tool import NationalTool
from safeboard.pipeline.tools import ToolAsked, find_tool


@pytest.fixture(scope="module")
def tool(shared: Path) -> NationalTool:
    return find_tool(ToolAsked(shared, files=shared / "lait")).tool


@pytest.fixture(scope="module")
def national(tool: NationalTool) -> pl.DataFrame:
    return bands(tool, Years("latest"), Mode.NATIONAL)


@pytest.fixture(scope="module")
def corrected(tool: NationalTool) -> pl.DataFrame:
    return bands(tool, Years("latest"), Mode.CORRECTED)


def titles(tool: NationalTool, series: str) -> list[str]:
    return tool.measures.filter(series=series)["measure"].to_list()


def of_series(table: pl.DataFrame, tool: NationalTool, series: str) -> pl.DataFrame:
    return table.filter(pl.col("measure") == titles(tool, series)[0])


def told(tool: NationalTool, series: str, area: int, mode: Mode = Mode.CORRECTED) -> list[str]:
    return account(tool, Place(titles(tool, series)[0], "latest", area), mode)


@pytest.mark.parametrize(("series", "printed"), [("FirstYJS", 1258.0), ("PreChildDea", 882.0)])
def test_1_an_england_that_is_a_sum_of_regions_is_left_out(
    tool: NationalTool,
    national: pl.DataFrame,
    corrected: pl.DataFrame,
    series: str,
    printed: float,
) -> None:
    assert of_series(national, tool, series)["england"].unique().to_list() == [printed]
    row = of_series(corrected, tool, series).row(0, named=True)
    assert row["england"] is None
    assert "England is left out" in row["remarks"]


def test_2_no_region_and_no_england_has_a_rank_or_a_band(corrected: pl.DataFrame) -> None:
    assert corrected["la_number"].cast(pl.Int64).max() == 943


def test_3_the_range_of_band_c_does_not_overlap_that_of_b_where_high_is_good(
    tool: NationalTool,
) -> None:
    line = next(each for each in told(tool, "CP_conf_15days", 342) if "printed" in each)
    ranges = dict(part.split(" is ") for part in line.rstrip(".").split("printed, ")[1].split("; "))
    least_of_b, most_of_c = ranges["B"].split(" to ")[1], ranges["C"].split(" to ")[0]
    assert float(most_of_c) < float(least_of_b)


def test_4_a_value_printed_outside_its_bands_range_is_said_to_be(tool: NationalTool) -> None:
    # Shropshire's 4.6 is printed in C's range, 3 to 4.6, and lies above the quartile of 4.55.
    lines = told(tool, "CPPlans2yrsActive", 893)
    said = "Printed, its value lies outside that range: the quartiles are not rounded."
    assert said in lines
    assert said not in told(tool, "CPPlans2yrsActive", 893, Mode.NATIONAL)
    assert any("It is in band D." in line for line in lines)


def test_5_ties_that_arithmetic_broke_are_ties(
    national: pl.DataFrame, corrected: pl.DataFrame
) -> None:
    shown = pl.col("value").round(8)
    apart = national.filter(pl.col("rank").is_not_null()).group_by("measure", shown)
    assert apart.agg(pl.col("rank").n_unique())["rank"].max() == 2
    tied = corrected.filter(pl.col("rank").is_not_null()).group_by("measure", shown)
    assert tied.agg(pl.col("rank").n_unique())["rank"].max() == 1


def test_6_a_series_with_two_titles_says_so_and_whether_the_other_has_bands(
    tool: NationalTool,
) -> None:
    of_each = dict(
        tool.measures.filter(series="CINPermExclusion").select("measure", "has_bands").iter_rows()
    )
    assert sorted(of_each.values()) == [False, True]
    for title, has_bands in of_each.items():
        (other,) = of_each.keys() - {title}
        differs = "without bands" if has_bands else "with bands"
        lines = account(tool, Place(title, "latest", 342), Mode.CORRECTED)
        assert lines[-1] == f"The tool has the same series as '{other}' too, {differs}."


def test_7_a_measure_whose_bands_are_held_back_has_no_printed_ranges(tool: NationalTool) -> None:
    lines = told(tool, "SpecPermEx", 342)
    assert "The measure has no bands: its values lie too close together." in lines
    assert not any("printed" in line for line in lines)


def test_8_a_measure_of_one_year_keeps_its_authorities_and_has_no_change(
    tool: NationalTool, corrected: pl.DataFrame
) -> None:
    rows = of_series(corrected, tool, "YJS_Caution-Sentence10-17_YO")
    assert rows.filter(la_number="342").height == 1
    assert rows["change"].null_count() == rows.height


def test_9_a_change_that_its_decimals_do_not_show_has_no_way(
    tool: NationalTool, corrected: pl.DataFrame
) -> None:
    small = corrected.join(tool.measures, on="measure").filter(
        pl.col("change") != 0, pl.col("change").abs() < 0.4 * 10.0 ** -pl.col("decimals")
    )
    row = small.row(0, named=True)
    lines = account(tool, Place(row["measure"], "latest", int(row["la_number"])), Mode.CORRECTED)
    assert "It differs from the tool's year before by less than its decimals show." in lines


def test_10_it_is_said_how_many_neighbours_have_a_value_and_no_change_of_theirs(
    corrected: pl.DataFrame,
) -> None:
    assert not [name for name in corrected.columns if "neighbour" in name and "change" in name]
    counts = corrected["neighbours_with_value"]
    assert (counts.min(), counts.max()) == (0, 10)


def test_11_a_distribution_with_many_missing_is_said_to_be_so(
    tool: NationalTool, corrected: pl.DataFrame
) -> None:
    remarks = of_series(corrected, tool, "CPPlans2yrsActive")["remarks"].unique().to_list()
    assert remarks == ["59 of 153 authorities have no value"]


def test_12_a_year_long_past_is_said_to_be_so(tool: NationalTool, corrected: pl.DataFrame) -> None:
    remark = of_series(corrected, tool, "PreChildDea")["remarks"][0]
    assert "its latest year is 4 years behind the newest" in remark


def test_13_a_percentage_above_100_is_said_to_be_there(
    tool: NationalTool, corrected: pl.DataFrame
) -> None:
    rows = of_series(corrected, tool, "%_2yr_olds")
    assert rows["value"].max() == pytest.approx(233.3, abs=0.05)
    assert "values above 100%: 2" in rows["remarks"][0]


def test_14_every_authority_of_yorkshire_has_its_region(tool: NationalTool) -> None:
    areas = tool.regions.filter(region=982)["area"].to_list()
    assert len(areas) == 15
    assert {region_of(tool, area, "ReReferral") for area in areas} == {982}


def test_15_all_authorities_are_banded_at_once(national: pl.DataFrame) -> None:
    assert national.height == 446 * 158
