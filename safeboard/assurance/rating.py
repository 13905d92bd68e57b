"""Rate compared figures: each judgement by its own rule, and which of them is the assurance."""

import json
from collections.abc import Mapping
from typing import Any

import polars as pl

from safeboard.assurance.background import NOTHING_KNOWN, Background
from safeboard.assurance.change import judge_changes
from safeboard.assurance.judgement import INPUTS, Judgement
from safeboard.assurance.position.judgement import judge_positions
from safeboard.assurance.rated import RATED
from safeboard.assurance.sentences import as_text, exact
from safeboard.assurance.target.judgement import judge_targets
from safeboard.benchmarks.compared import COMPARED
from safeboard.catalogue.indicator import Indicator
from safeboard.catalogue.library import Catalogue
from safeboard.vocabulary.change import Change, ChangeKind, Points, change_between
from safeboard.vocabulary.form import round_half_up
from safeboard.vocabulary.rating import JudgementKind


def rate(
    compared: pl.DataFrame, catalogue: Catalogue, background: Background = NOTHING_KNOWN
) -> pl.DataFrame:
    """Return each compared row with its rating, reason and evidence: columns RATED."""
    positions = judge_positions(compared, catalogue, background.others)
    targets = judge_targets(compared, catalogue, background.charts)
    rows = list(compared.iter_rows(named=True))
    indicators = [catalogue.indicators[row["indicator"]] for row in rows]
    changes = judge_changes(rows, indicators, background)
    judged = (
        dict(zip(JudgementKind, each, strict=True))
        for each in zip(targets, positions, changes, strict=True)
    )
    rated = [_rated(*each) for each in zip(rows, indicators, judged, strict=True)]
    columns = [name for name in RATED if name not in COMPARED]
    added = pl.DataFrame(rated, schema=dict.fromkeys(columns, pl.String))
    return pl.concat([compared, added], how="horizontal").select(RATED.names()).cast(RATED)


def _rated(
    row: Mapping[str, Any], indicator: Indicator, judged: Mapping[JudgementKind, Judgement]
) -> dict[str, str | None]:
    """Return what is said of a row: each judgement, and the first of its rule that was made."""
    change, note = _change(row, indicator)
    kind = _rated_by(indicator, judged)
    chosen = judged[kind]
    colour = indicator.rule.colours.get(chosen.rating, chosen.rating.colour)
    return {
        "change": str(change) if change else None,
        "change_note": note,
        **{
            f"{kind}_{name}": said
            for kind, each in judged.items()
            for name, said in (("rating", each.rating.value), ("sentence", each.sentence))
        },
        "rated_by": kind.value,
        "rating": chosen.rating.value,
        "shape": chosen.rating.shape.value,
        "colour": colour.value,
        "sentence": chosen.sentence,
        "evidence": _evidence(row, indicator, kind, judged),
    }


def _rated_by(indicator: Indicator, judged: Mapping[JudgementKind, Judgement]) -> JudgementKind:
    """Return the first judgement of the rule that was made; without any, its last, or the change.

    What could not be judged then says why.
    """
    kinds = indicator.rule.by or (JudgementKind.CHANGE,)
    made = (kind for kind in kinds if judged[kind].rating.is_rated)
    return next(made, kinds[-1])


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


def _evidence(
    row: Mapping[str, Any],
    indicator: Indicator,
    kind: JudgementKind,
    judged: Mapping[JudgementKind, Judgement],
) -> str:
    """Return what the rating rests on, as JSON: rule, what it rates by, inputs, vintage, tests."""
    told: dict[str, Any] = {
        "rule": indicator.rule.name,
        "rule_id": indicator.rule.id,
        "rated_by": kind.value,
        "definition": row["definition"],
        "compared_with": row["before_period"],
        "inputs": {name: row[name] for name in INPUTS},
        "figure": as_text(row["value"]),
        "before_figure": as_text(row["before_value"]),
        "vintage": row["vintage"],
        "benchmark": json.loads(row["distribution"]) if row["distribution"] else None,
        **{each.value: dict(given.evidence) for each, given in judged.items() if given.evidence},
    }
    return json.dumps(told, sort_keys=True)
