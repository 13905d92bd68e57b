"""Importing the national tool: four files make a vintage, and each row of them is told of."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from safeboard.benchmarks.national.tool import read_tool
from safeboard.pipeline.importing import (
    ImportAsked,
    NothingToImportError,
    NotPublishedYetError,
    import_benchmarks,
)
from safeboard.store.audit import audit_trail
from safeboard.store.vintages import all_vintages, values_of
from tests.unit.imports import NOW, account_of, imported, rows_of, vintage_of
from tests.unit.store_builders import new_store
from tests.unit.tool_files import VISITS, Values, of_authorities, write_tool

TWO_YEARS: Values = {
    "2017": of_authorities("10", "20", "30", "40", "50") | {970: "30.0", 980: "31"},
    "2018": of_authorities("12", "20", "25.5", "-", " 40 ") | {970: "29.0", 980: "28"},
}


@pytest.fixture(autouse=True)
def store(engine: str, tmp_path: Path) -> Iterator[Path]:
    with new_store(tmp_path / "store") as folder:
        yield folder


def test_four_files_make_one_vintage_dated_by_the_list_of_measures(tmp_path: Path) -> None:
    made = imported(write_tool(tmp_path / "tool", TWO_YEARS))
    assert not made.already
    assert [(each.name, each.rows, each.kept) for each in made.accounts] == [
        ("values.parquet", 14, 14),
        ("measures.csv", 1, 1),
        ("areas.xlsx", 7, 7),
        ("neighbours.xlsx", 5, 5),
    ]
    assert vintage_of(made).published == date(2018, 3, 30)
    assert vintage_of(made).names == "values.parquet, measures.csv, areas.xlsx, neighbours.xlsx"
    assert audit_trail()["which"][-1] == (
        f"vintage {vintage_of(made).number}, LAIT, published 2018-03-30, "
        f"from {vintage_of(made).names}; "
        "14 values, 0 rows left out"
    )


def test_each_value_is_kept_with_its_year_or_the_sign_that_it_is_missing(tmp_path: Path) -> None:
    made = imported(write_tool(tmp_path / "tool", TWO_YEARS))
    rows = rows_of(made).filter(area="304")
    columns = ("measure", "year", "period", "statistic", "value", "symbol")
    assert rows.select(columns).rows() == [
        ("Visits", "2017", "2016-17", "value", 40.0, None),
        ("Visits", "2018", "2017-18", "value", None, "-"),
    ]


def test_the_tool_that_a_vintage_holds_is_the_one_in_its_files(tmp_path: Path) -> None:
    tool = read_tool(values_of(vintage_of(imported(write_tool(tmp_path / "tool", TWO_YEARS)))))
    assert tool.years.rows() == [(0, "Visits", "2017", 2017), (1, "Visits", "2018", 2018)]
    assert tool.values.filter(area=305).rows() == [(0, 305, 50.0), (1, 305, 40.0)]
    assert tool.measures.rows() == [
        ("Visits in time", "Visits", "Visits", "low", "% of visits", 1, True)
    ]
    assert tool.neighbours.filter(area=301).rows()[:2] == [(301, 302, 1), (301, 303, 2)]
    assert tool.regions.rows()[0] == (301, 980)
    assert tool.names[970] == "England"


def test_a_file_that_is_named_twice_is_read_once(tmp_path: Path) -> None:
    folder = write_tool(tmp_path / "tool", TWO_YEARS)
    made = imported(folder, folder / "areas.xlsx", folder)
    assert account_of(made, "areas.xlsx").rows == 7


def test_a_day_of_publication_that_is_named_counts(tmp_path: Path) -> None:
    made = imported(write_tool(tmp_path / "tool", TWO_YEARS), published=date(2018, 4, 8))
    assert vintage_of(made).published == date(2018, 4, 8)


def test_the_same_files_imported_again_change_nothing(tmp_path: Path) -> None:
    folder = write_tool(tmp_path / "tool", TWO_YEARS)
    first = imported(folder)
    again = imported(*sorted(folder.iterdir()), published=date(2018, 6, 1))
    assert again == replace(first, already=True)
    assert len(all_vintages()) == 1


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (
            {"Short Desc": "Vists"},
            "no measure has its short name; it is row 15, with 'Vists'",
        ),
        ({"LA Number": 999.0}, "no area has its number; it is row 15, with '999'"),
        ({"LA Number": None}, "no area has its number; it is row 15, with ''"),
        ({"Years": "once"}, "its year does not begin with four digits; it is row 15, with 'once'"),
        (
            {"Values": "12,5"},
            "its value is neither a number nor missing; it is row 15, with '12,5'",
        ),
        ({"Values": "inf"}, "its value is neither a number nor missing; it is row 15, with 'inf'"),
    ],
)
def test_a_row_that_cannot_be_read_or_joined_is_counted_with_its_reason(
    tmp_path: Path, row: dict[str, object], reason: str
) -> None:
    folder = write_tool(tmp_path / "tool", TWO_YEARS)
    values = pl.read_parquet(folder / "values.parquet")
    good = {"Short Desc": "Visits", "Years": "2019", "LA Number": 301.0, "Values": "9"}
    more = pl.DataFrame([good | row], schema=values.schema)
    pl.concat([values, more]).write_parquet(folder / "values.parquet")
    account = account_of(imported(folder), "values.parquet")
    assert (account.rows, account.kept) == (15, 14)
    assert [str(each) for each in account.left_out] == [f"1 row is left out: {reason}"]


def test_where_a_value_is_given_twice_neither_is_kept(tmp_path: Path) -> None:
    folder = write_tool(tmp_path / "tool", TWO_YEARS)
    values = pl.read_parquet(folder / "values.parquet")
    pl.concat([values, values[:1]]).write_parquet(folder / "values.parquet")
    account = account_of(imported(folder), "values.parquet")
    assert (account.rows, account.kept) == (15, 13)
    assert [str(each) for each in account.left_out] == [
        "2 rows are left out: another row gives the same value; the first is row 1, with '301'"
    ]


def test_a_measure_whose_polarity_is_unknown_is_left_out_with_its_values(tmp_path: Path) -> None:
    odd = VISITS.replace("Low", "Up") + VISITS.replace("Visits,", "Others,", 2)
    one = imported(write_tool(tmp_path / "tool", TWO_YEARS, measures=odd))
    assert account_of(one, "measures.csv").kept == 1
    left_out = account_of(one, "values.parquet").left_out
    assert [(each.rows, each.given) for each in left_out] == [(14, "Visits")]


def test_a_part_of_the_tool_is_not_imported_and_says_what_is_lacking(tmp_path: Path) -> None:
    folder = write_tool(tmp_path / "tool", TWO_YEARS)
    (folder / "areas.xlsx").unlink()
    made, unread = import_benchmarks(ImportAsked([folder], None, "Pat Example", NOW))
    assert not made
    assert [each.name for each in unread] == ["measures.csv", "neighbours.xlsx", "values.parquet"]
    assert str(unread[0]) == (
        "measures.csv: it has the national tool's measures, but there is no file with the "
        "national tool's areas. Name all four files of one version together."
    )


def test_two_versions_of_the_tool_are_not_mixed(tmp_path: Path) -> None:
    one = write_tool(tmp_path / "one", TWO_YEARS)
    two = write_tool(tmp_path / "two", TWO_YEARS)
    made, unread = import_benchmarks(ImportAsked([one, two], None, "Pat Example", NOW))
    assert not made
    assert len(unread) == 8
    assert unread[0].why == (
        "there is another file with the national tool's areas. Import one version of them at a "
        "time."
    )


def test_a_file_that_is_nothing_of_the_kind_is_told(tmp_path: Path) -> None:
    (tmp_path / "notes.csv").write_text("one,two\n1,2\n")
    (tmp_path / "broken.parquet").write_bytes(b"PAR1 no more")
    (tmp_path / "broken.xlsx").write_bytes(b"PK no more")
    made, unread = import_benchmarks(ImportAsked([tmp_path], None, "Pat Example", NOW))
    assert not made
    assert [each.name for each in unread] == ["broken.parquet", "broken.xlsx", "notes.csv"]
    assert all(each.why.startswith("it is not recognised") for each in unread)


def test_a_day_that_has_not_come_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotPublishedYetError, match="that day has not come"):
        imported(write_tool(tmp_path / "tool", TWO_YEARS), published=date(2018, 12, 2))


def test_a_folder_without_data_or_a_name_that_is_none_is_told(tmp_path: Path) -> None:
    with pytest.raises(NothingToImportError, match="there is no such file or folder"):
        imported(tmp_path / "nowhere")
    (tmp_path / "empty").mkdir()
    with pytest.raises(NothingToImportError, match=r"this folder has no file that ends in \.par"):
        imported(tmp_path / "empty")


@pytest.mark.parametrize("label", ["2018", "2017/18", "2017-18"])
def test_a_school_year_has_the_period_of_the_financial_year_of_its_name(
    tmp_path: Path, label: str
) -> None:
    measures = VISITS.replace("Financial Year", "Academic Year")
    values = {label: of_authorities("10", "20", "30", "40", "50")}
    made = imported(write_tool(tmp_path / "tool", values, measures=measures))
    assert rows_of(made)["period"].unique().to_list() == ["2017-18"]
