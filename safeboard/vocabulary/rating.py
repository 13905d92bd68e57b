"""A rating's words: what may be said of a figure, each with its shape and colour."""

from enum import StrEnum


class Colour(StrEnum):
    """The colours of ratings. Never alone: a word and a shape always stand with them."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    BLUE = "blue"
    GREY = "grey"
    PLAIN = "plain"


class Shape(StrEnum):
    """The shapes of ratings, told apart without colour."""

    TICK = "tick"
    CROSS = "cross"
    EQUALS = "equals"
    UP = "up"
    DOWN = "down"
    RING = "ring"
    LETTER = "letter"


class JudgementKind(StrEnum):
    """The three judgements, which are never mixed."""

    TARGET = "target"
    POSITION = "position"
    CHANGE = "change"


class Rating(StrEnum):
    """What is said of a figure; the text is the word that is shown."""

    IMPROVED = "Improved"
    WORSENED = "Worsened"
    NO_SIGNIFICANT_CHANGE = "No significant change"
    HIGHER = "Higher"
    LOWER = "Lower"
    BAND_A = "Band A"
    BAND_B = "Band B"
    BAND_C = "Band C"
    BAND_D = "Band D"
    BETTER = "Better than others"
    SIMILAR = "Similar to others"
    WORSE = "Worse than others"
    ABOVE = "Higher than others"
    BELOW = "Lower than others"
    TARGET_MET = "Target met"
    CLOSE_TO_TARGET = "Close to target"
    TARGET_MISSED = "Target missed"
    PASSES = "Consistently meets target"
    HIT_OR_MISS = "Hit or miss"
    FAILS = "Consistently misses target"
    BASELINE = "Baseline"
    NO_EARLIER_FIGURE = "No earlier figure"
    TOO_SMALL = "Numbers too small to judge"
    NOT_SUBMITTED = "Not submitted"
    NOT_YET_AVAILABLE = "Not yet available"
    NOT_HELD = "Not held"
    SUPPRESSED = "Suppressed"
    BREAK = "Not tested: a break in the series"
    REBASED = "Not judged: limits begun anew"
    NOT_COMPARED = "Not compared"
    NO_TARGET = "No target"
    NOT_APPLICABLE = "Not applicable"
    NOT_AVAILABLE = "Not available"
    STOCK_WITHOUT_RULE = "Not tested: a stock without a rule"
    OVERLAPPING = "Not tested: windows that overlap"
    NO_RULE = "Not tested: no rule"

    @property
    def colour(self) -> Colour:
        """Return its colour. As in the national tool, only the outer bands have one."""
        return _LOOKS.get(self, _NOT_RATED)[0]

    @property
    def shape(self) -> Shape:
        """Return its shape."""
        return _LOOKS.get(self, _NOT_RATED)[1]

    @property
    def is_rated(self) -> bool:
        """Tell whether a rule was applied, as against a stated reason why none was."""
        return self in _LOOKS


_LOOKS = {
    Rating.IMPROVED: (Colour.GREEN, Shape.TICK),
    Rating.WORSENED: (Colour.RED, Shape.CROSS),
    Rating.NO_SIGNIFICANT_CHANGE: (Colour.AMBER, Shape.EQUALS),
    Rating.HIGHER: (Colour.BLUE, Shape.UP),
    Rating.LOWER: (Colour.BLUE, Shape.DOWN),
    Rating.BAND_A: (Colour.GREEN, Shape.LETTER),
    Rating.BAND_B: (Colour.PLAIN, Shape.LETTER),
    Rating.BAND_C: (Colour.PLAIN, Shape.LETTER),
    Rating.BAND_D: (Colour.RED, Shape.LETTER),
    Rating.BETTER: (Colour.GREEN, Shape.TICK),
    Rating.SIMILAR: (Colour.PLAIN, Shape.EQUALS),
    Rating.WORSE: (Colour.RED, Shape.CROSS),
    Rating.ABOVE: (Colour.BLUE, Shape.UP),
    Rating.BELOW: (Colour.BLUE, Shape.DOWN),
    Rating.TARGET_MET: (Colour.GREEN, Shape.TICK),
    Rating.CLOSE_TO_TARGET: (Colour.AMBER, Shape.EQUALS),
    Rating.TARGET_MISSED: (Colour.RED, Shape.CROSS),
    Rating.PASSES: (Colour.GREEN, Shape.TICK),
    Rating.HIT_OR_MISS: (Colour.AMBER, Shape.EQUALS),
    Rating.FAILS: (Colour.RED, Shape.CROSS),
}
_NOT_RATED = (Colour.GREY, Shape.RING)
