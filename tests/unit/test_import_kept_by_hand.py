"""Importing the files that a partnership keeps by hand: each day in them is a vintage."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from safeboard.benchmarks.current import current_benchmarks
from safeboard.store.vintages import all_vintages
from tests.unit.imports import all_imported, imported, rows_of, vintage_of
from tests.unit.store_builders import new_store

BENCHMARKS = "source,measure,period,label,published,statistic,area,value,note"
ENGLAND = "LAIT,ReReferral,2017-18,2018,2018-10-25,value,970,21.9,England"
QUARTILE = "LAIT,ReReferral,2017-18,2018,2018-10-25,quartile_1,,16.25,"
REVISED = "LAIT,ReReferral,2017-18,2018,2018-11-30,value,970,22.0,"
POPULATIONS = "area,age_group,mid_year,population,source,published"
PEOPLE = "342,0 to 17,2017,36647,ONS,2018-06-28"


@pytest.fixture(autouse=True)
def store(engine: str, tmp_path: Path) -> Iterator[Path]:
    with new_store(tmp_path / "store") as folder:
        yield folder


def a_file(folder: Path, *lines: str) -> Path:
    path = folder / "benchmarks.csv"
    path.write_text("\n".join(lines) + "\n")
    return path


def test_each_day_of_publication_is_a_vintage_of_what_was_known_by_then(tmp_path: Path) -> None:
    first, second = all_imported(a_file(tmp_path, BENCHMARKS, ENGLAND, REVISED, QUARTILE))
    columns = ("statistic", "area", "year", "period", "value")
    assert vintage_of(first).published == date(2018, 10, 25)
    assert rows_of(first).select(columns).rows() == [
        ("quartile_1", "", "2018", "2017-18", 16.25),
        ("value", "970", "2018", "2017-18", 21.9),
    ]
    assert vintage_of(second).published == date(2018, 11, 30)
    assert rows_of(second)["value"].to_list() == [16.25, 22.0]
    (account,) = first.accounts
    assert (account.rows, account.kept, second.accounts) == (3, 3, ())


def test_a_row_that_is_added_leaves_the_earlier_vintages_as_they_were(tmp_path: Path) -> None:
    all_imported(a_file(tmp_path, BENCHMARKS, ENGLAND, QUARTILE))
    again = all_imported(a_file(tmp_path, BENCHMARKS, QUARTILE, ENGLAND, REVISED))
    assert [each.already for each in again] == [True, False]
    assert len(all_vintages()) == 2


def test_what_is_kept_by_hand_is_known_by_its_own_day_whatever_is_said(tmp_path: Path) -> None:
    all_imported(a_file(tmp_path, BENCHMARKS, ENGLAND, REVISED), published=date(2018, 12, 1))
    before = current_benchmarks(["ReReferral"], date(2018, 11, 29))
    after = current_benchmarks(["ReReferral"], date(2018, 11, 30))
    assert (before["value"].to_list(), after["value"].to_list()) == ([21.9], [22.0])


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (ENGLAND.replace("21.9", "21,9%").replace(",9", ";9"), "its value is not a number"),
        (
            ENGLAND.replace("2018-10-25", "25/10/2018"),
            "its day of publication is not one such as 2018-10-25",
        ),
        (ENGLAND.replace(",value,", ",mean,"), "its statistic is none of those that there are"),
        (ENGLAND.replace("2017-18", "2017"), "its period is not a financial year"),
        (ENGLAND.replace(",970,", ",England,"), "its area is no area's number"),
        (
            QUARTILE.replace(",,", ",342,").replace("quartile_1", "quartile_2"),
            "it is of all authorities, and names an area",
        ),
    ],
)
def test_a_row_that_cannot_be_read_is_counted_with_its_reason(
    tmp_path: Path, row: str, reason: str
) -> None:
    made = imported(a_file(tmp_path, BENCHMARKS, QUARTILE, row))
    (account,) = made.accounts
    assert (account.rows, account.kept) == (2, 1)
    assert [(each.reason, each.rows, each.row) for each in account.left_out] == [(reason, 1, 2)]


def test_what_an_areas_neighbours_have_is_kept_with_the_area(tmp_path: Path) -> None:
    mean = QUARTILE.replace("quartile_1,,16.25", "neighbours_mean,342,17.35")
    made = imported(a_file(tmp_path, BENCHMARKS, mean))
    assert rows_of(made).select("statistic", "area", "value").rows() == [
        ("neighbours_mean", "342", 17.35)
    ]


def test_a_number_given_twice_for_one_day_is_not_kept(tmp_path: Path) -> None:
    twice = ENGLAND.replace("21.9", "22.9")
    made = imported(a_file(tmp_path, BENCHMARKS, ENGLAND, twice, QUARTILE))
    assert rows_of(made)["statistic"].to_list() == ["quartile_1"]
    assert made.accounts[0].left_out[0].rows == 2


def test_where_no_row_can_be_kept_nothing_is_imported(tmp_path: Path) -> None:
    made = imported(a_file(tmp_path, BENCHMARKS, ENGLAND.replace("21.9", "?")))
    assert (made.vintage, made.accounts[0].rows, made.accounts[0].kept) == (None, 1, 0)
    assert all_vintages() == ()


def test_populations_kept_by_hand_are_estimates_too(tmp_path: Path) -> None:
    made = imported(a_file(tmp_path, POPULATIONS, PEOPLE))
    assert vintage_of(made).published == date(2018, 6, 28)
    columns = ("measure", "category", "year", "area", "value")
    assert rows_of(made).select(columns).rows() == [("population", "0 to 17", "2017", "342", 36647)]
