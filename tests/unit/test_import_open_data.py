"""Importing open data: areas are joined by code, and each row is kept or told of."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from safeboard.benchmarks.national.codes import codes_in
from safeboard.pipeline.importing import UndatedError
from safeboard.store.vintages import all_vintages
from tests.unit.imports import account_of, imported, rows_of, vintage_of
from tests.unit.store_builders import new_store

DAY = date(2018, 10, 25)
HEADING = (
    "time_period,time_identifier,geographic_level,country_code,region_code,old_la_code,"
    "new_la_code,la_name,category,referral_count,rereferral_count,rereferral_percent"
)
ENGLAND = "2018,Reporting year,National,E92000001,,,,,Referrals,1000,219,21.9"
NORTH_WEST = "2018,Reporting year,Regional,E92000001,E12000002,,,,Referrals,200,44,22.0"
AUTHORITY = "2018,Reporting year,Local authority,E92000001,E12000002,342,E08000013,St. Helens,"
ST_HELENS = f"{AUTHORITY}Referrals,97,18,18.6"


@pytest.fixture(autouse=True)
def store(engine: str, tmp_path: Path) -> Iterator[Path]:
    with new_store(tmp_path / "store") as folder:
        yield folder


def a_file(folder: Path, *rows: str, name: str = "c1_referrals_2013_to_2018.csv") -> Path:
    path = folder / name
    path.write_text("\n".join((HEADING, *rows)) + "\n", encoding="utf-8-sig")
    return path


def reasons(folder: Path, *rows: str) -> list[str]:
    """Return what is told of the rows that are left out of a file of these and St Helens'."""
    made = imported(a_file(folder, ST_HELENS, *rows), published=DAY)
    account = made.accounts[0]
    assert account.rows == 1 + len(rows)
    assert account.kept + sum(each.rows for each in account.left_out) == account.rows
    return [str(each) for each in account.left_out]


def test_each_column_is_a_measure_with_numerator_and_denominator(tmp_path: Path) -> None:
    made = imported(a_file(tmp_path, ENGLAND, NORTH_WEST, ST_HELENS), published=DAY)
    assert str(vintage_of(made)) == "DfE c1_referrals, published 2018-10-25"
    assert account_of(made, "c1_referrals_2013_to_2018.csv").kept == 3
    rows = rows_of(made)
    columns = ("area", "area_code", "year", "period", "value", "numerator", "denominator")
    assert rows.filter(measure="rereferral_percent").select(columns).rows() == [
        ("970", "E92000001", "2018", "2017-18", 21.9, 219, 1000),
        ("981", "E12000002", "2018", "2017-18", 22.0, 44, 200),
        ("342", "E08000013", "2018", "2017-18", 18.6, 18, 97),
    ]
    counts = rows.filter(measure="referral_count")
    assert counts.select("value", "numerator", "denominator").rows()[2] == (97, None, None)


def test_a_sign_for_a_missing_value_is_kept_as_it_is(tmp_path: Path) -> None:
    made = imported(a_file(tmp_path, f"{AUTHORITY}Referrals,97,c,z"), published=DAY)
    assert rows_of(made).select("measure", "value", "symbol").rows() == [
        ("referral_count", 97, None),
        ("rereferral_count", None, "c"),
        ("rereferral_percent", None, "z"),
    ]


def test_what_a_filter_says_tells_rows_of_one_area_and_year_apart(tmp_path: Path) -> None:
    boys = ST_HELENS.replace("Referrals", "Boys")
    girls = ST_HELENS.replace("Referrals", "Girls")
    made = imported(a_file(tmp_path, boys, girls), published=DAY)
    counts = rows_of(made).filter(measure="referral_count")
    assert counts["category"].to_list() == ["category: Boys", "category: Girls"]


def test_an_authority_without_its_number_is_known_by_its_ons_code(tmp_path: Path) -> None:
    imported(a_file(tmp_path, ST_HELENS), published=DAY)
    later = ST_HELENS.replace("2018,", "2019,").replace(",342,", ",,")
    made = imported(a_file(tmp_path, later, name="c1_referrals_2019.csv"), published=DAY)
    assert rows_of(made)["area"].unique().to_list() == ["342"]


