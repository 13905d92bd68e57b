"""What one cell says of a count: exact tables, written out by hand."""

import polars as pl
import pytest

from safeboard.intake.reading.answer import in_words, read_answers
from safeboard.intake.workbook.cells import CellKind


def answer(text: str, kind: CellKind = CellKind.TEXT) -> tuple[int | None, str | None, str | None]:
    """Return value, state and problem of a cell."""
    number = float(text) if kind is CellKind.NUMBER else None
    schema = {"text": pl.String, "kind": pl.String, "number": pl.Float64}
    cells = pl.DataFrame([(text, kind.value, number)], schema=schema, orient="row")
    value, state, problem = read_answers(cells).select("value", "state", "problem").row(0)
    return value, state, problem


def problem(text: str, kind: CellKind = CellKind.TEXT) -> str | None:
    """Return the problem of a cell that says nothing else."""
    value, state, found = answer(text, kind)
    assert (value, state) == (None, None)
    return found


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", 12),
        ("0", 0),
        ("-0", 0),
        ("007", 7),
        ("12.0", 12),
        ("12.00", 12),
        ("1,234", 1234),
        ("12,345,678", 12_345_678),
        ("1,234.0", 1234),
        ("'12", 12),
        ("’12", 12),
        ("\u00a012\u2009", 12),
        ("12\u200b", 12),
        ("\ufeff1,234\u202f", 1234),
        ("999999999", 999_999_999),
    ],
)
def test_a_text_that_can_only_be_a_whole_number_is_counted(text: str, value: int) -> None:
    assert answer(text) == (value, "counted", None)


@pytest.mark.parametrize(
    ("text", "value"), [("12", 12), ("12.0", 12), ("12.0000000000000018", 12), ("0", 0)]
)
def test_a_number_is_what_its_fifteen_digits_say(text: str, value: int) -> None:
    assert answer(text, CellKind.NUMBER) == (value, "counted", None)


@pytest.mark.parametrize("text", ["none", " NONE", "nil", "Nil", "zero", "'none"])
def test_nil_is_a_count_of_none(text: str) -> None:
    assert answer(text) == (0, "none", None)


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("not yet available", "not yet available"),
        ("Not\u00a0yet  Available", "not yet available"),
        ("not held by us", "not held by us"),
        ("Not held", "not held by us"),
    ],
)
def test_a_word_says_why_there_is_no_number(text: str, state: str) -> None:
    assert answer(text) == (None, state, None)


@pytest.mark.parametrize(
    "text",
    [
        *("<5", "< 5", "<\u00a05", "<10", "<2", "≤4", "<= 4", "Under 5", "fewer than 5"),
        *("Less than 6", "below 5", "*", "c", "[c]", "[C]", "suppressed"),
    ],
)
def test_a_count_that_is_hidden_is_suppressed_and_never_a_number(text: str) -> None:
    assert answer(text) == (None, "suppressed", None)


@pytest.mark.parametrize("text", ["<1", "<0", "<50", "<11", "≤0", "≤10", "<", "**", ">5", "<five"])
def test_what_hides_nothing_small_is_not_taken_for_suppressed(text: str) -> None:
    assert problem(text) == "not-a-count"


@pytest.mark.parametrize(
    "text",
    [
        *("N/A", "n/a", "NA", "n.a.", "-", "–", "—", " - ", "--", ".", "..", "…", "?", "[x]", "x"),
        *("[z]", "unknown", "Not available", "not applicable", "TBC", "#N/A", "'-"),
    ],
)
def test_what_could_mean_several_things_is_asked_about(text: str) -> None:
    assert problem(text) == "unclear-answer"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1,23", "not-a-count"),
        ("12,34", "not-a-count"),
        ("0,123", "not-a-count"),
        ("1234,567", "not-a-count"),
        ("1 234", "not-a-count"),
        ("1\u00a0234", "not-a-count"),
        ("12.", "not-a-count"),
        ("+5", "not-a-count"),
        ("5-10", "not-a-count"),
        ("1-4", "not-a-count"),
        ("12*", "not-a-count"),
        ("about 5", "not-a-count"),
        ("5 children", "not-a-count"),
        ("12;13", "not-a-count"),
        ("\u202e21", "turned"),
        ("21\u200f", "turned"),
        ("=1+1", "not-a-count"),
        ("twelve", "not-a-count"),
        ("2.5", "fractional"),
        ("1.000", "fractional"),
        ("-3", "negative"),
        ("−3", "negative"),
        ("(3)", "in-brackets"),
        ("( 1,200 )", "in-brackets"),
        ("50%", "percentage"),
        ("12.5 per cent", "percentage"),
        ("1e3", "powers-of-ten"),
        ("1.2E+05", "powers-of-ten"),
        ("١٢", "other-digits"),
        ("\uff11\uff12", "other-digits"),
        ("12²", "other-digits"),
        ("½", "other-digits"),
        ("01/02/2018", "date-for-count"),
        ("1.2.18", "date-for-count"),
        ("2018-01-02", "date-for-count"),
        ("2018-01-02 00:00:00", "date-for-count"),
        ("1-Feb", "date-for-count"),
        ("Feb-18", "date-for-count"),
        ("3 March 2018", "date-for-count"),
        ("2000000000", "too-large"),
        ("1234567890123456", "not-a-count"),
    ],
)
def test_what_cannot_be_read_with_certainty_has_a_problem(text: str, expected: str) -> None:
    assert problem(text) == expected


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("-3", CellKind.NUMBER, "negative"),
        ("2.5", CellKind.NUMBER, "fractional"),
        ("2e9", CellKind.NUMBER, "too-large"),
        ("inf", CellKind.NUMBER, "too-large"),
        ("2018-02-01", CellKind.DATE, "date-for-count"),
        ("1", CellKind.PERCENTAGE, "percentage"),
        ("5", CellKind.DISGUISED, "disguised-number"),
        ("151", CellKind.ALTERED, "altered"),
        ("TRUE", CellKind.TRUTH, "not-a-count"),
        ("#DIV/0!", CellKind.ERROR, "error-cell"),
        ("=A1+1", CellKind.FORMULA, "formula-without-result"),
    ],
)
def test_the_kind_of_a_cell_can_be_its_problem(text: str, kind: CellKind, expected: str) -> None:
    assert problem(text, kind) == expected


def test_what_is_unclear_is_asked_about_with_the_choices() -> None:
    assert in_words("unclear-answer", " N/A ") == (
        "'N/A' can mean that there were none, that the count will come later, or that nobody "
        "records it. Write which: none, not yet available or not held by us."
    )


def test_other_columns_of_a_cell_stay_as_they_are() -> None:
    cells = pl.DataFrame({"cell": ["E9"], "text": ["7"], "kind": ["text"], "number": [None]})
    read = read_answers(cells.cast({"number": pl.Float64}))
    assert read.columns == ["cell", "text", "kind", "number", "problem", "state", "value"]
    assert read["cell"].item() == "E9"
