"""Judging: counts become figures, which are compared and rated with all that is known of them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import polars as pl

from safeboard.assurance.annual import trends_of
from safeboard.assurance.background import Background
from safeboard.assurance.chance import ExpectedFlags, expected_flags, ratings_by_test
from safeboard.assurance.past import dispersions_of
from safeboard.assurance.position.funnels import funnels
from safeboard.assurance.process.charted import Events, charts
from safeboard.assurance.process.shown import happened, sayings
from safeboard.assurance.rating import rate
from safeboard.benchmarks.comparison import compare
from safeboard.benchmarks.imported import imported, together
from safeboard.benchmarks.people import with_imported_people
from safeboard.benchmarks.published import Published, read_published
from safeboard.benchmarks.used import beside, quartiles_beside
from safeboard.catalogue.event import Event
from safeboard.indicators.calculation import calculate
from safeboard.indicators.series import of_series, with_series
from safeboard.indicators.windows import Asked, parts_frame, windows_around
from safeboard.pipeline.partnership import Partnership, Tell
from safeboard.pipeline.request import Request
from safeboard.vocabulary.period import Period


@dataclass(frozen=True)
class Judged:
    """Figures (FIGURES), their headlines rated (RATED), and the process charts (CHARTED).

    `sayings` and `happened` are what the charts say and are read with (SAYINGS, HAPPENED). `others`
    (OTHERS), `quartiles` (QUARTILES), `distributions` (VALUES) and `funnels` (FUNNELS) are of the
    benchmarks that the figures stand beside. `by_chance` says how many flags chance alone would
    raise among the ratings.
    """

    figures: pl.DataFrame
    ratings: pl.DataFrame
    charts: pl.DataFrame
    sayings: pl.DataFrame
    happened: pl.DataFrame
    by_chance: ExpectedFlags
    others: pl.DataFrame
    quartiles: pl.DataFrame
    distributions: pl.DataFrame
    funnels: pl.DataFrame

    @property
    def frames(self) -> dict[str, Any]:
        """Return its frames, each by the name that the release has for it."""
        return {name: one for name, one in vars(self).items() if isinstance(one, pl.DataFrame)}


def asked_of(partnership: Partnership, period: Period) -> Asked:
    """Return the areas and windows that figures are wanted for."""
    places = partnership.settings.places
    return Asked(
        tuple(area.number for area in places),
        windows_around(period),
        tuple(area.origin for area in places if area.origin),
    )


def used(counts: pl.DataFrame, partnership: Partnership, period: Period) -> pl.DataFrame:
    """Return the counts that the asked windows and the series use, so that no others count."""
    catalogue, asked = partnership.catalogue, asked_of(partnership, period)
    charted = with_series(catalogue)
    series = of_series(asked, charted, period)
    parts = pl.concat([parts_frame(catalogue, asked.windows), parts_frame(charted, series.windows)])
    areas = [area.number for area in partnership.settings.known_places]
    return counts.filter(pl.col("area").is_in(areas)).join(
        parts.select("item", period="part").unique(), on=["item", "period"], how="semi"
    )


def judged(
    partnership: Partnership,
    request: Request,
    counts: pl.DataFrame,
    reference: Published,
    tell: Tell,
) -> Judged:
    """Return the figures of the counts, with their ratings and charts."""
    catalogue, asked = partnership.catalogue, asked_of(partnership, request.period)
    tell("Calculating the figures")
    figures = calculate(catalogue, counts.lazy(), reference.populations, asked)
    charted = with_series(catalogue)
    series = calculate(
        charted,
        counts.lazy(),
        reference.populations,
        of_series(asked, charted, request.period),
    )
    tell("Comparing and rating them")
    compared = compare(figures, catalogue, reference.distributions, request.period, request.day)
    events = events_of(partnership)
    drawn = charts(series, compared, catalogue, events)
    past = dispersions_of(series, compared, catalogue, events)
    trends = trends_of(series, compared, catalogue, events)
    background = Background(drawn, reference.others, events, past, trends)
    ratings = rate(compared, catalogue, background)
    values = beside(reference.values, compared)
    return Judged(
        figures=figures,
        ratings=ratings,
        charts=drawn.points,
        sayings=sayings(drawn, catalogue),
        happened=happened(drawn, catalogue, events),
        by_chance=expected_flags(ratings_by_test(ratings, catalogue)),
        others=beside(reference.others, compared),
        quartiles=quartiles_beside(reference.distributions, compared),
        distributions=values,
        funnels=funnels(compared, values, catalogue),
    )


def reference_of(partnership: Partnership, request: Request, until: datetime) -> Published:
    """Return what had been published, in the partnership's own files and its vintages."""
    settings = partnership.settings
    regions = {area.number: area.region for area in settings.places}
    kept = read_published(settings.benchmarks, settings.populations, request.day, regions)
    both = together(kept, imported(partnership.catalogue, regions, request.day, until))
    areas = [area.number for area in settings.known_places]
    return with_imported_people(both, areas, request.day, until)


def events_of(partnership: Partnership) -> Events:
    """Return what the settings say happened, by area and indicator."""
    told: dict[tuple[str, str], tuple[Event, ...]] = {}
    for each in partnership.settings.events:
        key = each.area, each.indicator
        told[key] = (*told.get(key, ()), each)
    return told