def test_an_authority_may_have_had_two_codes_and_the_later_one_is_shown(tmp_path: Path) -> None:
    before = ST_HELENS.replace("E08000013", "E08000099").replace("2018,", "2017,")
    made = imported(a_file(tmp_path, before, ST_HELENS), published=DAY)
    assert not made.accounts[0].left_out
    assert codes_in(all_vintages()).rows() == [("342", "E08000013")]


def test_a_name_joins_nothing(tmp_path: Path) -> None:
    nameless = ST_HELENS.replace("E08000013", "E08000099").replace(",342,", ",,")
    assert reasons(tmp_path, nameless) == [
        "1 row is left out: no authority is known by its number or its code; it is row 2, with "
        "'E08000099'"
    ]


def test_a_code_with_two_numbers_is_of_no_authority(tmp_path: Path) -> None:
    other = ST_HELENS.replace(",342,", ",343,")
    assert reasons(tmp_path, other) == [
        "2 rows are left out: its code is also given to an authority with another number; the "
        "first is row 1, with 'E08000013'"
    ]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (
            ST_HELENS.replace("Local authority", "School"),
            "its level is neither National, Regional nor Local authority; it is row 2, with "
            "'School'",
        ),
        (
            ENGLAND.replace("E92000001", "W92000004"),
            "its country is not England; it is row 2, with 'W92000004'",
        ),
        (
            NORTH_WEST.replace("E12000002", "E12000099"),
            "no region has its code; it is row 2, with 'E12000099'",
        ),
        (
            ST_HELENS.replace("2018,", "recent,"),
            "its time period is not a year; it is row 2, with 'recent'",
        ),
        (
            ENGLAND.replace("219", "about 200"),
            "a value is neither a number nor a sign for a missing one; it is row 2, with "
            "'about 200 in rereferral_count'",
        ),
    ],
)
def test_a_row_that_cannot_be_read_or_joined_is_counted_with_its_reason(
    tmp_path: Path, row: str, reason: str
) -> None:
    extra = [ST_HELENS.replace("2018,", f"{year},") for year in (2015, 2016)]
    assert reasons(tmp_path, row, *extra) == [f"1 row is left out: {reason}"]


def test_where_an_area_has_a_year_twice_neither_row_is_kept(tmp_path: Path) -> None:
    twice = ST_HELENS.replace("18.6", "18.7")
    assert reasons(tmp_path, twice) == [
        "2 rows are left out: another row gives the same area and year; the first is row 1, with "
        "'2018'"
    ]


def test_a_row_without_anything_in_it_is_no_row(tmp_path: Path) -> None:
    assert reasons(tmp_path) == []
    made = imported(a_file(tmp_path, ST_HELENS, "," * 11, ENGLAND, ""), published=DAY)
    assert (made.accounts[0].rows, made.accounts[0].kept) == (2, 2)


def test_a_file_that_does_not_say_when_it_was_published_has_to_be_dated(tmp_path: Path) -> None:
    with pytest.raises(UndatedError, match="nothing was imported"):
        imported(a_file(tmp_path, ST_HELENS))
    assert all_vintages() == ()


def test_population_estimates_are_of_the_middle_of_a_year_by_age(tmp_path: Path) -> None:
    path = tmp_path / "ons_2012_to_2017.csv"
    path.write_text(
        "time_period,time_identifier,geographic_level,country_code,region_code,old_la_code,"
        "new_la_code,la_name,age_group,population_estimate\n"
        f"{AUTHORITY.replace('2018', '2017')}Children aged 0 to 17 years,36647\n"
    )
    made = imported(path, published=DAY)
    assert str(vintage_of(made).of) == "ONS mid-year population estimates"
    columns = ("measure", "category", "year", "period", "area", "value")
    assert rows_of(made).select(columns).rows() == [
        ("population", "0 to 17", "2017", None, "342", 36647)
    ]
