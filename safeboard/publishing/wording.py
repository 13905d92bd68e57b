"""How figures are written on a page: every percentage with its base, every symbol with words."""

from datetime import date, datetime
from decimal import Decimal

from safeboard.catalogue.indicator import POPULATION, Indicator
from safeboard.publishing.released import ReleasedFigure
from safeboard.vocabulary.figure import Flag, Symbol
from safeboard.vocabulary.form import Form, written
from safeboard.vocabulary.window import Window, WindowKind

OUTSIDE_BASE = "not part of the base"


def day(given: date) -> str:
    """Write a day: 4 May 2018; and the time, where it is one: 4 May 2018, 14:30 UTC."""
    text = f"{given.day} {given:%B %Y}"
    if isinstance(given, datetime):
        text += f", {given.time().isoformat().removesuffix(':00')} UTC"
    return text


def shown(given: ReleasedFigure, indicator: Indicator) -> str:
    """Write a figure alone, for a column whose heading says what it is: 18.5%, 428.1 or [x]."""
    value = given.figure.value
    if isinstance(value, Symbol):
        return str(value)
    return written(value, indicator.form, indicator.decimals)


def with_base(given: ReleasedFigure, indicator: Indicator) -> str:
    """Write a figure with what it is of: 18.5% (343 of 1,855); or its symbol with the reason."""
    figure = given.figure
    if isinstance(figure.value, Symbol):
        return f"{figure.value} {figure.reason}"
    text = shown(given, indicator)
    numerator, denominator = count(given, figure.numerator), count(given, figure.denominator)
    if indicator.form is Form.PERCENTAGE:
        return f"{text} ({numerator} of {denominator})"
    if indicator.form is Form.RATE:
        of = "children aged 0 to 17" if indicator.denominator == POPULATION else ""
        return f"{text} per 10,000 ({numerator} among {denominator} {of}".rstrip() + ")"
    if indicator.form is Form.DAYS:
        return f"{text} days ({numerator} over {denominator})"
    return text


def share(given: ReleasedFigure, indicator: Indicator, *, in_base: bool) -> str:
    """Write a category: 11 of 31 (35%); a count that is no part of the base says so."""
    figure = given.figure
    if not in_base and indicator.form.divides:
        known = figure.numerator is not None
        return f"{count(given, figure.numerator)}, {OUTSIDE_BASE}" if known else str(figure.value)
    if isinstance(figure.value, Decimal) and indicator.form is Form.PERCENTAGE:
        numerator, denominator = count(given, figure.numerator), count(given, figure.denominator)
        return f"{numerator} of {denominator} ({shown(given, indicator)})"
    return with_base(given, indicator) if isinstance(figure.value, Decimal) else str(figure.value)


def count(given: ReleasedFigure, number: int | None) -> str:
    """Write an exact count with commas; one that is not there is the figure's symbol."""
    if number is None:
        return str(given.symbol or Symbol.NOT_APPLICABLE)
    return f"{number:,}"


def in_two_parts(window: Window) -> str:
    """Write a window as two short lines, divided by a bar: Q4|2017/18, 31 Mar|2018.

    Twelve months are written by where they end: to Q4|2017/18.
    """
    *first, last = str(window).removeprefix("12 months to the end of ").split(" ")
    if window.kind in (WindowKind.SNAPSHOT, WindowKind.MONTH, WindowKind.ROLLING):
        first[-1] = first[-1][:3]
    if window.kind is WindowKind.ROLLING:
        first = ["to", *first]
    return f"{' '.join(first)}|{last}"


def remarks(given: ReleasedFigure) -> tuple[str, ...]:
    """Return what the reader must know of a figure, in words: why it is a symbol, or its flags."""
    said = [_sentence_case(given.figure.reason)] if given.symbol else []
    if given.population_year and not given.symbol:
        said.append(f"Mid-{given.population_year} population")
    return (*said, *flags(given))


def flags(given: ReleasedFigure) -> tuple[str, ...]:
    """Return a figure's flags in words."""
    return tuple(_sentence_case(each.meaning) for each in Flag if each in given.figure.flags)


def _sentence_case(text: str) -> str:
    return text[:1].upper() + text[1:]
