"""Outcomes equal the written rule, one figure at a time, in fractions."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from safeboard.assurance.position.intervals import with_intervals
from safeboard.assurance.target.outcome import outcomes
from safeboard.assurance.target.targets import EXACT, TARGETS
from safeboard.vocabulary.figure import quotient
from safeboard.vocabulary.form import Form
from tests.properties.plain_position import Counts, plain_interval

PERIODS = ["2017-18-Q3", "2017-18-Q4"]
FORMS = ["percentage", "rate per 10,000", "count", "days"]
TYPES = pl.Schema({"numerator": pl.Int64(), "denominator": pl.Int64(), "value": EXACT})

Row = dict[str, Any]


@st.composite
def cases(draw: st.DrawFn) -> tuple[Row, list[Row]]:
    """Draw a figure, and the rows of its target: near the figure, or on it, as often as not."""
    form = Form(draw(st.sampled_from(FORMS)))
    numerator = draw(st.one_of(st.none(), st.integers(0, 40), st.integers(0, 5_000)))
    denominator = draw(st.one_of(st.none(), st.integers(0, 40), st.integers(0, 5_000)))
    value = quotient(numerator, denominator, form, draw(st.integers(0, 2)))
    figure = {
        "period": draw(st.sampled_from(PERIODS)),
        "form": form.value,
        "multiplier": form.multiplier,
        "numerator": numerator,
        "denominator": denominator,
        "value": value if isinstance(value, Decimal) else None,
    }
    around = value if isinstance(value, Decimal) else Decimal(50)
    return figure, draw(target_rows(around))


@st.composite
def target_rows(draw: st.DrawFn, around: Decimal) -> list[Row]:
    tenths = st.integers(-30, 30).map(lambda number: Decimal(number) / 10)
    at = around + draw(st.one_of(st.just(Decimal(0)), tenths))
    bounds = draw(
        st.sampled_from(
            [
                {"at_least": at},
                {"at_most": at},
                {"below": at},
                {"at_least": at, "below": at + abs(draw(tenths))},
            ]
        )
    )
    plain: Row = dict.fromkeys(TARGETS.names()) | bounds
    plain |= {
        "target_from": draw(st.sampled_from([date(2017, 12, 31), date(2018, 1, 1)])),
        "target_level": draw(st.sampled_from([None, None, "95%", "99.8%"])),
        "tolerance": draw(st.sampled_from([Decimal(0), Decimal("0.1"), Decimal(2)])),
    }
    named = draw(st.one_of(st.just({None}), st.sets(st.sampled_from(PERIODS), min_size=1)))
    return [plain | {"target_period": period} for period in sorted(named, key=str)]


def plain_outcome(figure: Row, rows: list[Row]) -> str | None:
    """Return whether a figure meets its target, None where it is not held against one."""
    ends = {"2017-18-Q3": date(2017, 12, 31), "2017-18-Q4": date(2018, 3, 31)}
    holding = [
        row
        for row in rows
        if row["target_period"] in (None, figure["period"])
        and row["target_from"] <= ends[figure["period"]]
    ]
    counts = Counts(figure["form"], figure["numerator"], figure["denominator"])
    if not holding or not is_judged(counts):
        return None
    (target,) = holding
    if not target["target_level"]:
        exact = exact_value(counts)
        return said((exact, exact), target)
    edges = plain_interval(counts, {"95%": 0.95, "99.8%": 0.998}[target["target_level"]])
    return None if edges is None else said(edges, target)


def said(edges: tuple[Fraction, Fraction] | tuple[float, float], target: Row) -> str:
    """Return what the lower and the upper edge of a figure say; without an interval, they agree."""
    kind = float if isinstance(edges[0], float) else Fraction
    met, missed = True, False
    if target["at_least"] is not None:
        met = met and edges[0] >= kind(target["at_least"])
        missed = missed or edges[1] < kind(target["at_least"] - target["tolerance"])
    if target["at_most"] is not None:
        met = met and edges[1] <= kind(target["at_most"])
        missed = missed or edges[0] > kind(target["at_most"] + target["tolerance"])
    if target["below"] is not None:
        met = met and edges[1] < kind(target["below"])
        missed = missed or edges[0] >= kind(target["below"] + target["tolerance"])
    return "Target met" if met else "Target missed" if missed else "Close to target"


def is_judged(counts: Counts) -> bool:
    if counts.part is None:
        return False
    if counts.form == "count":
        return True
    if not counts.whole:
        return False
    return counts.form != "percentage" or 10 <= counts.whole >= counts.part


def exact_value(counts: Counts) -> Fraction:
    whole = 1 if counts.form == "count" else counts.whole
    assert counts.part is not None
    assert whole
    return Fraction(counts.multiplier * counts.part, whole)


@settings(max_examples=100, deadline=None)
@given(drawn=st.lists(cases(), min_size=1, max_size=6))
def test_every_outcome_equals_the_written_rule(drawn: list[tuple[Row, list[Row]]]) -> None:
    figures = [figure | {"indicator": str(place)} for place, (figure, _) in enumerate(drawn)]
    rows = [
        row | {"indicator": str(place)} for place, (_, each) in enumerate(drawn) for row in each
    ]
    frame = with_intervals(pl.DataFrame(figures, schema_overrides=TYPES))
    found = outcomes(frame, pl.DataFrame(rows, schema=TARGETS))
    ours = found.select(pl.when(pl.col("no_outcome").is_null()).then("target_rating"))
    expected = [plain_outcome(figure, each) for figure, each in drawn]
    assert ours.to_series().to_list() == expected
    assert found["target_rating"].null_count() == 0


@settings(max_examples=60, deadline=None)
@given(drawn=cases())
def test_the_rating_as_shown_is_that_of_the_rounded_figure(drawn: tuple[Row, list[Row]]) -> None:
    figure, rows = drawn
    rows = [row | {"indicator": "one", "target_level": None} for row in rows]
    frame = pl.DataFrame([figure | {"indicator": "one"}], schema_overrides=TYPES)
    ours = outcomes(with_intervals(frame), pl.DataFrame(rows, schema=TARGETS)).row(0, named=True)
    if ours["no_outcome"]:
        assert ours["rating_as_shown"] is None
        return
    rounded = Fraction(figure["value"])
    (target,) = (row for row in rows if row["target_period"] in (None, figure["period"]))
    assert ours["rating_as_shown"] == said((rounded, rounded), target)
