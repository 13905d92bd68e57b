"""Rate compared figures: the assurance is the band or the rating of the change, by stated rule."""

import json
from collections.abc import Mapping
from typing import Any

import polars as pl

from safeboard.assurance.judgement import (
    SMALL_DENOMINATOR,
    SMALL_NUMERATOR,
    Judgement,
    judge,
)
from safeboard.assurance.rated import RATED
from safeboard.assurance.sentences import exact
from safeboard.assurance.two_periods import LEVELS, SMALL_CELL
from safeboard.benchmarks.compared import COMPARED
from safeboard.catalogue.indicator import Indicator
from safeboard.catalogue.library import Catalogue
from safeboard.vocabulary.benchmark import Comparison
from safeboard.vocabulary.change import Change, ChangeKind, Points, change_between
from safeboard.vocabulary.form import Form, round_half_up
from safeboard.vocabulary.rating import Rating


def rate(compared: pl.DataFrame, catalogue: Catalogue) -> pl.DataFrame:
    """Return each compared row with its rating, reason and evidence: columns RATED."""
    rated = [
        _rated(row, catalogue.indicators[row["indicator"]])
        for row in compared.iter_rows(named=True)
    ]
    columns = [name for name in RATED if name not in COMPARED]
    added = pl.DataFrame(rated, schema=dict.fromkeys(columns, pl.String))
    return pl.concat([compared, added], how="horizontal").select(RATED.names()).cast(RATED)


def _rated(row: Mapping[str, Any], indicator: Indicator) -> dict[str, str | None]:
    judgement = judge(row, indicator)
    change, note = _change(row, indicator)
    rating, sentence = judgement.rating, judgement.sentence
    banded = row["comparison"] == Comparison.BANDED.value
    if indicator.rating == "band-or-change" and banded:
        rating = Rating(f"Band {row['band']}")
        sentence = row["comparison_text"]
    return {
        "change": str(change) if change else None,
        "change_note": note,
        "change_rating": judgement.rating.value,
        "change_sentence": judgement.sentence,
        "rating": rating.value,
        "sentence": sentence,
        "evidence": _evidence(row, indicator, judgement),
    }


def _change(row: Mapping[str, Any], indicator: Indicator) -> tuple[Change | None, str]:
    """Return the typed change between two figures under one definition, and what to say of it."""
    same = row["definition"] is not None and row["definition"] == row["before_definition"]
    if not same or row["value"] is None or row["before_value"] is None:
        return None, ""
    decimals = indicator.decimals if indicator.change is ChangeKind.NUMBER else 1
    before, after = exact(row, indicator, before=True), exact(row, indicator)
    change = change_between(before, after, indicator.change, decimals)
    if change is None:
        return None, "From none, a change cannot be told in per cent."
    return change, _rounding_note(row, indicator, change)


def _rounding_note(row: Mapping[str, Any], indicator: Indicator, change: Change) -> str:
    """Say so where the rounded percentages differ by something else than the change."""
    decimals, fewer = indicator.decimals, min(indicator.decimals, 1)
    shown = round_half_up(row["value"] - row["before_value"], decimals)
    agree = round_half_up(shown, fewer) == round_half_up(change.value, fewer)
    if agree or not isinstance(change, Points):
        return ""
    first, second = (round_half_up(row[name], decimals) for name in ("before_value", "value"))
    return (
        f"Worked out from the counts. The rounded percentages, {first}% and {second}%, "
        f"differ by {abs(shown)}."
    )


def _evidence(row: Mapping[str, Any], indicator: Indicator, judgement: Judgement) -> str:
    """Return what the rating rests on, as JSON: rule, parameters, inputs, result, vintage."""
    verdict = judgement.verdict
    told: dict[str, Any] = {
        "rule": indicator.rating,
        "compared_with": row["before_period"],
        "inputs": {
            name: row[name]
            for name in ("numerator", "denominator", "before_numerator", "before_denominator")
        },
        "vintage": row["vintage"],
    }
    if verdict:
        unit = "percentage points" if indicator.form is Form.PERCENTAGE else "ratio"
        told |= {
            "test": verdict.test,
            "parameters": {
                "levels": LEVELS,
                "small_numerator": SMALL_NUMERATOR,
                "small_denominator": SMALL_DENOMINATOR,
                "small_cell": SMALL_CELL,
            },
            "p_value": verdict.p_value,
            "significant_at_95": verdict.at_95,
            "significant_at_99.8": verdict.at_998,
            "interval_unit": unit,
            "interval_95": _shown_interval(verdict.intervals[0]),
            "interval_99.8": _shown_interval(verdict.intervals[1]),
        }
    return json.dumps(told, sort_keys=True)


def _shown_interval(interval: tuple[float, float]) -> list[float | None]:
    """Return an interval to four decimals; an end without bound is null."""
    return [None if end == float("inf") else round(end, 4) for end in interval]
