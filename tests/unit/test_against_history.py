"""What a return is asked about when it does not fit with what was sent before it."""

from collections.abc import Sequence

import polars as pl

from safeboard.catalogue.indicator import Indicator
from safeboard.intake.checks.against_history import against_history
from safeboard.intake.checks.history import HISTORY
from safeboard.intake.finding import Finding, Subject
from safeboard.vocabulary.period import Period
from tests.builders import (
    RESIDENCE,
    Count,
    catalogue,
    counts_frame,
    held,
    indicator,
    item,
    monthly,
    stock,
)

VISITS = indicator(items={"visits": item("Visits", by=["residence"])})
STEADY = [21, 25, 23, 20, 26, 24, 22, 25, 23, 20, 26, 24]
"""A year, with ranges small beside chance: the spread is 1, and the middle 23.5."""


def asked(
    now: Sequence[Count],
    before: Sequence[Count],
    *,
    covered: str = "2017-18-Q4",
    of: Indicator = VISITS,
) -> list[Finding]:
    """Return what is asked about counts, after those sent before."""
    given = catalogue(of, residence=RESIDENCE)
    return list(against_history(given, counts_frame(now), held(before), Period.parse(covered)))


def checks(*arguments: Sequence[Count], covered: str = "2017-18-Q4") -> list[str]:
    """Return the names of the checks that ask something."""
    return [finding.check for finding in asked(*arguments, covered=covered)]


def january(value: int | None, **others: str) -> list[Count]:
    return [Count("visits", "2018-01", value, **others)]


def test_a_count_like_those_before_it_is_not_queried() -> None:
    assert checks(january(29), monthly("visits", "2017-01", STEADY)) == []


def test_a_mistyped_digit_is_queried_with_what_was_usual() -> None:
    (query,) = asked(january(230), monthly("visits", "2017-01", STEADY))
    assert query.check == "jump"
    assert query.cell == "C7"
    assert query.about == Subject("342", "visits", "2018-01")
    assert query.message == (
        "this count (230) is far from what was sent before: about 24, and 20 to 26 in the 12 "
        "months known before it. Correct it, or say in a note on this count why it changed so "
        "much."
    )


def test_the_limit_lies_three_and_a_half_spreads_from_the_middle() -> None:
    # 25 is √25 + √26 = 10.099, 45 is 13.490 and 46 is 13.638: 3.391 and 3.539 apart.
    past = monthly("visits", "2017-01", [25] * 12)
    assert checks(january(45), past) == []
    assert checks(january(46), past) == ["jump"]


def test_a_count_that_fell_to_nothing_is_queried_where_that_is_not_chance() -> None:
    # 5 is √5 + √6 = 4.686 and 4 is √4 + √5 = 4.236, against 1 for none: 3.686 and 3.236 apart.
    assert checks(january(0), monthly("visits", "2017-01", [5] * 12)) == ["jump"]
    assert checks(january(0), monthly("visits", "2017-01", [4] * 12)) == []


def test_counts_that_always_varied_widely_may_vary_widely() -> None:
    assert checks(january(100), monthly("visits", "2017-01", [25, 90, 30, 80, 20, 95] * 2)) == []


def test_three_counts_are_too_few_to_say_what_is_usual() -> None:
    assert checks(january(230), monthly("visits", "2017-10", [23, 24, 25])) == []
    assert checks(january(230), monthly("visits", "2017-09", [22, 23, 24, 25])) == ["jump"]


def test_in_the_first_year_a_season_is_not_taken_for_a_slip() -> None:
    # 23.5 is √23.5 + √24.5 = 9.797, 70 is 16.793 and 71 is 16.911: 6.995 and 7.114 apart.
    past = monthly("visits", "2017-07", STEADY[:6])
    assert checks(january(70), past) == []
    assert checks(january(71), past) == ["jump"]


def test_one_wrong_count_in_the_past_does_not_hide_another() -> None:
    past = monthly("visits", "2017-01", [*STEADY[:8], 230, *STEADY[9:]])
    assert checks(january(230), past) == ["jump"]


def test_a_new_level_is_queried_once() -> None:
    now = monthly("visits", "2018-01", [60, 63, 58])
    (query,) = asked(now, monthly("visits", "2017-01", STEADY))
    assert query.about == Subject("342", "visits", "2018-01")


