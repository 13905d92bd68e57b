"""Where things stand on a return: what is forgiven, and what nobody can read with certainty."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from safeboard.catalogue import library
from safeboard.catalogue.library import Catalogue
from safeboard.intake.known import Known
from safeboard.intake.returns import CheckedReturn, read_return
from tests.unit.returns import ST_HELENS, Entry, TypedNote, check, fill, saved, template
from tests.unit.small_catalogue import small_catalogue, write_small_catalogue


def changed(change: Callable[[Workbook], object], *notes: TypedNote) -> CheckedReturn:
    """Return what is made of the panel's return, every count 0, after a change to it."""
    content = fill(template("panel", "2017-18-Q4", small_catalogue()), notes=notes, others=0)
    book = load_workbook(BytesIO(content))
    change(book)
    return check(saved(book), small_catalogue())


def typed(**cells: Entry | date) -> Callable[[Workbook], None]:
    """Return the change of typing into cells of Counts."""

    def change(book: Workbook) -> None:
        for cell, entry in cells.items():
            book["Counts"][cell] = entry

    return change


def told(checked: CheckedReturn) -> list[tuple[str, str, str]]:
    """Return sheet, cell and check of each finding."""
    return [(each.sheet, each.cell, each.check) for each in checked.findings]


def is_whole(checked: CheckedReturn) -> bool:
    """Tell whether nothing was found and all 16 counts are there."""
    counts = checked.submission.counts.height if checked.submission else 0
    return checked.findings == () and counts == 16


def copied(book: Workbook) -> Worksheet:
    """Copy the sheet of counts, as a spreadsheet program does."""
    return book.copy_worksheet(book["Counts"])


def test_a_month_in_a_heading_may_have_become_a_date() -> None:
    assert is_whole(changed(typed(E9=None, E10=date(2018, 1, 1), F10=date(2018, 2, 1))))


def test_a_date_that_is_not_the_first_of_its_month_is_no_heading() -> None:
    checked = changed(typed(E9=None, E10=date(2018, 1, 18)))
    assert told(checked) == [
        ("Counts", "", "missing-column"),
        ("Counts", "E10:E18", "unknown-period"),
    ]


@pytest.mark.parametrize("said", ["Q4 17/18", "2017/18", "Jan-Mar 2018"])
def test_a_longer_period_may_stand_once_above_the_months_of_it(said: str) -> None:
    in_the_row_of_codes = typed(E9=said, F9=None, G9=None, E10="Jan", F10="Feb", G10="Mar")
    assert is_whole(changed(in_the_row_of_codes))

    def in_a_row_of_its_own(book: Workbook) -> None:
        book["Counts"].insert_rows(9)
        book["Counts"]["E9"] = said
        book["Counts"].merge_cells("E9:G9")

    assert is_whole(changed(in_a_row_of_its_own))


def test_a_longer_period_above_one_month_alone_is_no_heading_of_several() -> None:
    checked = changed(typed(E9="Q4 17/18"))
    assert ("Counts", "E9:E18", "headings-disagree") in told(checked)


def test_a_period_above_months_that_lie_outside_it_is_asked_about() -> None:
    checked = changed(typed(E8="Q3 17/18"))
    assert told(checked) == [("Counts", "E8", "stray")]


def test_a_space_that_cannot_be_seen_may_stand_within_a_word_of_a_heading() -> None:
    assert is_whole(changed(typed(A10="It\u200bem code", B10="It\ufeffem", A4="Ag\u2060ency")))


def test_headings_may_be_merged() -> None:
    def change(book: Workbook) -> None:
        sheet = book["Counts"]
        for column in "EFGH":
            sheet.merge_cells(f"{column}9:{column}10")

    assert is_whole(changed(change))


def test_the_quarter_of_the_calendar_is_not_taken_for_a_financial_one() -> None:
    checked = changed(typed(H9=None, H10="Q4 2018"))
    assert ("Counts", "H10:H14", "unknown-period") in told(checked)
    assert checked.submission is None


def test_an_extra_column_is_queried_and_hides_no_count() -> None:
    checked = changed(typed(I10="Comments", I15="By hand", I16=3))
    assert told(checked) == [("Counts", "I10:I16", "unknown-period")]
    assert checked.submission is not None
    assert (checked.cells_read, checked.cells_stored) == (18, 16)


