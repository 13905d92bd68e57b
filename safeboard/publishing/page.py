"""The page: everything a release says, ready for its template."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from safeboard.catalogue.library import Catalogue
from safeboard.disclosure.release import Context, Release, ReturnReceived
from safeboard.publishing.charts.funnel import funnels_of
from safeboard.publishing.charts.process import processes_of
from safeboard.publishing.charts.standing import standings_of
from safeboard.publishing.corrections import Correction, corrections_of
from safeboard.publishing.footnotes import Footnotes
from safeboard.publishing.headline import Headline, headlines
from safeboard.publishing.key import Key, key_of
from safeboard.publishing.parts import Parts
from safeboard.publishing.sections import ThemeSection, theme_sections
from safeboard.publishing.series import figures_shown
from safeboard.publishing.summary import Summary, summarise
from safeboard.vocabulary.area import Area


@dataclass(frozen=True)
class AreaPart:
    """An area's themes; `name` is empty where the release has only one area."""

    id: str
    name: str
    themes: tuple[ThemeSection, ...]


@dataclass(frozen=True)
class Page:
    """A release as its page shows it, in the page's order."""

    release: Release
    introduction: tuple[str, ...]
    summaries: tuple[Summary, ...]
    key: Key
    corrections: tuple[Correction, ...]
    areas: tuple[AreaPart, ...]
    contexts: tuple[Context, ...]

    @property
    def title(self) -> str:
        """Return the title that the page and its printed sheets carry."""
        return f"Safeguarding dashboard, {self.release.period}"

    @property
    def returns(self) -> Mapping[str, tuple[ReturnReceived, ...]]:
        """Return the returns that were due, by the name of their agency."""
        names = dict.fromkeys(each.agency.name for each in self.release.returns)
        return {
            name: tuple(each for each in self.release.returns if each.agency.name == name)
            for name in names
        }

    @property
    def received(self) -> int:
        """Return how many returns came."""
        return sum(isinstance(each.received, date) for each in self.release.returns)


def page_of(release: Release, catalogue: Catalogue) -> Page:
    """Return the page of a release."""
    footnotes = Footnotes(release.notes)
    several = len(release.areas) > 1
    names = [area.name if several else "" for area in release.areas]
    parts, summaries = [], []
    for area, name in zip(release.areas, names, strict=True):
        prefix = f"area-{area.number}-" if several else ""
        own = list(headlines(release, catalogue, area.number))
        parts.append(_parts(release, own, area, footnotes, prefix))
        summaries.append(summarise(parts[-1], catalogue, name))
    areas = tuple(
        AreaPart(f"area-{area.number}", name, theme_sections(each, catalogue))
        for area, name, each in zip(release.areas, names, parts, strict=True)
    )
    shown = {context for area in areas for theme in area.themes for context in theme.contexts}
    return Page(
        release=release,
        introduction=tuple(filter(None, map(str.strip, release.introduction.split("\n\n")))),
        summaries=tuple(summaries),
        key=key_of(
            [each for part in parts for each in part.headlines],
            [each for part in parts for each in part.figures],
        ),
        corrections=tuple(corrections_of(release, catalogue)),
        areas=areas,
        contexts=tuple(each for each in release.contexts if each not in shown),
    )


def contexts_of(release: Release, area: Area) -> list[Context]:
    """Return what was written of an area: not of another, but of one that it was made of."""
    others = {each.number for each in release.areas} - {area.number}
    return [each for each in release.contexts if each.area not in others]


def _parts(
    release: Release, own: list[Headline], area: Area, footnotes: Footnotes, prefix: str
) -> Parts:
    return Parts(
        headlines=own,
        figures=figures_shown(release, own),
        contexts=contexts_of(release, area),
        footnotes=footnotes,
        prefix=prefix,
        processes=processes_of(release, area.number),
        standings=standings_of(release, area.number),
        funnels=funnels_of(release),
        area=area,
    )
