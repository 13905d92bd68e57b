"""The reference: each indicator explained for people, from its own file and nothing else."""

from collections.abc import Iterator, Mapping
from pathlib import PurePath

from safeboard.catalogue.indicator import POPULATION, WHOLE, Example, Indicator
from safeboard.catalogue.library import Catalogue
from safeboard.catalogue.rule_words import in_words
from safeboard.vocabulary.benchmark import Match

INDEX = "index.md"
BENCHMARKS = "benchmarks.md"


def pages(catalogue: Catalogue) -> Mapping[str, str]:
    """Return the name and Markdown text of every page: index, benchmarks and each indicator."""
    written = {
        f"{each.code}.md": f"{explained(each, catalogue)}\n"
        for each in catalogue.indicators.values()
    }
    return {
        INDEX: "\n".join(_index(catalogue)) + "\n",
        BENCHMARKS: "\n".join(_benchmarks(catalogue)) + "\n",
        **written,
    }


def explained(indicator: Indicator, catalogue: Catalogue) -> str:
    """Return one indicator explained in Markdown."""
    return "\n".join(
        [
            f"# {indicator.title}",
            "",
            f"*{indicator.question}*",
            "",
            *_facts(indicator, catalogue),
            "",
            *_definitions(indicator),
            *_items(indicator, catalogue),
            *_examples(indicator),
        ]
    ).rstrip()


def _index(catalogue: Catalogue) -> Iterator[str]:
    yield from ("# Indicators", "", f"What they are set beside: [benchmarks]({BENCHMARKS}).")
    for theme, title in catalogue.themes.items():
        yield from ("", f"## {title}", "", "| indicator | form | agency | benchmark |")
        yield "|---|---|---|---|"
        for each in catalogue.indicators_of(theme):
            link = f"[{each.title}]({PurePath(each.code + '.md')})"
            agency = catalogue.agencies[each.agency].name
            yield f"| {link} | {each.form} | {agency} | {_benchmark(each)} |"


def _benchmarks(catalogue: Catalogue) -> Iterator[str]:
    """Yield the lines of a list of all that has to be kept to compare the indicators with."""
    yield from ("# Benchmarks", "", "| source | measure | title | needs | beside |")
    yield "|---|---|---|---|---|"
    beside: dict[tuple[str, str, str], list[Indicator]] = {}
    for indicator in catalogue.indicators.values():
        if said := indicator.national:
            beside.setdefault((said.source, said.measure, said.title), []).append(indicator)
    for named, indicators in beside.items():
        banded = any(
            each.national and each.national.banded and each.national.match is Match.SAME
            for each in indicators
        )
        needs = "England's value" + ", the quartiles, how many authorities" * banded
        links = ", ".join(f"[{each.title}]({each.code}.md)" for each in indicators)
        yield f"| {' | '.join(named)} | {needs} | {links} |"


def _facts(indicator: Indicator, catalogue: Catalogue) -> Iterator[str]:
    rows = {
        "Code": f"`{indicator.code}`",
        "Theme": catalogue.themes[indicator.theme],
        "Supplied by": catalogue.agencies[indicator.agency].name,
        "Form": f"{indicator.form}, {_decimals(indicator)}",
        "Worked out as": _formula(indicator, catalogue),
        "Shown by": ", ".join(catalogue.breakdowns[each].label for each in indicator.by) or "total",
        "Which way is good": indicator.polarity.value,
        "Headline window": f"{indicator.window}, compared with the {indicator.compare_with}",
        "Change told in": indicator.change.value,
        "Benchmark": _benchmark(indicator),
        "Rating": in_words(indicator.rule),
    }
    yield "| | |"
    yield "|---|---|"
    yield from (f"| {name} | {said} |" for name, said in rows.items())


def _decimals(indicator: Indicator) -> str:
    return "1 decimal" if indicator.decimals == 1 else f"{indicator.decimals} decimals"


def _formula(indicator: Indicator, catalogue: Catalogue) -> str:
    numerator = catalogue.items[indicator.numerator].label
    match indicator.denominator:
        case None:
            return numerator
        case code if code == WHOLE:
            return f"{numerator}: each category out of those recorded"
        case code if code == POPULATION:
            return f"{numerator}, for every 10,000 children aged 0 to 17"
        case code:
            return f"{numerator}, out of: {catalogue.items[code].label}"


def _benchmark(indicator: Indicator) -> str:
    said = indicator.national
    if said is None:
        return "no national referent"
    if said.match is Match.DIFFERS:
        return f"{said.source}: {said.title}; definition differs: {said.because}"
    band = "" if said.banded else f"; without a band: {said.unbanded_because}"
    return f"{said.source}: {said.title}; same definition{band}"


def _definitions(indicator: Indicator) -> Iterator[str]:
    for each in indicator.definitions:
        yield f"## Definition from {each.in_force.day} {each.in_force:%B %Y}"
        yield from ("", each.words, "", f"Source: {each.source}", "")


def _items(indicator: Indicator, catalogue: Catalogue) -> Iterator[str]:
    yield from ("## What is counted", "", "| item | kind | collected | by | supplied by |")
    yield "|---|---|---|---|---|"
    for code in indicator.item_codes:
        item = catalogue.items[code]
        by = ", ".join(catalogue.breakdowns[each].label for each in item.by) or "total only"
        agency = catalogue.agencies[item.agency].name
        yield f"| {item.label} | {item.kind} | {item.schedule} | {by} | {agency} |"
    yield ""


def _examples(indicator: Indicator) -> Iterator[str]:
    yield from ("## Worked examples", "")
    for example in indicator.examples:
        yield f"- {example.name}: {_given(example)} makes {_told(example.expect)}"


def _given(example: Example) -> str:
    said = [f"{code} {_told(count)}" for code, count in example.given.items()]
    return ", ".join(said) or "nothing submitted"


def _told(value: object) -> str:
    if isinstance(value, Mapping):
        return "(" + ", ".join(f"{name} {each}" for name, each in value.items()) + ")"
    return str(value)
