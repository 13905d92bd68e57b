"""The sections of an area: each theme with its agencies' words, indicators and footnotes."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from safeboard.catalogue.indicator import WHOLE
from safeboard.catalogue.library import Catalogue
from safeboard.disclosure.release import Context
from safeboard.publishing.charts.chart import Chart
from safeboard.publishing.charts.funnel import of_funnel
from safeboard.publishing.charts.process import of_process
from safeboard.publishing.charts.standing import of_standing
from safeboard.publishing.footnotes import Citation, Footnote
from safeboard.publishing.headline import Headline
from safeboard.publishing.parts import Parts
from safeboard.publishing.released import Place
from safeboard.publishing.tables import Table, category_table, window_table


@dataclass(frozen=True)
class IndicatorSection:
    """An indicator: its headline with every reason, its tables with their charts, and its place.

    `charts` say where it stands; their data stand beside them.
    """

    id: str
    headline: Headline
    tables: tuple[Table, ...]
    charts: tuple[Chart, ...]


@dataclass(frozen=True)
class ThemeSection:
    """A theme. `elsewhere` names agencies whose words stand in an earlier theme, with its id."""

    id: str
    title: str
    contexts: tuple[Context, ...]
    elsewhere: Mapping[str, str]
    indicators: tuple[IndicatorSection, ...]
    footnotes: tuple[Footnote, ...]


def theme_sections(parts: Parts, catalogue: Catalogue) -> tuple[ThemeSection, ...]:
    """Return an area's themes in order. Call it after the summary, which cites first."""
    placed: dict[str, str] = {}
    return tuple(
        _theme_section(theme, parts, catalogue, placed)
        for theme in dict.fromkeys(each.indicator.theme for each in parts.headlines)
    )


def _theme_section(
    theme: str, parts: Parts, catalogue: Catalogue, placed: dict[str, str]
) -> ThemeSection:
    """Return a theme; `placed` holds where each agency's words already stand, and is added to."""
    id_ = parts.theme_id(theme)
    headlines = [each for each in parts.headlines if each.indicator.theme == theme]
    agencies = dict.fromkeys(each.indicator.agency for each in headlines)
    wrote = {each.agency.code for each in parts.contexts}
    elsewhere = {catalogue.agencies[code].name: placed[code] for code in agencies if code in placed}
    here = [code for code in agencies if code in wrote and code not in placed]
    placed |= dict.fromkeys(here, id_)
    indicators = tuple(_indicator_section(each, parts, catalogue) for each in headlines)
    return ThemeSection(
        id=id_,
        title=catalogue.themes[theme],
        contexts=tuple(each for each in parts.contexts if each.agency.code in here),
        elsewhere=elsewhere,
        indicators=indicators,
        footnotes=parts.footnotes.listed(id_),
    )


def _indicator_section(headline: Headline, parts: Parts, catalogue: Catalogue) -> IndicatorSection:
    indicator = headline.indicator

    def cite(places: Iterable[Place], where: str) -> tuple[Citation, ...]:
        return parts.footnotes.cite(places, parts.theme_id(indicator.theme), where)

    own = [each for each in parts.figures if each.place.indicator == indicator.code]
    totals = [each for each in own if not each.place.category]
    process = parts.processes.get(indicator.code)
    chart = of_process(headline, process) if process else None
    tables = []
    if indicator.denominator != WHOLE:
        tables.append(window_table(headline, totals, cite, chart))
    for dimension in indicator.by:
        of_categories = [each for each in own if each.place.dimension == dimension]
        if of_categories:
            breakdown = catalogue.breakdowns[dimension]
            tables.append(category_table(headline, breakdown, of_categories, cite))
    return IndicatorSection(
        parts.indicator_id(indicator.code),
        headline,
        tuple(each for each in tables if each),
        tuple(_standing_charts(headline, parts)),
    )


def _standing_charts(headline: Headline, parts: Parts) -> Iterator[Chart]:
    """Yield the charts of where an indicator stands among others."""
    code = headline.indicator.code
    if code not in parts.standings:
        return
    drawn = (
        of_standing(headline, parts.standings[code]),
        of_funnel(headline, parts.area.name, parts.funnels.get(code, ())),
    )
    yield from (each for each in drawn if each)
