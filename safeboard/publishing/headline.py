"""A headline: an indicator's figure in a release, with all that is said of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from safeboard.catalogue.definition import Definition
from safeboard.catalogue.indicator import WHOLE, Indicator
from safeboard.catalogue.library import Catalogue
from safeboard.disclosure.release import Release
from safeboard.publishing.released import ReleasedFigure, released, window_of
from safeboard.publishing.wording import flags, shown, with_base
from safeboard.vocabulary.benchmark import Comparison
from safeboard.vocabulary.rating import Colour, Rating
from safeboard.vocabulary.window import Window

SHARES_ONLY = "Shown by category below"


@dataclass(frozen=True)
class Headline:
    """A row of the ratings, with its indicator.

    `change` is the typed change in words, or why there is none; `benchmark` and `sentence` are
    sentences. `short_benchmark` leaves out what `sentence` already says.
    """

    indicator: Indicator
    released: ReleasedFigure
    before: Window
    rating: Rating
    colour: Colour
    sentence: str
    change: str
    change_note: str
    change_sentence: str
    benchmark: str
    short_benchmark: str
    benchmark_source: str
    target_is_judged: bool

    @property
    def figure(self) -> tuple[str, str]:
        """Return the figure and its base, or its symbol and the reason; either may be empty.

        An indicator that has only shares of a whole has no figure to show, and none is missing.
        """
        if self.indicator.denominator == WHOLE:
            return "", SHARES_ONLY
        alone = shown(self.released, self.indicator)
        return alone, with_base(self.released, self.indicator).removeprefix(alone).strip()

    @property
    def flags(self) -> tuple[str, ...]:
        """Return the figure's flags in words."""
        return flags(self.released)

    @property
    def definition(self) -> Definition | None:
        """Return the definition that the figure was computed under."""
        in_force = self.released.definition
        return self.indicator.definition_on(in_force) if in_force else None


def headlines(release: Release, catalogue: Catalogue, area: str) -> Iterator[Headline]:
    """Yield an area's headlines, in the order of the release."""
    for row in release.ratings.iter_rows(named=True):
        if row["area"] == area:
            yield _headline(row, catalogue.indicators[row["indicator"]])


def _headline(row: Mapping[str, Any], indicator: Indicator) -> Headline:
    before = window_of(row["window"], row["before_period"])
    benchmark = row["position_sentence"]
    repeated = benchmark == row["sentence"]
    return Headline(
        indicator=indicator,
        released=released(row),
        before=before,
        rating=Rating(row["rating"]),
        colour=Colour(row["colour"]),
        sentence=row["sentence"],
        change=_change(row, before),
        change_note=row["change_note"] or "",
        change_sentence="" if row["change_sentence"] == row["sentence"] else row["change_sentence"],
        benchmark=benchmark,
        short_benchmark=_short_benchmark(row) if repeated else benchmark,
        benchmark_source=_source(row),
        target_is_judged=Rating(row["target_rating"]).is_rated,
    )


def _change(row: Mapping[str, Any], before: Window) -> str:
    """Return the change with what it is measured from, or why there is none."""
    if row["change"] is not None:
        return f"{row['change']} against {before}"
    if row["value"] is None:
        return "No figure to compare"
    if row["before_value"] is None:
        symbol, reason = row["before_symbol"] or "x", row["before_reason"] or "not calculated"
        return f"No figure for {before} to compare with: [{symbol}] {reason}"
    if row["definition"] != row["before_definition"]:
        return f"Not compared with {before}: the definition has changed"
    return f"No change to tell against {before}"


def _short_benchmark(row: Mapping[str, Any]) -> str:
    """Return a banded comparison without the sentence that stands beside it."""
    state = Comparison(row["comparison"])
    said = f"Band {row['band']}." if row["band"] else f"{state[0].upper()}{state[1:]}."
    return f"{said} England {row['england']}." if row["england"] else said


def _source(row: Mapping[str, Any]) -> str:
    """Return what the benchmark is and which version of it was used; empty without one."""
    if row["benchmark_title"] is None:
        return ""
    return f"{row['benchmark_title']} ({row['vintage'] or 'none published yet'})"
