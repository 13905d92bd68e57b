"""Judge whether figures meet their targets, by the figure, its interval or its process."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from safeboard.assurance.judgement import Judgement, absent
from safeboard.assurance.position.comparator import EDGES
from safeboard.assurance.position.intervals import with_intervals
from safeboard.assurance.process import words
from safeboard.assurance.process.charted import Charts
from safeboard.assurance.process.limits import State
from safeboard.assurance.process.verdict import Assurance
from safeboard.assurance.target.outcome import outcomes
from safeboard.assurance.target.targets import BOUNDS, declared_targets
from safeboard.assurance.target.words import sentence
from safeboard.catalogue.indicator import Indicator
from safeboard.catalogue.library import Catalogue
from safeboard.catalogue.rule_words import target_in_words
from safeboard.catalogue.target_rule import TargetRule
from safeboard.vocabulary.period import Period
from safeboard.vocabulary.rating import Rating

NO_TARGET = Judgement(Rating.NO_TARGET, "No target is set.")


def judge_targets(compared: pl.DataFrame, catalogue: Catalogue, charts: Charts) -> list[Judgement]:
    """Return the judgement of each compared row's distance from its indicator's target."""
    targets = declared_targets(catalogue.indicators.values())
    held = _held(compared, catalogue, targets)
    judged = []
    for number, row in enumerate(compared.iter_rows(named=True)):
        indicator = catalogue.indicators[row["indicator"]]
        target, found = indicator.rule.target, held.get(number)
        if target and target.judged_by == "process limits":
            judged.append(_by_process(row, indicator, target, charts))
        else:
            judged.append(_judged(found, target) if found and target else NO_TARGET)
    return judged


def _held(
    compared: pl.DataFrame, catalogue: Catalogue, targets: pl.DataFrame
) -> dict[int, dict[str, Any]]:
    """Return the rows whose indicator has a target, by their number, held against it."""
    declared = targets["indicator"].unique().to_list()
    forms = pl.DataFrame(
        [
            (code, each.form.value, each.form.multiplier, each.decimals)
            for code, each in catalogue.indicators.items()
            if code in declared
        ],
        schema={
            "indicator": pl.String, "form": pl.String, "multiplier": pl.Int64, "decimals": pl.Int64,
        },
        orient="row",
    )  # fmt: skip
    figures = with_intervals(compared.with_row_index("row").join(forms, on="indicator"))
    told = outcomes(figures, targets).with_columns(said=sentence())
    names = ["row", "target_rating", "no_outcome", "said", "method", *_EVIDENCE, *EDGES]
    return {row.pop("row"): row for row in told.select(names).iter_rows(named=True)}


_EVIDENCE = ("target_period", "target_from", *BOUNDS, "tolerance", "target_level",
             "rating_as_shown")  # fmt: skip


def _by_process(
    row: Mapping[str, Any], indicator: Indicator, target: TargetRule, charts: Charts
) -> Judgement:
    """Return whether a process that goes on as it does will meet its target."""
    missing = absent(row)
    if missing:
        return missing
    place = row["area"], row["indicator"]
    verdict, chart = charts.verdicts.get(place), charts.by_place.get(place)
    aim = target_in_words(target)
    if Period.parse(row["period"]).last_day < target.in_force:
        day = target.in_force
        return _unheld(aim, f"it holds only from {day.day} {day:%B %Y}")
    if verdict is None or chart is None or verdict["assurance"] is None:
        return _unheld(aim, "there are no limits to hold it against")
    assurance, latest = Assurance(verdict["assurance"]), chart.row(-1, named=True)
    if not State(verdict["state"]).may_be_rated and latest["upper"] is not None:
        return _unheld(aim, "its limits are trial limits, by which nothing is rated")
    within = words.limits(latest, indicator)
    evidence = {
        "aim": aim,
        "from": str(target.in_force),
        "assurance": assurance.value,
        "state": verdict["state"],
        **{edge: _to_four_decimals(latest[edge]) for edge in ("lower", "upper")},
    }
    sentence = f"{aim} Its process, {within}, {_MEANS[assurance]}."
    return Judgement(_BY_PROCESS[assurance], sentence, evidence)


def _unheld(aim: str, why: str) -> Judgement:
    """Return that nothing is held against a target, and why."""
    return Judgement(Rating.NO_TARGET, f"{aim} It is not judged: {why}.")


def _to_four_decimals(edge: float | None) -> float | None:
    return None if edge is None else round(edge, 4)


_BY_PROCESS = {
    Assurance.PASSES: Rating.PASSES,
    Assurance.HIT_OR_MISS: Rating.HIT_OR_MISS,
    Assurance.FAILS: Rating.FAILS,
}
_MEANS = {
    Assurance.PASSES: "meets it in every period, if it goes on as it does",
    Assurance.HIT_OR_MISS: "meets it in some periods and misses it in others, by chance",
    Assurance.FAILS: "misses it in every period, if it goes on as it does",
}


def _judged(found: Mapping[str, Any], target: TargetRule) -> Judgement:
    evidence: dict[str, Any] = {
        name: str(found[name]) for name in _EVIDENCE if found[name] is not None
    }
    evidence["set_by"] = target.source
    if found["target_level"] is not None:
        evidence["interval_method"] = found["method"]
        edges = {name: found[name] for name in EDGES if found[name] is not None}
        evidence["interval"] = {name: round(edge, 4) for name, edge in edges.items()}
    said = f"{found['said']} The target is set by {target.source}."
    return Judgement(Rating(found["target_rating"]), said, evidence)
