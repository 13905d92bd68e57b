"""The summary assurance table: one row for each indicator, grouped by theme."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from safeboard.catalogue.library import Catalogue
from safeboard.publishing.charts.spark import Spark, spark_of
from safeboard.publishing.footnotes import Citation
from safeboard.publishing.headline import Headline
from safeboard.publishing.parts import Parts
from safeboard.vocabulary.rating import Colour, Rating


@dataclass(frozen=True)
class SummaryRow:
    """An indicator's row: its headline, its section's id, its notes, and its series if charted."""

    headline: Headline
    section_id: str
    citations: tuple[Citation, ...]
    spark: Spark | None


@dataclass(frozen=True)
class SummaryGroup:
    """A theme's rows."""

    title: str
    section_id: str
    rows: tuple[SummaryRow, ...]


@dataclass(frozen=True)
class Tally:
    """How many indicators have one rating."""

    rating: Rating
    number: int


@dataclass(frozen=True)
class Summary:
    """An area's summary: what to look at first, the key counts, and the table."""

    area: str
    tallies: tuple[Tally, ...]
    look_first: tuple[SummaryRow, ...]
    groups: tuple[SummaryGroup, ...]

    @property
    def has_sparks(self) -> bool:
        """Tell whether any series is drawn."""
        return any(row.spark for group in self.groups for row in group.rows)

    @property
    def number(self) -> int:
        """Return how many indicators there are."""
        return sum(each.number for each in self.tallies)


def summarise(parts: Parts, catalogue: Catalogue, area: str) -> Summary:
    """Return the summary of an area's headlines; `area` is empty where there is only one."""
    rows = [_row(each, parts) for each in parts.headlines]
    themes = dict.fromkeys(row.headline.indicator.theme for row in rows)
    groups = tuple(
        SummaryGroup(
            catalogue.themes[theme],
            parts.theme_id(theme),
            tuple(row for row in rows if row.headline.indicator.theme == theme),
        )
        for theme in themes
    )
    red = tuple(row for row in rows if row.headline.colour is Colour.RED)
    return Summary(area, tallies(row.headline.rating for row in rows), red, groups)


def tallies(ratings: Iterable[Rating]) -> tuple[Tally, ...]:
    """Return how often each rating was given, in the vocabulary's order."""
    numbers = Counter(ratings)
    return tuple(Tally(each, numbers[each]) for each in Rating if numbers[each])


def _row(headline: Headline, parts: Parts) -> SummaryRow:
    indicator, released = headline.indicator, headline.released
    process = parts.processes.get(indicator.code)
    return SummaryRow(
        headline,
        parts.indicator_id(indicator.code),
        parts.footnotes.cite(
            [released.place], parts.theme_id(indicator.theme), f"Summary, {indicator.title}"
        ),
        spark_of(headline, process) if process else None,
    )
