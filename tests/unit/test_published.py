"""The small CSV files of benchmarks and populations: what was known on a day, and what is wrong."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from safeboard.benchmarks.published import Published, ReferenceFileError, read_published

BENCHMARKS = "source,measure,period,label,published,statistic,area,value,note"
POPULATIONS = "area,age_group,mid_year,population,source,published"
LATER = date(2030, 1, 1)


def read(
    folder: Path,
    *benchmarks: str,
    populations: tuple[str, ...] = (),
    as_of: date = LATER,
    heading: str = BENCHMARKS,
) -> Published:
    """Return what rows in both files say as of a day."""
    paths = folder / "benchmarks.csv", folder / "populations.csv"
    paths[0].write_text("\n".join([heading, *benchmarks]) + "\n", "utf-8")
    paths[1].write_text("\n".join([POPULATIONS, *populations]) + "\n", "utf-8")
    return read_published(*paths, as_of)


def row(
    statistic: str,
    value: str,
    *,
    published: str = "2018-10-25",
    area: str = "",
    year: str = "2017-18",
) -> str:
    return f"LAIT,ReReferral,{year},2018,{published},{statistic},{area},{value},"


def refusal(folder: Path, *benchmarks: str, populations: tuple[str, ...] = ()) -> str:
    with pytest.raises(ReferenceFileError) as caught:
        read(folder, *benchmarks, populations=populations)
    return str(caught.value)


# --- What is known ---


def test_a_year_has_its_quartiles_its_authorities_and_englands_value(tmp_path: Path) -> None:
    known = read(
        tmp_path,
        row("quartile_1", "16.25"),
        row("quartile_2", "20.1"),
        row("quartile_3", "24.025"),
        row("authorities", "152"),
        row("value", "21.9", area="970"),
        row("value", "18.5", area="342"),
    )
    assert known.distributions.rows(named=True) == [
        {
            "source": "LAIT",
            "measure": "ReReferral",
            "period": "2017-18",
            "published": date(2018, 10, 25),
            "quartile_1": Decimal("16.25"),
            "quartile_2": Decimal("20.1"),
            "quartile_3": Decimal("24.025"),
            "authorities": 152,
            "england": Decimal("21.9"),
            "remarks": "",
        }
    ]


def test_what_the_source_does_not_publish_is_missing_and_not_zero(tmp_path: Path) -> None:
    (known,) = read(tmp_path, row("value", "345.4", area="970")).distributions.rows(named=True)
    assert known["quartile_1"] is None
    assert known["authorities"] is None
    assert known["england"] == Decimal("345.4")


def test_each_year_of_each_measure_stands_by_itself(tmp_path: Path) -> None:
    known = read(
        tmp_path,
        row("quartile_1", "15.975", year="2016-17"),
        row("quartile_1", "16.25"),
        "LAIT,PrevRegCPR,2017-18,2018,2018-10-25,quartile_1,,16.575,",
    ).distributions
    assert known.select("measure", "period", "quartile_1").rows() == [
        ("ReReferral", "2016-17", Decimal("15.975")),
        ("ReReferral", "2017-18", Decimal("16.25")),
        ("PrevRegCPR", "2017-18", Decimal("16.575")),
    ]


def england(known: Published) -> list[Decimal]:
    return known.distributions["england"].to_list()


def test_what_is_published_after_the_day_is_not_known(tmp_path: Path) -> None:
    later = row("value", "21.9", area="970", published="2018-10-26")
    assert england(read(tmp_path, later, as_of=date(2018, 10, 25))) == []
    assert england(read(tmp_path, later, as_of=date(2018, 10, 26))) == [Decimal("21.9")]


@pytest.mark.parametrize("turned", [False, True])
def test_of_revised_figures_the_latest_that_was_known_is_taken(
    tmp_path: Path, *, turned: bool
) -> None:
    rows = [
        row("value", "21.9", area="970", published="2018-10-25"),
        row("value", "22.1", area="970", published="2019-10-31"),
    ]
    rows = rows[::-1] if turned else rows
    assert england(read(tmp_path, *rows, as_of=date(2019, 10, 30))) == [Decimal("21.9")]
    assert england(read(tmp_path, *rows, as_of=date(2019, 10, 31))) == [Decimal("22.1")]


def test_a_year_carries_the_date_of_its_latest_publication(tmp_path: Path) -> None:
    known = read(
        tmp_path,
        row("value", "21.9", area="970", published="2018-10-25"),
        row("quartile_1", "16.25", published="2019-01-10"),
    )
    assert known.distributions["published"].to_list() == [date(2019, 1, 10)]


def test_the_empty_files_of_a_new_partnership_hold_nothing(tmp_path: Path) -> None:
    known = read(tmp_path)
    assert known.distributions.is_empty()
    assert known.populations.is_empty()


def test_empty_lines_columns_of_ones_own_and_a_spreadsheets_mark_are_no_matter(
    tmp_path: Path,
) -> None:
    heading = f"\ufeffline,{BENCHMARKS},filled"
    given = f"x,{row('value', '21.9', area='970')},"
    known = read(tmp_path, "", given, "", ",,,,,,,,,,", heading=heading)
    assert england(known) == [Decimal("21.9")]


def test_populations_are_those_of_children_as_last_estimated(tmp_path: Path) -> None:
    known = read(
        tmp_path,
        populations=(
            "342,0 to 17,2017,36647,ONS,2018-06-28",
            "342,0 to 17,2017,36650,ONS,2019-06-26",
            "342,0 to 17,2018,36900,ONS,2019-06-26",
            "342,10 to 17,2017,15000,ONS,2018-06-28",
            "340,0 to 17,2017,30000,ONS,2018-06-28",
        ),
        as_of=date(2019, 6, 25),
    )
    assert known.populations.rows() == [("340", 2017, 30000), ("342", 2017, 36647)]


# --- Vintages ---


def test_a_row_published_later_changes_no_vintage_and_a_revision_known_by_then_does(
    tmp_path: Path,
) -> None:
    day = date(2018, 12, 31)
    first = row("value", "21.9", area="970")
    before = read(tmp_path, first, as_of=day).vintages
    later = read(tmp_path, first, row("value", "22", area="970", published="2019-01-01"), as_of=day)
    assert later.vintages == before
    revised = read(
        tmp_path, first, row("value", "22", area="970", published="2018-12-31"), as_of=day
    )
    assert revised.vintages["benchmarks.csv"] != before["benchmarks.csv"]
    assert revised.vintages["populations.csv"] == before["populations.csv"]


def test_the_order_of_rows_and_empty_lines_change_no_vintage(tmp_path: Path) -> None:
    rows = [row("value", "21.9", area="970"), row("quartile_1", "16.25")]
    assert read(tmp_path, *rows).vintages == read(tmp_path, rows[1], "", rows[0]).vintages


# --- What is wrong ---


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ReferenceFileError) as caught:
        read_published(tmp_path / "benchmarks.csv", tmp_path / "populations.csv", LATER)
    assert str(caught.value) == (
        "benchmarks.csv: there is no such file. Put it back, or name another file in "
        "safeboard.toml."
    )


NOT_CSV = (
    "benchmarks.csv: it is not a CSV file in UTF-8. Save it as CSV (UTF-8) with the columns "
    "source, measure, period, label, published, statistic, area, value, note."
)


@pytest.mark.parametrize(
    "content",
    [b"", f"{BENCHMARKS}\nLAIT,caf\u00e9".encode("latin-1")],
    ids=["empty", "in another encoding"],
)
def test_a_file_that_is_not_csv_in_utf_8(tmp_path: Path, content: bytes) -> None:
    read(tmp_path)
    path = tmp_path / "benchmarks.csv"
    path.write_bytes(content)
    with pytest.raises(ReferenceFileError) as caught:
        read_published(path, tmp_path / "populations.csv", LATER)
    assert str(caught.value) == NOT_CSV


def test_a_folder_in_place_of_a_file(tmp_path: Path) -> None:
    read(tmp_path)
    (tmp_path / "benchmarks.csv").unlink()
    (tmp_path / "benchmarks.csv").mkdir()
    with pytest.raises(ReferenceFileError):
        read_published(tmp_path / "benchmarks.csv", tmp_path / "populations.csv", LATER)


def test_a_missing_column_is_named_with_the_first_line_as_it_should_be(tmp_path: Path) -> None:
    with pytest.raises(ReferenceFileError) as caught:
        read(tmp_path, heading="source,measure,period,label,published,area,value")
    assert str(caught.value) == (
        "benchmarks.csv: it has no column statistic, note. Its first line should be "
        "source,measure,period,label,published,statistic,area,value,note."
    )


@pytest.mark.parametrize("value", ["", "21,9", "c", "21.9%"])
def test_a_value_that_is_no_number_is_named_with_its_line(tmp_path: Path, value: str) -> None:
    written = f'"{value}"' if "," in value else value
    said = refusal(tmp_path, "", row("value", "21.9", area="970"), row("quartile_1", written))
    assert said == f"benchmarks.csv: line 4: its value '{value}' is not a number. Correct it there."


@pytest.mark.parametrize("day", ["", "25/10/2018", "2018-02-30", "October 2018"])
def test_a_date_that_is_none_is_named_with_its_line(tmp_path: Path, day: str) -> None:
    assert refusal(tmp_path, row("value", "21.9", published=day)) == (
        f"benchmarks.csv: line 2: its published '{day}' is not a date such as 2018-10-25. "
        "Correct it there."
    )


def test_a_statistic_that_nobody_knows(tmp_path: Path) -> None:
    assert refusal(tmp_path, row("median", "20.1")) == (
        "benchmarks.csv: line 2: there is no statistic 'median'. Use one of value, quartile_1, "
        "quartile_2, quartile_3, authorities, neighbours_mean, neighbours_median, "
        "neighbours_with_value."
    )


@pytest.mark.parametrize("year", ["2018", "2017/18", "2017-18-Q4", "2018-03", "", "2011-12"])
def test_a_period_that_is_no_financial_year(tmp_path: Path, year: str) -> None:
    assert refusal(tmp_path, row("value", "21.9", area="970", year=year)) == (
        f"benchmarks.csv: line 2: its period '{year}' is not a financial year. "
        "Write it as 2017-18; the earliest is 2012-13."
    )


def test_one_value_given_twice_with_one_date(tmp_path: Path) -> None:
    given = row("value", "21.9", area="970")
    assert refusal(tmp_path, given, row("value", "22", area="970")) == (
        "benchmarks.csv: line 3: it gives a value that an earlier line gives. Keep one of the two, "
        "or give the later its own date of publication."
    )


def test_one_population_given_twice_with_one_date(tmp_path: Path) -> None:
    rows = ("342,0 to 17,2017,36647,ONS,2018-06-28", "342,0 to 17,2017,36650,ONS,2018-06-28")
    assert refusal(tmp_path, populations=rows) == (
        "populations.csv: line 3: it gives a value that an earlier line gives. Keep one of the "
        "two, or give the later its own date of publication."
    )


@pytest.mark.parametrize(("column", "line"), [
    ("mid_year", "342,0 to 17,mid-2017,36647,ONS,2018-06-28"),
    ("population", "342,0 to 17,2017,36 647,ONS,2018-06-28"),
])  # fmt: skip
def test_a_population_that_is_no_number(tmp_path: Path, column: str, line: str) -> None:
    given = {"mid_year": "mid-2017", "population": "36 647"}[column]
    assert refusal(tmp_path, populations=(line,)) == (
        f"populations.csv: line 2: its {column} '{given}' is not a number. Correct it there."
    )
