"""What imported vintages say of a measure: its distribution, and who stands beside an area."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from safeboard.benchmarks.imported import NOTHING, Imported, imported, together
from safeboard.benchmarks.published import Published, read_published
from safeboard.store.vintages import Vintage
from tests.builders import benchmark, catalogue, percentage
from tests.unit.imports import imported as import_files
from tests.unit.imports import vintage_of
from tests.unit.store_builders import new_store
from tests.unit.tool_files import Values, of_authorities, write_tool

MEASURED = catalogue(percentage(benchmark=benchmark(), polarity="low"))
YEARS: Values = {
    "2017": of_authorities("10", "20", "30", "40", "50"),
    "2018": of_authorities("12", "22", "32", "-", "52"),
}
LATER = datetime(2030, 1, 1, tzinfo=UTC)
HEADING = "source,measure,period,label,published,statistic,area,value,note"


@pytest.fixture(autouse=True)
def store(engine: str, tmp_path: Path) -> Iterator[Path]:
    with new_store(tmp_path / "store") as folder:
        yield folder


@pytest.fixture
def vintage(store: Path) -> Vintage:
    files = write_tool(store / "tool", YEARS)
    return vintage_of(import_files(files, published=date(2018, 11, 1)))


def known(until: datetime = LATER, as_of: date = date(2019, 1, 1)) -> Imported:
    return imported(MEASURED, {"301": None}, as_of, until)


def by_hand(folder: Path, published: str) -> Published:
    """Return what is kept by hand: a first quartile of 99 in 2017/18."""
    rows = [f"LAIT,Visits,2017-18,2018,{published},quartile_1,,99,"]
    (folder / "benchmarks.csv").write_text("\n".join([HEADING, *rows]) + "\n")
    people = folder / "populations.csv"
    people.write_text("area,age_group,mid_year,population,source,published\n")
    return read_published(folder / "benchmarks.csv", people, date(2019, 1, 1))


def test_the_distribution_is_that_of_the_authorities_with_a_value(vintage: Vintage) -> None:
    found = known()
    # Four have a value in 2018: 12, 22, 32, 52; quartiles of type 7 at 19.5, 27 and 37.
    row = found.distributions.sort("period").row(-1, named=True)
    assert (row["period"], row["authorities"], row["published"]) == (
        "2017-18",
        Decimal(4),
        date(2018, 11, 1),
    )
    quartiles = [row[f"quartile_{number}"] for number in (1, 2, 3)]
    assert quartiles == [Decimal("19.5"), Decimal(27), Decimal(37)]
    assert found.vintages == {f"vintage {vintage.number}": vintage.sha256}


def test_every_authority_with_a_value_is_told_for_the_chart(vintage: Vintage) -> None:
    values = known().values.filter(benchmark_period="2017-18").sort("area")
    assert values.select("area", "value").rows() == [
        ("301", 12.0), ("302", 22.0), ("303", 32.0), ("305", 52.0),
    ]  # fmt: skip


def test_what_was_imported_later_or_published_later_is_not_known(vintage: Vintage) -> None:
    assert known(until=datetime(2000, 1, 1, tzinfo=UTC)) is NOTHING
    assert known(as_of=date(2018, 10, 31)) is NOTHING


def test_of_a_year_that_both_have_what_was_published_last_counts(
    vintage: Vintage, tmp_path: Path
) -> None:
    for published, expected in (("2018-12-01", Decimal(99)), ("2018-10-01", Decimal("19.5"))):
        both = together(by_hand(tmp_path, published), known())
        row = both.distributions.filter(period="2017-18").row(0, named=True)
        assert row["quartile_1"] == expected
        assert both.distributions.filter(period="2016-17").height == 1


def test_the_fingerprint_of_a_release_names_every_vintage_and_file(
    vintage: Vintage, tmp_path: Path
) -> None:
    both = together(by_hand(tmp_path, "2018-12-01"), known())
    assert sorted(both.vintages) == [
        "benchmarks.csv",
        "populations.csv",
        f"vintage {vintage.number}",
    ]


def test_without_any_vintage_what_is_kept_by_hand_is_as_it_was(tmp_path: Path) -> None:
    kept = by_hand(tmp_path, "2018-12-01")
    both = together(kept, known())
    assert both.distributions.equals(kept.distributions)
    assert replace(both, distributions=kept.distributions, others=kept.others).vintages == (
        kept.vintages
    )


def test_what_is_kept_by_hand_and_imported_too_adds_nobody_to_a_distribution(
    vintage: Vintage, store: Path
) -> None:
    before = known()
    rows = [
        f"LAIT,Visits,2017-18,2018,2018-12-01,value,{area},{value},"
        for area, value in ((301, 99), (970, 30))
    ]
    (store / "benchmarks.csv").write_text("\n".join([HEADING, *rows]) + "\n")
    assert vintage_of(import_files(store / "benchmarks.csv")).published == date(2018, 12, 1)
    after = known()
    assert after.distributions.equals(before.distributions)
    assert after.vintages == before.vintages
