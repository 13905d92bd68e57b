"""Changes: typed, computed from exact values, rounded last."""

from decimal import Decimal
from fractions import Fraction

import pytest

from safeboard.vocabulary.change import (
    Change,
    ChangeKind,
    Number,
    PerCent,
    Points,
    change_between,
)


def change(before: Fraction | int, after: Fraction | int, kind: ChangeKind) -> Change:
    found = change_between(Fraction(before), Fraction(after), kind, decimals=1)
    assert found is not None
    return found


def test_between_two_percentages_it_is_told_in_points_and_never_in_per_cent() -> None:
    told = change(Fraction(100 * 345, 2054), Fraction(100 * 343, 1855), ChangeKind.POINTS)
    assert told == Points(Decimal("1.7"))
    assert str(told) == "+1.7 percentage points"


def test_children_in_need_fell_by_a_share_of_where_they_were() -> None:
    told = change(1859, 1569, ChangeKind.PER_CENT)
    assert told == PerCent(Decimal("-15.6"))
    assert str(told) == "-15.6 per cent"


def test_the_rate_fell_faster_than_the_number_because_there_are_more_children() -> None:
    before, after = Fraction(10_000 * 1859, 36387), Fraction(10_000 * 1569, 36647)
    assert str(change(before, after, ChangeKind.PER_CENT)) == "-16.2 per cent"


def test_it_is_computed_from_the_counts_not_from_the_published_percentages() -> None:
    exact = change(Fraction(100 * 54, 230), Fraction(100 * 16, 161), ChangeKind.POINTS)
    rounded = change(Fraction("23.5"), Fraction("9.9"), ChangeKind.POINTS)
    assert str(exact) == "-13.5 percentage points"
    assert str(rounded) == "-13.6 percentage points"


@pytest.mark.parametrize(
    ("before", "after", "decimals", "text"),
    [
        (31, 50, 0, "+19"),
        (56, 48, 0, "-8"),
        (1, 1235, 0, "+1,234"),
        (48, 48, 0, "0"),
        (48, 48, 1, "0.0"),
    ],
)
def test_a_number_is_written_with_its_sign_and_no_change_without_one(
    before: int, after: int, decimals: int, text: str
) -> None:
    made = change_between(Fraction(before), Fraction(after), ChangeKind.NUMBER, decimals)
    assert str(made) == text


def test_a_change_that_rounds_to_nothing_has_no_sign() -> None:
    told = change(Fraction(20), Fraction("19.96"), ChangeKind.POINTS)
    assert str(told) == "0.0 percentage points"


@pytest.mark.parametrize(
    ("difference", "text"),
    [("0.05", "+0.1"), ("-0.05", "-0.1"), ("0.15", "+0.2"), ("-0.25", "-0.3"), ("0.049", "0.0")],
)
def test_a_half_is_rounded_away_from_zero_whichever_way_it_went(difference: str, text: str) -> None:
    assert str(change(0, Fraction(difference), ChangeKind.NUMBER)) == text


def test_from_none_there_is_no_change_in_per_cent() -> None:
    assert change_between(Fraction(0), Fraction(5), ChangeKind.PER_CENT, 1) is None
    assert change_between(Fraction(0), Fraction(0), ChangeKind.PER_CENT, 1) is None
    assert str(change(0, 5, ChangeKind.NUMBER)) == "+5.0"


def test_to_none_is_a_fall_by_all_there_was() -> None:
    assert str(change(5, 0, ChangeKind.PER_CENT)) == "-100.0 per cent"


def test_changes_of_different_kinds_are_never_equal() -> None:
    value = Decimal("1.7")
    told: set[Change] = {Number(value), PerCent(value), Points(value)}
    assert {str(each) for each in told} == {"+1.7", "+1.7 per cent", "+1.7 percentage points"}
