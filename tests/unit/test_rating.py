"""Rating: the assurance by the indicator's rule, the typed change, and the evidence for both."""

import json
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from safeboard.assurance.background import Background
from safeboard.assurance.dispersion import Dispersion
from safeboard.assurance.rated import RATED
from safeboard.assurance.rating import rate
from safeboard.benchmarks.compared import COMPARED
from safeboard.catalogue.indicator import Indicator
from tests.builders import ST_HELENS, benchmark, catalogue, compared_row, indicator, percentage
from tests.builders import rate as rate_of
from tests.unit.evidence import numbers_missing

BANDED = {
    "comparison": "banded",
    "comparison_text": "Band A: the best quarter of 149 local authorities (quartiles 16.575%, 20% "
    "and 23.325%). Band D in 2016/17. England 20.2% in 2017/18.",
    "band": "A",
    "before_band": "D",
    "england": "20.2%",
    "benchmark_title": "Second or subsequent plans",
    "vintage": "LAIT, published 8 April 2026",
}
SECOND_PLANS = {
    "window": "year to date",
    "numerator": 16,
    "denominator": 161,
    "value": Decimal("9.9"),
    "before_numerator": 54,
    "before_denominator": 230,
    "before_value": Decimal("23.5"),
}


def rated(measured: Indicator | None = None, /, **changes: object) -> dict[str, Any]:
    """Return one compared row with its rating."""
    measured = measured or percentage()
    row = compared_row(indicator=measured.code, **changes)
    made = rate(pl.DataFrame([row], schema=COMPARED), catalogue(measured))
    assert made.schema == RATED
    return made.row(0, named=True)


def banded(**changes: object) -> Indicator:
    """Return an indicator whose assurance is its band."""
    return percentage(
        polarity="low",
        window="year to date",
        benchmark=benchmark(),
        rating="band-or-change",
        **changes,
    )


# --- The rule ---


def test_where_there_is_a_band_it_is_the_assurance_and_the_change_stands_beside_it() -> None:
    row = rated(banded(), **SECOND_PLANS, **BANDED)
    assert (row["rating"], row["sentence"]) == ("Band A", BANDED["comparison_text"])
    assert row["change_rating"] == "Improved"
    assert row["change_sentence"].startswith(
        "9.9% (16 of 161) in 2017/18 against 23.5% (54 of 230)"
    )


@pytest.mark.parametrize("state", ["part of a year", "national referent without a band"])
def test_without_a_band_the_assurance_is_the_rating_of_the_change(state: str) -> None:
    row = rated(banded(), **SECOND_PLANS, comparison=state, comparison_text="Not banded.")
    assert row["rating"] == row["change_rating"] == "Improved"
    assert row["sentence"] == row["change_sentence"]


def test_a_band_beside_another_rule_is_no_assurance() -> None:
    measured = percentage(polarity="low", window="year to date", benchmark=benchmark())
    row = rated(measured, **SECOND_PLANS, **BANDED)
    assert (row["rating"], row["band"]) == ("Improved", "A")


def test_a_band_is_the_assurance_of_a_baseline_too() -> None:
    row = rated(banded(), **(SECOND_PLANS | BANDED | {"before_definition": "2011-04-01"}))
    assert (row["rating"], row["change_rating"], row["change"]) == ("Band A", "Baseline", None)


# --- The change ---


def test_a_change_between_percentages_is_told_in_points_from_the_counts() -> None:
    row = rated(
        numerator=343, denominator=1855, value=Decimal("18.5"),
        before_numerator=345, before_denominator=2054, before_value=Decimal("16.8"),
    )  # fmt: skip
    assert (row["change"], row["change_note"]) == ("+1.7 percentage points", "")


def test_where_the_rounded_percentages_differ_by_something_else_the_note_says_so() -> None:
    row = rated(banded(), **SECOND_PLANS, **BANDED)
    assert row["change"] == "-13.5 percentage points"
    assert row["change_note"] == (
        "Worked out from the counts. The rounded percentages, 23.5% and 9.9%, differ by 13.6."
    )


@pytest.mark.parametrize(
    ("decimals", "before", "after", "note"),
    [
        # 55 of 96 and 39 of 96: 16.67 points exactly, 16 between the whole percentages shown.
        (0, "41", "57", "Worked out from the counts. The rounded percentages, 41% and 57%, "
         "differ by 16."),
        (1, "40.6", "57.3", ""),
        (2, "40.63", "57.29", ""),
        (4, "40.6250", "57.2917", ""),
    ],
)  # fmt: skip
def test_the_note_is_there_only_where_a_reader_would_subtract_to_something_else(
    decimals: int, before: str, after: str, note: str
) -> None:
    row = rated(
        percentage(decimals=decimals), numerator=55, denominator=96, value=Decimal(after),
        before_numerator=39, before_denominator=96, before_value=Decimal(before),
    )  # fmt: skip
    assert (row["change"], row["change_note"]) == ("+16.7 percentage points", note)


