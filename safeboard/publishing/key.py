"""The key: what each rating, symbol and flag that a page uses means."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from safeboard.publishing.headline import Headline
from safeboard.publishing.released import ReleasedFigure
from safeboard.vocabulary.figure import Flag, Symbol
from safeboard.vocabulary.rating import Rating

RATINGS = {
    Rating.IMPROVED: "Better than before, by more than chance would bring.",
    Rating.WORSENED: "Worse than before, by more than chance would bring.",
    Rating.NO_SIGNIFICANT_CHANGE: "The change is no more than chance may bring.",
    Rating.HIGHER: "Higher by more than chance would bring; higher is neither better nor worse.",
    Rating.LOWER: "Lower by more than chance would bring; lower is neither better nor worse.",
    Rating.BAND_A: "In the best quarter of local authorities in England.",
    Rating.BAND_B: "In the second-best quarter of local authorities in England.",
    Rating.BAND_C: "In the third-best quarter of local authorities in England.",
    Rating.BAND_D: "In the lowest-placed quarter of local authorities in England.",
    Rating.BETTER: "Better than the others' value, by more than chance would bring.",
    Rating.SIMILAR: "No further from the others' value than chance may bring.",
    Rating.WORSE: "Worse than the others' value, by more than chance would bring.",
    Rating.ABOVE: "Above the others' value by more than chance would bring; neither way is good.",
    Rating.BELOW: "Below the others' value by more than chance would bring; neither way is good.",
    Rating.TARGET_MET: "The figure is on its target, or better.",
    Rating.CLOSE_TO_TARGET: "The figure misses its target by no more than was allowed for.",
    Rating.TARGET_MISSED: "The figure misses its target.",
    Rating.PASSES: "If nothing changes, every period will meet the target.",
    Rating.HIT_OR_MISS: "If nothing changes, some periods will meet the target and others miss it.",
    Rating.FAILS: "If nothing changes, no period will meet the target.",
    Rating.BASELINE: "The first figure under its definition: later ones are compared with it.",
    Rating.NO_EARLIER_FIGURE: "There is no earlier figure to compare with.",
    Rating.TOO_SMALL: "The counts are too small to tell a change from chance.",
    Rating.NOT_SUBMITTED: "The agency has not sent the counts.",
    Rating.NOT_YET_AVAILABLE: "The agency has said that the counts are still to come.",
    Rating.NOT_HELD: "The agency has said that it does not hold the counts.",
    Rating.SUPPRESSED: "The agency has kept the counts back, so that no child can be identified.",
    Rating.BREAK: "The way of counting changed in between, so no change is tested.",
    Rating.REBASED: "Its limits were begun anew by a decision, and have too few points since.",
    Rating.NOT_COMPARED: "There is nothing of others to hold it against, as the sentence says.",
    Rating.NO_TARGET: "No target is set for this period.",
    Rating.NOT_APPLICABLE: "There is nothing to rate, as the sentence beside it says.",
    Rating.NOT_AVAILABLE: "There is no figure to rate, as the sentence beside it says.",
    Rating.STOCK_WITHOUT_RULE: "A number at one moment, for which no rule of change is stated.",
    Rating.OVERLAPPING: "Both figures count some of the same events, so no change is tested.",
    Rating.NO_RULE: "Shown for information: the partnership has stated no rule for it.",
}

FLAGS = {
    Flag.PROVISIONAL: "The agency may still change it.",
    Flag.REVISED: "It was changed after it was first published.",
    Flag.BREAK: "It is not comparable with the figures before it.",
    Flag.ESTIMATED: "The agency has estimated it.",
}


@dataclass(frozen=True)
class Key:
    """The entries of a key, only for what is used; each with its meaning."""

    ratings: tuple[tuple[Rating, str], ...]
    symbols: tuple[Symbol, ...]
    flags: tuple[tuple[Flag, str], ...]


def key_of(headlines: Sequence[Headline], figures: Iterable[ReleasedFigure]) -> Key:
    """Return the key of a page that shows these headlines and figures."""
    rated = {each.rating for each in headlines}
    everything = [*(each.released for each in headlines), *figures]
    symbols = {each.symbol for each in everything}
    flags = {flag for each in everything for flag in each.figure.flags}
    return Key(
        tuple((each, RATINGS[each]) for each in Rating if each in rated),
        tuple(each for each in Symbol if each in symbols),
        tuple((each, FLAGS[each]) for each in Flag if each in flags),
    )
