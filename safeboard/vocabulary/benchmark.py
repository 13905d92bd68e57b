"""A benchmark's words: whether it measures the same thing, and what it can say of a figure."""

from enum import StrEnum


class Match(StrEnum):
    """Whether a benchmark has the indicator's definition."""

    SAME = "same"
    DIFFERS = "differs"


class Others(StrEnum):
    """Whom a figure is held against."""

    ENGLAND = "England"
    REGION = "the region"
    NEIGHBOURS = "statistical neighbours"


class Comparison(StrEnum):
    """What can be said of a figure beside its benchmark. Each is a different state."""

    NO_REFERENT = "no national referent"
    NO_BAND = "national referent without a band"
    DEFINITION_DIFFERS = "definition differs"
    PART_OF_A_YEAR = "part of a year"
    ANOTHER_DATE = "snapshot at another date"
    NOT_PUBLISHED = "not yet published"
    NO_FIGURE = "no figure to compare"
    BANDED = "banded"


class Band(StrEnum):
    """The quartile of the national distribution, A best to D worst."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
