"""Judge a change over time by the limits of its process, and say what the chart says."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from safeboard.assurance.judgement import Judgement
from safeboard.assurance.process import words
from safeboard.assurance.process.charted import Charts, preset_of
from safeboard.assurance.process.limits import State
from safeboard.assurance.process.verdict import Variation
from safeboard.catalogue.indicator import Indicator
from safeboard.vocabulary.rating import Rating

RATINGS = {
    Variation.COMMON_CAUSE: Rating.NO_SIGNIFICANT_CHANGE,
    Variation.IMPROVEMENT: Rating.IMPROVED,
    Variation.CONCERN: Rating.WORSENED,
    Variation.HIGH: Rating.HIGHER,
    Variation.LOW: Rating.LOWER,
}
"""What is said of a change, by how the latest point varies."""

_WHY_NOT = {
    State.TRIAL: "its limits are trial limits, by which nothing is rated",
    State.TOO_FEW_POINTS: "it is too short for limits",
    State.NO_VARIATION: "it never varied, so that it has no limits",
    State.TOO_FEW_RANGES: "most of its points are like the one before, so that it has no limits",
}


def judge_process(
    row: Mapping[str, Any], indicator: Indicator, charts: Charts
) -> tuple[Judgement | None, str]:
    """Return the judgement of a row by its process limits; or None, and why there is none."""
    verdict = charts.verdicts.get((row["area"], row["indicator"]))
    if verdict is None:
        return None, "There is no series of counts that are large enough for process limits."
    chart = charts.by_place[row["area"], row["indicator"]]
    latest = chart.row(-1, named=True)
    segment = chart.filter(segment=latest["segment"])
    points = int(segment["value"].count())
    if latest["value"] is None:
        return None, f"The series has no figure for {words.window_of(latest)}, its latest point."
    preset = preset_of(indicator)
    state = State(verdict["state"])
    if not state.may_be_rated:
        if verdict["earlier_variation"] is not None:
            return _as_before(verdict, latest, points), ""
        unit = words.unit_of(latest)
        first = segment.row(0, named=True)
        since = f" since {words.window_of(first)}" if first["segment"] > 0 else ""
        return None, f"Its series has {points} {unit}s{since}: {_WHY_NOT[state]}."
    screened = preset.screen is not None
    sentence = words.said(latest, indicator, points, screened=screened)
    evidence = {
        "method": "process limits",
        "chart": verdict["kind"],
        "preset": preset.name,
        "parameters": {name: value for name, value in asdict(preset).items() if name != "name"},
        "points": points,
        "from": str(segment["day"][0]),
        "points_cover": latest["window"],
        "latest": latest["period"],
        **{name: round(latest[name], 4) for name in ("value", "mean", "lower", "upper")},
        "signal": verdict["signal"],
        "variation": verdict["variation"],
        "points_used": segment.select("period", "numerator", "denominator").rows(),
    }
    return Judgement(RATINGS[Variation(verdict["variation"])], sentence, evidence), ""


def _as_before(verdict: Mapping[str, Any], latest: Mapping[str, Any], points: int) -> Judgement:
    """Return that limits were begun anew, and what was said before: in words, without a colour."""
    unit, said = words.unit_of(latest), RATINGS[Variation(verdict["earlier_variation"])]
    sentence = (
        f"Its limits were begun anew, and there are {points} {unit}s since, too few to judge by. "
        f"What was said last before that still stands: {said.lower()}."
    )
    evidence = {"before": verdict["earlier_variation"], "points": points}
    return Judgement(Rating.REBASED, sentence, evidence)
