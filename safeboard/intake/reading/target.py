"""What a note may be about: the texts by which it may name an item, a category and a period."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from safeboard.intake.expected import Expected
from safeboard.intake.template.sheets import plain

Names = Mapping[str, Mapping[str, str]]
"""By a plain text, what it may mean: each meaning's code and label."""


@dataclass(frozen=True)
class Targets:
    """What the notes of one return may be about, from what it has to answer.

    A return asks for far more than its notes are about, so names are made as notes need them.
    """

    asked: Expected

    @cached_property
    def items(self) -> Names:
        """Return what may name an item."""
        totals = self.asked.places.filter(pl.col("category") == "")
        asked = totals.select("item", "item_label", "row_label").iter_rows()
        return _names((item, label, (item, label, row)) for item, label, row in asked)

    def categories_of(self, item: str) -> Names:
        """Return what may name a category: its code is its breakdown's and its own, by a slash."""
        columns = ("dimension", "category", "dimension_label", "category_label")
        asked = _of(item, self.asked.places).filter(pl.col("category") != "").select(columns)
        return _names(
            (code, full, (code, category, label, full))
            for dimension, category, of_dimension, label in asked.iter_rows()
            for code, full in [(f"{dimension}/{category}", f"{of_dimension}: {label}")]
        )

    def periods_of(self, item: str) -> Names:
        """Return what may name a period of an item."""
        asked = _of(item, self.asked.periods).select("period", "period_label")
        return _names((code, label, (code, label)) for code, label in asked.iter_rows())


def _of(item: str, asked: pl.DataFrame) -> pl.DataFrame:
    return asked.filter(pl.col("item") == item)


def _names(meanings: Iterable[tuple[str, str, tuple[str, ...]]]) -> Names:
    """Return by each plain text the codes that it may mean, with their labels."""
    names: dict[str, dict[str, str]] = defaultdict(dict)
    for code, label, texts in meanings:
        for text in texts:
            names[plain(text)][code] = label
    return names


def labels(names: Names) -> str:
    """Return everything that could be meant, in words."""
    meanings = {code: label for each in names.values() for code, label in each.items()}
    return ", ".join(meanings.values())
