"""What became of a return is said in words that tell its sender what is left to do."""

from pathlib import Path

import polars as pl
import pytest

from safeboard.cli.receipt import say_receipt
from safeboard.intake.finding import Finding, Severity, Subject
from safeboard.intake.part import Part
from safeboard.intake.reading.heading import Heading, Line
from safeboard.intake.returns import CheckedReturn
from safeboard.intake.submission import COUNTS, Submission
from safeboard.pipeline.returns import Outcome
from safeboard.store.submissions import Receipt
from safeboard.vocabulary.period import Period

QUARTER = Period.parse("2017-18-Q4")
STRAY = Finding(Severity.QUERY, "stray", "Counts", "J9", "this is not read. Clear it.")
JUMP = Finding(Severity.QUERY, "jump", "Counts", "E9", "this is far off.", about=Subject("342"))
ANSWERED = JUMP.answered("A busy month.")

BY_NOTE = "answer {} in the workbook's notes, or in those of the copy that 'safeboard check' writes"
MENDED = "put {} right and send the workbook again"


def said(
    capsys: pytest.CaptureFixture[str], queries: tuple[Finding, ...], parts: tuple[Part, ...] = ()
) -> list[str]:
    """Return what is said of a return of one area with some queries, line by line."""
    submission = Submission("lado", QUARTER, ("342",), "1", COUNTS.to_frame(), ())
    checked = CheckedReturn(submission, queries, 0, 0, parts)
    receipt = Receipt(number=1, already_known=False, supersedes=(), counts=2)
    say_receipt(Outcome(Path("lado.xlsx"), checked, receipt), {"342": "St Helens", "343": "Sefton"})
    return capsys.readouterr().out.splitlines()


@pytest.mark.parametrize(
    ("queries", "words"),
    [
        ((JUMP,), f"Its query is still open: {BY_NOTE.format('it')}."),
        ((JUMP, JUMP), f"Its queries are still open: {BY_NOTE.format('them')}."),
        ((STRAY,), f"Its query is still open: {MENDED.format('it')}."),
        ((STRAY, STRAY), f"Its queries are still open: {MENDED.format('them')}."),
        (
            (STRAY, JUMP),
            f"Its queries are still open: {BY_NOTE.format('them')}, or {MENDED.format('them')}.",
        ),
        ((ANSWERED, STRAY), f"1 of its 2 queries is still open: {MENDED.format('it')}."),
        (
            (ANSWERED, JUMP, JUMP),
            f"2 of its 3 queries are still open: {BY_NOTE.format('them')}.",
        ),
    ],
)
def test_open_queries_are_said_with_what_answers_them(
    capsys: pytest.CaptureFixture[str], queries: tuple[Finding, ...], words: str
) -> None:
    assert said(capsys, queries) == ["  Stored 2 counts as submission 1.", f"  {words}"]


def test_nothing_is_said_of_queries_that_are_all_answered(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert said(capsys, (ANSWERED,)) == ["  Stored 2 counts as submission 1."]


@pytest.mark.parametrize(
    ("sheet", "words"), [("", "Sefton"), ("Counts 343", "Sefton (sheet 'Counts 343')")]
)
def test_a_part_that_was_not_stored_is_named_by_its_area_and_its_sheet_if_it_has_one(
    capsys: pytest.CaptureFixture[str], sheet: str, words: str
) -> None:
    heading = Heading("lado", "343", QUARTER, Line(0, (), ()))
    error = Finding(Severity.ERROR, "missing-place", "", "", "there is no count. Add it.")
    part = Part(sheet, heading, (error,), 0, pl.DataFrame(schema=COUNTS))
    assert said(capsys, (), (part,))[1:] == [
        f"  Not stored: {words}. Mend the errors above, and submit the whole file again."
    ]


def test_a_finding_without_a_place_says_how_bad_it_is() -> None:
    error = Finding(Severity.ERROR, "missing-place", "", "", "there is no count. Add it.")
    assert str(error) == "error: there is no count. Add it."
    assert str(JUMP) == "query at Counts!E9: this is far off."
