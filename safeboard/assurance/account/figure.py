"""The middle of a chain in words: the quotient and its rounding, definition and benchmark."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from safeboard.assurance.account.chain import Chain
from safeboard.assurance.sentences import exact
from safeboard.catalogue.indicator import Indicator
from safeboard.vocabulary.benchmark import Match, Others
from safeboard.vocabulary.change import ChangeKind
from safeboard.vocabulary.figure import Symbol
from safeboard.vocabulary.form import Form, written
from safeboard.vocabulary.period import Period

_PLACES = 6


def figure_in_words(chain: Chain) -> Iterator[str]:
    """Yield the quotient of both windows, exact and rounded, and the change between them."""
    row, indicator = chain.row, chain.indicator
    for window, before in zip(chain.windows, (False, True), strict=True):
        yield f"{window}: {_quotient(row, indicator, before=before)}."
    if row["change"] is None:
        yield f"Change: none is told. {row['change_note']}".strip()
    else:
        yield f"Change: {_difference(row, indicator)}, which is told as {row['change']}."
        if row["change_note"]:
            yield row["change_note"]


def definition_in_words(chain: Chain) -> Iterator[str]:
    """Yield the definition in force, and whether the earlier figure is under the same."""
    since = chain.row["definition"]
    if since is None:
        yield "None was in force for all of the window."
        return
    day = date.fromisoformat(since)
    definition = chain.indicator.definition_on(day)
    if definition:
        yield f"Since {_day(day)}: {definition.words}"
        yield f"Source: {definition.source}"
    before = chain.row["before_definition"]
    if before == since:
        yield "The earlier figure is under the same definition."
    elif before:
        yield f"The earlier figure is under that of {_day(date.fromisoformat(before))}."
    else:
        yield "There is no earlier figure under a definition."


def benchmark_in_words(chain: Chain) -> Iterator[str]:
    """Yield what the figure is set beside: measure, match, vintage, quartiles, and the others."""
    declared, row = chain.indicator.national, chain.row
    if declared is None:
        yield "There is no national referent."
        return
    named = f"{declared.title}: {declared.source}, measure {declared.measure}"
    yield f"{named}, for a {declared.window}."
    differs = declared.match is Match.DIFFERS
    yield f"Its definition {f'differs: {declared.because}' if differs else 'is the same'}."
    yield f"Vintage: {row['vintage'] or 'none had been published'}."
    known = chain.evidence["benchmark"] or {}
    for name, title in (("now", "For the figure"), ("before", "For the earlier figure")):
        if name in known:
            yield f"{title}, {_published(known[name], chain.indicator)}."
    beside = chain.evidence.get("position", {}).get("beside", {})
    for others, given in beside.items():
        if others != Others.ENGLAND:
            yield _others(others, given, chain.indicator)
    yield f"So it is said: {row['comparison_text']}"


def _quotient(row: Mapping[str, Any], indicator: Indicator, *, before: bool) -> str:
    """Write a figure's counts, exact quotient and rounding; or why there is none."""
    prefix = "before_" if before else ""
    value: Decimal | None = row[f"{prefix}value"]
    if value is None:
        symbol = Symbol(row[f"{prefix}symbol"] or Symbol.NOT_AVAILABLE)
        return f"{symbol}, {row[f'{prefix}reason'] or 'it was not calculated'}"
    shown = written(value, indicator.form, indicator.decimals)
    numerator = row[f"{prefix}numerator"]
    if not indicator.form.divides:
        return f"{shown}, a count: there is nothing to divide by"
    times = f"{indicator.form.multiplier:,} × " if indicator.form.multiplier > 1 else ""
    made = _decimal(exact(row, indicator, before=before))
    places = "1 decimal" if indicator.decimals == 1 else f"{indicator.decimals} decimals"
    return (
        f"{times}{numerator:,} ÷ {row[f'{prefix}denominator']:,} = {made}, rounded half up to "
        f"{places}: {shown}"
    )


def _difference(row: Mapping[str, Any], indicator: Indicator) -> str:
    """Write the difference of the exact figures, before anything is rounded."""
    before, after = exact(row, indicator, before=True), exact(row, indicator)
    said = f"{_decimal(after)} less {_decimal(before)} is {_decimal(after - before)}"
    if indicator.change is ChangeKind.PER_CENT and before:
        said += f", {_decimal(100 * (after - before) / before)} per cent of what it was"
    return said


def _decimal(value: Fraction) -> str:
    """Write an exact number: whole where it is, and cut, with an ellipsis, where it goes on."""
    scaled = abs(value) * 10**_PLACES
    whole = scaled.numerator // scaled.denominator
    sign = "-" if value < 0 else ""
    number = Decimal(whole).scaleb(-_PLACES)
    if scaled.denominator != 1:
        return f"{sign}{number:,f}…"
    text = f"{number:,f}"
    return sign + (text.rstrip("0").rstrip(".") if "." in text else text)


def _published(told: Mapping[str, Any], indicator: Indicator) -> str:
    """Write a year's quartiles, the number of authorities and England's value."""
    unit = "%" if indicator.form is Form.PERCENTAGE else ""
    quartiles = [f"{each}{unit}" for each in told["quartiles"] if each is not None]
    said = [f"{Period.parse(told['year'])}"]
    if quartiles:
        of = f" of {told['authorities']} authorities" if told["authorities"] else ""
        said.append(f"quartiles{of} {', '.join(quartiles)}")
    if told["england"] is not None:
        said.append(f"England {told['england']}{unit}")
    return ": ".join([said[0], "; ".join(said[1:]) or "nothing of all authorities"])


def _others(others: str, given: Mapping[str, Any], indicator: Indicator) -> str:
    """Write what the region or the neighbours have, unrounded."""
    unit = "%" if indicator.form is Form.PERCENTAGE else ""
    if others == Others.REGION:
        return f"Its region: {given['value']}{unit}."
    median = f", median {given['median']}{unit}" if "median" in given else ""
    members = f", of {given['members']} with a value" if "members" in given else ""
    return f"Its statistical neighbours: mean {given['value']}{unit}{median}{members}."


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
