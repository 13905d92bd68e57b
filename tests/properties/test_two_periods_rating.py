"""What is said of any change: always a word, a shape, a colour and a sentence, never too much."""

import json
from decimal import Decimal
from typing import Any

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.proportion import confint_proportions_2indep

from safeboard.assurance.rating import rate
from safeboard.benchmarks.compared import COMPARED
from safeboard.catalogue.indicator import Indicator
from safeboard.vocabulary.figure import quotient
from safeboard.vocabulary.form import Form
from safeboard.vocabulary.rating import Colour, Rating
from tests.builders import catalogue, compared_row, indicator, percentage, stock
from tests.builders import rate as rate_of

MEASURED = {
    f"{name} {polarity} {rule}": make(polarity=polarity, rating=rule)
    for name, make in [
        ("count", indicator),
        ("share", percentage),
        ("rate", rate_of),
        ("stock", stock),
    ]
    for polarity in ("high", "low", "neutral")
    for rule in ("significant-change", "none")
}
REASONS = {
    "x": [
        "not submitted",
        "not yet available: May 2017",
        "not held by the agency",
        "no population",
    ],
    "c": ["suppressed by the agency", "suppressed by the agency: May 2017"],
    "z": ["nothing to divide by", "no definition was in force yet"],
}
COUNTS = st.one_of(st.integers(0, 12), st.integers(0, 3000))


@st.composite
def rows(draw: st.DrawFn) -> tuple[Indicator, dict[str, Any]]:
    """Draw an indicator and a headline of it, with whatever may be missing."""
    measured = MEASURED[draw(st.sampled_from(sorted(MEASURED)))]
    now, before = draw(halves(measured)), draw(halves(measured))
    row = compared_row(
        indicator=measured.code,
        window="snapshot" if measured.code == "children-open" else "quarter",
        **now,
        **{f"before_{name}": value for name, value in before.items()},
    )
    return measured, row


@st.composite
def halves(draw: st.DrawFn, measured: Indicator) -> dict[str, Any]:
    """Draw one of the two figures of a headline."""
    symbol = draw(st.sampled_from([None, None, None, "x", "z"]))
    definition = draw(st.sampled_from(["2012-04-01", "2012-04-01", "2012-04-01", "2016-04-01"]))
    if symbol:
        reason = draw(st.sampled_from(REASONS[symbol]))
        known = None if reason.startswith("no definition") else definition
        counts = dict.fromkeys(["numerator", "denominator", "value"])
        return {**counts, "symbol": symbol, "reason": reason, "definition": known}
    numerator = draw(COUNTS)
    denominator = draw(COUNTS.filter(bool)) if measured.form is not Form.COUNT else None
    value = quotient(numerator, denominator, measured.form, measured.decimals)
    assert isinstance(value, Decimal)
    return {
        "numerator": numerator,
        "denominator": denominator,
        "value": value,
        "symbol": None,
        "reason": "",
        "definition": definition,
    }


def rated(given_: tuple[Indicator, dict[str, Any]]) -> dict[str, Any]:
    measured, row = given_
    made = rate(pl.DataFrame([row], schema=COMPARED), catalogue(measured))
    return made.row(0, named=True)


@settings(max_examples=300, deadline=None)
@given(rows())
def test_every_rating_has_a_word_a_shape_a_colour_and_a_sentence(
    given_: tuple[Indicator, dict[str, Any]],
) -> None:
    row = rated(given_)
    for word, sentence in (("rating", "sentence"), ("change_rating", "change_sentence")):
        rating = Rating(row[word])
        assert rating.shape
        assert rating.colour
        assert row[sentence].endswith(".")
        assert not row[sentence].endswith("..")
        assert row[sentence][0].isupper() or row[sentence][0].isdigit()
        assert "None" not in row[sentence]
    assert json.loads(row["evidence"])["rule"] == given_[0].rating


@settings(max_examples=300, deadline=None)
@given(rows())
def test_no_rating_is_green_or_red_without_significance_at_998_in_1000(
    given_: tuple[Indicator, dict[str, Any]],
) -> None:
    row = rated(given_)
    evidence = json.loads(row["evidence"]).get("change", {})
    colour = Rating(row["rating"]).colour
    if colour in (Colour.GREEN, Colour.RED, Colour.BLUE):
        assert evidence["significant_at_99.8"]
        assert evidence["significant_at_95"]
        assert max(row["numerator"], row["before_numerator"]) >= 5
        assert row["definition"] == row["before_definition"]
        assert given_[0].rating == "significant-change"
        assert row["window"] != "snapshot"
    if colour is Colour.AMBER:
        assert not evidence["significant_at_99.8"]
    if colour is Colour.GREY:
        assert "test" not in evidence
    if evidence.get("test") == "Newcombe's interval":
        low, high = confint_proportions_2indep(
            *(row["numerator"], row["denominator"]),
            *(row["before_numerator"], row["before_denominator"]),
            method="newcomb",
            alpha=0.002,
        )
        assert (colour is Colour.AMBER) == (low <= 0 <= high)


@settings(max_examples=200, deadline=None)
@given(rows())
def test_a_neutral_indicator_is_never_green_or_red_and_another_never_blue(
    given_: tuple[Indicator, dict[str, Any]],
) -> None:
    colour = Rating(rated(given_)["rating"]).colour
    if given_[0].polarity.value == "neutral":
        assert colour not in (Colour.GREEN, Colour.RED)
    else:
        assert colour is not Colour.BLUE


@settings(max_examples=200, deadline=None)
@given(rows())
def test_turning_the_polarity_turns_improved_into_worsened_and_nothing_else(
    given_: tuple[Indicator, dict[str, Any]],
) -> None:
    measured, row = given_
    turned = {"high": "low", "low": "high"}.get(measured.polarity.value, "neutral")
    other = measured.model_copy(update={"polarity": type(measured.polarity)(turned)})
    mirror = {"Improved": "Worsened", "Worsened": "Improved"}
    word = rated((measured, row))["rating"]
    expected = mirror.get(word, word) if turned != "neutral" else word
    assert rated((other, row))["rating"] == expected
