"""What a note may be about: the texts by which it may name an item, a category and a period."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from safeboard.intake.template.sheets import plain

Names = Mapping[str, Mapping[str, str]]
"""By a plain text, what it may mean: each meaning's code and label."""


@dataclass(frozen=True)
class Targets:
    """What the notes of one return may be about, from what is asked of it.

    `categories` and `periods` are those of an item. A category's code is its breakdown's and its
    own, with a slash between.
    """

    items: Names
    categories: Mapping[str, Names]
    periods: Mapping[str, Names]

    @classmethod
    def of(cls, asked: pl.DataFrame) -> "Targets":
        """Return what notes may be about where `asked` (EXPECTED) is asked."""
        items: dict[str, dict[str, str]] = defaultdict(dict)
        categories: dict[str, dict[str, dict[str, str]]] = defaultdict(lambda: defaultdict(dict))
        periods: dict[str, dict[str, dict[str, str]]] = defaultdict(lambda: defaultdict(dict))
        for row in asked.iter_rows(named=True):
            item, label, of_dimension = row["item"], row["category_label"], row["dimension_label"]
            for name in (item, row["item_label"], row["row_label"]):
                items[plain(name)][item] = row["item_label"]
            for name in (row["period"], row["period_label"]):
                periods[item][plain(name)][row["period"]] = row["period_label"]
            if row["category"]:
                code, full = f"{row['dimension']}/{row['category']}", f"{of_dimension}: {label}"
                for name in (code, row["category"], label, full):
                    categories[item][plain(name)][code] = full
        return cls(items, categories, periods)


def labels(names: Names) -> str:
    """Return everything that could be meant, in words."""
    meanings = {code: label for each in names.values() for code, label in each.items()}
    return ", ".join(meanings.values())