def test_a_fall_that_comes_every_year_is_not_queried() -> None:
    year = [50, 52, 48, 51, 5, 49, 50, 53, 47, 50, 51, 49]
    past = monthly("visits", "2016-04", [*year, *year[:4]])
    assert checks([Count("visits", "2017-08", 6)], past, covered="2017-18-Q2") == []
    assert checks([Count("visits", "2017-09", 6)], past, covered="2017-18-Q2") == ["jump"]


def test_only_the_twelve_latest_counts_say_what_is_usual() -> None:
    past = monthly("visits", "2016-01", [200] * 12 + [25] * 12)
    assert checks([Count("visits", "2018-01", 200)], past) == []
    assert checks([Count("visits", "2018-01", 100)], past) == ["jump"]


def test_counts_under_another_definition_say_nothing_about_it() -> None:
    past = counts_frame(monthly("visits", "2017-01", STEADY)).select(HISTORY.names())
    past = past.with_columns(pl.lit("2012-04-01").alias("definition"))
    now = counts_frame(january(230)).with_columns(pl.lit("2018-01-01").alias("definition"))
    of = catalogue(VISITS, residence=RESIDENCE)
    covered = Period.parse("2017-18-Q4")
    assert list(against_history(of, now, lambda _area, _items: past, covered)) == []


def test_the_other_areas_counts_say_nothing_about_it() -> None:
    assert checks(january(230), monthly("visits", "2017-01", STEADY, area="876")) == []


def test_a_return_is_asked_the_same_before_and_after_it_is_stored() -> None:
    now = monthly("visits", "2018-01", [24, 230, 23])
    past = monthly("visits", "2017-01", STEADY)
    assert asked(now, past) == asked(now, [*past, *now])
    assert checks(now, past) == ["jump"]


def test_a_restated_count_is_queried_with_old_and_new() -> None:
    (query,) = asked(january(1250), january(1200))
    assert query.message == (
        "an earlier return gave 1,200 for January 2018, and this one gives 1,250. Put it back if "
        "that was right, or say in a note on this count, or on its item in every period, why it "
        "changed."
    )
    assert query.check == "restated"
    assert query.about == Subject("342", "visits", "2018-01", or_item=True)


def test_a_count_that_is_taken_back_is_restated() -> None:
    (query,) = asked(january(None), january(12))
    assert "gave 12 for January 2018, and this one gives 'not yet available'" in query.message


def test_a_count_sent_again_unchanged_is_not_queried() -> None:
    assert checks(january(12), january(12)) == []
    assert checks(january(None), january(None)) == []


def test_a_count_that_was_not_yet_available_is_late_and_not_restated() -> None:
    assert checks(january(12), january(None)) == []


def test_a_restated_category_is_queried_by_itself() -> None:
    now = [*january(12), *january(7, category="inside"), *january(5, category="outside")]
    before = [*january(12), *january(8, category="inside"), *january(4, category="outside")]
    subjects = [query.about for query in asked(now, before)]
    assert subjects == [
        Subject("342", "visits", "2018-01", "residence", "inside", or_item=True),
        Subject("342", "visits", "2018-01", "residence", "outside", or_item=True),
    ]


def test_a_breakdown_that_is_left_out_is_queried_before_it_is_lost() -> None:
    before = [*january(12), *january(8, category="inside"), *january(4, category="outside")]
    (query,) = asked(january(12), before)
    assert query.check == "breakdown-left-out"
    assert query.message == (
        "an earlier return gave this count for January 2018 by 'Where they live', and this one "
        "leaves that blank, so it would no longer be known. Fill it in, or say in a note on this "
        "count, or on its item in every period, why not."
    )


OCTOBER, JANUARY = "2017-10", "2018-01"


def test_a_return_copied_from_the_one_before_is_queried_once() -> None:
    before = [*monthly("visits", OCTOBER, [23, 25, 24]), *monthly("calls", OCTOBER, [1500, 30, 2])]
    now = [*monthly("visits", JANUARY, [23, 25, 24]), *monthly("calls", JANUARY, [1500, 31, 2])]
    (query,) = asked(now, before)
    assert query.check == "copied-forward"
    assert (query.sheet, query.cell, query.about) == ("Counts", "", Subject("342"))
    # Of the five totals of 10 or more, calls in February are the only ones that differ.
    assert query.message == (
        "4 of the 5 totals of 10 or more are exactly those of Q3 2017/18. Send those of "
        "Q4 2017/18, or say in the box at the top of the notes why they are the same."
    )


