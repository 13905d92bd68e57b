"""The background of a rating: what is known beside the figures that are compared."""

from dataclasses import dataclass, field

import polars as pl

from safeboard.assurance.annual import AnnualTrends
from safeboard.assurance.judgement import Dispersions
from safeboard.assurance.process.charted import NO_CHARTS, Charts, Events
from safeboard.benchmarks.others import OTHERS


@dataclass(frozen=True)
class Background:
    """What ratings are made with.

    `charts` are those of indicators whose change is judged by the limits of its process. `others`
    has the columns of OTHERS. `events` are what a partnership declares beside those in the
    indicators' files. `dispersions` say how much more than by chance the figures of before varied.
    `trends` are those of the last five years, where an indicator is judged by one.
    """

    charts: Charts = NO_CHARTS
    others: pl.DataFrame = field(default_factory=OTHERS.to_frame)
    events: Events = field(default_factory=dict)
    dispersions: Dispersions = field(default_factory=dict)
    trends: AnnualTrends = field(default_factory=dict)


NOTHING_KNOWN = Background()
"""No charts and nobody else: every figure stands alone."""
