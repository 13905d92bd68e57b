"""Judging a change: each guard with its word and its reason, then the test's own words."""

from decimal import Decimal
from fractions import Fraction

import pytest

from safeboard.assurance.judgement import Judgement, judge
from safeboard.catalogue.indicator import Indicator
from tests.builders import compared_row, indicator, percentage, rate, stock

NOTHING_NOW = {"numerator": None, "denominator": None, "value": None}
NOTHING_BEFORE = {"before_numerator": None, "before_denominator": None, "before_value": None}


def said(judgement: Judgement) -> tuple[str, str]:
    return judgement.rating.value, judgement.sentence


def of_shares(
    now: tuple[int, int], before: tuple[int, int], measured: Indicator | None = None
) -> Judgement:
    """Return the judgement of a share that was `before` and is `now`."""
    row = compared_row(
        numerator=now[0],
        denominator=now[1],
        value=percent(now),
        before_numerator=before[0],
        before_denominator=before[1],
        before_value=percent(before),
    )
    return judge(row, measured or percentage())


def percent(counts: tuple[int, int]) -> Decimal:
    exact = Fraction(1000 * counts[0], counts[1])
    return Decimal(int(exact + Fraction(1, 2))) / 10


def of_counts(
    now: int, before: int, measured: Indicator | None = None, /, **changes: object
) -> Judgement:
    """Return the judgement of a count that was `before` and is `now`."""
    row = compared_row(
        numerator=now,
        denominator=None,
        value=Decimal(now),
        before_numerator=before,
        before_denominator=None,
        before_value=Decimal(before),
    )
    return judge(row | changes, measured or indicator())


# --- No figure ---


@pytest.mark.parametrize(
    ("reason", "word"),
    [
        ("not submitted", "Not submitted"),
        ("not submitted: February 2018", "Not submitted"),
        ("not yet available", "Not yet available"),
        ("not held by the agency", "Not held"),
        (
            "not yet available: January 2018; not held by the agency: March 2018",
            "Not yet available",
        ),
        ("not submitted: January 2018; not held by the agency: March 2018", "Not submitted"),
        ("no population estimate for mid-2017 or earlier", "Not available"),
    ],
)
def test_a_figure_that_is_not_available_says_why(reason: str, word: str) -> None:
    row = compared_row(**NOTHING_NOW, symbol="x", reason=reason)
    assert said(judge(row, percentage())) == (
        word,
        f"There is no figure for Q4 2017/18: {reason}.",
    )


def test_a_figure_that_the_agency_suppressed_says_so() -> None:
    reason = "suppressed by the agency: February 2018"
    row = compared_row(**NOTHING_NOW, symbol="c", reason=reason)
    assert said(judge(row, percentage())) == (
        "Suppressed",
        "There is no figure for Q4 2017/18: suppressed by the agency: February 2018.",
    )


def test_windows_that_share_a_month_are_never_tested() -> None:
    row = compared_row(
        window="rolling 12 months", period="2017-18-Q4", before_period="2017-18-Q1",
        numerator=80, denominator=400, before_numerator=10, before_denominator=400,
    )  # fmt: skip
    assert said(judge(row, percentage())) == (
        "Not tested: windows that overlap",
        "12 months to the end of Q4 2017/18 and 12 months to the end of Q1 2017/18 share months, "
        "so part of the events are the same, and a change between them is not tested.",
    )


def test_twelve_months_are_tested_against_the_twelve_before_by_their_days() -> None:
    row = compared_row(
        window="rolling 12 months", period="2017-18-Q2", before_period="2016-17-Q2",
        numerator=900, denominator=None, value=Decimal(900),
        before_numerator=700, before_denominator=None, before_value=Decimal(700),
    )  # fmt: skip
    assert said(judge(row, indicator())) == (
        "Higher",
        "900 in 12 months to the end of Q2 2017/18 against 700 in 12 months to the end of Q2 "
        "2016/17: chance alone would bring so large a change less than twice in 1,000 times.",
    )


def test_a_figure_with_nothing_to_divide_by_is_not_applicable() -> None:
    row = compared_row(
        numerator=0, denominator=0, value=None, symbol="z", reason="nothing to divide by"
    )
    assert said(judge(row, percentage())) == (
        "Not applicable",
        "There is no figure for Q4 2017/18: nothing to divide by.",
    )


def test_an_indicator_whose_definition_is_not_yet_in_force_is_not_applicable() -> None:
    row = compared_row(
        **NOTHING_NOW, definition=None, symbol="z", reason="no definition was in force yet"
    )
    assert judge(row, percentage()).rating.value == "Not applicable"


