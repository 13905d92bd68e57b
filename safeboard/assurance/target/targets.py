"""Targets: what each indicator's figures should reach, and which target holds in a period."""

from collections.abc import Iterable, Iterator
from typing import Any

import polars as pl

from safeboard.catalogue.indicator import Indicator
from safeboard.catalogue.target_rule import TargetRule
from safeboard.vocabulary.period import Period
from safeboard.vocabulary.polarity import Polarity

EXACT = pl.Decimal(38, 4)
"""The type of a target: a decimal number, so that 0.1 is a tenth and not nearly one."""

BOUNDS = ("at_least", "at_most", "below")
"""The bounds of a target: a figure on `at_least` or on `at_most` meets it, and on `below` not."""

TARGETS = pl.Schema(
    {
        "indicator": pl.String(),
        "target_period": pl.String(),
        "target_from": pl.Date(),
        **dict.fromkeys(BOUNDS, EXACT),
        "tolerance": EXACT,
        "target_level": pl.String(),
    }
)
"""One row for each indicator's target; a trajectory has one for each period that it names.

`target_period` is a period's code, null where the target is the same in each. It holds for periods
that end on `target_from` or later. Of the BOUNDS one is set or, for a stretch, a least and what it
is `below`; `tolerance`, 0 for none, is how far beyond them a figure is close. `target_level` is
"95%" or "99.8%" where the figure's interval is held against the target, null where the figure is.
"""


def declared_targets(indicators: Iterable[Indicator]) -> pl.DataFrame:
    """Return the targets that indicators' files declare, but for those of process limits."""
    rows = [
        {"indicator": indicator.code, **row}
        for indicator in indicators
        if (target := indicator.rule.target) and target.judged_by != "process limits"
        for row in _rows(target, indicator.polarity)
    ]
    return pl.DataFrame(rows, schema=TARGETS)


def _rows(target: TargetRule, polarity: Polarity) -> Iterator[dict[str, Any]]:
    """Yield a target's rows. Where neither way is good, a trajectory has no bound."""
    plain = {
        "target_from": target.in_force,
        "tolerance": target.tolerance,
        "target_level": "95%" if target.judged_by == "interval" else None,
    }
    if target.between:
        yield {**plain, "at_least": target.between.low, "below": target.between.high}
    elif target.trajectory:
        bounds = {Polarity.HIGH: "at_least", Polarity.LOW: "at_most"}
        for period, value in target.trajectory.items():
            bound = {bounds[polarity]: value} if polarity in bounds else {}
            yield {**plain, "target_period": period, **bound}
    else:
        yield {**plain, "at_least": target.at_least, "at_most": target.at_most}


def with_targets(figures: pl.DataFrame, targets: pl.DataFrame) -> pl.DataFrame:
    """Return figures with the columns of the target (TARGETS) that holds for each.

    Needed are indicator and period. The columns are null where none holds, and `is_moving` tells
    whether the indicator has a trajectory: one is not drawn through periods that it does not name.
    """
    moving = targets.filter(pl.col("target_period").is_not_null())["indicator"].unique()
    ends = {code: Period.parse(code).last_day for code in figures["period"].unique()}
    ended = pl.col("period").replace_strict(ends, return_dtype=pl.Date)
    keys = ["indicator", "target_period"]
    found = (
        figures.with_columns(is_moving=pl.col("indicator").is_in(moving.implode()))
        .with_columns(target_period=pl.when("is_moving").then("period"))
        .join(targets, on=keys, how="left", nulls_equal=True, validate="m:1", maintain_order="left")
    )
    holds = pl.col("target_from") <= ended
    columns = [name for name in TARGETS if name not in keys]
    return found.with_columns(pl.col("tolerance").fill_null(0)).with_columns(
        pl.when(holds).then(name).alias(name) for name in columns
    )