def test_a_fall_in_per_cent_is_of_where_it_was() -> None:
    measured = indicator(change="per cent")
    row = rated(
        measured, numerator=1569, denominator=None, value=Decimal(1569),
        before_numerator=1859, before_denominator=None, before_value=Decimal(1859),
    )  # fmt: skip
    assert row["change"] == "-15.6 per cent"


def test_the_change_of_a_rate_is_by_its_exact_value_and_not_the_one_shown() -> None:
    row = rated(
        rate_of(), numerator=1569, denominator=36647, value=Decimal("428.1"),
        before_numerator=1859, before_denominator=36387, before_value=Decimal("510.9"),
    )  # fmt: skip
    assert row["change"] == "-16.2 per cent"


def test_a_change_in_number_has_the_indicators_decimals() -> None:
    counts: dict[str, object] = {
        "numerator": 50, "denominator": None, "value": Decimal(50),
        "before_numerator": 31, "before_denominator": None, "before_value": Decimal(31),
    }  # fmt: skip
    assert rated(indicator(), **counts)["change"] == "+19"
    measured = rate_of(change="number", decimals=2)
    people = {"denominator": 10_000, "before_denominator": 10_000}
    assert rated(measured, **(counts | people))["change"] == "+19.00"


def test_from_none_there_is_no_change_in_per_cent_and_the_note_says_so() -> None:
    row = rated(
        indicator(change="per cent"), numerator=12, denominator=None, value=Decimal(12),
        before_numerator=0, before_denominator=None, before_value=Decimal(0),
    )  # fmt: skip
    assert row["change"] is None
    assert row["change_note"] == "From none, a change cannot be told in per cent."


@pytest.mark.parametrize(
    "changes",
    [
        {"before_definition": "2010-04-01"},
        {"before_definition": None, "before_symbol": "z", "before_value": None},
        {"before_symbol": "x", "before_value": None, "before_numerator": None},
        {"symbol": "x", "value": None, "numerator": None, "reason": "not submitted"},
    ],
)
def test_without_two_figures_under_one_definition_there_is_no_change(
    changes: dict[str, object],
) -> None:
    row = rated(**changes)
    assert (row["change"], row["change_note"]) == (None, "")


def test_a_change_that_is_not_tested_is_still_told() -> None:
    row = rated(percentage(rating="none"))
    assert (row["change"], row["rating"]) == ("-5.0 percentage points", "Not tested: no rule")


# --- The evidence ---


def test_the_evidence_holds_rule_parameters_inputs_and_result() -> None:
    evidence = json.loads(rated(banded(), **SECOND_PLANS, **BANDED)["evidence"])
    assert evidence["rule"] == "band-or-change"
    assert evidence["compared_with"] == "2016-17-Q4"
    assert evidence["vintage"] == "LAIT, published 8 April 2026"
    assert evidence["inputs"] == {
        "numerator": 16,
        "denominator": 161,
        "before_numerator": 54,
        "before_denominator": 230,
    }
    assert evidence["rated_by"] == "position"
    assert evidence["position"]["band"] == "A"
    tested = evidence["change"]
    assert tested["parameters"] == {
        "levels": [0.95, 0.998],
        "level_that_rates": "99.8%",
        "small_numerator": 5,
        "small_denominator": 10,
        "small_cell": 5,
        "dispersion": 1.0,
        "dispersion_periods": 0,
    }
    assert tested["test"] == "Newcombe's interval"
    assert (tested["significant_at_95"], tested["significant_at_99.8"]) == (True, True)
    assert tested["interval_unit"] == "percentage points"
    low, high = tested["interval_99.8"]
    assert low < -13.5 < high < 0


def test_an_interval_without_an_end_is_null_in_the_evidence() -> None:
    row = rated(
        indicator(), numerator=12, denominator=None, value=Decimal(12),
        before_numerator=0, before_denominator=None, before_value=Decimal(0),
    )  # fmt: skip
    evidence = json.loads(row["evidence"])["change"]
    assert evidence["interval_unit"] == "ratio"
    assert evidence["interval_95"][1] is None
    assert evidence["p_value"] < 0.002


