"""Tests between two periods, held to what R, statsmodels and Public Health England answer."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from safeboard.assurance.two_periods import (
    Events,
    Proportion,
    compare_events,
    compare_proportions,
    newcombe,
    wilson,
)

CLOSE = 1e-9

Row = dict[str, str]


def rows(shared: Path, name: str) -> dict[str, Row]:
    """Return the rows of one of the oracles' files, by their id."""
    path = shared / "oracles" / "intervals" / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return {row["id"]: row for row in csv.DictReader(file)}


def proportions(shared: Path) -> Iterator[tuple[str, Proportion, Proportion]]:
    """Yield each pair: the oracles tell the first less the second, so the second comes before."""
    for name, row in rows(shared, "two_proportion_inputs").items():
        first = Proportion(int(row["x1"]), int(row["n1"]))
        yield name, Proportion(int(row["x2"]), int(row["n2"])), first


def events(shared: Path) -> Iterator[tuple[str, Events, Events]]:
    """Yield each pair; exposures such as 4.2 are taken in tenths, which changes no ratio."""
    for name, row in rows(shared, "two_rate_inputs").items():
        tenths = [round(10 * float(row[f"exposure{number}"])) for number in (1, 2)]
        yield name, Events(int(row["x2"]), tenths[1]), Events(int(row["x1"]), tenths[0])


def number(row: Row, column: str) -> object:
    return pytest.approx(float(row[column]), rel=CLOSE, abs=1e-12)


# --- Against the oracles ---


def test_wilsons_interval_is_public_health_englands_at_both_levels(shared: Path) -> None:
    told = rows(shared, "phe_proportion")
    assert len(told) > 10
    for row in told.values():
        given = Proportion(int(row["numerator"]), int(row["denominator"]))
        low, high = wilson(given, 0.95)
        assert (low, high) == (number(row, "lower95_0cl"), number(row, "upper95_0cl"))
        low, high = wilson(given, 0.998)
        assert (low, high) == (number(row, "lower99_8cl"), number(row, "upper99_8cl"))


def test_newcombes_interval_is_that_of_statsmodels(shared: Path) -> None:
    told = rows(shared, "statsmodels_two_proportion")
    for name, before, after in proportions(shared):
        low, high = newcombe(before, after, 0.95)
        row = told[name]
        assert (low, high) == (number(row, "newcombe_lower95"), number(row, "newcombe_upper95"))


def test_where_a_cell_is_below_5_fishers_exact_test_decides_as_in_r(shared: Path) -> None:
    told = rows(shared, "r_two_proportion")
    small = []
    for name, before, after in proportions(shared):
        verdict = compare_proportions(before, after)
        cells = [before.part, before.whole - before.part, after.part, after.whole - after.part]
        if min(cells) < 5:
            small.append(name)
            assert verdict.test == "Fisher's exact test"
            assert verdict.p_value == number(told[name], "fisher_p")
        else:
            assert verdict.test == "Newcombe's interval"
            assert verdict.p_value is None
    assert small == ["t03", "t05", "t09", "t19"]


def test_the_p_value_of_two_counts_is_that_of_rs_poisson_test(shared: Path) -> None:
    told = rows(shared, "r_two_rate_exact")
    second = rows(shared, "statsmodels_two_rate")
    for name, before, after in events(shared):
        verdict = compare_events(before, after)
        assert verdict.p_value == number(told[name], "p_value")
        assert verdict.p_value == number(second[name], "p_exact_cond")


def test_the_interval_of_the_ratio_is_that_of_rs_poisson_test(shared: Path) -> None:
    told = rows(shared, "r_two_rate_exact")
    for name, before, after in events(shared):
        low, high = compare_events(before, after).intervals[0]
        assert (low, high) == (number(told[name], "rr_lower95"), number(told[name], "rr_upper95"))


# --- Written out by hand, from the same systems ---


def test_a_change_that_95_per_cent_sees_and_998_in_1000_does_not() -> None:
    # Newcombe's interval for 20 of 100 against 10 of 100, from statsmodels.
    verdict = compare_proportions(Proportion(10, 100), Proportion(20, 100))
    assert verdict.intervals[0] == pytest.approx((0.0149025118558, 19.9473870078))
    assert (verdict.at_95, verdict.at_998) == (True, False)


def test_second_plans_fell_from_54_of_230_to_16_of_161_beyond_chance() -> None:
    verdict = compare_proportions(Proportion(54, 230), Proportion(16, 161))
    assert verdict.test == "Newcombe's interval"
    assert (verdict.at_95, verdict.at_998) == (True, True)
    low, high = verdict.intervals[1]
    assert low < -13.5 < high < 0


def test_re_referrals_from_345_of_2054_to_343_of_1855_may_be_chance() -> None:
    verdict = compare_proportions(Proportion(345, 2054), Proportion(343, 1855))
    assert (verdict.at_95, verdict.at_998) == (False, False)
    low, high = verdict.intervals[0]
    assert low < 0 < 1.7 < high


def test_nothing_tells_two_periods_without_events_apart() -> None:
    verdict = compare_events(Events(0, 90), Events(0, 92))
    assert (verdict.at_95, verdict.at_998, verdict.p_value) == (False, False, 1.0)
    assert verdict.intervals == ((0.0, float("inf")), (0.0, float("inf")))


def test_a_cell_of_4_is_small_and_one_of_5_is_not() -> None:
    assert compare_proportions(Proportion(4, 40), Proportion(20, 40)).p_value is not None
    assert compare_proportions(Proportion(36, 40), Proportion(20, 40)).p_value is not None
    assert compare_proportions(Proportion(5, 40), Proportion(35, 40)).p_value is None


def test_counts_are_compared_by_their_days() -> None:
    # As many in a quarter of 90 days as in one of 180 days are twice as many a day.
    verdict = compare_events(Events(60, 180), Events(60, 90))
    assert verdict.at_998
    low, high = verdict.intervals[0]
    assert low < 2 < high
    assert not compare_events(Events(60, 90), Events(60, 90)).at_95


def test_from_none_the_ratio_has_no_upper_bound() -> None:
    (low, high), _ = compare_events(Events(0, 91), Events(12, 90)).intervals
    assert low > 1
    assert high == float("inf")


def test_to_none_the_ratio_begins_at_none() -> None:
    (low, high), _ = compare_events(Events(12, 91), Events(0, 90)).intervals
    assert (low, high < 1) == (0, True)


def test_all_of_all_against_none_of_all_is_a_whole_apart() -> None:
    low, high = newcombe(Proportion(0, 50), Proportion(50, 50), 0.95)
    assert 0.8 < low < high <= 1
