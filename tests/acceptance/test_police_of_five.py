"""A police force sends one workbook for five authorities: each one's part stands alone."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from typer.testing import CliRunner

from safeboard.cli.app import app
from safeboard.pipeline.partnership import open_partnership
from safeboard.pipeline.returns import check_and_store
from safeboard.store import database
from safeboard.store.submissions import current_counts
from tests.databases import copy_partnership, name_database, settle
from tests.unit.returns import white_cells

AREAS = {
    "340": "Knowsley",
    "341": "Liverpool",
    "342": "St Helens",
    "343": "Sefton",
    "344": "Wirral",
}
SETTINGS = """\
[partnership]
name = "Merseyside"

[indicators]
codes = ["missing-from-care", "repeat-missing-from-care"]

[returns]
agencies = ["police"]
"""
AREA = '[[areas]]\nnumber = "{}"\nname = "{}"\nons_code = "E08000{}"\n'
BOOK = "police-2017-18-Q4.xlsx"


def write_settings(folder: Path, *numbers: str) -> None:
    """Write the settings of a partnership of these areas."""
    areas = "".join(AREA.format(number, AREAS[number], number) for number in numbers)
    (folder / "safeboard.toml").write_text(SETTINGS + areas, encoding="utf-8")


def run(folder: Path, *words: str) -> tuple[int, list[str]]:
    """Run a command in a partnership's folder; return its exit code and what it says."""
    ended = CliRunner().invoke(app, [*words, "--folder", str(folder)])
    return ended.exit_code, ended.stdout.splitlines()


def submit(folder: Path) -> tuple[int, list[str]]:
    """Submit the police's workbook."""
    return run(folder, "submit", str(folder / BOOK), "--by", "an analyst")


def counts_in_force(folder: Path) -> dict[str, list[int | None]]:
    """Return each area's counts in force, in the order of items and months."""
    open_partnership(folder).open_store(datetime.now(UTC))
    counts = current_counts()
    return {area: counts.filter(area=area)["value"].to_list() for area in AREAS}


def fill_in(book: Workbook, first: int) -> None:
    """Give each area a number for its every count: the first area `first`, the next one more."""
    sheets = [book[name] for name in book.sheetnames if name.startswith("Counts ")]
    for number, sheet in enumerate(sheets, start=first):
        for cell in white_cells(sheet):
            sheet[cell] = number


