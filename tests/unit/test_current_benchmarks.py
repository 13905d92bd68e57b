"""What had been published by a day: each year of a measure whole from its newest vintage."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from safeboard.benchmarks.current import CURRENT, current_benchmarks
from safeboard.store.vintages import Vintage
from tests.unit.imports import imported, vintage_of
from tests.unit.store_builders import new_store
from tests.unit.tool_files import Values, of_authorities, write_tool

OLD: Values = {
    "2016": of_authorities("1", "2", "3", "4", "5"),
    "2017": of_authorities("10", "20", "30", "40", "50"),
}
NEW: Values = {
    "2017": of_authorities("11", "20", "30", "-", "50"),
    "2018": of_authorities("12", "22", "32", "42", "52"),
}


@pytest.fixture(autouse=True)
def store(engine: str, tmp_path: Path) -> Iterator[Path]:
    with new_store(tmp_path / "store") as folder:
        yield folder


def of_day(folder: Path, values: Values, published: date) -> Vintage:
    return vintage_of(imported(write_tool(folder, values), published=published))


@pytest.fixture
def vintages(store: Path) -> tuple[Vintage, Vintage]:
    """Return two vintages of the tool; the older of them is imported last."""
    new = of_day(store / "new", NEW, date(2018, 11, 1))
    return of_day(store / "old", OLD, date(2017, 11, 1)), new


def values(found: pl.DataFrame, area: str) -> list[tuple[object, ...]]:
    rows = found.filter(area=area).sort("year")
    return rows.select("year", "value", "symbol", "vintage").rows()


def test_each_year_is_whole_from_the_vintage_that_was_published_last(
    vintages: tuple[Vintage, Vintage],
) -> None:
    old, new = vintages
    found = current_benchmarks(["Visits"], date(2018, 11, 1))
    assert found.schema == CURRENT
    assert values(found, "304") == [
        ("2016", 4.0, None, old.number),
        ("2017", None, "-", new.number),
        ("2018", 42.0, None, new.number),
    ]
    row = found.row(by_predicate=(pl.col("area") == "301") & (pl.col("year") == "2018"), named=True)
    assert (row["source"], row["sha256"], row["published"], row["period"]) == (
        *("LAIT", new.sha256, date(2018, 11, 1)),
        "2017-18",
    )


def test_what_was_published_later_is_not_known(vintages: tuple[Vintage, Vintage]) -> None:
    old, _ = vintages
    found = current_benchmarks(["Visits"], date(2018, 10, 31))
    assert values(found, "304") == [
        ("2016", 4.0, None, old.number),
        ("2017", 40.0, None, old.number),
    ]


@pytest.mark.usefixtures("vintages")
def test_other_measures_are_left_out_and_before_any_vintage_there_is_nothing() -> None:
    assert current_benchmarks(["Others"], date(2018, 11, 1)).is_empty()
    assert current_benchmarks(["Visits"], date(2017, 10, 31)).is_empty()
