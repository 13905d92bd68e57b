"""What a release corrects: each figure that differs from the release it supersedes."""

import polars as pl

from safeboard.disclosure.release import CORRECTIONS
from safeboard.disclosure.shown import KEY
from safeboard.errors import UsageError
from safeboard.vocabulary.figure import Flag

_COUNTS = ["numerator", "denominator"]
_ABSENT = "not in this release"
_RATED = "rated: "


class UnexplainedCorrectionError(UsageError):
    """Figures that are already released would change, and nobody has said why."""

    def __init__(self, release: str, count: int) -> None:
        figures = "1 figure" if count == 1 else f"{count} figures"
        super().__init__(
            f"{release}: {figures} of this release would change. Nothing was published. "
            "Say why with --reason 'what was corrected'."
        )


def corrections(before: pl.DataFrame, now: pl.DataFrame, reason: str) -> pl.DataFrame:
    """Return each figure or rating that differs, old and new as shown, and why: CORRECTIONS.

    Both frames have the columns of `shown.published`. Of figures that only one of the releases
    has, the other says "not in this release".
    """
    paired = before.join(now, on=KEY, how="full", coalesce=True, suffix="_now")
    figure = paired.filter(pl.col("shown").ne_missing(pl.col("shown_now"))).with_columns(
        old=pl.col("shown").fill_null(pl.lit(_ABSENT)),
        new=pl.col("shown_now").fill_null(pl.lit(_ABSENT)),
        cause=_cause(),
    )
    rating = paired.filter(
        pl.col("rating").ne_missing(pl.col("rating_now")) & pl.col("shown").is_not_null()
    ).with_columns(
        old=pl.lit(_RATED) + pl.col("rating").fill_null("not rated"),
        new=pl.lit(_RATED) + pl.col("rating_now").fill_null("not rated"),
        cause=pl.when(pl.col("shown").ne_missing(pl.col("shown_now")))
        .then(pl.lit("the figure changed"))
        .otherwise(pl.lit("what it is compared with, or the rule, changed")),
    )
    both = pl.concat([figure, rating])
    why = pl.concat_str(pl.lit(f"{reason} ("), pl.col("cause"), pl.lit(")"))
    return (
        both.with_columns(why=why if reason else pl.col("cause"))
        .sort(KEY, maintain_order=True)
        .select(CORRECTIONS.names())
        .cast(CORRECTIONS)
    )


def flag_revised(figures: pl.DataFrame, changed: pl.DataFrame) -> pl.DataFrame:
    """Return the figures, those with a value that `changed` lists flagged as revised.

    One that is new is not revised, nor is one of which only the rating changed.
    """
    is_new_or_rating = (pl.col("old") == _ABSENT) | pl.col("old").str.starts_with(_RATED)
    revised = changed.filter(~is_new_or_rating).select(KEY).with_columns(is_revised=True)
    marked = figures.join(revised, on=KEY, how="left", maintain_order="left")
    is_revised = pl.col("is_revised").fill_null(value=False) & pl.col("value").is_not_null()
    flags = pl.when(is_revised).then(pl.col("flags") + Flag.REVISED.value).otherwise("flags")
    return marked.with_columns(flags=flags).select(figures.columns)


def _cause() -> pl.Expr:
    """Return what changed beneath a figure: its counts, only how it is worked out, or all of it."""
    recounted = pl.any_horizontal(
        pl.col(name).ne_missing(pl.col(f"{name}_now")) for name in _COUNTS
    )
    return (
        pl.when(pl.col("shown").is_null())
        .then(pl.lit("it is new"))
        .when(pl.col("shown_now").is_null())
        .then(pl.lit("it is no longer published"))
        .when(recounted)
        .then(pl.lit("the counts were restated"))
        .otherwise(pl.lit("the definition or what is known of it changed"))
    )
