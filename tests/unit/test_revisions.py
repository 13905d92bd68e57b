"""What a newer vintage revised: values and bands, in the years that both vintages have."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from safeboard.pipeline.revising import (
    NoSuchVintageError,
    Revised,
    all_of,
    choose_vintage,
    find_revisions,
)
from safeboard.store.vintages import Vintage
from tests.unit.imports import imported, vintage_of
from tests.unit.store_builders import new_store
from tests.unit.tool_files import ENGLAND, Values, of_authorities, write_tool

OLD: Values = {
    "2016": of_authorities("1", "2", "3", "4", "5"),
    "2017": of_authorities("10", "20", "30", "40", "50") | {ENGLAND: "30"},
}


@pytest.fixture(autouse=True)
def store(engine: str, tmp_path: Path) -> Iterator[Path]:
    with new_store(tmp_path / "store") as folder:
        yield folder


def a_vintage(folder: Path, values: Values, published: date) -> Vintage:
    return vintage_of(imported(write_tool(folder, values), published=published))


def revised(folder: Path, *, year_2017: dict[int, str], others: Values | None = None) -> Revised:
    """Return what a second vintage revised of the first."""
    a_vintage(folder / "old", OLD, date(2017, 11, 1))
    values: Values = {"2017": year_2017, **(others or {})}
    found = find_revisions(a_vintage(folder / "new", values, date(2018, 11, 1)))
    assert found is not None
    return found


def test_a_value_that_changed_is_a_revision_with_what_it_was(store: Path) -> None:
    found = revised(store, year_2017=of_authorities("10", "20.5", "30", "40", "50"))
    values = found.table.filter(what="value", area="302")
    assert values.select("measure", "year", "before", "after").rows() == [
        ("Visits", "2017", "20.0", "20.5")
    ]


def test_a_value_that_came_or_went_is_a_revision(store: Path) -> None:
    found = revised(store, year_2017=of_authorities("10", "20", "30", "40", "-"))
    values = found.table.filter(what="value").select("area", "before", "after")
    assert values.rows() == [("305", "50.0", "-"), (str(ENGLAND), "30.0", None)]


def test_a_band_may_be_revised_where_the_value_was_not(store: Path) -> None:
    # Before, the quartiles are 20, 30 and 40; after, with 45 and 48 for 10 and 20, 40, 45 and 48.
    found = revised(store, year_2017=of_authorities("45", "48", "30", "40", "50"))
    bands = found.table.filter(what="band").select("area", "before", "after")
    assert bands.rows() == [
        ("301", "A", "B"),
        ("302", "A", "C"),
        ("303", "B", "A"),
        ("304", "C", "A"),
    ]


def test_years_that_only_one_of_them_has_are_no_revisions(store: Path) -> None:
    new: Values = {"2018": of_authorities("1", "2", "3", "4", "6")}
    same = of_authorities("10", "20", "30", "40", "50") | {ENGLAND: "30"}
    assert revised(store, year_2017=same, others=new).table.is_empty()


def test_digits_that_arithmetic_left_behind_are_no_revision(store: Path) -> None:
    same = of_authorities("10", "20.000000000000004", "30", "40", "50") | {ENGLAND: "30"}
    assert revised(store, year_2017=same).table.is_empty()


def test_revisions_are_counted_most_first(store: Path) -> None:
    found = revised(store, year_2017=of_authorities("45", "48", "30", "40", "50"))
    assert found.counts("year") == [("2017", 3, 4)]
    assert found.counts("area") == [
        *(("301", 1, 1), ("302", 1, 1), (str(ENGLAND), 1, 0)),
        *(("303", 0, 1), ("304", 0, 1)),
    ]
    table = all_of([found])
    assert table.columns[:2] == ["vintage", "before_vintage"]
    assert table.height == 7


def test_a_vintage_is_compared_with_the_one_published_before_it(store: Path) -> None:
    last = a_vintage(store / "last", {**OLD, "2018": {}}, date(2018, 11, 1))
    first = a_vintage(
        store / "first", {"2017": of_authorities("9", "20", "30", "40", "50")}, date(2016, 11, 1)
    )
    found = find_revisions(last)
    assert found is not None
    assert found.before == first
    assert find_revisions(first) is None


def test_a_set_of_neighbours_is_compared_place_by_place(store: Path) -> None:
    heading = ",".join(["old_la_code", *(f"SN_{place},SN_{place}P" for place in range(1, 11))])
    near = [str(each) for each in (*range(302, 310), 312, 313)]
    path = store / "neighbours.csv"

    def one(*nearest: str) -> Vintage:
        cells = ",".join(f"{each},Close" for each in (*nearest, *near[2:]))
        path.write_text(f"{heading}\n301,{cells}\n")
        return vintage_of(imported(path, published=date(2018, int(nearest[0]) - 300, 1)))

    one("302", "303")
    found = find_revisions(one("303", "302"))
    assert found is not None
    assert found.table.select("statistic", "area", "before", "after").rows() == [
        ("neighbour 1", "301", "302", "303"),
        ("neighbour 2", "301", "303", "302"),
    ]


def test_a_vintage_is_chosen_by_its_number_and_else_the_one_imported_last(store: Path) -> None:
    assert choose_vintage(None) is None
    new = a_vintage(store / "new", OLD, date(2018, 11, 1))
    old = a_vintage(store / "old", {"2017": OLD["2017"]}, date(2017, 11, 1))
    assert choose_vintage(None) == old
    assert choose_vintage(new.number) == new
    with pytest.raises(NoSuchVintageError, match="--vintage 99: there is no such vintage"):
        choose_vintage(99)
