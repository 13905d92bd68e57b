"""Every national referent is in the national tool's own dictionary, under that very title."""

import csv
import re
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import polars as pl
import pytest

from safeboard.catalogue import library
from safeboard.catalogue.indicator import Example, Indicator
from safeboard.vocabulary.polarity import Polarity

POLARITY = {"Low": Polarity.LOW, "High": Polarity.HIGH, "-": Polarity.NEUTRAL}


def dictionary(shared: Path) -> dict[tuple[str, str], dict[str, str]]:
    """Return the national tool's measures by short name and title."""
    path = shared / "lait" / "lait_data_dictionary.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return {(row["Measure_short"].strip(), row["Measure"]): row for row in csv.DictReader(file)}


def test_every_measure_is_in_the_national_dictionary_with_its_title(shared: Path) -> None:
    measures = dictionary(shared)
    for indicator in library.read().indicators.values():
        if indicator.national and indicator.national.source == "LAIT":
            assert (indicator.national.measure, indicator.national.title) in measures


def test_a_measure_of_the_same_definition_has_the_national_polarity_and_bands(
    shared: Path,
) -> None:
    measures = dictionary(shared)
    for indicator in library.read().indicators.values():
        national = indicator.national
        if national and national.source == "LAIT" and national.match == "same":
            row = measures[national.measure, national.title]
            assert POLARITY[row["Polarity"]] is indicator.polarity
            assert national.banded == (row["Polarity"] != "-" and row["No_Quartile"] != "N")


def test_what_the_national_tool_lacks_is_a_column_of_the_departments_own_release(
    shared: Path,
) -> None:
    columns: set[str] = set()
    for release in (shared / "samples" / "dfe-published").glob("[a-z][0-9]_*.csv"):
        with release.open(encoding="utf-8-sig", newline="") as file:
            columns |= set(csv.DictReader(file).fieldnames or [])
    others = [
        each.national
        for each in library.read().indicators.values()
        if each.national and each.national.source != "LAIT"
    ]
    assert others
    assert {each.source for each in others} == {"DfE"}
    assert {each.measure for each in others} <= columns


def test_the_national_tool_has_no_number_of_children_in_need(shared: Path) -> None:
    titles = [title for _, title in dictionary(shared) if "children in need" in title.lower()]
    assert "Children in Need rate per 10,000" in titles
    assert not [title for title in titles if title.lower().startswith("number")]


PUBLISHED = [
    pytest.param(indicator, example, id=f"{indicator.code}: {example.name}")
    for indicator in library.read().indicators.values()
    for example in indicator.examples
    if re.match(r"St Helens (in \d{4}/\d\d|at 31 March \d{4}), as published", example.name)
    and indicator.national
    and indicator.national.source == "LAIT"
]


@pytest.mark.parametrize(("indicator", "example"), PUBLISHED)
def test_an_example_that_is_said_to_be_published_is_what_the_national_tool_has(
    shared: Path, indicator: Indicator, example: Example
) -> None:
    values = pl.read_parquet(shared / "lait" / "bds_long_0.parquet")
    # 2017/18 and 31 March 2018 are both 2018 in the national tool.
    said = re.search(r"(?:March \d\d|/)(\d\d)", example.name)
    assert said
    assert indicator.national
    (value,) = values.filter(
        pl.col("LA Number") == 342,
        pl.col("Short Desc").str.strip_chars() == indicator.national.measure,
        pl.col("Years") == f"20{said[1]}",
    )["Values"]
    places = Decimal(10) ** -indicator.decimals
    assert Decimal(value).quantize(places, ROUND_HALF_UP) == Decimal(str(example.expect))


def test_many_examples_are_published_figures() -> None:
    assert len(PUBLISHED) >= 15