def test_a_headline_of_shares_only_has_no_rule_and_points_to_its_section() -> None:
    row = compared_row(**NOTHING_NOW, definition=None, symbol="z", reason="shown by category only")
    assert said(judge(row, percentage())) == (
        "Not tested: no rule",
        "It has no total to judge: its categories are shown in its section.",
    )


# --- No rule ---


def test_an_indicator_that_states_no_rule_is_not_judged() -> None:
    assert said(of_counts(90, 10, indicator(rating="none"))) == (
        "Not tested: no rule",
        "This indicator states no rule, so its change is not judged.",
    )


def test_lengths_of_time_are_not_tested() -> None:
    measured = indicator(form="days", denominator="visits", decimals=1)
    row = compared_row(numerator=900, denominator=40)
    assert said(judge(row, measured)) == (
        "Not tested: no rule",
        "Lengths of time are not tested between two periods.",
    )


# --- Nothing before ---


def test_where_no_definition_was_in_force_before_it_is_a_baseline() -> None:
    row = compared_row(
        **NOTHING_BEFORE,
        definition="2018-01-01",
        before_definition=None,
        before_symbol="z",
        before_reason="no definition was in force yet",
    )
    assert said(judge(row, percentage())) == (
        "Baseline",
        "The definition came into force on 1 January 2018, so there is no figure under it for "
        "Q4 2016/17, and later ones will be compared with Q4 2017/18.",
    )


def test_where_the_definition_changed_since_it_is_a_baseline_though_both_have_figures() -> None:
    row = compared_row(definition="2017-04-01", before_definition="2012-04-01")
    assert said(judge(row, percentage())) == (
        "Baseline",
        "The definition came into force on 1 April 2017, so there is no figure under it for "
        "Q4 2016/17, and later ones will be compared with Q4 2017/18.",
    )


def test_where_the_definition_changed_a_figure_missing_before_would_not_have_helped() -> None:
    row = compared_row(
        **NOTHING_BEFORE,
        definition="2017-04-01",
        before_definition="2012-04-01",
        before_symbol="x",
        before_reason="not submitted",
    )
    assert judge(row, percentage()).rating.value == "Baseline"


@pytest.mark.parametrize("reason", ["not submitted", "not held by the agency: January 2017"])
def test_a_figure_that_was_defined_before_and_is_not_there_is_no_earlier_figure(
    reason: str,
) -> None:
    row = compared_row(**NOTHING_BEFORE, before_symbol="x", before_reason=reason)
    assert said(judge(row, percentage())) == (
        "No earlier figure",
        f"There is no figure for Q4 2016/17 to compare with: {reason}.",
    )


def test_nothing_to_divide_by_before_is_no_earlier_figure_and_no_baseline() -> None:
    row = compared_row(
        before_numerator=0,
        before_denominator=0,
        before_value=None,
        before_symbol="z",
        before_reason="nothing to divide by",
    )
    assert said(judge(row, percentage())) == (
        "No earlier figure",
        "There is no figure for Q4 2016/17 to compare with: nothing to divide by.",
    )


def test_a_window_before_that_was_not_calculated_is_no_earlier_figure() -> None:
    row = compared_row(**NOTHING_BEFORE, before_definition=None, before_reason=None)
    assert said(judge(row, percentage())) == (
        "No earlier figure",
        "There is no figure for Q4 2016/17 to compare with: it was not calculated.",
    )


# --- Stocks ---


def test_a_stock_is_not_tested_without_a_rule_of_its_own() -> None:
    row = compared_row(window="snapshot", numerator=1569, before_numerator=1859)
    assert said(judge(row, stock())) == (
        "Not tested: a stock without a rule",
        "This is a number at one moment: the same children may be counted at both dates, so a "
        "test needs a rule of its own, and none is stated.",
    )


# --- Too small ---


def test_two_counts_below_5_are_too_small() -> None:
    assert said(of_counts(4, 0)) == (
        "Numbers too small to judge",
        "Both counts (0 before, 4 now) are below 5: too small to tell a change from chance.",
    )
    assert of_shares((4, 40), (4, 400)).rating.value == "Numbers too small to judge"


@pytest.mark.parametrize(("now", "before"), [(5, 0), (0, 5), (5, 4)])
def test_one_count_of_5_is_enough(now: int, before: int) -> None:
    assert of_counts(now, before).rating.value == "No significant change"


def test_a_percentage_of_fewer_than_10_is_too_small() -> None:
    assert said(of_shares((9, 9), (50, 100))) == (
        "Numbers too small to judge",
        "A percentage of 9 is not judged: the base is below 10.",
    )
    assert said(of_shares((50, 100), (6, 8)))[1] == (
        "A percentage of 8 is not judged: the base is below 10."
    )


