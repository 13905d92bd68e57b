"""What the catalogue's files promise is what the bulk calculation makes of submitted counts."""

from collections.abc import Iterator
from decimal import Decimal

import polars as pl
import pytest

from safeboard.benchmarks.headlines import headline_window
from safeboard.catalogue import library
from safeboard.catalogue.indicator import Example, Indicator
from safeboard.indicators.calculation import calculate
from safeboard.indicators.windows import Asked, parts_of
from safeboard.vocabulary.period import Period
from tests.builders import ST_HELENS, Count, counts_frame, populations_frame

CATALOGUE = library.read()
POPULATION = "population_0_17"

# A period in which every definition of today's catalogue has long been in force.
PERIOD = Period.parse("2024-25-Q4")
EXAMPLES = [
    pytest.param(indicator, example, id=f"{indicator.code}: {example.name}")
    for indicator in CATALOGUE.indicators.values()
    for example in indicator.examples
]


def submitted(indicator: Indicator, example: Example) -> Iterator[Count]:
    """Yield an example's counts as an agency would submit them: all in the last part, none before.

    A count that the example leaves out is not submitted for any part.
    """
    window = headline_window(indicator, CATALOGUE, PERIOD)
    for code, given in example.given.items():
        if code == POPULATION:
            continue
        parts = parts_of(CATALOGUE.items[code].schedule, window)
        numbers = by_category(indicator, given) if isinstance(given, dict) else {("", ""): given}
        for (dimension, category), number in numbers.items():
            for part in parts:
                value = number if part == parts[-1] else 0
                yield Count(code, part.code, value, category=category, dimension=dimension)


def by_category(indicator: Indicator, given: dict[str, int]) -> dict[tuple[str, str], int]:
    """Return an example's counts by place; a category of the base that it leaves out is none."""
    (dimension,) = indicator.by
    categories = CATALOGUE.breakdowns[dimension].categories
    assert given.keys() <= categories.keys()
    return {
        (dimension, code): given.get(code, 0)
        for code, category in categories.items()
        if code in given or category.in_base
    }


@pytest.mark.parametrize(("indicator", "example"), EXAMPLES)
def test_a_worked_example_holds_in_the_bulk_calculation(
    indicator: Indicator, example: Example
) -> None:
    people = example.given.get(POPULATION)
    populations = [(ST_HELENS, 2024, people)] if isinstance(people, int) else []
    made = calculate(
        CATALOGUE,
        counts_frame(submitted(indicator, example)).lazy(),
        populations_frame(*populations),
        Asked((ST_HELENS,), (headline_window(indicator, CATALOGUE, PERIOD),)),
    ).filter(pl.col("indicator") == indicator.code)

    figures = {
        row["category"]: f"[{row['symbol']}]" if row["symbol"] else row["value"]
        for row in made.rows(named=True)
    }
    expected = example.expect if isinstance(example.expect, dict) else {"": example.expect}
    if indicator.denominator == "whole" and not isinstance(example.expect, dict):
        # What is said of all categories at once.
        expected = dict.fromkeys(figures, example.expect)
    for category, value in expected.items():
        wanted = value if isinstance(value, str) else Decimal(str(value))
        assert figures[category] == wanted


def test_every_indicator_has_a_headline_that_is_calculated() -> None:
    for indicator in CATALOGUE.indicators.values():
        asked = Asked((ST_HELENS,), (headline_window(indicator, CATALOGUE, PERIOD),))
        made = calculate(CATALOGUE, counts_frame([]).lazy(), populations_frame(), asked)
        assert indicator.code in made["indicator"].to_list()
