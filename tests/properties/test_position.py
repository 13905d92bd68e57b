"""Comparison with others equals the written rule, one figure at a time."""

from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safeboard.assurance.position.comparator import COMPARATORS, EDGES
from safeboard.assurance.position.comparison import compare
from tests.properties.plain_position import Beside, Counts, plain_interval, plain_position

AREAS = st.sampled_from(["340", "342"])
COUNTS = st.one_of(st.none(), st.integers(0, 60), st.integers(0, 3_000))
VALUES = st.one_of(st.none(), st.integers(0, 400).map(lambda number: number / 4))


@st.composite
def rows(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a figure and what it stands beside; half the figures are near it."""
    form = draw(st.sampled_from(["percentage", "rate per 10,000", "count", "days"]))
    comparator = draw(st.sampled_from(["England", "the region", "statistical neighbours"]))
    neighbours = comparator == "statistical neighbours"
    return {
        "area": draw(AREAS),
        "form": form,
        "polarity": draw(st.sampled_from(["high", "low", "neutral"])),
        "numerator": draw(COUNTS),
        "denominator": draw(COUNTS),
        "multiplier": Counts(form, 0, 0).multiplier,
        "comparator": comparator,
        "comparator_area": None if neighbours else draw(AREAS),
        "comparator_value": draw(VALUES),
        "comparator_numerator": draw(COUNTS),
        "comparator_denominator": draw(COUNTS),
        "comparator_members": None,
    }


def beside(row: dict[str, Any]) -> Beside | None:
    """Return what the rule holds a figure against, None where it has no value."""
    counts = Counts(row["form"], row["comparator_numerator"], row["comparator_denominator"])
    known = counts.part is not None and counts.whole is not None
    if row["comparator"] == "statistical neighbours" and known:
        return counts
    if row["comparator_value"] is not None:
        return float(row["comparator_value"])
    if counts.part is None or not counts.whole:
        return None
    return counts.multiplier * counts.part / counts.whole


def may_be_compared(row: dict[str, Any], other: Beside | None) -> bool:
    itself = row["area"] == row["comparator_area"]
    small = row["form"] == "percentage" and (row["denominator"] or 0) < 10
    return not itself and not small and other is not None


@settings(max_examples=200, deadline=None)
@given(given_rows=st.lists(rows(), min_size=1, max_size=8))
def test_every_position_and_level_equal_the_written_rule(
    given_rows: list[dict[str, Any]],
) -> None:
    counts = dict.fromkeys(("numerator", "denominator", "multiplier"), pl.Int64)
    found = compare(pl.DataFrame(given_rows, schema_overrides={**COMPARATORS, **counts}))
    for row, ours in zip(given_rows, found.iter_rows(named=True), strict=True):
        other = beside(row)
        figure = Counts(row["form"], row["numerator"], row["denominator"])
        expected = None
        if may_be_compared(row, other) and other is not None:
            expected = plain_position(figure, row["polarity"], other)
        assert (ours["position"], ours["level"]) == (expected or (None, None))
        assert (ours["refusal"] is None) == (expected is not None)


@settings(max_examples=200, deadline=None)
@given(row=rows())
def test_every_edge_equals_the_written_rule(row: dict[str, Any]) -> None:
    counts = dict.fromkeys(("numerator", "denominator", "multiplier"), pl.Int64)
    found = compare(pl.DataFrame([row], schema_overrides={**COMPARATORS, **counts}))
    ours = found.row(0, named=True)
    figure = Counts(row["form"], row["numerator"], row["denominator"])
    for level, name in ((0.95, "95"), (0.998, "998")):
        expected = plain_interval(figure, level)
        edges = [ours[edge] for edge in EDGES if edge.endswith(f"_{name}")]
        if expected is None:
            assert edges == [None, None]
        else:
            assert edges == pytest.approx(expected, rel=1e-9, abs=1e-9)
