"""The catalogue measures all that the St Helens dashboard of Q4 2017/18 does, one file for each."""

from datetime import date

import pytest

from safeboard.vocabulary.benchmark import Match
from safeboard.vocabulary.polarity import Polarity
from tests.unit.returns import built_in

CATALOGUE = built_in()

# Each indicator with its agency, form, window, change, rating rule and polarity.
INDICATORS = """\
contacts                                    social-care         count            quarter       per cent           significant-change  neutral
contacts-progressed-to-referral             social-care         percentage       quarter       percentage points  significant-change  neutral
re-referrals-within-12-months               social-care         percentage       year to date  percentage points  band-or-change      low
re-referrals-within-two-years               social-care         percentage       year to date  percentage points  significant-change  low
early-help-contacts-closed                  early-help          percentage       quarter       percentage points  significant-change  neutral
referrals-to-early-help                     early-help          count            quarter       per cent           significant-change  neutral
children-in-need                            social-care         count            snapshot      per cent           significant-change  neutral
rate-of-children-in-need                    social-care         rate per 10,000  snapshot      per cent           significant-change  neutral
second-or-subsequent-plans                  social-care         percentage       year to date  percentage points  band-or-change      low
second-plans-within-two-years               social-care         percentage       year to date  percentage points  significant-change  low
section-47-to-initial-conference            social-care         percentage       quarter       percentage points  significant-change  neutral
missing-from-care                           police              percentage       quarter       percentage points  significant-change  neutral
repeat-missing-from-care                    police              percentage       quarter       percentage points  significant-change  low
looked-after-by-other-authorities           social-care         count            snapshot      number             significant-change  neutral
exploitation-referrals                      exploitation-panel  count            quarter       number             significant-change  neutral
exploitation-referrals-progressed-to-ce2    exploitation-panel  count            quarter       number             significant-change  neutral
open-to-mace                                exploitation-panel  count            snapshot      number             none                neutral
open-to-mace-by-missing-episodes            exploitation-panel  percentage       snapshot      percentage points  none                neutral
open-to-mace-by-residence                   exploitation-panel  percentage       snapshot      percentage points  none                neutral
open-to-mace-in-care-of-other-authorities   exploitation-panel  percentage       snapshot      percentage points  none                neutral
open-to-mace-known-to-services              exploitation-panel  percentage       snapshot      percentage points  none                neutral
open-to-mace-with-a-missing-episode         exploitation-panel  percentage       snapshot      percentage points  none                neutral
lado-referrals                              lado                count            quarter       number             significant-change  neutral
lado-referrals-to-strategy-meeting          lado                percentage       quarter       percentage points  significant-change  neutral
rate-of-lado-referrals                      lado                rate per 10,000  year to date  per cent           significant-change  neutral
"""  # noqa: E501  (a table is read in columns)

THEMES = {
    "front_door": "Front door",
    "early_help": "Early help",
    "child_in_need": "Children in need",
    "child_protection": "Child protection",
    "missing": "Missing",
    "looked_after": "Children looked after",
    "exploitation": "Child exploitation",
    "lado": "Allegations against people who work with children (LADO)",
}


def test_the_indicators_of_the_dashboard_are_all_there_as_written_here() -> None:
    declared = [
        [
            each.code,
            each.agency,
            str(each.form),
            str(each.window),
            str(each.change),
            each.rating,
            str(each.polarity),
        ]
        for each in CATALOGUE.indicators.values()
    ]
    # Columns stand at least two spaces apart, and words within one stand one apart.
    table = [
        [cell.strip() for cell in line.split("  ") if cell.strip()]
        for line in INDICATORS.splitlines()
    ]
    assert declared == table


def test_the_themes_stand_in_the_order_of_the_board() -> None:
    assert dict(CATALOGUE.themes) == THEMES


def test_contacts_come_into_force_with_the_quarter_and_all_else_came_before() -> None:
    begins = {each.code: each.definitions[0].in_force for each in CATALOGUE.indicators.values()}
    assert begins.pop("contacts") == date(2018, 1, 1)
    assert set(begins.values()) == {date(2016, 4, 1)}


def test_every_change_is_measured_from_the_same_period_of_the_year_before() -> None:
    assert {str(each.compare_with) for each in CATALOGUE.indicators.values()} == {
        "same period last year"
    }


def test_only_children_in_need_plans_and_re_referrals_have_a_national_referent() -> None:
    referents = {
        each.code: (each.national.measure, each.national.match, each.national.banded)
        for each in CATALOGUE.indicators.values()
        if each.national
    }
    assert referents == {
        "children-in-need": ("At31_episodes", Match.SAME, False),
        "rate-of-children-in-need": ("CIN", Match.SAME, False),
        "re-referrals-within-12-months": ("ReReferral", Match.SAME, True),
        "re-referrals-within-two-years": ("ReReferral", Match.DIFFERS, True),
        "second-or-subsequent-plans": ("PrevRegCPR", Match.SAME, True),
        "second-plans-within-two-years": ("PrevRegCPR", Match.DIFFERS, True),
    }


@pytest.mark.parametrize(
    ("code", "because"),
    [
        ("re-referrals-within-two-years", "the national figure counts 12 months, ours 24"),
        (
            "second-plans-within-two-years",
            "the national figure counts any earlier plan however long ago, ours only one that "
            "ended in the two years before",
        ),
    ],
)
def test_a_definition_that_differs_says_how(code: str, because: str) -> None:
    national = CATALOGUE.indicators[code].national
    assert national is not None
    assert national.because == because


def test_the_bands_of_missing_episodes_do_not_overlap() -> None:
    categories = CATALOGUE.breakdowns["missing_episodes"].categories
    assert {code: each.label for code, each in categories.items()} == {
        "one": "1 episode",
        "two_to_four": "2 to 4 episodes",
        "five_to_nine": "5 to 9 episodes",
        "ten_or_more": "10 or more episodes",
        "not_recorded": "Number not recorded",
    }
    assert [code for code, each in categories.items() if not each.in_base] == ["not_recorded"]


def test_a_neutral_percentage_or_rate_says_why_neither_way_is_good() -> None:
    unexplained = [
        each.code
        for each in CATALOGUE.indicators.values()
        if each.polarity is Polarity.NEUTRAL
        and each.denominator
        and each.rating != "none"
        and "either a high nor a low" not in each.definitions[-1].text
    ]
    assert unexplained == []


def test_no_two_items_carry_the_same_label() -> None:
    labels = [item.label for item in CATALOGUE.items.values()]
    assert len(labels) == len(set(labels)) == 26


def test_every_item_says_what_to_count() -> None:
    unsaid = [
        code
        for code, item in CATALOGUE.items.items()
        if not item.guidance.startswith(("Count events", "Count children", "Count open episodes"))
    ]
    assert unsaid == []


def test_the_assessments_of_a_period_are_no_share_of_its_referrals() -> None:
    indicator = CATALOGUE.indicators["exploitation-referrals-progressed-to-ce2"]
    assert indicator.denominator is None
    assert "It is a count and no percentage" in indicator.definitions[0].text
    assert CATALOGUE.items[indicator.numerator].wholes == ("exploitation_referrals",)


def test_the_rule_for_a_repeat_is_printed_and_said_to_be_provisional() -> None:
    text = CATALOGUE.indicators["repeat-missing-from-care"].definitions[0].text
    assert "missing from care before in the same financial year" in text
    assert "provisional" in text
