"""Dispersion: how much more figures vary than by chance, and what it does to a test."""

from math import inf

import polars as pl
import pytest

from safeboard.assurance.dispersion import HISTORY, dispersions
from safeboard.assurance.two_periods import PAIRS, Verdict, verdicts

Period = tuple[int | None, int | None]

# A mean of 10, from which each lies 4: 8 times 16 / 10, over 7.
BATCHES = ((6, 90), (14, 90)) * 4


def dispersion(*periods: Period, is_share: bool = False) -> tuple[int, object]:
    rows = [("plans", is_share, *each) for each in periods]
    found = dispersions(pl.DataFrame(rows, schema=HISTORY, orient="row"))
    row: tuple[int, object] = found.select("periods", "dispersion").row(0)
    return row


def test_counts_are_held_against_a_variance_as_large_as_their_mean() -> None:
    assert dispersion(*BATCHES) == (8, pytest.approx(12.8 / 7))


def test_fewer_than_eight_periods_tell_nothing() -> None:
    assert dispersion(*BATCHES[:7]) == (7, 1.0)


def test_a_longer_period_may_have_more_events() -> None:
    # 8 and 16 in 90 and 180 days are the same rate: all of one rate varies less than by chance.
    assert dispersion(*((8, 90), (16, 180)) * 4) == (8, 1.0)


def test_shares_are_held_against_a_binomial_variance() -> None:
    # Half of 20, from which each lies 5: 8 times 25 / (20 x 0.5 x 0.5), over 7.
    found = dispersion(*((5, 20), (15, 20)) * 4, is_share=True)
    assert found == (8, pytest.approx(40 / 7))


def test_figures_that_vary_less_than_by_chance_are_tested_as_if_by_chance() -> None:
    assert dispersion(*((10, 90),) * 12) == (12, 1.0)


@pytest.mark.parametrize("untold", [(None, 90), (10, None), (0, 0)])
def test_a_period_without_a_figure_or_a_base_tells_nothing(untold: Period) -> None:
    assert dispersion(*BATCHES, untold) == (8, pytest.approx(12.8 / 7))


@pytest.mark.parametrize(
    ("periods", "is_share"),
    [(((0, 90),) * 9, False), (((0, 20),) * 9, True), (((20, 20),) * 9, True)],
)
def test_where_nothing_or_all_ever_happened_there_is_no_dispersion(
    periods: tuple[Period, ...], is_share: bool
) -> None:
    assert dispersion(*periods, is_share=is_share) == (9, 1.0)


def test_each_series_has_its_own() -> None:
    rows = [("plans", False, *each) for each in BATCHES]
    rows += [("calls", True, 10, 20)] * 8
    found = dispersions(pl.DataFrame(rows, schema=HISTORY, orient="row"))
    assert found["series"].to_list() == ["plans", "calls"]
    assert found["dispersion"].to_list() == [pytest.approx(12.8 / 7), 1.0]


# --- What it does to a test ---


def verdict(is_share: bool, *counts: int, dispersion: float) -> Verdict:
    pairs = pl.DataFrame([(is_share, *counts, dispersion)], schema=PAIRS, orient="row")
    return verdicts(pairs)[0]


def test_a_dispersion_of_4_halves_the_errors_that_a_change_is_away() -> None:
    # 100 against 150 in as many days: p is 0.00188, or 3.108 standard errors; half is 1.554.
    by_chance = verdict(False, 100, 90, 150, 90, dispersion=1)
    assert by_chance.p_value == pytest.approx(0.00188, abs=0.00001)
    assert (by_chance.at_95, by_chance.at_998) == (True, True)
    dispersed = verdict(False, 100, 90, 150, 90, dispersion=4)
    assert dispersed.p_value == pytest.approx(0.1202, abs=0.0002)
    assert (dispersed.at_95, dispersed.at_998) == (False, False)


def test_for_large_counts_that_is_the_log_ratio_over_the_root_of_the_dispersion() -> None:
    # log(11000 / 10000) is 0.0953102, its error sqrt(1/10000 + 1/11000) is 0.0138170: 6.898 errors,
    # and over the root of 9 2.2993, which is a p-value of 0.02149.
    dispersed = verdict(False, 10_000, 90, 11_000, 90, dispersion=9)
    assert dispersed.p_value == pytest.approx(0.02149, abs=0.0001)
    low, high = dispersed.intervals[0]
    # 1.1 times exp(-/+ 3 x 1.95996 x 0.0138170).
    assert [low, high] == pytest.approx([1.0142, 1.1931], abs=0.0005)


def test_a_share_has_the_interval_of_a_z_that_is_as_much_larger() -> None:
    # A z of 2 x 1.959964, whose square is 15.36583: Wilson's interval of a half of 100 is then
    # 3.919928 x sqrt(15.36583 + 100) / (2 x 115.36583) = 0.182478 wide on each side, and Newcombe's
    # of two of them root 2 times as much.
    low, high = verdict(True, 50, 100, 50, 100, dispersion=4).intervals[0]
    assert [low, high] == pytest.approx([-25.8062, 25.8062], abs=0.0001)


def test_a_change_from_none_can_be_dispersed_too() -> None:
    by_chance, dispersed = (verdict(False, 0, 90, 20, 90, dispersion=each) for each in (1, 2))
    # 4.763 standard errors, over root 2.
    assert by_chance.p_value == pytest.approx(2 / 2**20)
    assert dispersed.p_value == pytest.approx(0.000757, abs=0.000001)
    assert dispersed.intervals[0][1] == inf
    assert dispersed.intervals[0][0] < by_chance.intervals[0][0]


def test_fishers_test_is_dispersed_as_well() -> None:
    by_chance, dispersed = (verdict(True, 2, 40, 14, 40, dispersion=each) for each in (1, 4))
    assert (by_chance.at_998, dispersed.at_95) == (True, False)