def test_an_extra_column_is_an_error_where_another_is_missing() -> None:
    checked = changed(typed(F9="2018-07", F10="July 2018"))
    assert checked.submission is None
    assert told(checked) == [
        ("Counts", "", "missing-column"),
        ("Counts", "F9:F18", "unknown-period"),
    ]


def test_many_cells_outside_the_table_are_queried_together() -> None:
    def change(book: Workbook) -> None:
        for row in range(20, 80):
            book["Counts"].cell(row, 12).value = row

    checked = changed(change)
    assert told(checked) == [("Counts", "L20:L79", "stray")]
    assert (checked.cells_read, checked.cells_stored) == (76, 16)


def test_many_cells_beside_the_notes_are_queried_together_and_the_notes_are_stored() -> None:
    def change(book: Workbook) -> None:
        for row in range(1, 61):
            book["Notes"].cell(row, 9 if row % 2 else 8).value = row

    checked = changed(change, TypedNote("Referrals", note="Late."))
    assert told(checked) == [("Notes", "H1:I60", "stray")]
    assert (checked.cells_read, checked.cells_stored) == (78, 18)


def test_many_rows_for_nothing_that_is_asked_are_queried_together() -> None:
    def change(book: Workbook) -> None:
        for row in range(20, 90):
            book["Counts"].cell(row, 1).value = f"old item {row}"
            book["Counts"].cell(row, 5).value = row

    checked = changed(change)
    assert told(checked) == [("Counts", "A20:E89", "unknown-item")]
    assert (checked.cells_read, checked.cells_stored) == (86, 16)


def test_a_row_may_be_known_by_its_label_alone() -> None:
    assert is_whole(changed(typed(A15=None, A16=None)))


def test_a_category_that_only_one_item_has_says_which_item_its_row_counts() -> None:
    assert is_whole(changed(typed(A13=None, B13=None, C13=None)))


def test_a_row_whose_label_two_items_share_is_asked_about(tmp_path: Path) -> None:
    write_small_catalogue(tmp_path)
    file = tmp_path / "exploitation" / "progressed.yaml"
    shared = file.read_text("utf-8").replace("label: Referrals that progressed", "label: Referrals")
    file.write_text(shared, "utf-8")
    checked = with_catalogue(library.read(built_in=tmp_path), A15=None)
    assert ("Counts", "B15:G15", "unclear-item") in told(checked)
    assert checked.submission is None


def with_catalogue(catalogue: Catalogue, **cells: Entry) -> CheckedReturn:
    """Return what is made of the panel's return under a catalogue, with cells typed over."""
    book = load_workbook(BytesIO(fill(template("panel", "2017-18-Q4", catalogue), others=0)))
    for cell, entry in cells.items():
        book["Counts"][cell] = entry
    return check(saved(book), catalogue)


def test_the_lines_at_the_top_may_name_things_in_place_of_their_codes() -> None:
    cells = {"B4": "Exploitation Panel", "C4": None, "B5": "St Helens", "C5": None}
    assert is_whole(changed(typed(**cells, B6="Q4 17/18", C6=None)))


def test_a_period_of_the_return_that_is_not_certain_is_asked_about() -> None:
    checked = changed(typed(B6="Q4 2018", C6=None))
    assert told(checked)[0] == ("Counts", "A1:H18", "not-checked")
    assert told(checked)[1] == ("Counts", "B6", "unknown-period-of-return")


def test_two_sheets_of_counts_for_one_area_are_both_refused() -> None:
    checked = changed(copied)
    assert told(checked) == [
        ("Counts", "", "same-area-twice"),
        ("Counts Copy", "", "same-area-twice"),
    ]
    assert checked.submission is None
    assert checked.cells_read == 32


def test_a_hidden_sheet_of_counts_is_found_like_any_other() -> None:
    def change(book: Workbook) -> None:
        copied(book).sheet_state = "hidden"

    assert changed(change).submission is None


def test_sheets_of_different_periods_are_no_one_return() -> None:
    def change(book: Workbook) -> None:
        sheet = copied(book)
        sheet["B5"], sheet["C5"] = "876", "Halton"
        for cell, text in {"B6": "2017-18-Q3", "C6": None}.items():
            sheet[cell] = text
        for column, month in zip("EFG", ("2017-10", "2017-11", "2017-12"), strict=True):
            sheet[f"{column}9"], sheet[f"{column}10"] = month, None
        sheet["H9"], sheet["H10"] = "2017-18-Q3", None

    content = fill(template("panel", "2017-18-Q4", small_catalogue()), others=0)
    book = load_workbook(BytesIO(content))
    change(book)
    checked = two_areas(saved(book))
    assert [finding.check for finding in checked.findings] == ["different-returns"] * 2
    assert checked.submission is None