@pytest.fixture(scope="module")
def prepared(engine: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a partnership of five areas, with a store and the police's workbook, filled in."""
    folder = tmp_path_factory.mktemp("merseyside")
    write_settings(folder, *AREAS)
    settle(folder)
    command = ("template", "--period", "2017-18-Q4", "--all-areas", "--into", str(folder))
    assert run(folder, *command) == (0, [f"  wrote {folder / BOOK}"])
    book = load_workbook(folder / BOOK)
    fill_in(book, first=1)
    book.save(folder / BOOK)
    open_partnership(folder).open_store(datetime.now(UTC))
    database.close_store()
    return folder


@pytest.fixture
def folder(prepared: Path, tmp_path: Path) -> Iterator[Path]:
    """Return a copy of that partnership, to change at will."""
    yield copy_partnership(prepared, tmp_path / "merseyside")
    database.close_store()


def with_changes(folder: Path, cells: dict[str, object]) -> None:
    """Type into the workbook's cells, named as Counts 341 Liverpool!E11."""
    book = load_workbook(folder / BOOK)
    for place, entry in cells.items():
        sheet, _, cell = place.partition("!")
        book[sheet][cell] = entry
    book.save(folder / BOOK)


def test_the_workbook_has_a_sheet_of_counts_for_each_area_and_one_of_notes(folder: Path) -> None:
    book = load_workbook(folder / BOOK)
    assert book.sheetnames == [
        "Start here",
        "Counts 340 Knowsley",
        "Counts 341 Liverpool",
        "Counts 342 St Helens",
        "Counts 343 Sefton",
        "Counts 344 Wirral",
        "Notes",
    ]
    assert [cell.value for cell in book["Notes"][6]][:3] == ["Area", "Item", "Category"]


def test_all_five_areas_are_stored_from_one_file(folder: Path) -> None:
    code, said = submit(folder)
    assert code == 0
    assert said == [
        f"{BOOK}: 0 findings",
        "  Stored 45 counts for Knowsley, Liverpool, St Helens, Sefton, Wirral as submission 1.",
    ]
    assert counts_in_force(folder) == {
        "340": [1] * 9,
        "341": [2] * 9,
        "342": [3] * 9,
        "343": [4] * 9,
        "344": [5] * 9,
    }


def test_an_error_in_one_areas_part_stops_none_of_the_others(folder: Path) -> None:
    with_changes(folder, {"Counts 342 St Helens!E11": "n/a"})
    code, said = submit(folder)
    assert code == 1
    assert said == [
        f"{BOOK}: 1 finding",
        "  error at Counts 342 St Helens!E11: 'n/a' can mean that there were none, that the count "
        "will come later, or that nobody records it. Write which: none, not yet available or not "
        "held by us.",
        "  Stored 36 counts for Knowsley, Liverpool, Sefton, Wirral as submission 1.",
        "  Not stored: St Helens (sheet 'Counts 342 St Helens'). Mend the errors above, and submit "
        "the whole file again.",
    ]
    counts = counts_in_force(folder)
    assert counts["342"] == []
    assert [len(each) for each in counts.values()] == [9, 9, 0, 9, 9]


def test_the_corrected_file_takes_its_place_area_by_area(folder: Path) -> None:
    with_changes(folder, {"Counts 342 St Helens!E11": "n/a"})
    submit(folder)
    with_changes(folder, {"Counts 342 St Helens!E11": 7, "Counts 344 Wirral!E11": 8})
    code, said = submit(folder)
    assert code == 0
    assert (
        "  Stored 45 counts for Knowsley, Liverpool, St Helens, Sefton, Wirral as submission 2, "
        "in place of submission 1."
    ) in said
    counts = counts_in_force(folder)
    assert (counts["342"][0], counts["344"][0]) == (7, 8)


def test_a_sheet_that_nobody_can_place_stops_none_of_the_others(folder: Path) -> None:
    with_changes(folder, {"Counts 341 Liverpool!B4": None, "Counts 341 Liverpool!C4": None})
    code, said = submit(folder)
    assert code == 1
    assert said[-2:] == [
        "  Stored 36 counts for Knowsley, St Helens, Sefton, Wirral as submission 1.",
        "  Not stored: sheet 'Counts 341 Liverpool'. Mend the errors above, and submit the whole "
        "file again.",
    ]


def test_two_sheets_for_the_same_area_are_both_refused(folder: Path) -> None:
    with_changes(folder, {"Counts 341 Liverpool!B5": "340", "Counts 341 Liverpool!C5": "Knowsley"})
    code, said = submit(folder)
    assert code == 1
    assert (
        sum("another sheet of this file has counts for the same area" in line for line in said) == 2
    )
    assert said[-2] == "  Stored 27 counts for St Helens, Sefton, Wirral as submission 1."


def test_status_tells_each_area_apart(folder: Path) -> None:
    with_changes(folder, {"Counts 342 St Helens!E11": "n/a"})
    submit(folder)
    code, said = run(folder, "status", "--period", "2017-18-Q4")
    assert code == 0
    sent = {line.split(",")[1].strip().split("  ")[0]: line for line in said if "Police" in line}
    assert [name for name, line in sent.items() if "not sent" in line] == ["St Helens"]


def test_a_query_about_one_area_is_charged_to_it_alone_and_one_about_the_file_once(
    folder: Path,
) -> None:
    with_changes(folder, {"Counts 342 St Helens!E13": 99})
    book = load_workbook(folder / BOOK)
    book.create_sheet("Workings")["A1"] = "3 of these were rung back"
    book.save(folder / BOOK)
    assert submit(folder)[0] == 0
    _, said = run(folder, "status", "--period", "2017-18-Q4", "--queries")
    lines = [line.split() for line in said if "Police" in line and "whole file" not in line]
    still_open = {line[1]: line[-1] for line in lines[:5]}
    assert still_open == {
        **{"Knowsley": "none", "Liverpool": "none"},
        **{"St": "1", "Sefton": "none", "Wirral": "none"},
    }
    (of_file,) = (line.split() for line in said if line.startswith(" Police, whole file"))
    assert of_file[-1] == "1"
    asked = [line for line in said if line.startswith(("Police", "  query"))]
    assert [line.split(" at ")[0] for line in asked] == [
        "Police, St Helens, return for Q4 2017/18",
        "  query",
        "Police, whole file, return for Q4 2017/18",
        "  query",
    ]


def test_the_same_file_is_stored_anew_with_the_areas_that_were_added_to_the_settings(
    folder: Path,
) -> None:
    write_settings(folder, "340", "341")
    name_database(folder)
    code, said = submit(folder)
    assert code == 1
    assert "  Stored 18 counts for Knowsley, Liverpool as submission 1." in said
    write_settings(folder, *AREAS)
    name_database(folder)
    code, said = submit(folder)
    assert code == 0
    assert said == [
        f"{BOOK}: 0 findings",
        "  Stored 45 counts for Knowsley, Liverpool, St Helens, Sefton, Wirral as submission 2, "
        "in place of submission 1.",
        "  The same file was stored before, as submission 1: something else is read in it now.",
    ]
    assert submit(folder) == (
        0,
        [
            f"{BOOK}: 0 findings",
            "  This file is stored already, as submission 2: nothing changed.",
        ],
    )


def test_a_return_after_one_with_a_clock_far_ahead_says_from_when_it_is_known(folder: Path) -> None:
    opened = open_partnership(folder)
    opened.open_store(datetime.now(UTC))
    check_and_store(opened, folder / BOOK, by="any", now=datetime(2099, 1, 1, 9, tzinfo=UTC))
    with_changes(folder, {"Notes!A4": "Saved again."})
    assert (
        "  It is known from 2099-01-01 09:00:00 UTC on, because an earlier return was stored with "
        "a clock ahead: --as-of an earlier time leaves it out."
    ) in submit(folder)[1]


def test_a_note_goes_to_the_area_that_it_names_or_to_all(folder: Path) -> None:
    with_changes(
        folder,
        {
            "Notes!A7": "Sefton",
            "Notes!B7": "missing_episodes",
            "Notes!E7": "Two forces were merged.",
            "Notes!B8": "missing_episodes",
            "Notes!E8": "Counted by hand.",
        },
    )
    assert submit(folder)[0] == 0
    notes = submission_notes()
    assert notes.pop("343") == ["Two forces were merged.", "Counted by hand."]
    assert notes == {area: ["Counted by hand."] for area in ("340", "341", "342", "344")}


def submission_notes() -> dict[str, list[str]]:
    """Return the words of each area's notes in the store."""
    from safeboard.store import models

    words: dict[str, list[str]] = {}
    for area, text in models.Note.objects.order_by("id").values_list("area_id", "text"):
        words.setdefault(area, []).append(text)
    return words


def test_a_wrong_note_about_one_area_stops_that_area_only(folder: Path) -> None:
    with_changes(folder, {"Notes!A7": "344", "Notes!B7": "no such item", "Notes!E7": "Late."})
    code, said = submit(folder)
    assert code == 1
    assert said[-2] == (
        "  Stored 36 counts for Knowsley, Liverpool, St Helens, Sefton as submission 1."
    )


def test_a_note_about_an_area_that_nobody_knows_stops_every_area(folder: Path) -> None:
    with_changes(
        folder, {"Notes!A7": "Wirrall", "Notes!B7": "missing_episodes", "Notes!E7": "Late."}
    )
    code, said = submit(folder)
    assert code == 1
    assert said == [
        f"{BOOK}: 1 finding",
        "  error at Notes!A7: there is no such area here. Choose one from the list.",
        "  Not stored: mend the errors above and submit the file again.",
    ]
