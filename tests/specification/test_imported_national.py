"""The national tool, imported, gives St Helens the distribution and neighbours that it shows."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from safeboard.benchmarks.imported import Imported, imported
from safeboard.catalogue import library
from safeboard.pipeline.importing import ImportAsked, import_benchmarks
from tests.unit.store_builders import new_store

EXPECTED = {
    # measure, year: quartiles, authorities, England, North West, mean and median of neighbours
    ("ReReferral", "2016-17"): "15.975 19.95 23.8 152 21.9 21.8 19.67 20.35",
    ("ReReferral", "2017-18"): "16.25 20.1 24.025 152 21.9 22.3 17.35 17.85",
    ("PrevRegCPR", "2016-17"): "14.7 18.4 22.15 151 18.7 18.4 15.24 14.25",
    ("PrevRegCPR", "2017-18"): "16.575 20 23.325 148 20.2 20.7 20.66 21.05",
    ("CIN", "2017-18"): "295.9 360.8 451.4 149 345.4 379.7 415.99 418.4",
}


@pytest.fixture
def known(engine: str, shared: Path, tmp_path: Path) -> Iterator[Imported]:
    with new_store(tmp_path / "store"):
        asked = ImportAsked(
            (shared / "lait",), date(2026, 4, 8), "Pat Example", datetime(2026, 5, 1, tzinfo=UTC)
        )
        import_benchmarks(asked)
        until = datetime(2030, 1, 1, tzinfo=UTC)
        yield imported(library.read(), {"342": None}, date(2026, 4, 8), until)


def test_st_helens_stands_beside_what_the_national_tool_shows(known: Imported) -> None:
    for (measure, year), expected in EXPECTED.items():
        assert beside(known, measure, year) == [Decimal(each) for each in expected.split()]


def beside(known: Imported, measure: str, year: str) -> list[Decimal]:
    """Return quartiles, authorities, England, the region, and mean and median of ten neighbours."""
    row = known.distributions.filter(measure=measure, period=year).row(0, named=True)
    others = {
        each["others"]: each
        for each in known.others.filter(benchmark_measure=measure, benchmark_period=year).iter_rows(
            named=True
        )
    }
    neighbours = others["statistical neighbours"]
    assert (others["England"]["value"], neighbours["members"]) == (row["england"], 10)
    return [
        *(row[f"quartile_{number}"] for number in (1, 2, 3)),
        row["authorities"],
        row["england"],
        others["the region"]["value"],
        neighbours["value"],
        neighbours["median"],
    ]


def test_every_indicator_of_the_same_definition_has_a_year_to_stand_beside(known: Imported) -> None:
    years = dict(known.distributions.group_by("measure").agg(periods="period").iter_rows())
    for indicator in library.read().indicators.values():
        national = indicator.national
        if national and national.source == "LAIT" and national.match == "same":
            periods = [each for each in years.get(national.measure, []) if each]
            assert periods, indicator.code
            assert min(periods) >= "2012-13", indicator.code


def test_the_school_year_stands_beside_the_financial_year_of_its_name(known: Imported) -> None:
    measure = known.distributions.filter(measure="CIN_KS2_ExpStd_RWM")
    assert measure["period"].max() == "2024-25"
    exclusions = known.distributions.filter(measure="TotPermEx")
    assert exclusions["period"].max() == "2023-24"
