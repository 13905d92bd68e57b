"""Work a catalogue's example: the counts it gives, and the figure they make."""

from collections.abc import Iterator
from decimal import Decimal

from safeboard.catalogue.indicator import POPULATION, WHOLE, Example, Indicator
from safeboard.vocabulary.figure import Symbol, quotient
from safeboard.vocabulary.form import round_half_up


class UnfitExampleError(ValueError):
    """An example gives or expects something that its indicator does not have."""


def worked(indicator: Indicator, example: Example) -> dict[str, Decimal | Symbol]:
    """Return the figure of each category of an example, under "" where it has none.

    Raises: UnfitExampleError.
    """
    allowed = {*indicator.item_codes} | (
        {POPULATION} if indicator.denominator == POPULATION else set()
    )
    for code in example.given:
        if code not in allowed:
            raise UnfitExampleError(f"it gives '{code}', which the indicator does not count")
    return {
        category: quotient(
            _count(example, indicator.numerator, category),
            _denominator(indicator, example, category),
            indicator.form,
            indicator.decimals,
        )
        for category in _categories(indicator, example)
    }


def expected(indicator: Indicator, example: Example) -> dict[str, Decimal | Symbol]:
    """Return what an example says that it makes, under "" where it has no categories.

    Raises: UnfitExampleError.
    """
    said = example.expect if isinstance(example.expect, dict) else {"": example.expect}
    return {category: _figure(value, indicator) for category, value in said.items()}


def _categories(indicator: Indicator, example: Example) -> Iterator[str]:
    given = example.given.get(indicator.numerator)
    if isinstance(given, dict):
        yield from given
    else:
        yield ""


def _count(example: Example, item: str, category: str) -> int | None:
    given = example.given.get(item)
    return given.get(category) if isinstance(given, dict) else given


def _denominator(indicator: Indicator, example: Example, category: str) -> int | None:
    if indicator.denominator is None:
        return None
    if indicator.denominator == WHOLE:
        # An example's categories are those in the base; a count outside it makes no share.
        given = example.given.get(indicator.numerator)
        return sum(given.values()) if isinstance(given, dict) else given
    given = example.given.get(indicator.denominator)
    return given.get(category) if isinstance(given, dict) else given


def _figure(value: float | int | str, indicator: Indicator) -> Decimal | Symbol:
    if isinstance(value, str):
        for symbol in Symbol:
            if value == str(symbol):
                return symbol
        raise UnfitExampleError(f"it expects '{value}', which is neither a number nor a symbol")
    number = Decimal(str(value))
    rounded = round_half_up(number, indicator.decimals)
    if rounded != number:
        raise UnfitExampleError(
            f"it expects {value}, and the indicator's decimals are {indicator.decimals}"
        )
    return rounded
