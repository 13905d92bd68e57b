"""Imported estimates of the population stand where none is kept by hand."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from safeboard.benchmarks.people import with_imported_people
from safeboard.benchmarks.published import Published, read_published
from tests.unit.imports import imported as import_files
from tests.unit.store_builders import new_store

UNTIL, AS_OF = datetime(2030, 1, 1, tzinfo=UTC), date(2019, 1, 1)
HEADING = "area,age_group,mid_year,population,source,published\n"
ONE = "342,0 to 17,2016,36387,ONS,2018-06-28\n"
REVISED = "342,0 to 17,2016,36400,ONS,2018-09-01\n342,0 to 17,2017,36647,ONS,2018-09-01\n"
OTHERS = "343,0 to 17,2017,54321,ONS,2018-09-01\n342,0 to 24,2017,99999,ONS,2018-09-01\n"


@pytest.fixture(autouse=True)
def store(engine: str, tmp_path: Path) -> Iterator[None]:
    with new_store(tmp_path / "store"):
        yield


@pytest.fixture
def kept(tmp_path: Path) -> Published:
    """Return what is kept by hand: the middle of 2016 alone."""
    benchmarks, people = tmp_path / "benchmarks.csv", tmp_path / "populations.csv"
    benchmarks.write_text("source,measure,period,label,published,statistic,area,value,note\n")
    people.write_text(HEADING + ONE)
    return read_published(benchmarks, people, AS_OF)


def import_estimates(folder: Path) -> None:
    folder.mkdir()
    (folder / "populations.csv").write_text(HEADING + REVISED + OTHERS)
    import_files(folder / "populations.csv")


def test_a_year_that_the_file_lacks_is_that_of_the_vintage(kept: Published, tmp_path: Path) -> None:
    import_estimates(tmp_path / "given")
    found = with_imported_people(kept, ["342"], AS_OF, UNTIL)
    assert found.populations.rows() == [("342", 2016, 36387), ("342", 2017, 36647)]
    assert [*found.vintages][:2] == ["benchmarks.csv", "populations.csv"]
    assert len(found.vintages) == 3


def test_what_was_imported_later_or_not_at_all_changes_nothing(
    kept: Published, tmp_path: Path
) -> None:
    assert with_imported_people(kept, ["342"], AS_OF, UNTIL).populations.equals(kept.populations)
    import_estimates(tmp_path / "given")
    before = with_imported_people(kept, ["342"], AS_OF, datetime(2000, 1, 1, tzinfo=UTC))
    assert before.populations.equals(kept.populations)
    assert before.vintages == kept.vintages