def test_three_equal_totals_may_be_chance() -> None:
    before, now = ([23, 25, 24], [23, 25, 24])
    assert checks(monthly("visits", JANUARY, now), monthly("visits", OCTOBER, before)) == []


def test_small_counts_that_stay_the_same_are_chance() -> None:
    before = [*monthly("visits", OCTOBER, [9, 0, 3]), *monthly("calls", OCTOBER, [1, 4, 9])]
    now = [*monthly("visits", JANUARY, [9, 0, 3]), *monthly("calls", JANUARY, [1, 4, 9])]
    assert checks(now, before) == []


def test_a_return_with_a_quarter_of_its_totals_changed_is_not_copied() -> None:
    before = monthly("visits", "2017-09", [30, 31, 32, 33])
    now = monthly("visits", "2017-10", [30, 31, 32, 40])
    assert "copied-forward" not in checks(now, before, covered="2017-18-Q3")


def test_a_very_large_count_that_stays_the_same_is_queried_by_itself() -> None:
    (query,) = asked(
        [Count("visits", "2018-01", 1500)], [Count("visits", "2017-12", 1500)], covered="2018-01"
    )
    assert query.check == "unchanged"
    assert query.message == (
        "this count (1,500) is exactly that of December 2017 (1,500), which is rare for a count so "
        "large. Correct it, or say in a note on this count that it is right."
    )


def test_a_large_count_below_a_thousand_may_stay_the_same() -> None:
    before = [Count("visits", "2017-12", 999)]
    assert checks([Count("visits", "2018-01", 999)], before, covered="2018-01") == []


QUARTERS = [
    Count("visits", f"2017-18-Q{number}", value) for number, value in enumerate((20, 30, 25), 1)
]


def test_a_year_smaller_than_the_quarters_known_of_it_is_queried() -> None:
    (query,) = asked([Count("visits", "2017-18", 74)], QUARTERS, covered="2017-18")
    assert query.check == "unlike-parts"
    assert query.about == Subject("342", "visits", "2017-18")
    assert query.message == (
        "this count for 2017/18 (74) is smaller than its quarters together (75 in 3 quarters). "
        "Correct what is wrong, or say in a note on this count why they differ."
    )


def test_a_year_may_be_larger_than_the_quarters_known_of_it() -> None:
    assert checks([Count("visits", "2017-18", 75)], QUARTERS, covered="2017-18") == []
    assert checks([Count("visits", "2017-18", 200)], QUARTERS, covered="2017-18") == []


def test_a_year_larger_than_all_its_quarters_is_queried() -> None:
    every = [*QUARTERS, Count("visits", "2017-18-Q4", 25)]
    (query,) = asked([Count("visits", "2017-18", 101)], every, covered="2017-18")
    assert "(101) is larger than all its quarters together (100)" in query.message


def test_a_quarter_that_makes_the_year_held_too_small_is_queried_at_the_quarter() -> None:
    before = [*QUARTERS, Count("visits", "2017-18", 90)]
    (query,) = asked([Count("visits", "2017-18-Q4", 16)], before)
    assert query.about == Subject("342", "visits", "2017-18-Q4")
    assert query.message == (
        "the count sent before for 2017/18 (90) is smaller than its quarters together (91 in 4 "
        "quarters), this count among them. "
        "Correct what is wrong, or say in a note on this count why they differ."
    )


def test_what_was_sent_before_is_not_queried_again_by_itself() -> None:
    before = [*QUARTERS, Count("visits", "2017-18", 10)]
    assert checks([Count("visits", "2018-19-Q1", 16)], before, covered="2018-19-Q1") == []


def test_children_counted_once_in_a_year_are_at_least_those_of_its_largest_quarter() -> None:
    seen = indicator(
        items={"visits": item("Children seen", kind="distinct", every="year")}, window="year"
    )
    assert asked([Count("visits", "2017-18", 30)], QUARTERS, covered="2017-18", of=seen) == []
    (query,) = asked([Count("visits", "2017-18", 29)], QUARTERS, covered="2017-18", of=seen)
    assert "(29) is smaller than one of its quarters alone (30)" in query.message


def test_a_stock_has_no_parts() -> None:
    before = [Count("open", f"2017-18-Q{number}", 30) for number in (1, 2, 3)]
    now = [Count("open", "2017-18", 20)]
    assert asked(now, before, covered="2017-18", of=stock()) == []