def test_a_percentage_of_10_is_large_enough() -> None:
    assert of_shares((9, 10), (50, 100)).rating.value == "No significant change"


def test_a_part_over_its_whole_is_not_tested() -> None:
    for now, before in [((24, 20), (10, 20)), ((10, 20), (24, 20))]:
        assert said(of_shares(now, before)) == (
            "Not tested: no rule",
            "The part is larger than the whole it is part of, so the share is not tested.",
        )


def test_a_part_as_large_as_its_whole_is_tested() -> None:
    assert of_shares((40, 40), (10, 40)).evidence


# --- Tested ---


def test_95_per_cent_is_evidence_and_no_rating() -> None:
    judgement = of_shares((20, 100), (10, 100))
    assert said(judgement) == (
        "No significant change",
        "20.0% (20 of 100) in Q4 2017/18 against 10.0% (10 of 100) in Q4 2016/17: chance alone "
        "would bring so large a change less than once in 20 times, which is evidence, but a "
        "rating needs less than twice in 1,000.",
    )
    found = judgement.evidence
    assert (found["significant_at_95"], found["significant_at_99.8"]) == (True, False)


def test_a_change_within_chance_says_so_with_both_counts() -> None:
    assert said(of_shares((343, 1855), (345, 2054))) == (
        "No significant change",
        "18.5% (343 of 1,855) in Q4 2017/18 against 16.8% (345 of 2,054) in Q4 2016/17: "
        "chance alone may well bring a change of this size.",
    )


@pytest.mark.parametrize(
    ("polarity", "up", "down"),
    [
        ("high", "Improved", "Worsened"),
        ("low", "Worsened", "Improved"),
        ("neutral", "Higher", "Lower"),
    ],
)
def test_at_998_in_1000_the_polarity_says_what_a_rise_and_a_fall_are(
    polarity: str, up: str, down: str
) -> None:
    share, count = percentage(polarity=polarity), indicator(polarity=polarity)
    assert of_shares((80, 100), (20, 100), share).rating.value == up
    assert of_shares((20, 100), (80, 100), share).rating.value == down
    assert of_counts(200, 50, count).rating.value == up
    assert of_counts(50, 200, count).rating.value == down


def test_a_rating_says_how_seldom_chance_would_bring_the_change() -> None:
    assert said(of_shares((16, 161), (54, 230), percentage(polarity="low"))) == (
        "Improved",
        "9.9% (16 of 161) in Q4 2017/18 against 23.5% (54 of 230) in Q4 2016/17: chance alone "
        "would bring so large a change less than twice in 1,000 times.",
    )


def test_a_count_is_told_without_a_base() -> None:
    assert of_counts(48, 56).sentence == (
        "48 in Q4 2017/18 against 56 in Q4 2016/17: chance alone may well bring a change of this "
        "size."
    )


def test_counts_are_tested_by_their_days_and_may_fall_while_the_number_rises() -> None:
    # 91 days of a leap year against 90: the same number is a shade fewer a day.
    leap = {"period": "2019-20-Q4", "before_period": "2018-19-Q4"}
    assert of_counts(100, 100, **leap).rating.value == "No significant change"
    # A month of 31 days against one of 28: a little more a day, of a great many.
    february = {"window": "month", "period": "2018-03", "before_period": "2018-02"}
    fewer = of_counts(105_000, 100_000, indicator(window="month"), **february)
    assert fewer.rating.value == "Lower"


def test_a_rate_is_tested_by_its_children_too() -> None:
    def of_rates(children: int) -> Judgement:
        row = compared_row(
            numerator=200,
            denominator=children,
            value=Decimal("54.6"),
            before_numerator=200,
            before_denominator=36_387,
            before_value=Decimal("55.0"),
        )
        return judge(row, rate())

    assert of_rates(36_647).rating.value == "No significant change"
    assert of_rates(18_000).rating.value == "Higher"
    assert of_rates(36_647).sentence.startswith(
        "54.6 per 10,000 (200 among 36,647 children) in Q4 2017/18 against 55.0 per 10,000 "
        "(200 among 36,387 children) in Q4 2016/17: "
    )


# --- Which guard comes first ---


def test_no_figure_comes_before_no_rule() -> None:
    row = compared_row(**NOTHING_NOW, symbol="x", reason="not submitted")
    assert judge(row, percentage(rating="none")).rating.value == "Not submitted"


def test_a_baseline_comes_before_small_numbers_and_before_a_stock() -> None:
    new = {"definition": "2018-01-01", "before_definition": "2012-04-01"}
    assert of_counts(1, 1, **new).rating.value == "Baseline"
    assert of_counts(1, 1, stock(), window="snapshot", **new).rating.value == "Baseline"
