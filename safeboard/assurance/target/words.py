"""An outcome in one sentence: the figure, its target and whether it is met."""

import polars as pl

from safeboard.assurance.position.words import to_two_decimals
from safeboard.vocabulary.form import Form


def sentence() -> pl.Expr:
    """Return the sentence of each outcome, from the columns of `outcomes` and `decimals`."""
    judged = pl.format(
        "{}{} against a target of {}{}: {}.",
        _shown(),
        _interval(),
        _aim(),
        _tolerance(),
        pl.col("target_rating").str.to_lowercase(),
    )
    refused = pl.format("Not held against a target: {}.", "no_outcome")
    return pl.coalesce(refused, pl.concat_str(judged, _note()))


def _aim() -> pl.Expr:
    """Write the bounds: at least 85%, at most 10%, or from 80% to below 90%."""
    stretch = pl.format("{} to below {}", _number("at_least"), _number("below"))
    aim = pl.coalesce(
        stretch,
        pl.format("at least {}", _number("at_least")),
        pl.format("at most {}", _number("at_most")),
        pl.format("below {}", _number("below")),
    )
    moving = pl.col("target_period").is_not_null()
    return pl.when(moving).then(pl.format("{} for this period", aim)).otherwise(aim)


def _tolerance() -> pl.Expr:
    """Say how far beyond its bound a figure is close, or nothing."""
    is_share = pl.col("form") == Form.PERCENTAGE.value
    unit = pl.when(is_share).then(pl.lit(" percentage points")).otherwise(pl.lit(""))
    within = pl.format(", close within {}{}", _trimmed(pl.col("tolerance")), unit)
    return pl.when(pl.col("tolerance") > 0).then(within).otherwise(pl.lit(""))


def _note() -> pl.Expr:
    """Say so where the figure as it is shown would have another outcome."""
    another = pl.col("target_rating") != pl.col("rating_as_shown")
    note = pl.format(
        " Rounded it would be '{}', but it is compared before it is rounded.",
        pl.col("rating_as_shown").str.to_lowercase(),
    )
    return pl.when(another).then(note).otherwise(pl.lit(""))


def _interval() -> pl.Expr:
    """Write the interval that was held against the target, or nothing."""
    at_998 = pl.col("target_level") == "99.8%"
    edges = (
        _with_sign(to_two_decimals(pl.when(at_998).then(f"{side}_998").otherwise(f"{side}_95")))
        for side in ("lower", "upper")
    )
    return pl.format(", between {} and {} at {},", *edges, "target_level").fill_null("")


def _number(column: str) -> pl.Expr:
    return _with_sign(_trimmed(pl.col(column)))


def _trimmed(number: pl.Expr) -> pl.Expr:
    """Write an exact number without the noughts at its end."""
    return number.cast(pl.String).str.replace(r"\.?0+$", "")


def _shown() -> pl.Expr:
    """Write the figure with its own number of decimals."""
    text = pl.col("value").cast(pl.Decimal(38, 4)).cast(pl.String)
    cut = text.str.head(text.str.len_chars() - 4 + pl.col("decimals"))
    return _with_sign(cut.str.strip_chars_end("."))


def _with_sign(text: pl.Expr) -> pl.Expr:
    return pl.when(form=Form.PERCENTAGE.value).then(text + "%").otherwise(text)
