"""How many flags chance alone raises among a release's tests."""

import json
from fractions import Fraction

import polars as pl
import pytest
from scipy.stats import norm

from safeboard.assurance.chance import TESTS, ExpectedFlags, expected_flags, ratings_by_test
from tests.builders import catalogue, indicator

Made = tuple[str, str | None, str]

TWO_PERIODS_95: Made = ("two periods", "95%", "low")
TWO_PERIODS_998: Made = ("two periods", "99.8%", "low")
PROCESS: Made = ("process limits", None, "low")


def among(*made: Made) -> ExpectedFlags:
    return expected_flags(pl.DataFrame(made, schema=TESTS, orient="row"))


def test_sixty_process_charts_raise_one_flag_and_sixty_tests_at_95_per_cent_three() -> None:
    # 60 times 1.7% is 1.02, and 60 times 5% is 3.
    assert among(*[PROCESS] * 60).flags == Fraction(102, 100)
    assert among(*[TWO_PERIODS_95] * 60).flags == 3


def test_where_counts_vary_twice_as_much_sixty_tests_at_95_per_cent_raise_ten() -> None:
    # 60 times 16.6% is 9.96. Process limits know how much their own figures vary.
    assert among(*[TWO_PERIODS_95] * 60).if_varied == Fraction(996, 100)
    assert among(*[PROCESS] * 60).if_varied == Fraction(102, 100)


@pytest.mark.parametrize(("level", "deviations"), [("95%", 1.959964), ("99.8%", 3.090232)])
def test_twice_the_variance_is_normal_figures_beyond_the_limit_over_the_root_of_two(
    level: str, deviations: float
) -> None:
    beyond = 2 * norm.sf(deviations / 2**0.5)
    found = among(("two periods", level, "low")).if_varied
    assert float(found) == pytest.approx(beyond, abs=0.0005)


def test_each_judgement_counts_at_its_own_level() -> None:
    # 10 x 1.7% + 4 x 5% + 5 x 0.2% + 2 x 0.2% + 1 x 5% = 0.17 + 0.2 + 0.01 + 0.004 + 0.05.
    found = among(
        *[PROCESS] * 10,
        *[TWO_PERIODS_95] * 4,
        *[TWO_PERIODS_998] * 5,
        *[("annual trend", "99.8%", "high")] * 2,
        ("interval", "95%", "high"),
    )
    assert found.tests == 22
    assert found.flags == Fraction(434, 1_000)
    assert found.worse == Fraction(217, 1_000)


def test_half_of_the_flags_are_for_the_worse_and_none_where_neither_way_is_good() -> None:
    found = among(TWO_PERIODS_95, ("two periods", "95%", "high"), ("two periods", "95%", "neutral"))
    assert found.flags == Fraction(15, 100)
    assert found.worse == Fraction(5, 100)


def test_flags_are_told_in_numbers_where_there_are_some() -> None:
    found = among(*[TWO_PERIODS_95] * 60)
    assert found.sentence == (
        "Even if nothing had changed or differed, chance alone would raise about 3.0 flags among "
        "its 60 tests; for the worse, about 1.5."
    )
    assert found.caution == (
        "If counts vary twice as much as tests suppose, as counts of children may, chance alone "
        "would raise about 10.0 flags."
    )


def test_flags_that_are_rare_are_told_in_releases() -> None:
    # 16 times 0.2% is 0.032, one in 31.25; half of it one in 62.5; 16 times 2.9% is 0.464.
    found = among(*[TWO_PERIODS_998] * 16)
    assert found.sentence == (
        "Even if nothing had changed or differed, chance alone would raise about one flag in every "
        "31 releases like this among its 16 tests; for the worse, about one in every 63 releases."
    )
    assert found.caution == (
        "If counts vary twice as much as tests suppose, as counts of children may, chance alone "
        "would raise about one flag in every 2 releases."
    )


def test_half_a_flag_is_told_as_a_number() -> None:
    assert "about 0.5 flags among its 10 tests" in among(*[TWO_PERIODS_95] * 10).sentence


def test_of_one_neutral_test_nothing_is_for_the_worse() -> None:
    assert among(("interval", "95%", "neutral")).sentence == (
        "Even if nothing had changed or differed, chance alone would raise about one flag in every "
        "20 releases like this among its one test."
    )


def test_without_a_test_there_is_no_flag_by_chance() -> None:
    found = among()
    assert found == ExpectedFlags(0, Fraction(0), Fraction(0), Fraction(0))
    assert found.sentence == "Nothing here was tested, so chance alone can raise no flag."
    assert found.caution == ""


def test_process_limits_alone_need_no_caution_about_how_counts_vary() -> None:
    assert among(PROCESS).caution == ""


def test_what_is_no_test_is_refused_and_not_counted_as_one() -> None:
    with pytest.raises(ValueError, match="band"):
        among(("band", "95%", "low"))


def test_a_level_whose_chance_is_not_known_stops_us_and_does_not_count_as_none() -> None:
    with pytest.raises(KeyError):
        among(("two periods", "90%", "low"))


def rated(*given: tuple[str, str, dict[str, object]]) -> pl.DataFrame:
    """Return ratings: each a word, by which judgement, and the evidence of that."""
    rows = [("visits", word, kind, json.dumps({kind: of})) for word, kind, of in given]
    return pl.DataFrame(rows, ["indicator", "rating", "rated_by", "evidence"], orient="row")


def test_only_the_tests_that_are_ratings_can_raise_a_flag() -> None:
    at_998 = {"parameters": {"level_that_rates": "99.8%"}}
    at_95 = {"parameters": {"level_that_rates": "95%"}}
    ratings = rated(
        ("No significant change", "change", {"method": "two periods", **at_998}),
        ("Worsened", "change", {"method": "process limits", "parameters": {"factor": 2.66}}),
        ("Improved", "change", {"method": "annual trend", **at_998}),
        ("Similar to others", "position", {"method": "interval", **at_95}),
        ("Band D", "position", {"method": "band"}),
        ("Target met", "target", {"target_from": "2016-04-01"}),
        ("Baseline", "change", {}),
    )
    made = ratings_by_test(ratings, catalogue(indicator("visits", polarity="low")))
    assert made.rows() == [
        ("two periods", "99.8%", "low"),
        ("process limits", None, "low"),
        ("annual trend", "99.8%", "low"),
        ("interval", "95%", "low"),
    ]
