"""Process limits and their rules equal what NHS England's own package answers, on all its cases.

Where the package's answer is one that `reference/statistics.md` calls wrong, ours is a refusal.
"""

from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from safeboard.assurance.process.limits import POINTS, State, limits
from safeboard.assurance.process.preset import MDC, Preset
from safeboard.assurance.process.signals import signals
from safeboard.assurance.process.verdict import verdicts

# The package gives limits to any number of points; whether to trust them is our own rule.
EVERY_LENGTH = replace(MDC, least_points=2, full_points=2)

# The package says that every point of a flat series with one spike is a signal.
REFUSED = ("single_spike_ten", "single_spike_ten__noscreen")

RULES: dict[str, tuple[str | None, int | None]] = {
    "Common Cause": (None, None),
    "7 Points Below CL": ("shift", -1),
    "7 Points Above CL": ("shift", 1),
    "7 Point Trend (Increasing)": ("trend", 1),
    "7 Point Trend (Decreasing)": ("trend", -1),
    "Below LCL": ("outside", -1),
    "Above UCL": ("outside", 1),
    "2 in 3 Below CL": ("two_in_three", -1),
    "2 in 3 Above CL": ("two_in_three", 1),
}
POLARITY = {"increase": "high", "decrease": "low", "neutral": "neutral"}
VARIATION = {
    "common_cause": "common cause",
    "special_cause_improvement": "improvement",
    "special_cause_concern": "concern",
    "special_cause_neutral_high": "unusually high",
    "special_cause_neutral_low": "unusually low",
}
ASSURANCE = {
    "consistent_pass": "consistently passes",
    "inconsistent": "hit or miss",
    "consistent_fail": "consistently fails",
    None: None,
}


def read(shared: Path, name: str) -> pl.DataFrame:
    return pl.read_csv(shared / "oracles" / "spc" / name, infer_schema=False)


def points_of(shared: Path, case: dict[str, Any]) -> pl.DataFrame:
    """Return the series of a case; limits from its first points where the case fixes them."""
    basis = int(case["fix_after_n_points"] or 10_000)
    series = read(shared, "series.csv").filter(series_id=case["series_id"])
    point = pl.col("point").cast(pl.Int64)
    return series.select(
        chart=pl.lit(case["case_id"]),
        segment=pl.lit(0, dtype=pl.Int64),
        point=point,
        value=pl.col("value").cast(pl.Float64),
        is_basis=point <= basis,
    ).cast(POINTS)


def preset_of(case: dict[str, Any]) -> Preset:
    screened = case["screen_outliers"] == "TRUE"
    return EVERY_LENGTH if screened else EVERY_LENGTH.without_screening()


def cases(shared: Path) -> list[dict[str, Any]]:
    return read(shared, "cases.csv").to_dicts()


def test_there_are_as_many_cases_as_the_package_answered(shared: Path) -> None:
    assert len(cases(shared)) == 54


def test_every_point_of_every_case_has_the_packages_rule_and_direction(shared: Path) -> None:
    answers = read(shared, "nhsrplotthedots_points.csv")
    compared = 0
    for case in cases(shared):
        if case["case_id"] in REFUSED:
            continue
        expected = answers.filter(case_id=case["case_id"])["special_cause_type"].to_list()
        ours = signals(points_of(shared, case), preset_of(case))
        assert ours.select("signal", "direction").rows() == [RULES[each] for each in expected]
        compared += len(expected)
    assert compared == 1160 - 2 * 24


def test_every_case_has_the_packages_mean_and_limits(shared: Path) -> None:
    answers = read(shared, "nhsrplotthedots_summary.csv")
    compared = 0
    for case in cases(shared):
        expected = answers.filter(case_id=case["case_id"]).row(0, named=True)
        ours = limits(points_of(shared, case), preset_of(case)).row(0, named=True)
        assert ours["mean"] == pytest.approx(float(expected["mean"]), rel=1e-9)
        if State(ours["state"]).has_limits:
            edges = [float(expected["lpl"]), float(expected["upl"])]
            assert [ours["lower"], ours["upper"]] == pytest.approx(edges, rel=1e-9)
            compared += 1
    # Without limits are one point, a series of zeros and the one with a spike, each in two cases.
    assert compared == 54 - 6


def test_every_case_has_the_packages_icons(shared: Path) -> None:
    answers = read(shared, "nhsrplotthedots_summary.csv")
    for case in cases(shared):
        expected = answers.filter(case_id=case["case_id"]).row(0, named=True)
        chart = pl.DataFrame(
            {
                "chart": [case["case_id"]],
                "polarity": [POLARITY[case["improvement_direction"]]],
                "target": [None if case["target"] is None else float(case["target"])],
            },
            schema_overrides={"target": pl.Float64},
        )
        ours = verdicts(points_of(shared, case), chart, preset_of(case)).row(0, named=True)
        if State(ours["state"]).has_limits:
            assert ours["variation"] == VARIATION[expected["variation_type"]]
            assert ours["assurance"] == ASSURANCE[expected["assurance_type"]]


@pytest.mark.parametrize("case_id", REFUSED)
def test_a_flat_series_with_one_spike_has_no_limits_and_no_signal(
    shared: Path, case_id: str
) -> None:
    case = next(each for each in cases(shared) if each["case_id"] == case_id)
    points = points_of(shared, case)
    found = limits(points, MDC).row(0, named=True)
    assert (found["state"], found["upper"]) == (State.TOO_FEW_RANGES, None)
    assert signals(points, MDC)["signal"].null_count() == 24


def test_a_series_of_zeros_does_not_vary(shared: Path) -> None:
    case = next(each for each in cases(shared) if each["case_id"] == "all_zero")
    found = limits(points_of(shared, case), MDC).row(0, named=True)
    assert (found["state"], found["mean"], found["upper"]) == (State.NO_VARIATION, 0, None)