def test_without_a_test_the_evidence_still_names_rule_and_inputs() -> None:
    evidence = json.loads(rated(percentage(rating="none"))["evidence"])
    assert evidence["rule"] == "none"
    assert evidence["inputs"]["numerator"] == 8
    assert "change" not in evidence


# --- The frame ---


def test_rows_keep_their_order_and_everything_they_had() -> None:
    measured = [percentage("second"), percentage("first", items={}, uses=["in_time", "visits"])]
    rows = [compared_row(indicator=each.code) for each in measured]
    compared = pl.DataFrame(rows, schema=COMPARED)
    made = rate(compared, catalogue(*measured))
    assert made.select(COMPARED.names()).equals(compared)


def test_without_rows_the_frame_is_empty_and_has_its_columns() -> None:
    made = rate(pl.DataFrame(schema=COMPARED), catalogue(indicator()))
    assert made.is_empty()
    assert made.schema == RATED


# --- The evidence holds every number of the sentences ---


@pytest.mark.parametrize("measured", [percentage(), rate_of(), indicator()])
def test_every_number_of_a_tested_change_is_in_its_evidence(measured: Indicator) -> None:
    given = {} if measured.form.divides else {"denominator": None, "before_denominator": None}
    row = rated(measured, **given)
    assert " against " in row["change_sentence"]
    assert numbers_missing(row["change_sentence"], row["evidence"]) == []


def test_a_dispersion_that_the_sentence_names_is_in_the_evidence() -> None:
    measured = percentage()
    known = Background(dispersions={(ST_HELENS, measured.code): Dispersion(1.84, 12)})
    compared = pl.DataFrame([compared_row(indicator=measured.code)], schema=COMPARED)
    row = rate(compared, catalogue(measured), known).row(0, named=True)
    assert row["change_sentence"].endswith(
        "variance 1.8 times that of chance, as in the 12 periods before."
    )
    assert numbers_missing(row["change_sentence"], row["evidence"]) == []


@pytest.mark.parametrize(
    "target",
    [
        {"at_least": 25},
        {"at_most": 19.5, "tolerance": 1},
        {"between": {"low": 15, "high": 25}},
        {"at_least": 25, "judged_by": "interval"},
    ],
)
def test_every_number_of_a_target_is_in_its_evidence(target: dict[str, object]) -> None:
    declared = {"from": "2016-04-01", "source": "Board", **target}
    rule = {"preset": "significant-change", "by": ["target", "change"], "target": declared}
    row = rated(percentage(rating=rule))
    assert " against a target of " in row["target_sentence"]
    assert numbers_missing(row["target_sentence"], row["evidence"]) == []


@pytest.mark.parametrize(("judged_by", "method"), [("figure", None), ("interval", "Wilson")])
def test_a_targets_evidence_names_an_interval_only_where_one_was_held_against_it(
    judged_by: str, method: str | None
) -> None:
    declared = {"at_least": 25, "judged_by": judged_by, "from": "2016-04-01", "source": "Board"}
    rule = {"preset": "significant-change", "by": ["target", "change"], "target": declared}
    evidence = json.loads(rated(percentage(rating=rule))["evidence"])["target"]
    assert evidence.get("interval_method") == method
    assert "method" not in evidence


def test_a_number_that_is_not_in_the_evidence_is_named() -> None:
    sentence = "18.5% (343 of 1,855) in Q4 2017/18 against 16.8%."
    assert numbers_missing(sentence, '{"inputs": [343, 1855], "figure": "18.4996"}') == ["16.8"]


def test_two_versions_of_a_rule_are_told_apart_by_its_id() -> None:
    def id_of(level: str) -> str:
        rule = {"preset": "significant-change", "change": {"level": level}}
        return str(json.loads(rated(percentage(rating=rule))["evidence"])["rule_id"])

    usual, own = id_of("99.8%"), id_of("95%")
    assert usual.startswith("significant-change (")
    assert own.startswith("significant-change, with the indicator's own parameters (")
    assert usual == id_of("99.8%")
    assert usual.split("(")[-1] != own.split("(")[-1]


@pytest.mark.parametrize(
    "small",
    [
        {"numerator": 4, "before_numerator": 3},
        {"denominator": 9, "numerator": 8},
    ],
)
def test_counts_too_small_to_judge_keep_the_numbers_that_say_so(small: dict[str, int]) -> None:
    row = rated(percentage(), **small)
    assert row["change_rating"] == "Numbers too small to judge"
    assert numbers_missing(row["change_sentence"], row["evidence"]) == []
