"""About the indicators: how each is defined, counted, compared and rated, from the catalogue."""

from collections.abc import Iterator
from dataclasses import dataclass

from safeboard.catalogue.indicator import POPULATION, WHOLE, Indicator
from safeboard.catalogue.item import Item
from safeboard.catalogue.library import Catalogue
from safeboard.catalogue.rule_words import in_words
from safeboard.vocabulary.benchmark import Match
from safeboard.vocabulary.form import Form
from safeboard.vocabulary.item import ItemKind
from safeboard.vocabulary.polarity import Polarity
from safeboard.vocabulary.window import ComparedWith, WindowKind

POLARITY = {
    Polarity.HIGH: "A higher figure is better.",
    Polarity.LOW: "A lower figure is better.",
    Polarity.NEUTRAL: "A higher figure is neither better nor worse.",
}
COMPARED_WITH = {
    ComparedWith.SAME_PERIOD_LAST_YEAR: "the same period a year before",
    ComparedWith.PREVIOUS_PERIOD: "the period before",
}
ITEM_KINDS = {
    ItemKind.FLOW: "events, which are added up over time",
    ItemKind.STOCK: "a number at the end of the period, of which the last one counts",
    ItemKind.DISTINCT: "children counted once, never added up over time",
}
_WINDOWS = {WindowKind.SNAPSHOT: "the end of the period"}


@dataclass(frozen=True)
class AboutItem:
    """A count that the indicator needs: its label, what is counted and who supplies it."""

    label: str
    words: str


@dataclass(frozen=True)
class AboutIndicator:
    """An indicator with its facts, each a heading and its words, in the page's order."""

    indicator: Indicator
    facts: tuple[tuple[str, str], ...]
    items: tuple[AboutItem, ...]


@dataclass(frozen=True)
class AboutTheme:
    """A theme's indicators."""

    code: str
    title: str
    indicators: tuple[AboutIndicator, ...]


def about_of(catalogue: Catalogue) -> tuple[AboutTheme, ...]:
    """Return all that a catalogue says of its indicators, in its order."""
    return tuple(
        AboutTheme(
            theme,
            title,
            tuple(_about(each, catalogue) for each in catalogue.indicators_of(theme)),
        )
        for theme, title in catalogue.themes.items()
    )


def _about(indicator: Indicator, catalogue: Catalogue) -> AboutIndicator:
    window = _WINDOWS.get(indicator.window, f"the {indicator.window}")
    facts = (
        ("Made by", catalogue.agencies[indicator.agency].name),
        ("How it is worked out", _formula(indicator, catalogue)),
        ("Shown for", f"{window[0].upper()}{window[1:]}"),
        ("Broken down by", ", ".join(catalogue.breakdowns[each].label for each in indicator.by)),
        ("Which way is good", POLARITY[indicator.polarity]),
        (
            "How a change is told",
            f"In {_change_unit(indicator)}, against {COMPARED_WITH[indicator.compare_with]}.",
        ),
        ("National figure", _benchmark(indicator)),
        ("How it is rated", in_words(indicator.rule)),
    )
    return AboutIndicator(
        indicator,
        tuple((name, said) for name, said in facts if said),
        tuple(_items(indicator, catalogue)),
    )


def _formula(indicator: Indicator, catalogue: Catalogue) -> str:
    """Return the calculation in words."""
    numerator = catalogue.items[indicator.numerator].label
    decimals = indicator.decimals
    rounded = f", to {decimals} decimal place{'s' if decimals != 1 else ''}" if decimals else ""
    if indicator.form is Form.COUNT:
        return f"The number of: {numerator}."
    if indicator.denominator == WHOLE:
        return f"{numerator}: each category out of all categories that are in the base{rounded}."
    by = (
        "Children aged 0 to 17 in the area (mid-year estimate)"
        if indicator.denominator == POPULATION or indicator.denominator is None
        else catalogue.items[indicator.denominator].label
    )
    of = {Form.PERCENTAGE: "as a percentage of", Form.RATE: "for every 10,000 of"}
    return f"{numerator}, {of.get(indicator.form, 'divided by')}: {by}{rounded}."


def _change_unit(indicator: Indicator) -> str:
    unit = indicator.change.value
    return "the number itself" if unit == "number" else unit


def _benchmark(indicator: Indicator) -> str:
    """Return what the indicator is compared with and whether it measures the same."""
    declared = indicator.national
    if declared is None:
        return "None: there is no national referent."
    said = [f"{declared.title} ({declared.source}, for a {declared.window})."]
    if declared.match is Match.DIFFERS:
        said.append(f"Its definition differs: {declared.because}. So no band is given.")
    elif declared.banded:
        said.append("It has the same definition, and a full year's figure is given its band.")
    else:
        said.append(f"It has the same definition, and no band: {declared.unbanded_because}.")
    return " ".join(said)


def _items(indicator: Indicator, catalogue: Catalogue) -> Iterator[AboutItem]:
    for code in indicator.item_codes:
        item = catalogue.items[code]
        yield AboutItem(item.label, _item_words(item, catalogue))


def _item_words(item: Item, catalogue: Catalogue) -> str:
    by = ", ".join(catalogue.breakdowns[each].label.lower() for each in item.by)
    split = f"; also by {by}" if by else ""
    agency = catalogue.agencies[item.agency].name
    said = f"Asked of {agency} {item.schedule}: {ITEM_KINDS[item.kind]}{split}."
    return f"{said} {item.guidance}".strip()
