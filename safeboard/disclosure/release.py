"""A release: a numbered, frozen publication for a period, a profile and an as-of date."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

import polars as pl

from safeboard.vocabulary.agency import Agency
from safeboard.vocabulary.area import Area
from safeboard.vocabulary.period import Period
from safeboard.vocabulary.profile import Profile

RELEASED_NOTES = pl.Schema(
    {
        "area": pl.String,
        "indicator": pl.String,
        "window": pl.String,
        "period": pl.String,
        "dimension": pl.String,
        "category": pl.String,
        "text": pl.String,
    }
)
"""One row for each note on each released figure that it is about; keys as in the figures."""

CORRECTIONS = pl.Schema(
    {
        "area": pl.String,
        "indicator": pl.String,
        "window": pl.String,
        "period": pl.String,
        "dimension": pl.String,
        "category": pl.String,
        "old": pl.String,
        "new": pl.String,
        "why": pl.String,
    }
)
"""One row for each figure that differs from the release this one supersedes, as both were shown."""


@dataclass(frozen=True)
class ReturnReceived:
    """Whether an agency's return for a period came, and when; `received` is None if it did not."""

    agency: Agency
    period: Period
    received: date | None


@dataclass(frozen=True)
class Context:
    """What an agency wrote in its return's box for context, and the number of the area it is of."""

    agency: Agency
    period: Period
    text: str
    area: str


@dataclass(frozen=True)
class Release:
    """Everything that may be published, and nothing else.

    `figures` has the columns of `indicators.figures.FIGURES`, `ratings` those of
    `assurance.rated.RATED`: one row for each indicator and area, in the catalogue's order. `charts`
    has those of `assurance.process.charted.CHARTED`, `sayings` and `happened` those of
    `assurance.process.shown`: what each chart says, and what it is read with. `chance` says in one
    sentence how many flags chance alone would raise among its tests, and `caution` how many if
    counts vary more than those suppose, empty where that makes no difference. `inputs` names
    `assurance.process.shown`: what each chart says, and what it is read with. `others` has
    those of `benchmarks.others.OTHERS`, `quartiles` of `benchmarks.used.QUARTILES`, `distributions`
    of `benchmarks.published.VALUES` and `funnels` of `assurance.position.funnels.FUNNELS`: only of
    the benchmarks that figures stand beside. `inputs` names
    everything the release was made from with its checksum. `as_of` is a day, or a time if one was
    asked for.
    """

    partnership: str
    areas: tuple[Area, ...]
    period: Period
    profile: Profile
    as_of: date | datetime
    number: int
    figures: pl.DataFrame
    ratings: pl.DataFrame
    charts: pl.DataFrame
    sayings: pl.DataFrame
    happened: pl.DataFrame
    chance: str
    caution: str
    others: pl.DataFrame
    quartiles: pl.DataFrame
    distributions: pl.DataFrame
    funnels: pl.DataFrame
    notes: pl.DataFrame
    contexts: tuple[Context, ...]
    returns: tuple[ReturnReceived, ...]
    corrections: pl.DataFrame
    supersedes: int | None
    reason: str
    introduction: str
    inputs: Mapping[str, str]

    @property
    def name(self) -> str:
        """Return the name of its folder, such as 2017-18-Q4-restricted-1."""
        return f"{self.period.code}-{self.profile}-{self.number}"
