"""Tests between two periods, held to what R, statsmodels and Public Health England answer."""

import csv
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from scipy.special import ndtri

from safeboard.assurance.exact_tests import fisher_tests
from safeboard.assurance.two_periods import PAIRS, Verdict, verdicts, wilson

CLOSE = 1e-9

Row = dict[str, str]
Pair = tuple[int, int]
"""A part and its whole, or a count of events and what they were exposed to."""


def of_shares(before: Pair, after: Pair, dispersion: float = 1.0) -> Verdict:
    row = (True, *before, *after, dispersion)
    return verdicts(pl.DataFrame([row], schema=PAIRS, orient="row"))[0]


def of_events(before: Pair, after: Pair, dispersion: float = 1.0) -> Verdict:
    row = (False, *before, *after, dispersion)
    return verdicts(pl.DataFrame([row], schema=PAIRS, orient="row"))[0]


def rows(shared: Path, name: str) -> dict[str, Row]:
    """Return the rows of one of the oracles' files, by their id."""
    path = shared / "oracles" / "intervals" / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return {row["id"]: row for row in csv.DictReader(file)}


def pairs(shared: Path) -> dict[str, tuple[Pair, Pair]]:
    """Return each pair: the oracles tell the first less the second, so the second comes before."""
    return {
        name: ((int(row["x2"]), int(row["n2"])), (int(row["x1"]), int(row["n1"])))
        for name, row in rows(shared, "two_proportion_inputs").items()
    }


def events(shared: Path) -> dict[str, tuple[Pair, Pair]]:
    """Return each pair; exposures such as 4.2 are taken in tenths, which changes no ratio."""
    found = {}
    for name, row in rows(shared, "two_rate_inputs").items():
        tenths = [round(10 * float(row[f"exposure{number}"])) for number in (1, 2)]
        found[name] = (int(row["x2"]), tenths[1]), (int(row["x1"]), tenths[0])
    return found


def number(row: Row, column: str) -> object:
    return pytest.approx(float(row[column]), rel=CLOSE, abs=1e-12)


# --- Against the oracles ---


def test_wilsons_interval_is_public_health_englands_at_both_levels(shared: Path) -> None:
    told = rows(shared, "phe_proportion")
    assert len(told) > 10
    for row in told.values():
        given = np.array([int(row["numerator"])]), np.array([int(row["denominator"])])
        for level, name in ((0.95, "95_0"), (0.998, "99_8")):
            (low,), (high,) = wilson(given, ndtri((1 + level) / 2))
            assert (low, high) == (number(row, f"lower{name}cl"), number(row, f"upper{name}cl"))


def test_newcombes_interval_is_that_of_statsmodels(shared: Path) -> None:
    told = rows(shared, "statsmodels_two_proportion")
    for name, pair in pairs(shared).items():
        low, high = of_shares(*pair).intervals[0]
        row = told[name]
        assert low / 100 == number(row, "newcombe_lower95")
        assert high / 100 == number(row, "newcombe_upper95")


def test_where_a_cell_is_below_5_fishers_exact_test_decides_as_in_r(shared: Path) -> None:
    told = rows(shared, "r_two_proportion")
    small = []
    for name, (before, after) in pairs(shared).items():
        verdict = of_shares(before, after)
        cells = [before[0], before[1] - before[0], after[0], after[1] - after[0]]
        if min(cells) < 5:
            small.append(name)
            assert verdict.test == "Fisher's exact test"
            assert verdict.p_value == number(told[name], "fisher_p")
        else:
            assert verdict.test == "Newcombe's interval"
            assert verdict.p_value is None
    assert small == ["t03", "t05", "t09", "t19"]


def test_fishers_exact_test_is_rs_whatever_the_cells(shared: Path) -> None:
    told = rows(shared, "r_two_proportion")
    (x0, n0), (x1, n1) = np.array(list(pairs(shared).values())).transpose(1, 2, 0)
    ours = fisher_tests(x0, n0, x1, n1)
    assert len(ours) == 10
    for name, p_value in zip(pairs(shared), ours, strict=True):
        assert p_value == number(told[name], "fisher_p")


