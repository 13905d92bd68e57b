"""The example's returns make every number of the dashboard, worked out by hand from their cells."""

from fractions import Fraction

import pytest

from tests.specification.example_workbooks import Workbooks, read_workbooks

Q4 = "2017-18-Q4"
QUARTERS = ["2017-18-Q1", "2017-18-Q2", "2017-18-Q3", "2017-18-Q4"]


@pytest.fixture(scope="module")
def workbooks() -> Workbooks:
    """Return what the committed workbooks hold."""
    return read_workbooks()


def rounded(value: Fraction, decimals: int = 1) -> str:
    """Return a value as it is written, its halves rounded away from zero."""
    scaled = abs(value) * 10**decimals
    whole = int(scaled + Fraction(1, 2))
    digits = str(whole).rjust(decimals + 1, "0")
    sign = "-" if value < 0 and whole else ""
    return sign + (f"{digits[:-decimals]}.{digits[-decimals:]}" if decimals else digits)


def share(part: int, whole: int) -> Fraction:
    """Return a percentage, exactly."""
    return Fraction(100 * part, whole)


def per_cent(before: int | Fraction, after: int | Fraction) -> Fraction:
    """Return a change relative to where it started, exactly."""
    return 100 * (Fraction(after) - before) / before


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (Fraction(1, 20), 1, "0.1"),
        (Fraction(-1, 20), 1, "-0.1"),
        (Fraction(-1, 21), 1, "0.0"),
        (Fraction(123456, 10000), 1, "12.3"),
        (Fraction(5, 2), 0, "3"),
    ],
)
def test_halves_are_rounded_away_from_zero(value: Fraction, decimals: int, text: str) -> None:
    assert rounded(value, decimals) == text


def test_exploitation_referrals_are_8_fewer_than_a_year_before(workbooks: Workbooks) -> None:
    months = ["2018-01", "2018-02", "2018-03"]
    assert [workbooks.count("exploitation_referrals", month) for month in months] == [20, 18, 10]
    assert workbooks.quarter("exploitation_referrals", "2017-18") == 48
    assert workbooks.quarter("exploitation_referrals", "2016-17") == 56


def test_assessments_by_month_are_24_10_and_6(workbooks: Workbooks) -> None:
    item = "exploitation_referrals_progressed_to_ce2"
    months = ["2018-01", "2018-02", "2018-03"]
    assert [workbooks.count(item, month) for month in months] == [24, 10, 6]
    assert workbooks.quarter(item, "2017-18") == 40


def test_the_24_carries_the_footnote_of_the_dashboard(workbooks: Workbooks) -> None:
    about = workbooks.labels["exploitation_referrals_progressed_to_ce2"]
    said = [
        note.text
        for stem, note in workbooks.notes
        if stem == "exploitation-panel-2017-18"
        and (note.item, note.period) == (about, "January 2018")
    ]
    assert said == [
        "this figure includes meetings relating to referrals received over the holiday period"
    ]


def test_only_in_january_2018_are_there_more_assessments_than_referrals(
    workbooks: Workbooks,
) -> None:
    more = [
        period
        for (item, category, period), count in workbooks.counts.items()
        if item == "exploitation_referrals_progressed_to_ce2"
        and count > workbooks.counts["exploitation_referrals", category, period]  # type: ignore[operator]
    ]
    assert more == ["2018-01"]


def test_the_kinds_of_exploitation_make_the_total_where_they_are_supplied(
    workbooks: Workbooks,
) -> None:
    for month, total in [("2017-10", 21), ("2017-11", 19), ("2017-12", 14)]:
        kinds = [
            workbooks.count(item, period, category)
            for item, category, period in workbooks.counts
            if item == "exploitation_referrals" and category and period == month
        ]
        assert len(kinds) == 5
        assert sum(kinds) == workbooks.count("exploitation_referrals", month) == total
    supplied = {
        period
        for item, category, period in workbooks.counts
        if item == "exploitation_referrals" and category
    }
    assert supplied == {"2017-10", "2017-11", "2017-12"}


