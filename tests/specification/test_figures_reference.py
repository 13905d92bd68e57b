"""The reference explains every figure from its indicator's own file, in words."""

import re

import pytest

from safeboard.catalogue import library
from safeboard.catalogue.indicator import Indicator
from safeboard.catalogue.reference import BENCHMARKS, INDEX, explained, pages
from tests.builders import (
    RESIDENCE,
    benchmark,
    catalogue,
    definition,
    indicator,
    item,
    percentage,
    rate,
    stock,
)


def facts(measured: Indicator) -> dict[str, str]:
    """Return the table at the top of an indicator's page."""
    text = explained(measured, catalogue(measured, residence=RESIDENCE))
    rows = re.findall(r"^\| ([^|]+) \| ([^|]+) \|$", text, re.MULTILINE)
    return {name: said for name, said in rows if name != "item"}


@pytest.mark.parametrize(
    ("measured", "formula"),
    [
        (indicator(), "Visits"),
        (percentage(), "Visits in time, out of: Visits"),
        (rate(), "Visits, for every 10,000 children aged 0 to 17"),
        (
            percentage(
                items={"visits": item(by=["residence"])},
                numerator="visits",
                denominator="whole",
                by=["residence"],
            ),
            "Visits: each category out of those recorded",
        ),
    ],
)
def test_each_form_says_how_it_is_worked_out(measured: Indicator, formula: str) -> None:
    assert facts(measured)["Worked out as"] == formula


def test_decimals_breakdowns_windows_and_the_way_that_is_good() -> None:
    measured = percentage(
        items={"in_time": item("Visits in time", by=["residence"]), "visits": item()},
        by=["residence"],
    )
    told = facts(measured)
    assert told["Form"] == "percentage, 1 decimal"
    assert told["Shown by"] == "Where they live"
    assert told["Which way is good"] == "high"
    assert told["Headline window"] == "quarter, compared with the same period last year"
    assert facts(stock())["Form"] == "count, 0 decimals"
    assert facts(stock())["Shown by"] == "total"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("none", "no national referent"),
        (benchmark(), "LAIT: Visits, nationally; same definition"),
        (
            benchmark(match="differs", because="ours counts 24 months"),
            "LAIT: Visits, nationally; definition differs: ours counts 24 months",
        ),
        (
            benchmark(banded=False, unbanded_because="neither way is good"),
            "LAIT: Visits, nationally; same definition; without a band: neither way is good",
        ),
    ],
)
def test_each_state_of_a_benchmark_is_told_apart(given: object, said: str) -> None:
    assert facts(percentage(benchmark=given))["Benchmark"] == said


def test_every_definition_stands_with_its_date_and_source() -> None:
    measured = indicator(definitions=[definition("2016-04-01"), definition("2017-10-15")])
    text = explained(measured, catalogue(measured))
    assert text.index("## Definition from 1 April 2016") < text.index(
        "## Definition from 15 October 2017"
    )
    assert text.count("Source: The partnership's own") == 2


def test_every_indicator_of_the_catalogue_has_a_page_and_a_line_in_the_index() -> None:
    given = library.read()
    written = pages(given)
    links = re.findall(r"\[([^]]+)\]\(([^)]+)\)", written[INDEX])
    assert written.keys() == {INDEX, BENCHMARKS, *(f"{code}.md" for code in given.indicators)}
    assert {target: title for title, target in links} == {
        BENCHMARKS: "benchmarks",
        **{f"{each.code}.md": each.title for each in given.indicators.values()},
    }
    for each in given.indicators.values():
        page = written[f"{each.code}.md"]
        assert page.startswith(f"# {each.title}\n")
        assert page.count("## Definition from ") == len(each.definitions)
        for example in each.examples:
            assert f"- {example.name}: " in page
        for code in each.item_codes:
            assert f"| {given.items[code].label} |" in page


def test_every_benchmark_stands_once_with_what_it_needs_and_whom_it_stands_beside() -> None:
    page = pages(library.read())[BENCHMARKS]
    assert (
        "| LAIT | ReReferral | Percentage of re-referrals to children's social care within 12 "
        "months | England's value, the quartiles, how many authorities | [Re-referrals within 12 "
        "months](re-referrals-within-12-months.md), [Re-referrals within two years]"
        "(re-referrals-within-two-years.md) |\n"
    ) in page
    assert "| LAIT | CIN | Children in Need rate per 10,000 | England's value | " in page
    measures = re.findall(r"^\| (\w+) \| ([^|]+) \|", page, flags=re.MULTILINE)
    assert len(measures) == len(set(measures))


def test_no_table_of_the_reference_is_broken_by_a_bar_in_a_text() -> None:
    for page in pages(library.read()).values():
        tables = re.split(r"\n(?!\|)", page)
        for table in tables:
            widths = {row.count("|") for row in table.splitlines() if row.startswith("|")}
            assert len(widths) <= 1


def test_a_provisional_definition_says_so_and_why() -> None:
    doubtful = definition("2016-04-01") | {"provisional": "agencies have not agreed it"}
    text = explained(measured := indicator(definitions=[doubtful]), catalogue(measured))
    assert "What is counted. This definition is provisional: agencies have not agreed it.\n" in text
