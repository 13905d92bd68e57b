"""Chance: how many flags a release's tests would raise if nothing had changed or differed.

Source: a test's own level; for process limits 200,000 stable series of 24 points, of which 1.7% end
with a signal where the mean is 30 (1.6% for normal figures, 2.1% where it is 5). Limits of small
counts call as many, 1 to 2%. What is expected adds up however the tests depend on one another.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

import polars as pl

from safeboard.catalogue.library import Catalogue
from safeboard.vocabulary.form import round_half_up
from safeboard.vocabulary.polarity import Polarity
from safeboard.vocabulary.rating import Rating


class Tested(StrEnum):
    """By what a judgement was made. A band is no test: a quarter of authorities is in each."""

    TWO_PERIODS = "two periods"
    PROCESS_LIMITS = "process limits"
    ANNUAL_TREND = "annual trend"
    INTERVAL = "interval"


TESTS = pl.Schema({"tested": pl.String, "level": pl.String, "polarity": pl.String})
"""One row for each judgement that was made: by what (a Tested), at which level, which way is good.

`level` is "95%" or "99.8%", and null for process limits, which have none.
"""

_AT_LEVEL = {"95%": Fraction(5, 100), "99.8%": Fraction(2, 1_000)}
_PROCESS_LIMITS = Fraction(17, 1_000)

_IF_VARIED = {"95%": Fraction(166, 1_000), "99.8%": Fraction(29, 1_000)}
"""The same where counts have twice the variance: beyond 1.96 and 3.09 deviations over √2.

That is why 0.166 of normal figures lie beyond 1.386 and 0.029 beyond 2.185. The limits of a process
come from how its own figures vary, so they stay as they are.
"""


@dataclass(frozen=True)
class ExpectedFlags:
    """How many flags chance alone is expected to raise among so many tests: at most, for a test.

    `flags` are for better or worse, higher or lower; `worse` are those of them for the worse, which
    where neither way is good are none. `if_varied` are the flags if counts have twice the variance.
    """

    tests: int
    flags: Fraction
    worse: Fraction
    if_varied: Fraction

    @property
    def sentence(self) -> str:
        """Say how many, or in how many releases there would be one."""
        if not self.tests:
            return "Nothing here was tested, so chance alone can raise no flag."
        tests = f"its {self.tests} tests" if self.tests > 1 else "its one test"
        worse = f"; for the worse, {_often(self.worse)}" if self.worse else ""
        return (
            "Even if nothing had changed or differed, chance alone would raise "
            f"{_often(self.flags, 'flag', 'releases like this')} among {tests}{worse}."
        )

    @property
    def caution(self) -> str:
        """Say how many more there would be if counts varied more than the tests suppose."""
        if self.if_varied == self.flags:
            return ""
        return (
            "If counts vary twice as much as tests suppose, as counts of children may, chance "
            f"alone would raise {_often(self.if_varied, 'flag')}."
        )


def ratings_by_test(rated: pl.DataFrame, catalogue: Catalogue) -> pl.DataFrame:
    """Return the tests that ratings (RATED) come from: the columns of TESTS.

    Of each figure only the judgement that is its rating can raise a flag. A band is no test, and
    neither is a target.
    """
    polarity = {code: each.polarity.value for code, each in catalogue.indicators.items()}
    words = [each.value for each in Rating if each.is_rated]
    told = pl.col("evidence").str
    return (
        rated.filter(pl.col("rating").is_in(words))
        .select(
            tested=told.json_path_match(pl.format("$.{}.method", "rated_by")),
            level=told.json_path_match(pl.format("$.{}.parameters.level_that_rates", "rated_by")),
            polarity=pl.col("indicator").replace_strict(polarity, return_dtype=pl.String),
        )
        .filter(pl.col("tested").is_in([each.value for each in Tested]))
    )


def expected_flags(made: pl.DataFrame) -> ExpectedFlags:
    """Return how many flags chance alone is expected to raise among `made` (TESTS)."""
    flags = worse = if_varied = Fraction(0)
    for tested, level, polarity, count in made.group_by(TESTS.names()).len().rows():
        is_process = Tested(tested) is Tested.PROCESS_LIMITS
        chance = _PROCESS_LIMITS if is_process else _AT_LEVEL[level]
        flags += count * chance
        worse += 0 if polarity == Polarity.NEUTRAL else count * chance / 2
        if_varied += count * (chance if is_process else _IF_VARIED[level])
    return ExpectedFlags(made.height, flags, worse, if_varied)


def _often(expected: Fraction, noun: str = "", releases: str = "releases") -> str:
    """Write a number of flags; where it is less than a half, in how many releases there is one."""
    named = f" {noun}" if noun else ""
    if expected < Fraction(1, 2):
        every = (2 * expected.denominator + expected.numerator) // (2 * expected.numerator)
        return f"about one{named} in every {every} {releases}"
    shown = round_half_up(Decimal(expected.numerator) / Decimal(expected.denominator), 1)
    return f"about {shown}{named}{'s' if noun else ''}"
