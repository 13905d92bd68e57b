"""The data of a release: every figure, columns as they are described, and no formulas."""

import csv
import io
import json
from typing import Any

import polars as pl
import pytest

from safeboard.catalogue.library import Catalogue
from safeboard.disclosure.release import Release
from safeboard.publishing.data import DataTable, data_tables, metadata
from tests.unit.small_release import HALTON, Q4, ST_HELENS, catalogue, notes, release

TABLES = ("figures", "ratings", "notes")


def table_of(name: str, given: Release, known: Catalogue | None = None) -> DataTable:
    """Return a table of the data."""
    (found,) = [each for each in data_tables(given, known or catalogue()) if each.name == name]
    return found


def rows_of(name: str, given: Release, known: Catalogue | None = None) -> list[dict[str, str]]:
    """Return the rows of a table of the data, as a reader of CSV sees them."""
    content = table_of(name, given, known).csv.decode()
    return list(csv.DictReader(io.StringIO(content, newline="")))


def described(name: str) -> dict[str, Any]:
    """Return what is said of a table beside it."""
    told = json.loads(metadata(table_of(name, release()), release()))
    assert isinstance(told, dict)
    return told


def test_every_figure_is_in_the_data_in_the_order_of_the_release() -> None:
    given = release()
    codes = [
        (row["indicator"], row["window"], row["period"], row["category"])
        for row in rows_of("figures", given)
    ]
    assert codes == given.figures.select("indicator", "window", "period", "category").rows()


def test_every_headline_and_every_note_is_in_the_data() -> None:
    assert len(rows_of("ratings", release())) == 9
    assert len(rows_of("notes", release())) == 4


def test_a_figure_has_its_counts_and_its_own_decimals() -> None:
    (row,) = [
        row
        for row in rows_of("figures", release())
        if (row["indicator"], row["period"]) == ("seen-in-time", Q4)
    ]
    assert row == {
        "area": "342",
        "area_name": "St. Helens",
        "indicator": "seen-in-time",
        "title": "Visits in time",
        "unit": "percentage",
        "window": "quarter",
        "period": "2017-18-Q4",
        "dimension": "",
        "category": "",
        "category_label": "",
        "definition": "2012-04-01",
        "numerator": "150",
        "denominator": "200",
        "value": "75.0",
        "symbol": "",
        "reason": "",
        "flags": "p",
        "population_year": "",
    }


def test_each_figure_has_a_value_or_a_symbol_and_never_both() -> None:
    for row in rows_of("figures", release()):
        assert bool(row["value"]) != bool(row["symbol"]), row
        assert bool(row["symbol"]) == bool(row["reason"]), row


def test_a_zero_that_was_counted_is_a_zero_in_the_data() -> None:
    (row,) = [row for row in rows_of("figures", release()) if row["period"] == "2017-18-Q3"]
    assert (row["numerator"], row["value"], row["symbol"]) == ("0", "0", "")


def test_shares_only_keep_their_symbol_in_the_data() -> None:
    (row,) = [r for r in rows_of("ratings", release()) if r["indicator"] == "open-by-residence"]
    assert (row["symbol"], row["reason"]) == ("z", "shown by category only")


@pytest.mark.parametrize("table", TABLES)
def test_the_columns_are_those_that_are_described(table: str) -> None:
    columns = described(table)["tableSchema"]["columns"]
    assert [each["name"] for each in columns] == list(rows_of(table, release())[0])
    assert all(each["titles"] and each["dc:description"].endswith(".") for each in columns)


@pytest.mark.parametrize("table", TABLES)
def test_a_column_that_must_be_filled_is_never_empty(table: str) -> None:
    filled = [c["name"] for c in described(table)["tableSchema"]["columns"] if c["required"]]
    for row in rows_of(table, release()):
        assert [name for name in filled if not row[name]] == []


@pytest.mark.parametrize("table", TABLES)
def test_a_tables_key_is_of_its_columns_and_names_one_row(table: str) -> None:
    key = described(table)["tableSchema"]["primaryKey"]
    keys = [tuple(row[name] for name in key) for row in rows_of(table, release())]
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("table", TABLES)
def test_the_description_carries_the_marking(table: str) -> None:
    told = described(table)
    assert told["dc:rights"] == "OFFICIAL-SENSITIVE: for members of the partnership's board"
    assert told["url"] == f"{table}.csv"


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_a_note_that_a_spreadsheet_would_run_begins_with_an_apostrophe(first: str) -> None:
    text = f'{first}HYPERLINK("http://example.org","1")'
    (row,) = rows_of("notes", release(notes=notes(("visits", "quarter", Q4, "", text))))
    assert row["text"] == f"'{text}"


def test_a_name_that_a_spreadsheet_would_run_begins_with_an_apostrophe() -> None:
    known = catalogue()
    named = known.indicators["visits"].model_copy(update={"title": "=1+1"})
    renamed = Catalogue(**{**vars(known), "indicators": {**known.indicators, "visits": named}})
    assert rows_of("figures", release(), renamed)[0]["title"] == "'=1+1"
    assert rows_of("notes", release(), renamed)[0]["title"] == "'=1+1"


def test_a_signed_change_is_no_formula() -> None:
    changes = {row["indicator"]: row["change"] for row in rows_of("ratings", release())}
    assert changes["visits"] == "-8"
    assert changes["late-visits"] == "+1,040"
    assert changes["seen-in-time"] == "+25.0 percentage points"
    assert changes["rate-of-children-open"] == "-16.2 per cent"


def test_the_apostrophe_is_explained_beside_the_data() -> None:
    for table in TABLES:
        assert described(table)["dc:description"].endswith(
            "Text that a spreadsheet would take for a formula begins with an apostrophe."
        )


def test_a_release_without_figures_has_tables_without_rows() -> None:
    given = release()
    empty = release(figures=given.figures.clear(), ratings=given.ratings.clear(), notes=notes())
    for table in TABLES:
        content = table_of(table, empty).csv
        assert content.count(b"\n") == 1
        assert content.startswith(b"area,area_name,indicator,")


def test_every_figure_of_several_areas_has_its_areas_name() -> None:
    given = release()
    elsewhere = given.figures.with_columns(area=pl.lit("876"))
    both = release(areas=(ST_HELENS, HALTON), figures=pl.concat([given.figures, elsewhere]))
    names = {(row["area"], row["area_name"]) for row in rows_of("figures", both)}
    assert names == {("342", "St. Helens"), ("876", "Halton")}