def two_areas(content: bytes) -> CheckedReturn:
    """Return what intake makes of a workbook about St Helens and Halton."""
    halton = type(ST_HELENS)("876", "Halton", "E06000006")
    return read_return(content, "return.xlsx", Known(small_catalogue(), (ST_HELENS, halton)))


def test_notes_may_be_moved_with_their_columns_in_another_order() -> None:
    def change(book: Workbook) -> None:
        sheet = book["Notes"]
        sheet.unmerge_cells("A4:F4")
        sheet.insert_cols(1, 2)
        sheet.insert_rows(5, 3)
        for row in (9, 10):
            sheet.cell(row, 9).value = sheet.cell(row, 3).value
            sheet.cell(row, 3).value = None
        sheet.title = "Our remarks"

    note = TypedNote("Referrals", "", "Jan-18", "Late.", "estimated", "the analyst only")
    checked = changed(change, note)
    assert is_whole(checked)
    assert checked.submission is not None
    (read,) = checked.submission.notes
    assert (read.item, read.period, read.text) == ("referrals", "2018-01", "Late.")
    assert (read.sheet, read.cell) == ("Our remarks", "F10")


def test_a_note_about_an_area_that_is_not_in_the_file_is_asked_about_and_stops_nothing() -> None:
    content = fill(template("panel", "2017-18-Q4", small_catalogue()), others=0)
    book = load_workbook(BytesIO(content))
    for cell, text in {"G6": "Area", "A7": "Referrals", "D7": "Late.", "G7": "876"}.items():
        book["Notes"][cell] = text
    checked = two_areas(saved(book))
    assert told(checked) == [("Notes", "A7:G7", "note-about-another-area")]
    assert checked.submission is not None
    assert checked.submission.notes == ()
    assert (checked.cells_read, checked.cells_stored) == (19, 16)


def test_notes_that_do_not_say_which_of_two_areas_they_are_about_are_asked_about() -> None:
    def change(book: Workbook) -> None:
        sheet = copied(book)
        sheet["B5"], sheet["C5"] = "876", "Halton"

    content = fill(
        template("panel", "2017-18-Q4", small_catalogue()),
        notes=[TypedNote("Referrals", note="Late.")],
        others=0,
    )
    book = load_workbook(BytesIO(content))
    change(book)
    checked = two_areas(saved(book))
    assert told(checked) == [("Notes", "A7:D7", "notes-without-areas")]
    assert (checked.submission, checked.cells_read, checked.cells_stored) == (None, 34, 32)


def test_notes_without_their_headings_stop_every_area() -> None:
    def change(book: Workbook) -> None:
        book["Notes"]["A6"] = None

    checked = changed(change, TypedNote("Referrals", note="Late."))
    assert told(checked) == [("Notes", "A1:F7", "no-table")]
    assert checked.submission is None


def test_context_that_does_not_say_which_of_two_areas_it_is_about_is_asked_about() -> None:
    content = fill(
        template("panel", "2017-18-Q4", small_catalogue()), context="A new system.", others=0
    )
    book = load_workbook(BytesIO(content))
    sheet = copied(book)
    sheet["B5"], sheet["C5"] = "876", "Halton"
    checked = two_areas(saved(book))
    assert told(checked) == [("Notes", "A4", "notes-without-areas")]
    assert checked.submission is None


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_text_file_is_read_by_its_table_and_findings_name_it(separator: str) -> None:
    content = fill(template("panel", "2017-18-Q4", small_catalogue()), others=0)
    sheet = load_workbook(BytesIO(content))["Counts"]
    sheet["E15"] = "n/a"
    rows = [[f'"{cell or ""}"' if cell != 0 else "0" for cell in row] for row in sheet.values]
    text = "\n".join(separator.join(row) for row in rows)
    known = Known(small_catalogue(), (ST_HELENS,))
    checked = read_return(text.encode(), "panel q4.csv", known)
    assert [(each.cell, each.check) for each in checked.findings] == [("E15", "unclear-answer")]
    assert checked.cells_stored == 15
