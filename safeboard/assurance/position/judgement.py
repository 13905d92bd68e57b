"""Judge positions: by the band, or by whether a figure's interval leaves out the others' value."""

from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl

from safeboard.assurance import sentences
from safeboard.assurance.judgement import Judgement
from safeboard.assurance.position import beside
from safeboard.assurance.position.comparator import COMPARATORS
from safeboard.assurance.position.comparison import POSITIONS, Position, compare
from safeboard.assurance.position.words import sentence as compared_sentence
from safeboard.catalogue.indicator import Indicator
from safeboard.catalogue.library import Catalogue
from safeboard.vocabulary.benchmark import Comparison, Others
from safeboard.vocabulary.rating import Rating

AGAINST = {
    "England": Others.ENGLAND,
    "region": Others.REGION,
    "neighbours": Others.NEIGHBOURS,
}
"""Whom a rule holds a figure against, by its word."""

_RATINGS = {
    Position.MUCH_BETTER: Rating.BETTER,
    Position.BETTER: Rating.BETTER,
    Position.SIMILAR: Rating.SIMILAR,
    Position.WORSE: Rating.WORSE,
    Position.MUCH_WORSE: Rating.WORSE,
    Position.MUCH_HIGHER: Rating.ABOVE,
    Position.HIGHER: Rating.ABOVE,
    Position.LOWER: Rating.BELOW,
    Position.MUCH_LOWER: Rating.BELOW,
}

_COMPARED = (Comparison.BANDED.value, Comparison.NO_BAND.value)
"""The states in which a figure has the benchmark's definition and covers what it covers."""

_KEY = ["benchmark_source", "benchmark_measure", "benchmark_period", "area"]


def judge_positions(
    compared: pl.DataFrame, catalogue: Catalogue, others: pl.DataFrame
) -> list[Judgement]:
    """Return the judgement of where each compared row stands, by its indicator's rule.

    `others` has the columns of OTHERS.
    """
    held = _held_against_others(compared, catalogue, others)
    named = compared.select("indicator", *_KEY).with_row_index("row")
    known = named.join(others, on=_KEY).partition_by("row", as_dict=True, include_key=False)
    judged = []
    for number, row in enumerate(compared.iter_rows(named=True)):
        indicator = catalogue.indicators[row["indicator"]]
        judgement = _judged(row, indicator, held.get(number))
        of_row = known.get((number,))
        if of_row is not None:
            sentence = f"{judgement.sentence} {beside.in_words(of_row, indicator)}".strip()
            evidence = {**judgement.evidence, "beside": beside.in_numbers(of_row)}
            judgement = Judgement(judgement.rating, sentence, evidence)
        judged.append(judgement)
    return judged


def _held_against_others(
    compared: pl.DataFrame, catalogue: Catalogue, others: pl.DataFrame
) -> dict[int, dict[str, Any]]:
    """Return the figures that are held by their interval, by the number of their row."""
    rules = _rules(catalogue)
    rows = compared.with_row_index("row").join(rules, on="indicator")
    figures = rows.filter(pl.col("comparison").is_in(_COMPARED)).join(
        others.select(
            *_KEY,
            comparator="others",
            comparator_area="others_area",
            comparator_value=pl.col("value").cast(pl.Float64),
            comparator_numerator="numerator",
            comparator_denominator="denominator",
            comparator_members="members",
        ),
        on=[*_KEY, "comparator"],
        how="left",
        maintain_order="left",
    )
    told = compare(figures).with_columns(said=compared_sentence())
    names = dict.fromkeys([*COMPARATORS, *POSITIONS, "said"])
    made = told.select("row", *names)
    return {row.pop("row"): row for row in made.iter_rows(named=True)}


def _rules(catalogue: Catalogue) -> pl.DataFrame:
    """Return each indicator that is held by its interval, and against whom."""
    rows = [
        (each.code, each.form.value, each.form.multiplier, each.polarity.value,
         AGAINST[each.rule.position.against].value)
        for each in catalogue.indicators.values()
        if each.rule.position.method == "interval"
    ]  # fmt: skip
    names = ["indicator", "form", "multiplier", "polarity", "comparator"]
    types = [pl.String, pl.String, pl.Int64, pl.String, pl.String]
    return pl.DataFrame(rows, schema=dict(zip(names, types, strict=True)), orient="row")


def _judged(
    row: Mapping[str, Any], indicator: Indicator, held: Mapping[str, Any] | None
) -> Judgement:
    """Return the judgement of one row; `held` is what its interval was held against, if it was."""
    text: str = row["comparison_text"]
    rule = indicator.rule.position
    if rule.method == "band" and row["comparison"] == Comparison.BANDED.value:
        names = ("band", "before_band", "england", "vintage")
        evidence = {"method": "band", **{name: row[name] for name in names}}
        return Judgement(Rating(f"Band {row['band']}"), text, evidence)
    if held is None:
        return Judgement(Rating.NOT_COMPARED, text)
    if held["position"] is None:
        return Judgement(Rating.NOT_COMPARED, f"{held['said']} {text}")
    position, unsure = Position(held["position"]), ""
    if rule.level == "99.8%" and held["level"] != "99.8%" and position is not Position.SIMILAR:
        position, unsure = Position.SIMILAR, " That is evidence, but a rating needs 99.8%."
    figure = f"{sentences.with_base(row, indicator)} in {sentences.window_of(row)}"
    sentence = f"{figure}. {held['said']}{unsure} {text}"
    return Judgement(_RATINGS[position], sentence, dict(_evidence(held, indicator)))


def _evidence(held: Mapping[str, Any], indicator: Indicator) -> Iterator[tuple[str, Any]]:
    """Yield what a position rests on."""
    yield "method", "interval"
    yield "interval_method", held["method"]
    yield "parameters", {"level_that_rates": indicator.rule.position.level}
    for name, value in held.items():
        if name not in ("method", "said") and value is not None:
            yield name, round(value, 4) if isinstance(value, float) else value