def test_57_per_cent_of_96_children_open_to_mace_live_in_the_town_centre(
    workbooks: Workbooks,
) -> None:
    assert workbooks.count("children_open_to_mace", Q4) == 96
    centre = workbooks.count("children_open_to_mace", Q4, "St Helens town centre")
    elsewhere = workbooks.count("children_open_to_mace", Q4, "Elsewhere")
    assert (centre, elsewhere) == (55, 41)
    assert rounded(share(centre, 96), 0) == "57"
    assert rounded(share(elsewhere, 96), 0) == "43"


def test_the_bands_of_missing_episodes_are_of_31_children(workbooks: Workbooks) -> None:
    item = "mace_children_with_a_missing_episode"
    labels = ["1 episode", "2 to 4 episodes", "5 to 9 episodes", "10 or more episodes"]
    bands = [workbooks.count(item, Q4, label) for label in labels]
    assert bands == [11, 7, 4, 9]
    assert [rounded(share(band, 31), 0) for band in bands] == ["35", "23", "13", "29"]
    assert workbooks.count(item, Q4, "Number not recorded") == 8
    assert workbooks.count(item, Q4) == 39


@pytest.mark.parametrize(
    ("item", "count", "percentage"),
    [
        ("mace_children_with_a_missing_episode", 39, "41"),
        ("mace_children_known_to_services", 62, "65"),
        ("mace_children_in_care_of_other_authorities", 43, "45"),
    ],
)
def test_shares_of_the_96_children_open_to_mace(
    workbooks: Workbooks, item: str, count: int, percentage: str
) -> None:
    assert workbooks.count(item, Q4) == count
    assert rounded(share(count, 96), 0) == percentage


def test_no_earlier_figure_of_mace_is_invented(workbooks: Workbooks) -> None:
    earlier = {
        count
        for (item, _, period), count in workbooks.counts.items()
        if "mace" in item and period != Q4
    }
    assert earlier == {"not held by us"}


def test_lado_referrals_by_quarter_are_200_in_the_year(workbooks: Workbooks) -> None:
    referrals = [workbooks.count("lado_referrals", quarter) for quarter in QUARTERS]
    assert referrals == [47, 31, 69, 53]
    assert sum(referrals) == 200
    assert rounded(Fraction(200 * 10_000, 36_647)) == "54.6"


def test_26_per_cent_of_the_53_went_to_a_strategy_meeting(workbooks: Workbooks) -> None:
    to_meeting = workbooks.count("lado_referrals_to_strategy_meeting", Q4)
    assert to_meeting == 14
    assert rounded(share(to_meeting, 53), 0) == "26"


def test_the_lado_says_where_information_will_be_collated(workbooks: Workbooks) -> None:
    assert workbooks.contexts["lado-2017-18"] == (
        "LADO information will be collated on ICS going forward to improve oversight."
    )


def test_children_in_need_fall_by_15_6_per_cent_and_their_rate_by_16_2(
    workbooks: Workbooks,
) -> None:
    before = workbooks.count("children_in_need", "2016-17-Q4")
    after = workbooks.count("children_in_need", "2017-18-Q4")
    assert (before, after) == (1859, 1569)
    rates = Fraction(before * 10_000, 36_387), Fraction(after * 10_000, 36_647)
    assert [rounded(rate) for rate in rates] == ["510.9", "428.1"]
    assert rounded(per_cent(before, after)) == "-15.6"
    assert rounded(per_cent(*rates)) == "-16.2"


# Numerator, denominator; each year's two totals and percentage; the change in percentage points.
OF_A_YEAR = [
    pytest.param(
        "re_referrals_within_12_months", "referrals",
        (345, 2054, "16.8"), (343, 1855, "18.5"), "1.7", id="re-referrals within 12 months",
    ),
    pytest.param(
        "re_referrals_within_two_years", "referrals",
        (493, 2054, "24.0"), (473, 1855, "25.5"), "1.5", id="re-referrals within two years",
    ),
    pytest.param(
        "second_or_subsequent_plans", "plans_started",
        (54, 230, "23.5"), (16, 161, "9.9"), "-13.5", id="second or subsequent plans",
    ),
    pytest.param(
        "second_plans_within_two_years", "plans_started",
        (46, 230, "20.0"), (11, 161, "6.8"), "-13.2", id="second plans within two years",
    ),
]  # fmt: skip
OF_A_QUARTER = [
    pytest.param(
        "contacts_progressed_to_referral", "contacts",
        (475, 1620, "29.3"), (430, 2000, "21.5"), "-7.8", id="contacts that became a referral",
    ),
    pytest.param(
        "early_help_contacts_closed", "early_help_contacts",
        (236, 500, "47.2"), (496, 640, "77.5"), "30.3", id="early help contacts closed",
    ),
    pytest.param(
        "section_47_to_initial_conference", "section_47_enquiries",
        (64, 138, "46.4"), (43, 125, "34.4"), "-12.0", id="section 47 to conference",
    ),
]  # fmt: skip

