"""What a script is asked: plain tables, so that it needs nothing of ours to answer."""

import sqlite3
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from performance.workload import LAST, Workload
from safeboard.benchmarks.headlines import headline_window
from safeboard.catalogue.indicator import POPULATION
from safeboard.indicators.windows import windows_of
from safeboard.store.database import STORE_FILE
from safeboard.vocabulary.item import ItemKind
from safeboard.vocabulary.period import Period

CURRENT = """
    SELECT c.area_id AS area, c.item, c.period, c.dimension, c.category, c.value
    FROM store_count c JOIN (
        SELECT MAX(s.number) AS number, a.area_id
        FROM store_submission s JOIN store_submissionarea a ON a.submission_id = s.number
        GROUP BY s.agency, s.period, a.area_id
    ) AS latest ON latest.number = c.submission_id AND latest.area_id = c.area_id
"""
"""The counts of the latest return of each agency, period and area: what both scripts read."""


@dataclass(frozen=True)
class Question:
    """What is asked of a script, as it would be typed in: no model objects, no words.

    `indicators` has a row for each: its numerator and denominator (null for none, or the
    population), multiplier, decimals, polarity, rule, and the window and period of its headline
    and of the one before. `windows` has a row for each indicator and window, `categories` one for
    each indicator and place, total or category. `first_month` counts months from year 0.
    """

    areas: tuple[str, ...]
    first_month: int
    months: int
    indicators: pl.DataFrame
    windows: pl.DataFrame
    categories: pl.DataFrame
    populations: pl.DataFrame
    quartiles: pl.DataFrame


def question(workload: Workload) -> Question:
    """Return what a workload asks, in plain tables."""
    catalogue = workload.catalogue
    indicators, windows, categories = [], [], []
    for each in catalogue.indicators.values():
        headline = headline_window(each, catalogue, LAST)
        before = headline.compared_with(each.compare_with)
        is_stock = catalogue.items[each.numerator].kind is ItemKind.STOCK
        indicators.append({
            "indicator": each.code, "numerator": each.numerator,
            "denominator": each.denominator, "multiplier": each.form.multiplier,
            "decimals": each.decimals, "is_share": each.form == "percentage",
            "is_rate": each.denominator == POPULATION, "is_stock": is_stock,
            "polarity": each.polarity.value, "banded": each.rating == "band-or-change",
            "window": headline.kind.value, "period": headline.period.code,
            "before_period": before.period.code, "days": headline.days,
            "before_days": before.days,
        })  # fmt: skip
        windows += [
            (each.code, window.kind.value, window.period.code, window.period.last,
             window.period.financial_year.first // 12)
            for window in windows_of(each, catalogue, workload.asked.windows)
        ]  # fmt: skip
        categories.append((each.code, "", ""))
        for dimension in each.by:
            codes = catalogue.breakdowns[dimension].categories
            categories += [(each.code, dimension, code) for code in codes]
    columns = ["indicator", "window", "period", "last_month", "mid_year"]
    latest = Period.year(2022).code
    return Question(
        areas=workload.asked.areas,
        first_month=workload.months[0].first,
        months=len(workload.months),
        indicators=pl.DataFrame(indicators),
        windows=pl.DataFrame(windows, schema=columns, orient="row"),
        categories=pl.DataFrame(
            categories, schema=["indicator", "dimension", "category"], orient="row"
        ),
        populations=workload.populations,
        quartiles=workload.distributions.filter(pl.col("period") == latest).select(
            pl.col("measure").alias("indicator"),
            pl.col("quartile_1", "quartile_2", "quartile_3").cast(pl.Float64),
        ),
    )


def connect(store: Path) -> sqlite3.Connection:
    """Open a store's database as any program would."""
    return sqlite3.connect(store / STORE_FILE)
