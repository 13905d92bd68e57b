"""An agency's own workbook, from the file that arrives to the store, by the commands."""

import re
from pathlib import Path

from typer.testing import CliRunner, Result

from safeboard.cli.app import app
from safeboard.errors import UsageError
from safeboard.store.submissions import current_counts
from tests.unit.layouts import POLICE, SENT, changed, typed, with_typed, write_layout


def run(*words: object) -> Result:
    """Return what a command says."""
    return CliRunner().invoke(app, [str(word) for word in words])


def partnership(folder: Path) -> Path:
    """Make a partnership's folder, of what the police's layout tells, with that layout."""
    made = folder / "ours"
    assert run("new", made).exit_code == 0
    settings = made / "safeboard.toml"
    chosen = 'codes = ["missing-from-care", "repeat-missing-from-care"]'
    text = re.sub(r"(?m)^codes = \[[^\]]*\]", chosen, settings.read_text("utf-8"))
    settings.write_text(text, encoding="utf-8")
    write_layout(made / "layouts", POLICE, "police-missing")
    return made


def test_layouts_are_listed_with_what_they_are_held_to(tmp_path: Path) -> None:
    listed = run("layouts", "list", "--folder", partnership(tmp_path))
    assert listed.exit_code == 0
    (row,) = (line for line in listed.stdout.splitlines() if "police-missing" in line)
    assert row.split("  ")[-1].strip() == "1 example"


def test_what_a_layout_reads_is_shown_cell_by_cell(tmp_path: Path) -> None:
    folder, theirs = partnership(tmp_path), tmp_path / "theirs.xlsx"
    theirs.write_bytes(typed(SENT))
    shown = run("layouts", "check", theirs, "--folder", folder)
    assert shown.exit_code == 0
    cells = [line.split() for line in shown.stdout.splitlines() if "Missing!" in line]
    assert len(cells) == 9
    assert cells[-1] == [
        *("Missing!D6", "repeat_missing_from_care_episodes", "total", "2018-03", "999", "4")
    ]


def test_what_is_read_and_what_is_missing_is_said_of_the_return_that_it_is(tmp_path: Path) -> None:
    folder, theirs = partnership(tmp_path), tmp_path / "theirs.xlsx"
    theirs.write_bytes(typed(with_typed(SENT, "Missing!C5", None)))
    shown = run("layouts", "check", theirs, "--folder", folder)
    assert shown.exit_code == 1
    said = "theirs.xlsx: read by the layout 'police-missing' as a return for Q4 2017/18: 8 counts"
    assert shown.stdout.splitlines()[0] == said
    assert "  error at Missing!C5: " in shown.stdout
    assert "for February 2018 is blank. Write a whole number" in shown.stdout


def test_a_workbook_that_no_layout_knows_says_where_each_differs(tmp_path: Path) -> None:
    folder, theirs = partnership(tmp_path), tmp_path / "theirs.xlsx"
    theirs.write_bytes(typed(with_typed(SENT, "Missing!A1", "Missing persons")))
    refused = run("layouts", "check", theirs, "--folder", folder)
    assert str(refused.exception) == (
        "theirs.xlsx: no layout recognises it: 'police-missing' wants 'Missing from home and care, "
        "{period}' in Missing!A1, and there is 'Missing persons'. Mend the one that is for it, or "
        "name it with --layout to see all that differs."
    )
    theirs.write_bytes(typed({"Missed": {"A1": 1}}))
    refused = run("layouts", "check", theirs, "--folder", folder)
    assert ": 'police-missing' wants a sheet called 'Missing'. Mend" in str(refused.exception)


def test_a_workbook_where_there_is_no_layout_yet_says_what_to_write(tmp_path: Path) -> None:
    folder, theirs = partnership(tmp_path), tmp_path / "theirs.xlsx"
    (folder / "layouts" / "police-missing.yaml").unlink()
    theirs.write_bytes(typed(SENT))
    refused = run("layouts", "check", theirs, "--folder", folder)
    assert str(refused.exception) == (
        "theirs.xlsx: there is no layout to read it by yet. "
        "Write one, such as 'layouts/police.yaml'."
    )


