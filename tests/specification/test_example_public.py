"""What the example calls public is what the published files say."""

import csv
from decimal import Decimal
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from tests.specification.example_workbooks import EXAMPLE, Workbooks, read_workbooks

YEARS = [("2016-17", "2017"), ("2017-18", "2018")]
"""Each financial year, and what the published files call it."""


def rows_of(path: Path) -> list[dict[str, str]]:
    """Return a CSV's rows."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def published(shared: Path, name: str, year: str) -> dict[str, str]:
    """Return the row of St Helens for a year in one of the Department's files."""
    (path,) = (shared / "samples" / "dfe-published").glob(f"{name}_*.csv")
    (row,) = [
        row
        for row in rows_of(path)
        if row["time_period"] == year and row["new_la_code"] == "E08000013"
    ]
    return row


@pytest.fixture(scope="module")
def workbooks() -> Workbooks:
    """Return what the committed workbooks hold."""
    return read_workbooks()


@pytest.mark.parametrize(("year", "label"), YEARS)
@pytest.mark.parametrize(
    ("item", "file", "column"),
    [
        ("referrals", "c1", "referral_count"),
        ("re_referrals_within_12_months", "c1", "rereferral_count"),
        ("plans_started", "d3", "CPP_start"),
        ("second_or_subsequent_plans", "d3", "CPP_subsequent"),
        ("section_47_enquiries", "c4", "Section47"),
    ],
)
def test_a_years_total_is_the_published_one(
    shared: Path, workbooks: Workbooks, item: str, file: str, column: str, year: str, label: str
) -> None:
    assert workbooks.year(item, year) == int(published(shared, file, label)[column])


@pytest.mark.parametrize(("year", "label"), YEARS)
def test_children_in_need_at_31_march_are_the_published_number(
    shared: Path, workbooks: Workbooks, year: str, label: str
) -> None:
    count = workbooks.count("children_in_need", f"{year}-Q4")
    assert count == int(published(shared, "b1", label)["At31_episodes"])


@pytest.mark.parametrize(("year", "label"), YEARS)
def test_no_more_enquiries_led_to_a_conference_than_conferences_were_held(
    shared: Path, workbooks: Workbooks, year: str, label: str
) -> None:
    held = int(published(shared, "c4", label)["ICPC"])
    assert workbooks.year("section_47_to_initial_conference", year) <= held


def test_the_populations_are_the_published_estimates(shared: Path) -> None:
    rows = rows_of(EXAMPLE / "populations.csv")
    assert [(row["area"], row["age_group"], row["mid_year"]) for row in rows] == [
        ("342", "0 to 17", "2016"),
        ("342", "0 to 17", "2017"),
    ]
    for row in rows:
        of_year = published(shared, "ons", row["mid_year"])
        assert of_year["age_group"] == "Children aged 0 to 17 years"
        assert row["population"] == of_year["population_estimate"]


def national(shared: Path, measure: str, label: str) -> pl.DataFrame:
    """Return a measure's values for a year in the national tool; missing ones left out."""
    return (
        pl.read_parquet(shared / "lait" / "bds_long_0.parquet")
        .filter(
            (pl.col("Short Desc") == measure)
            & (pl.col("Years") == label)
            & (pl.col("Values") != "-")
        )
        .select(number=pl.col("LA Number").cast(pl.Int64), value=pl.col("Values").cast(pl.Float64))
    )


def given(measure: str, period: str, statistic: str) -> dict[str, str]:
    """Return what the example's benchmarks say: each area's value, by its number."""
    return {
        row["area"]: row["value"]
        for row in rows_of(EXAMPLE / "benchmarks.csv")
        if (row["measure"], row["period"], row["statistic"]) == (measure, period, statistic)
    }


@pytest.mark.parametrize(("period", "label"), YEARS)
@pytest.mark.parametrize("measure", ["ReReferral", "PrevRegCPR", "CIN"])
def test_the_values_of_areas_are_those_of_the_national_tool(
    shared: Path, measure: str, period: str, label: str
) -> None:
    values = dict(national(shared, measure, label).iter_rows())
    told = given(measure, period, "value")
    assert list(told) == ["970", "981", "342"]
    for area, value in told.items():
        # The tool's own numbers carry what a spreadsheet adds: 18.399999999999999 is 18.4.
        assert Decimal(value) == Decimal(str(round(values[int(area)], 6)))


@pytest.mark.parametrize(("period", "label"), YEARS)
@pytest.mark.parametrize("measure", ["ReReferral", "PrevRegCPR"])
def test_the_quartiles_are_those_of_all_authorities_with_a_value(
    shared: Path, measure: str, period: str, label: str
) -> None:
    authorities = national(shared, measure, label).filter(pl.col("number") < 970)["value"]
    quartiles = np.quantile(authorities.to_numpy(), [0.25, 0.5, 0.75])
    for number, quartile in enumerate(quartiles, start=1):
        told = given(measure, period, f"quartile_{number}")
        assert list(told) == [""]
        assert float(told[""]) == pytest.approx(quartile, abs=1e-9)
    assert given(measure, period, "authorities") == {"": str(len(authorities))}


def test_the_thresholds_are_as_written_here() -> None:
    told = {
        (measure, period): [
            given(measure, period, f"quartile_{number}").get("") for number in (1, 2, 3)
        ]
        for measure in ("ReReferral", "PrevRegCPR", "CIN")
        for period in ("2016-17", "2017-18")
    }
    assert told == {
        ("ReReferral", "2016-17"): ["15.975", "19.95", "23.8"],
        ("ReReferral", "2017-18"): ["16.25", "20.1", "24.025"],
        ("PrevRegCPR", "2016-17"): ["14.7", "18.4", "22.15"],
        ("PrevRegCPR", "2017-18"): ["16.575", "20", "23.325"],
        ("CIN", "2016-17"): [None, None, None],
        ("CIN", "2017-18"): [None, None, None],
    }


@pytest.mark.parametrize(("period", "label"), YEARS)
def test_the_numbers_of_children_in_need_are_the_departments_own(
    shared: Path, period: str, label: str
) -> None:
    told = given("At31_episodes", period, "value")
    assert told["342"] == published(shared, "b1", label)["At31_episodes"]
    (release,) = (shared / "samples" / "dfe-published").glob("b1_*.csv")
    (england,) = [
        row["At31_episodes"]
        for row in rows_of(release)
        if (row["time_period"], row["geographic_level"]) == (label, "National")
    ]
    assert told["970"] == england


def test_every_row_gives_the_vintage_and_the_sources_own_year() -> None:
    rows = rows_of(EXAMPLE / "benchmarks.csv")
    assert {(row["source"], row["published"]) for row in rows} == {
        ("LAIT", "2026-04-08"),
        ("DfE", "2025-10-31"),
    }
    assert {(row["period"], row["label"]) for row in rows} == {
        ("2016-17", "2017"),
        ("2017-18", "2018"),
    }
    assert {(row["area"], row["note"]) for row in rows if row["area"]} == {
        ("970", "England"),
        ("970", "England, to the nearest 10"),
        ("981", "North West"),
        ("342", "St. Helens"),
        ("342", "Mean of its ten statistical neighbours"),
        ("342", "Median of the same"),
        ("342", "Neighbours with a value"),
    }
