"""Forms: how a number is rounded, and how it is written."""

from decimal import Decimal

import pytest

from safeboard.vocabulary.form import Form, round_half_up, written


@pytest.mark.parametrize(
    ("value", "decimals", "rounded"),
    [
        ("0.5", 0, "1"),
        ("1.5", 0, "2"),
        ("2.5", 0, "3"),
        ("2.4999999999999999999999", 0, "2"),
        ("-0.5", 0, "-1"),
        ("-2.5", 0, "-3"),
        ("16.25", 1, "16.3"),
        ("16.35", 1, "16.4"),
        ("3.125", 2, "3.13"),
        ("15", 0, "15"),
        ("15", 1, "15.0"),
        ("25", -1, "30"),
    ],
)
def test_a_half_is_rounded_away_from_zero(value: str, decimals: int, rounded: str) -> None:
    assert round_half_up(Decimal(value), decimals) == Decimal(rounded)


@pytest.mark.parametrize(
    ("value", "decimals", "rounded"),
    [("2.675", 2, "2.68"), ("1.005", 2, "1.01"), ("0.285", 2, "0.29"), ("18.45", 1, "18.5")],
)
def test_a_half_that_a_float_cannot_hold_is_rounded_up_too(
    value: str, decimals: int, rounded: str
) -> None:
    assert round(float(value), decimals) != float(rounded)
    assert round_half_up(Decimal(value), decimals) == Decimal(rounded)


def test_a_rounded_value_keeps_its_decimals() -> None:
    assert str(round_half_up(Decimal("17"), 1)) == "17.0"


@pytest.mark.parametrize(
    ("value", "form", "decimals", "text"),
    [
        ("1569", Form.COUNT, 0, "1,569"),
        ("0", Form.COUNT, 0, "0"),
        ("1234567", Form.COUNT, 0, "1,234,567"),
        ("18.5", Form.PERCENTAGE, 1, "18.5%"),
        ("57", Form.PERCENTAGE, 0, "57%"),
        ("100", Form.PERCENTAGE, 1, "100.0%"),
        ("428.1", Form.RATE, 1, "428.1"),
        ("1000.04", Form.RATE, 1, "1,000.0"),
        ("12.25", Form.DAYS, 1, "12.3"),
    ],
)
def test_a_value_is_written_as_a_page_shows_it(
    value: str, form: Form, decimals: int, text: str
) -> None:
    assert written(Decimal(value), form, decimals) == text


def test_only_a_count_has_no_denominator() -> None:
    assert [form for form in Form if not form.divides] == [Form.COUNT]


def test_each_form_has_the_multiplier_that_its_name_says() -> None:
    assert {form: form.multiplier for form in Form} == {
        Form.COUNT: 1,
        Form.PERCENTAGE: 100,
        Form.RATE: 10_000,
        Form.DAYS: 1,
    }
