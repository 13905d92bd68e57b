"""What `check` gives back: a copy of a return, with the findings in it, to be mended and sent."""

import csv
from datetime import UTC, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

from safeboard.pipeline import returns
from safeboard.pipeline.copies import CopyNotWrittenError, write_copy
from safeboard.pipeline.partnership import Partnership, open_partnership
from safeboard.pipeline.returns import Outcome
from safeboard.pipeline.starting import start
from safeboard.vocabulary.period import Period
from tests.databases import settle
from tests.unit.returns import fill, type_in

NOW = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)


@pytest.fixture
def partnership(engine: str, tmp_path: Path) -> Partnership:
    """Return a partnership that has received nothing."""
    start(tmp_path / "ours")
    settle(tmp_path / "ours")
    return open_partnership(tmp_path / "ours")


@pytest.fixture
def faulty(partnership: Partnership) -> Path:
    """Return early help's return, every count 20 but for one below 0."""
    ((name, content),) = returns.templates(partnership, ["early-help"], Period.parse("2017-18-Q4"))
    path = partnership.settings.folder / name
    path.write_bytes(type_in(fill(content, others=20), {"Counts!E11": -3}))
    return path


def checked(partnership: Partnership, path: Path) -> Outcome:
    return returns.check(partnership, path, has_store=False)


def test_the_copy_is_put_into_a_folder_of_its_own_beside_the_return(
    partnership: Partnership, faulty: Path
) -> None:
    copy = write_copy(partnership, checked(partnership, faulty))
    assert copy == faulty.parent / "checked" / "early-help-2017-18-Q4.xlsx"


def test_a_copy_is_never_written_over_another_file(partnership: Partnership, faulty: Path) -> None:
    before = faulty.read_bytes()
    outcome = checked(partnership, faulty)
    copies = [write_copy(partnership, outcome, faulty.parent) for _ in range(2)]
    names = [copy.name for copy in copies if copy]
    assert names == ["early-help-2017-18-Q4-2.xlsx", "early-help-2017-18-Q4-3.xlsx"]
    assert faulty.read_bytes() == before


def test_where_nobody_has_anything_to_do_there_is_no_copy(
    partnership: Partnership, faulty: Path
) -> None:
    faulty.write_bytes(type_in(faulty.read_bytes(), {"Counts!E11": 20}))
    assert write_copy(partnership, checked(partnership, faulty)) is None
    assert not (faulty.parent / "checked").exists()


def test_a_folder_that_cannot_be_made_is_said(partnership: Partnership, faulty: Path) -> None:
    with pytest.raises(CopyNotWrittenError, match="Name another folder with --into"):
        write_copy(partnership, checked(partnership, faulty), faulty / "within")


def test_the_copy_that_is_mended_is_checked_and_stored(
    partnership: Partnership, faulty: Path
) -> None:
    copy = write_copy(partnership, checked(partnership, faulty))
    assert copy is not None
    workbook = load_workbook(copy)
    workbook["Counts"]["E11"] = 20
    workbook.save(copy)
    assert checked(partnership, copy).checked.findings == ()
    partnership.open_store(NOW)
    outcome = returns.check_and_store(partnership, copy, by="an analyst", now=NOW)
    assert outcome.receipt is not None
    # Three months of each of three items.
    assert outcome.receipt.counts == 9


def saved_as_text(workbook: Path, path: Path) -> Path:
    """Save the counts of a workbook as a text file, as a spreadsheet program would."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(load_workbook(workbook)["Counts"].values)
    return path


def test_a_query_about_a_text_file_is_answered_in_the_notes_of_its_copy(
    partnership: Partnership, faulty: Path
) -> None:
    # More contacts are closed in January than were received.
    faulty.write_bytes(type_in(faulty.read_bytes(), {"Counts!E11": 20, "Counts!E12": 24}))
    text = saved_as_text(faulty, faulty.with_name("early-help.csv"))
    outcome = checked(partnership, text)
    assert [finding.check for finding in outcome.checked.findings] == ["part-over-whole"]
    copy = write_copy(partnership, outcome)
    assert copy == text.parent / "checked" / "early-help.xlsx"
    workbook = load_workbook(copy)
    assert workbook.sheetnames == ["early-help", "Notes", "Findings"]
    assert workbook["Findings"]["D5"].value == (
        "In the notes: a row with Item: Contacts received by early help in the period that are "
        "closed; Period: January 2018"
    )
    headings = [cell.value for cell in workbook["Notes"][6]]
    assert headings == [
        "Item",
        "Category",
        "Period",
        "Note",
        "Mark the count as",
        "Who may read it",
    ]
    item = "Contacts received by early help in the period that are closed"
    for column, words in enumerate((item, None, "January 2018", "From December."), start=1):
        workbook["Notes"].cell(7, column).value = words
    workbook.save(copy)
    again = checked(partnership, copy)
    assert [finding.answer for finding in again.checked.findings] == ["From December."]
    assert write_copy(partnership, again) is None
    partnership.open_store(NOW)
    stored = returns.check_and_store(partnership, copy, by="an analyst", now=NOW)
    assert stored.receipt is not None
    assert stored.receipt.counts == 9
    assert stored.checked.submission is not None
    assert [note.text for note in stored.checked.submission.notes] == ["From December."]