def test_the_p_value_of_two_counts_is_that_of_rs_poisson_test(shared: Path) -> None:
    told = rows(shared, "r_two_rate_exact")
    second = rows(shared, "statsmodels_two_rate")
    for name, pair in events(shared).items():
        verdict = of_events(*pair)
        assert verdict.p_value == number(told[name], "p_value")
        assert verdict.p_value == number(second[name], "p_exact_cond")


def test_the_interval_of_the_ratio_is_that_of_rs_poisson_test(shared: Path) -> None:
    told = rows(shared, "r_two_rate_exact")
    for name, pair in events(shared).items():
        low, high = of_events(*pair).intervals[0]
        assert (low, high) == (number(told[name], "rr_lower95"), number(told[name], "rr_upper95"))


def test_many_pairs_of_both_kinds_are_tested_together_in_their_order(shared: Path) -> None:
    of_both = [
        (is_share, *before, *after, 1.0)
        for both in zip(pairs(shared).values(), events(shared).values(), strict=True)
        for is_share, (before, after) in zip((True, False), both, strict=True)
    ]
    together = verdicts(pl.DataFrame(of_both, schema=PAIRS, orient="row"))
    one_by_one = [verdicts(pl.DataFrame([each], schema=PAIRS, orient="row"))[0] for each in of_both]
    assert len(together) == 20
    assert together == one_by_one


# --- Written out by hand, from the same systems ---


def test_a_change_that_95_per_cent_sees_and_998_in_1000_does_not() -> None:
    # Newcombe's interval for 20 of 100 against 10 of 100, from statsmodels.
    verdict = of_shares((10, 100), (20, 100))
    assert verdict.intervals[0] == pytest.approx((0.0149025118558, 19.9473870078))
    assert (verdict.at_95, verdict.at_998) == (True, False)


def test_second_plans_fell_from_54_of_230_to_16_of_161_beyond_chance() -> None:
    verdict = of_shares((54, 230), (16, 161))
    assert verdict.test == "Newcombe's interval"
    assert (verdict.at_95, verdict.at_998) == (True, True)
    low, high = verdict.intervals[1]
    assert low < -13.5 < high < 0


def test_re_referrals_from_345_of_2054_to_343_of_1855_may_be_chance() -> None:
    verdict = of_shares((345, 2054), (343, 1855))
    assert (verdict.at_95, verdict.at_998) == (False, False)
    low, high = verdict.intervals[0]
    assert low < 0 < 1.7 < high


def test_nothing_tells_two_periods_without_events_apart() -> None:
    verdict = of_events((0, 90), (0, 92))
    assert (verdict.at_95, verdict.at_998, verdict.p_value) == (False, False, 1.0)
    assert verdict.intervals == ((0.0, float("inf")), (0.0, float("inf")))


def test_a_cell_of_4_is_small_and_one_of_5_is_not() -> None:
    assert of_shares((4, 40), (20, 40)).p_value is not None
    assert of_shares((36, 40), (20, 40)).p_value is not None
    assert of_shares((5, 40), (35, 40)).p_value is None


def test_counts_are_compared_by_their_days() -> None:
    # As many in a quarter of 90 days as in one of 180 days are twice as many a day.
    verdict = of_events((60, 180), (60, 90))
    assert verdict.at_998
    low, high = verdict.intervals[0]
    assert low < 2 < high
    assert not of_events((60, 90), (60, 90)).at_95


def test_from_none_the_ratio_has_no_upper_bound() -> None:
    (low, high), _ = of_events((0, 91), (12, 90)).intervals
    assert low > 1
    assert high == float("inf")


def test_to_none_the_ratio_begins_at_none() -> None:
    (low, high), _ = of_events((12, 91), (0, 90)).intervals
    assert (low, high < 1) == (0, True)


def test_all_of_all_against_none_of_all_is_a_whole_apart() -> None:
    low, high = of_shares((0, 50), (50, 50)).intervals[0]
    assert 80 < low < high <= 100
