"""The calculation in columns gives what a slow, plain twin gives, for every catalogue and count."""

from hypothesis import given, settings

from safeboard.indicators.calculation import calculate
from safeboard.indicators.figures import FIGURES
from tests.builders import counts_frame
from tests.properties.generated import Case, cases
from tests.properties.plain_figures import plain_figures


@settings(max_examples=200, deadline=None)
@given(cases())
def test_the_figures_equal_the_plain_twins(case: Case) -> None:
    counts = counts_frame(case.counts)
    made = calculate(case.catalogue, counts.lazy(), case.people, case.asked)
    assert made.schema == FIGURES
    twins = plain_figures(case.catalogue, case.counts, case.populations, case.asked)
    assert made.rows(named=True) == twins


@settings(max_examples=20, deadline=None)
@given(cases())
def test_the_order_in_which_counts_came_changes_nothing(case: Case) -> None:
    counts = counts_frame(case.counts)
    made = calculate(case.catalogue, counts.lazy(), case.people, case.asked)
    shuffled = calculate(
        case.catalogue,
        counts.sample(fraction=1, shuffle=True, seed=7).lazy(),
        case.people.reverse(),
        case.asked,
    )
    assert made.equals(shuffled)


@settings(max_examples=20, deadline=None)
@given(cases())
def test_each_figure_is_a_number_or_a_symbol_with_its_reason_and_stands_once(case: Case) -> None:
    made = calculate(case.catalogue, counts_frame(case.counts).lazy(), case.people, case.asked)
    key = ["area", "indicator", "window", "period", "dimension", "category"]
    assert made.select(key).is_unique().all()
    for row in made.iter_rows(named=True):
        assert (row["value"] is None) == (row["symbol"] in ("c", "x", "z"))
        assert (row["reason"] == "") == (row["value"] is not None)