Totals = tuple[int, int, str]


@pytest.mark.parametrize(("part", "whole", "before", "after", "points"), OF_A_YEAR)
def test_a_percentage_of_a_year_changes_as_on_the_dashboard(
    workbooks: Workbooks, part: str, whole: str, before: Totals, after: Totals, points: str
) -> None:
    for year, (of_part, of_whole, percentage) in [("2016-17", before), ("2017-18", after)]:
        assert workbooks.year(part, year) == of_part
        assert workbooks.year(whole, year) == of_whole
        assert rounded(share(of_part, of_whole)) == percentage
    assert rounded(share(*after[:2]) - share(*before[:2])) == points


@pytest.mark.parametrize(("part", "whole", "before", "after", "points"), OF_A_QUARTER)
def test_a_percentage_of_a_quarter_changes_as_on_the_dashboard(
    workbooks: Workbooks, part: str, whole: str, before: Totals, after: Totals, points: str
) -> None:
    for year, (of_part, of_whole, percentage) in [("2016-17", before), ("2017-18", after)]:
        assert workbooks.quarter(part, year) == of_part
        assert workbooks.quarter(whole, year) == of_whole
        assert rounded(share(of_part, of_whole)) == percentage
    assert rounded(share(*after[:2]) - share(*before[:2])) == points


def test_the_published_percentages_of_plans_differ_by_13_6_and_the_counts_by_13_5() -> None:
    assert rounded(Fraction("23.5") - Fraction("9.9")) == "13.6"
    assert rounded(share(54, 230) - share(16, 161)) == "13.5"


def test_referrals_to_early_help_rise_by_28_7_per_cent(workbooks: Workbooks) -> None:
    before = workbooks.quarter("early_help_referrals", "2016-17")
    after = workbooks.quarter("early_help_referrals", "2017-18")
    assert (before, after) == (237, 305)
    assert rounded(per_cent(before, after)) == "28.7"


def test_19_more_children_of_other_authorities_live_here(workbooks: Workbooks) -> None:
    item = "looked_after_by_other_authorities"
    assert workbooks.count(item, "2016-17-Q4") == 171
    assert workbooks.count(item, "2017-18-Q4") == 190


def test_contacts_were_held_before_the_indicator_came_into_force(workbooks: Workbooks) -> None:
    assert workbooks.quarter("contacts", "2016-17") == 1620
    assert workbooks.quarter("contacts", "2017-18") == 2000


def test_the_police_sent_a_return_for_2016_17_and_none_for_2017_18(workbooks: Workbooks) -> None:
    assert [stem for stem in workbooks.contexts if stem.startswith("police")] == ["police-2016-17"]


# Each count lies within the other in every month. (CE2 assessments in January 2018 do not.)
WITHIN = [
    ("contacts_progressed_to_referral", "contacts"),
    ("contacts_progressed_to_referral", "referrals"),
    ("re_referrals_within_12_months", "re_referrals_within_two_years"),
    ("re_referrals_within_two_years", "referrals"),
    ("second_plans_within_two_years", "second_or_subsequent_plans"),
    ("second_or_subsequent_plans", "plans_started"),
    ("section_47_to_initial_conference", "section_47_enquiries"),
    ("early_help_contacts_closed", "early_help_contacts"),
    ("missing_from_care_episodes", "missing_episodes"),
    ("repeat_missing_from_care_episodes", "missing_from_care_episodes"),
]


@pytest.mark.parametrize(("part", "whole"), WITHIN)
def test_a_part_is_never_more_than_its_whole(workbooks: Workbooks, part: str, whole: str) -> None:
    months = [period for item, _, period in workbooks.counts if item == part]
    assert len(months) in (12, 24)
    for month in months:
        assert workbooks.count(part, month) <= workbooks.count(whole, month)
