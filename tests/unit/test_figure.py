"""Figures: a number, or the symbol that says why there is none."""

from decimal import Decimal

import pytest

from safeboard.vocabulary.figure import Figure, Flag, Symbol, quotient
from safeboard.vocabulary.form import Form


@pytest.mark.parametrize(
    ("numerator", "denominator", "form", "decimals", "value"),
    [
        # St Helens, as the Department for Education published them.
        (345, 2054, Form.PERCENTAGE, 1, "16.8"),
        (343, 1855, Form.PERCENTAGE, 1, "18.5"),
        (54, 230, Form.PERCENTAGE, 1, "23.5"),
        (16, 161, Form.PERCENTAGE, 1, "9.9"),
        (1859, 36387, Form.RATE, 1, "510.9"),
        (1569, 36647, Form.RATE, 1, "428.1"),
        # The dashboard of 2018 printed 56% for this one.
        (55, 96, Form.PERCENTAGE, 0, "57"),
        # Halves, none of which a float can be trusted with.
        (1, 16, Form.PERCENTAGE, 1, "6.3"),
        (1, 32, Form.PERCENTAGE, 2, "3.13"),
        (3, 8, Form.PERCENTAGE, 0, "38"),
        (1, 8, Form.PERCENTAGE, 0, "13"),
        (5, 2, Form.DAYS, 0, "3"),
        (369, 2000, Form.PERCENTAGE, 1, "18.5"),
        (0, 96, Form.PERCENTAGE, 1, "0"),
        (24, 20, Form.PERCENTAGE, 1, "120"),
    ],
)
def test_a_figure_is_worked_out_exactly_and_rounded_half_up(
    numerator: int, denominator: int, form: Form, decimals: int, value: str
) -> None:
    assert quotient(numerator, denominator, form, decimals) == Decimal(value)


def test_a_count_is_itself_and_none_is_zero() -> None:
    assert quotient(1569, None, Form.COUNT, 0) == 1569
    assert quotient(0, None, Form.COUNT, 0) == 0


@pytest.mark.parametrize(
    ("numerator", "denominator"), [(None, 48), (12, None), (None, None), (None, 0)]
)
def test_a_percentage_whose_counts_were_not_all_submitted_is_not_available(
    numerator: int | None, denominator: int | None
) -> None:
    assert quotient(numerator, denominator, Form.PERCENTAGE, 1) is Symbol.NOT_AVAILABLE


def test_a_count_that_was_not_submitted_is_not_available() -> None:
    assert quotient(None, None, Form.COUNT, 0) is Symbol.NOT_AVAILABLE


@pytest.mark.parametrize("form", [Form.PERCENTAGE, Form.RATE, Form.DAYS])
def test_with_nothing_to_divide_by_a_figure_is_not_applicable(form: Form) -> None:
    assert quotient(0, 0, form, 1) is Symbol.NOT_APPLICABLE
    assert quotient(3, 0, form, 1) is Symbol.NOT_APPLICABLE


def test_a_half_is_not_lost_however_large_the_counts() -> None:
    whole = 2 * 10**30
    assert quotient(whole // 2 + 10**27, whole, Form.PERCENTAGE, 0) == 50
    assert quotient(10**30 + 10**28, whole, Form.PERCENTAGE, 0) == 51
    assert quotient(10**30 + 10**28 - 1, whole, Form.PERCENTAGE, 0) == 50


def test_symbols_and_flags_are_those_of_government_statistics() -> None:
    # Source: Government Statistical Service, symbols in tables, 2022.
    assert {str(each): each.meaning.split(":")[0] for each in Symbol} == {
        "[c]": "confidential",
        "[k]": "not zero, but rounds to zero",
        "[u]": "low reliability",
        "[x]": "not available",
        "[z]": "not applicable",
    }
    assert {str(each): each.meaning for each in Flag} == {
        "[p]": "provisional",
        "[r]": "revised",
        "[b]": "break in series",
        "[e]": "estimated",
    }


def test_a_symbol_is_never_taken_for_a_number() -> None:
    made = Figure(Symbol.NOT_AVAILABLE, reason="not submitted: February 2018")
    assert made.value != 0
    assert made.numerator is None
    assert str(made.value) == "[x]"