def test_a_workbook_is_submitted_as_it_came(tmp_path: Path) -> None:
    folder, theirs = partnership(tmp_path), tmp_path / "theirs.xlsx"
    theirs.write_bytes(typed(SENT))
    stored = run("submit", theirs, "--folder", folder)
    assert stored.stdout.splitlines()[0] == "theirs.xlsx: 0 findings"
    assert "Stored 9 counts as submission 1." in stored.stdout
    status = run("status", "--period", "2017-18-Q4", "--folder", folder)
    (police,) = (line for line in status.stdout.splitlines() if line.strip().startswith("Police"))
    assert "return for Q4 2017/18" in police


def test_a_workbook_is_stored_anew_when_its_layout_had_two_columns_swapped(tmp_path: Path) -> None:
    folder, theirs = partnership(tmp_path), tmp_path / "theirs.xlsx"
    theirs.write_bytes(typed(SENT))
    care, repeats = "missing_from_care_episodes", "repeat_missing_from_care_episodes"
    swapped = POLICE.replace(repeats, "?").replace(care, repeats).replace("?", care)
    write_layout(folder / "layouts", swapped, "police-missing")
    run("submit", theirs, "--folder", folder)
    write_layout(folder / "layouts", POLICE, "police-missing")
    mended = run("submit", theirs, "--folder", folder)
    assert mended.stdout.splitlines()[-3:-1] == [
        "  Stored 9 counts as submission 2, in place of submission 1.",
        "  The same file was stored before, as submission 1: something else is read in it now.",
    ]
    march = current_counts().filter(period="2018-03", item=repeats)
    assert march["value"].to_list() == [4]


def test_the_copy_with_the_findings_is_read_by_the_layout_as_the_workbook_was(
    tmp_path: Path,
) -> None:
    folder, theirs = partnership(tmp_path), tmp_path / "theirs.xlsx"
    theirs.write_bytes(typed(with_typed(SENT, "Missing!C4", 41)))
    first = run("check", theirs, "--folder", folder, "--into", tmp_path / "back")
    again = run("check", tmp_path / "back" / "theirs.xlsx", "--folder", folder)
    lines = first.stdout.splitlines()[:2]
    assert lines[0] == "theirs.xlsx: 1 finding"
    assert lines[1].startswith("  query at Missing!C4: this count (41) is larger")
    assert again.stdout.splitlines()[:2] == lines
    tried = run("layouts", "check", tmp_path / "back" / "theirs.xlsx", "--folder", folder)
    assert tried.exit_code == 0
    assert "Findings" not in tried.stdout


def test_a_layout_that_is_named_says_where_the_workbook_has_changed(tmp_path: Path) -> None:
    folder, theirs = partnership(tmp_path), tmp_path / "theirs.xlsx"
    theirs.write_bytes(typed(with_typed(SENT, "Missing!A1", "Missing persons")))
    refused = run("check", theirs, "--layout", "police-missing", "--folder", folder)
    assert refused.exit_code == 1
    assert "error at Missing!A1: by the layout 'police-missing' this cell says" in refused.stdout


def test_a_layout_that_there_is_not_is_named_with_those_that_there_are(tmp_path: Path) -> None:
    refused = run("check", "x.xlsx", "--layout", "polise", "--folder", partnership(tmp_path))
    assert isinstance(refused.exception, UsageError)
    said = "'polise': there is no such layout. Use one of police-missing."
    assert str(refused.exception) == said


def test_a_layout_whose_example_does_not_hold_stops_every_command_that_reads_it(
    tmp_path: Path,
) -> None:
    folder = partnership(tmp_path)
    write_layout(folder / "layouts", changed(POLICE, "{count: 9", "{count: 8"), "police-missing")
    refused = run("layouts", "list", "--folder", folder)
    assert "layouts/police-missing.yaml, line 16: the example 'one month' does not hold" in str(
        refused.exception
    )
