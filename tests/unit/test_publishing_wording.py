"""How a figure is written: never a percentage without its base, never a symbol without words."""

from decimal import Decimal

import pytest

from safeboard.catalogue.indicator import Indicator
from safeboard.publishing.released import Place, ReleasedFigure, released
from safeboard.publishing.wording import flags, remarks, share, shown, with_base
from safeboard.vocabulary.figure import Figure, Flag, Symbol
from safeboard.vocabulary.window import Window
from tests.builders import indicator, percentage, rate, window
from tests.unit.small_release import ratings

Q4 = window("quarter", "2017-18-Q4")
NOT_SUBMITTED = Figure(Symbol.NOT_AVAILABLE, reason="not submitted")


def given(figure: Figure, at: Window = Q4, population_year: int | None = None) -> ReleasedFigure:
    """Return a figure of visits as a release holds it."""
    place = Place("342", "visits", at.kind.value, at.period.code)
    return ReleasedFigure(place, at, figure, None, population_year)


@pytest.mark.parametrize(
    ("figure", "of", "words"),
    [
        (Figure(Decimal("18.5"), 343, 1855), percentage(), "18.5% (343 of 1,855)"),
        (Figure(Decimal("0.0"), 0, 1855), percentage(), "0.0% (0 of 1,855)"),
        (Figure(Decimal(2000), 2000), indicator(), "2,000"),
        (Figure(Decimal(0), 0), indicator(), "0"),
        (
            Figure(Decimal("428.1"), 1569, 36647),
            rate(),
            "428.1 per 10,000 (1,569 among 36,647 children aged 0 to 17)",
        ),
        (NOT_SUBMITTED, percentage(), "[x] not submitted"),
    ],
)
def test_a_figure_is_written_with_what_it_was_made_from(
    figure: Figure, of: Indicator, words: str
) -> None:
    assert with_base(given(figure), of) == words


def test_in_a_column_of_its_own_a_figure_stands_alone() -> None:
    assert shown(given(Figure(Decimal("18.5"), 343, 1855)), percentage()) == "18.5%"


def test_a_headline_that_was_never_calculated_says_so() -> None:
    row = ratings().row(0, named=True) | {"value": None, "symbol": None, "reason": None}
    assert with_base(released(row), indicator()) == "[x] not calculated for this window"


@pytest.mark.parametrize(
    ("figure", "in_base", "words"),
    [
        (Figure(Decimal("35.5"), 11, 31), True, "11 of 31 (35.5%)"),
        (Figure(Symbol.NOT_APPLICABLE, 8, 31, "no base"), False, "8, not part of the base"),
        (NOT_SUBMITTED, True, "[x]"),
        (NOT_SUBMITTED, False, "[x]"),
    ],
)
def test_a_category_is_a_number_out_of_its_base_or_says_that_it_is_not_in_it(
    figure: Figure, in_base: bool, words: str
) -> None:
    assert share(given(figure), percentage(), in_base=in_base) == words


def test_flags_are_words_in_the_order_of_the_vocabulary() -> None:
    flagged = Figure(Decimal(7), 7, flags=frozenset({Flag.ESTIMATED, Flag.PROVISIONAL}))
    assert flags(given(flagged)) == ("Provisional", "Estimated")


def test_beside_a_symbol_stands_its_reason() -> None:
    assert remarks(given(NOT_SUBMITTED)) == ("Not submitted",)


def test_a_rate_names_the_year_of_its_population() -> None:
    figure = Figure(Decimal("428.1"), 1569, 36647)
    assert remarks(given(figure, population_year=2017)) == ("Mid-2017 population",)
