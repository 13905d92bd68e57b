"""The copy that goes back to an agency: its own workbook, with the findings written into it."""

import re
from collections.abc import Sequence
from io import BytesIO
from zipfile import ZipFile

import pytest
import xlsxwriter
from openpyxl import Workbook, load_workbook

from safeboard.intake.finding import Finding, Severity, Subject
from safeboard.intake.marked.copy import marked_copy
from safeboard.intake.marked.findings_sheet import TITLE
from safeboard.intake.workbook.arrival import read_workbook
from tests.unit.open_document import cell, open_document, row, style
from tests.unit.returns import TypedNote, check, fill, saved, template, type_in
from tests.unit.small_catalogue import small_catalogue

ERROR = Finding(Severity.ERROR, "negative", "Ours", "B2", "this count (-3) is below 0. Mend it.")
QUERY = Finding(
    *(Severity.QUERY, "jump", "Ours", "C3", "this count (230) is far from before. Correct it."),
    about=Subject("342", "progressed", "2018-01"),
)


def own_workbook() -> bytes:
    """Return a workbook of an agency's own, with much in it that we know nothing of."""
    content = BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    sheet = book.add_worksheet("Ours")
    for number in range(6):
        sheet.write_row(number, 0, [f"row {number}", number, 10 * number])
    green = book.add_format({"bg_color": "#00FF00", "num_format": "#,##0"})
    sheet.write_formula("C7", "=SUM(C1:C6)", green, 150)
    sheet.conditional_format("B1:B6", {"type": "data_bar"})
    over_20 = {"type": "cell", "criteria": ">", "value": 20, "format": green}
    sheet.conditional_format("C1:C6", over_20)
    sheet.data_validation("D1:D6", {"validate": "list", "source": ["yes", "no"]})
    sheet.write_comment("A1", "Ours: by month")
    sheet.protect()
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=Ours!$B$1:$B$6"})
    sheet.insert_chart("F2", chart)
    other = book.add_worksheet("Other")
    other.write("A1", "kept")
    other.add_table("A3:B5")
    book.define_name("Total", "=Ours!$C$7")
    book.close()
    return content.getvalue()


def copy_of(content: bytes, findings: Sequence[Finding], name: str = "ours.xlsx") -> bytes:
    return marked_copy(content, name, findings, small_catalogue())


def opened(content: bytes) -> Workbook:
    return load_workbook(BytesIO(content))


def rows(content: bytes) -> list[tuple[object, ...]]:
    """Return what the sheet of findings lists."""
    return list(opened(content)["Findings"].iter_rows(min_row=5, max_col=4, values_only=True))


def remarks(content: bytes, sheet: str) -> dict[str, str]:
    """Return the comments of a sheet, by cell."""
    cells = (cell for row in opened(content)[sheet].iter_rows() for cell in row)
    return {cell.coordinate: cell.comment.text for cell in cells if cell.comment}


def marked(content: bytes, sheet: str) -> list[str]:
    """Return the ranges that are marked on a sheet."""
    return [
        str(each.sqref)
        for each in opened(content)[sheet].conditional_formatting
        if any('"Safeboard"' in formula for rule in each.rules for formula in rule.formula)
    ]


def test_each_finding_is_listed_with_its_kind_place_words_and_where_it_is_answered() -> None:
    whole = Finding(Severity.QUERY, "copied-forward", "Ours", "", "the same.", about=Subject("342"))
    stray = Finding(Severity.QUERY, "stray", "Ours", "E9", "this is not read. Move it.")
    answered = QUERY.answered("It was a busy month.")
    below = "This count (-3) is below 0. Mend it."
    far = "This count (230) is far from before. Correct it."
    assert rows(copy_of(own_workbook(), [ERROR, QUERY, whole, stray, answered])) == [
        (
            "Error",
            "Ours!B2",
            below,
            "Correct it: a note is no answer.",
        ),
        (
            *("Query", "Ours!C3", far),
            "In the notes: a row with Item: Referrals that progressed; Period: January 2018",
        ),
        ("Query", "Ours", "The same.", "In the notes: the box at the top"),
        ("Query", "Ours!E9", "This is not read. Move it.", "Put it right: a note is no answer."),
        ("Query", "Ours!C3", far, "Answered: It was a busy month."),
    ]


def test_a_query_about_months_that_are_no_period_says_which_they_are() -> None:
    about = Subject("342", "reviews", "2017-04-to-2017-09")
    query = Finding(Severity.QUERY, "jump", "Ours", "C3", "far. Correct it.", about=about)
    ((*_, where),) = rows(copy_of(own_workbook(), [query]))
    assert where == "In the notes: a row with Item: Yearly reviews; Period: April to September 2017"


@pytest.mark.parametrize(
    ("notes", "of_a_count", "of_all"),
    [
        (
            "",
            "This workbook has no place for an answer: give it to whoever you send it to.",
            "This workbook has no place for an answer: give it to whoever you send it to.",
        ),
        (
            "Ours!A9:A12",
            "This workbook has no place for an answer: give it to whoever you send it to.",
            "In the cells 'Ours!A9:A12'",
        ),
        (
            "Other",
            "On the sheet 'Other': a row with Item: Referrals that progressed; "
            "Period: January 2018",
            "On the sheet 'Other': the box at the top",
        ),
    ],
)
def test_a_query_of_an_agencys_own_workbook_is_answered_where_its_layout_takes_words(
    notes: str, of_a_count: str, of_all: str
) -> None:
    whole = Finding(Severity.QUERY, "copied-forward", "Ours", "", "the same.", about=Subject("342"))
    copy = marked_copy(own_workbook(), "ours.xlsx", [QUERY, whole], small_catalogue(), notes)
    assert [row[-1] for row in rows(copy)] == [of_a_count, of_all]
    assert opened(copy).sheetnames == ["Ours", "Other", "Findings"]


def test_a_copy_gets_the_sheet_of_notes_that_its_layout_expects() -> None:
    copy = marked_copy(own_workbook(), "ours.xlsx", [QUERY], small_catalogue(), "Words & more")
    assert opened(copy).sheetnames == ["Ours", "Other", "Words & more", "Findings"]
    assert opened(copy)["Words & more"]["A6"].value == "Area"


def test_each_finding_is_a_link_to_its_cell() -> None:
    in_range = Finding(Severity.ERROR, "unknown-item", "Ours", "A4:C4", "no such item. Mend it.")
    of_all = Finding(Severity.ERROR, "no-counts-sheet", "", "", "no sheet. Mend it.")
    sheet = opened(copy_of(own_workbook(), [ERROR, in_range, of_all]))["Findings"]
    links = [sheet[cell].hyperlink for cell in ("B5", "B6", "B7")]
    assert [link.location if link else None for link in links] == ["'Ours'!B2", "'Ours'!A4", None]


def test_a_cell_is_marked_by_a_format_and_in_words() -> None:
    copy = copy_of(own_workbook(), [ERROR, QUERY])
    assert marked(copy, "Ours") == ["B2", "C3"]
    assert remarks(copy, "Ours") == {
        "A1": "Ours: by month",
        "B2": "Safeboard found an error: this count (-3) is below 0. Mend it.",
        "C3": "Safeboard found a query: this count (230) is far from before. Correct it.",
    }


def test_two_findings_of_one_cell_are_said_in_one_remark() -> None:
    other = Finding(Severity.QUERY, "restated", "Ours", "C3", "it was 23. Put it back.")
    copy = copy_of(own_workbook(), [QUERY, other])
    assert remarks(copy, "Ours")["C3"] == (
        "Safeboard found a query: this count (230) is far from before. Correct it.\n\n"
        "Safeboard found a query: it was 23. Put it back."
    )


AT_COMMENT = Finding(Severity.ERROR, "stray", "Ours", "A1", "<12> is not read. Move it.")


def test_what_was_found_stands_below_the_words_of_the_agencys_own_comment() -> None:
    copy = copy_of(own_workbook(), [AT_COMMENT])
    assert remarks(copy, "Ours")["A1"] == (
        "Ours: by month\n\nSafeboard found an error: <12> is not read. Move it.\n\u2014 Safeboard"
    )
    assert marked(copy, "Ours") == ["A1"]


def test_another_check_takes_only_our_words_out_of_the_agencys_own_comment() -> None:
    book = opened(copy_of(own_workbook(), [AT_COMMENT]))
    comment = book["Ours"]["A1"].comment
    comment.text = f"{comment.text}\nMoved, says Kim.\n\nSafeboard found a lot."
    once = copy_of(saved(book), [QUERY])
    assert remarks(once, "Ours")["A1"] == (
        "Ours: by month\nMoved, says Kim.\n\nSafeboard found a lot."
    )


def test_a_comment_of_the_agencys_own_is_as_it_was_once_nothing_is_found() -> None:
    with ZipFile(BytesIO(own_workbook())) as was:
        before = was.read("xl/comments1.xml").decode()
    copy = copy_of(copy_of(own_workbook(), [AT_COMMENT]), [QUERY])
    with ZipFile(BytesIO(copy)) as now:
        after = now.read("xl/comments1.xml").decode()
    (said,) = re.findall(r'<comment ref="A1".*?</comment>', before)
    assert said in after
    assert after.count("Safeboard found") == 1


def test_no_cell_formula_format_chart_or_table_of_the_agencys_changes() -> None:
    before = own_workbook()
    after = copy_of(before, [ERROR, QUERY])
    with ZipFile(BytesIO(before)) as was, ZipFile(BytesIO(after)) as now:
        assert was.namelist() != now.namelist()
        changed = {name for name in was.namelist() if was.read(name) != now.read(name)}
        of_cells = was.read("xl/worksheets/sheet1.xml").partition(b"</sheetData>")[0]
        of_cells = of_cells.replace(b' tabSelected="1"', b"")
        assert now.read("xl/worksheets/sheet1.xml").startswith(of_cells)
    # No chart, table, text or theme is among them, nor the sheet that nothing was found on.
    assert changed == {
        "[Content_Types].xml",
        "xl/_rels/workbook.xml.rels",
        "xl/comments1.xml",
        "xl/drawings/vmlDrawing1.vml",
        "xl/styles.xml",
        "xl/workbook.xml",
        "xl/worksheets/sheet1.xml",
    }


def test_what_follows_the_cells_of_a_sheet_stays_too() -> None:
    sheet = opened(copy_of(own_workbook(), [ERROR]))["Ours"]
    assert sheet["C7"].value == "=SUM(C1:C6)"
    assert sheet["C7"].number_format == "#,##0"
    assert sheet.protection.sheet is True
    assert [str(each.sqref) for each in sheet.data_validations.dataValidation] == ["D1:D6"]
    assert [str(each.sqref) for each in sheet.conditional_formatting] == ["B1:B6", "C1:C6", "B2"]
    with_values = load_workbook(BytesIO(copy_of(own_workbook(), [ERROR])), data_only=True)
    assert with_values["Ours"]["C7"].value == 150


def test_the_copy_opens_at_the_findings_and_at_no_other_sheet_as_well() -> None:
    copy = opened(copy_of(own_workbook(), [ERROR]))
    assert copy.active.title == "Findings"
    assert [sheet.title for sheet in copy if sheet.sheet_view.tabSelected] == ["Findings"]


def test_words_that_begin_as_a_formula_or_hold_markup_stay_words() -> None:
    at = (Severity.ERROR, "negative", "Ours", "B2")
    markup = Finding(*at, "<b>bold</b> & \x07. Mend it.")
    formula = Finding(*at, "=HYPERLINK(1)")
    sheet = opened(copy_of(own_workbook(), [markup, formula]))["Findings"]
    assert sheet["C5"].value == "<b>bold</b> & \ufffd. Mend it."
    assert (sheet["C6"].value, sheet["C6"].data_type) == ("=HYPERLINK(1)", "s")


def test_a_sheet_of_that_name_that_is_the_agencys_own_is_kept() -> None:
    content = own_workbook()
    book = opened(content)
    book.create_sheet("findings")["A1"] = "Ours"
    names = opened(copy_of(saved(book), [ERROR])).sheetnames
    assert names == ["Ours", "Other", "findings", "Findings 2"]


def test_another_check_of_the_copy_takes_the_old_marks_off() -> None:
    first = copy_of(own_workbook(), [ERROR, QUERY])
    second = copy_of(first, [QUERY])
    assert opened(second).sheetnames == ["Ours", "Other", "Findings"]
    assert [row[1] for row in rows(second)] == ["Ours!C3"]
    assert marked(second, "Ours") == ["C3"]
    assert sorted(remarks(second, "Ours")) == ["A1", "C3"]


def cells(content: bytes, sheet: str) -> list[list[object]]:
    return [[cell.value for cell in row] for row in opened(content)[sheet].iter_rows()]


def test_a_text_file_comes_back_as_a_workbook_of_its_cells() -> None:
    at = Finding(Severity.ERROR, "negative", "ours[1]", "B2", "below 0. Mend it.")
    copy = copy_of(b"Item,January\nReferrals,-3\n=1+1,none\n", [at], "ours[1].csv")
    assert cells(copy, "ours_1_") == [["Item", "January"], ["Referrals", -3], ["=1+1", "none"]]
    assert opened(copy)["ours_1_"]["A3"].data_type == "s"
    assert opened(copy)["Findings"]["B5"].hyperlink.location == "'ours_1_'!B2"


def test_an_open_document_comes_back_as_a_workbook_of_its_cells() -> None:
    number = cell("-3", of_type="float", office__value="-3")
    came = open_document(row(cell("Referrals", of_type="string"), number))
    at = Finding(Severity.ERROR, "negative", "Counts", "B1", "below 0. Mend it.")
    copy = copy_of(came, [at], "ours.ods")
    assert cells(copy, "Counts") == [["Referrals", -3]]
    assert remarks(copy, "Counts") == {"B1": "Safeboard found an error: below 0. Mend it."}


def test_what_was_raised_in_an_open_document_is_no_number_in_its_copy_either() -> None:
    said = '15<text:span text:style-name="T1">1</text:span>'
    raised = style("T1", "text", 'style:text-position="super 58%"')
    came = open_document(row(cell(said, of_type="string")), styles=raised)
    at = Finding(Severity.ERROR, "altered", "Counts", "A1", "raised or struck out. Mend it.")
    copy = read_workbook(copy_of(came, [at], "ours.ods"), "ours.xlsx")
    assert copy.sheets["Counts"].select("text", "kind").rows() == [
        ("151", "raised or struck out, in part or whole")
    ]


def panel(**cells: int) -> bytes:
    """Return the panel's return, every count 0 but for some cells of Counts."""
    sent = fill(template("panel", "2017-18-Q4", small_catalogue()), others=0)
    return type_in(sent, {f"Counts!{cell}": value for cell, value in cells.items()})


def test_the_copy_says_what_the_return_said_and_is_clean_once_it_is_mended() -> None:
    faulty = panel(E15=24, F15=-3)
    found = check(faulty, small_catalogue()).findings
    assert [finding.check for finding in found] == ["part-over-whole", "negative"]
    copy = marked_copy(faulty, "panel.xlsx", found, small_catalogue())
    assert check(copy, small_catalogue()).findings == found
    mended = check(type_in(copy, {"Counts!E15": 0, "Counts!F15": 0}), small_catalogue())
    assert mended.findings == ()
    assert mended.submission is not None
    assert (mended.cells_read, mended.cells_stored) == (16, 16)


def test_a_query_can_be_answered_in_the_copy() -> None:
    faulty = panel(E15=24)
    copy = copy_of(faulty, check(faulty, small_catalogue()).findings)
    book = opened(copy)
    for column, text in enumerate(("progressed", None, "January 2018", "From December."), start=1):
        book["Notes"].cell(7, column).value = text
    (query,) = check(saved(book), small_catalogue()).findings
    assert (query.check, query.answer) == ("part-over-whole", "From December.")


def named_on_findings(copy: bytes, typed: dict[str, str | int]) -> list[str]:
    """Return the cells of the sheet of findings that are queried once something is typed there."""
    typed_in = type_in(copy, {f"Findings!{cell}": value for cell, value in typed.items()})
    findings = check(typed_in, small_catalogue()).findings
    return [each.cell for each in findings if each.check == "typed-on-findings"]


@pytest.mark.parametrize("cell", ["F5", "G5", "A7", "C9", "B3", "F4"])
def test_what_is_typed_beside_the_findings_is_queried(cell: str) -> None:
    faulty = panel(E15=24)
    copy = copy_of(faulty, check(faulty, small_catalogue()).findings)
    assert named_on_findings(copy, {cell: "It is right."}) == [cell]


def without_notes(content: bytes) -> bytes:
    book = opened(content)
    del book["Notes"]
    return saved(book)


def test_a_return_without_a_sheet_of_notes_gets_an_empty_one_once() -> None:
    faulty = without_notes(panel(E15=24))
    first = copy_of(faulty, check(faulty, small_catalogue()).findings)
    assert opened(first).sheetnames == ["Start here", "Counts", "Notes", "Findings"]
    second = copy_of(first, check(first, small_catalogue()).findings)
    assert opened(second).sheetnames == ["Start here", "Counts", "Notes", "Findings"]
    found = check(second, small_catalogue())
    assert [finding.check for finding in found.findings] == ["part-over-whole"]
    assert (found.cells_read, found.cells_stored) == (16, 16)


def test_the_notes_of_several_areas_say_which_area_each_note_is_about() -> None:
    book = opened(without_notes(panel(E15=24)))
    book.copy_worksheet(book["Counts"])
    sheet = opened(copy_of(saved(book), [QUERY]))["Notes"]
    assert [cell.value for cell in sheet[6]][:3] == ["Area", "Item", "Category"]


def test_a_workbook_that_is_not_in_the_templates_form_gets_no_sheet_of_notes() -> None:
    assert opened(copy_of(own_workbook(), [QUERY])).sheetnames == ["Ours", "Other", "Findings"]


WRITTEN = ["A1", "A2", *(f"{column}{row}" for row in (4, 5, 6) for column in "ABCD")]


@pytest.mark.parametrize("typed", ["The right count is 161, not 160", 4711, "query"])
def test_what_is_typed_over_a_cell_of_the_findings_is_queried(typed: str | int) -> None:
    faulty = panel(E15=24, F15=-3)
    copy = copy_of(faulty, check(faulty, small_catalogue()).findings)
    sheet = opened(copy)["Findings"]
    written = [cell.coordinate for row in sheet.iter_rows(max_col=4) for cell in row if cell.value]
    assert written == WRITTEN
    assert {cell: named_on_findings(copy, {cell: typed}) for cell in WRITTEN} == {
        cell: [cell] for cell in WRITTEN
    }


def test_a_row_of_the_findings_without_its_seal_is_queried_whole() -> None:
    faulty = panel(E15=24)
    copy = copy_of(faulty, check(faulty, small_catalogue()).findings)
    assert opened(copy)["Findings"].column_dimensions["E"].hidden
    assert named_on_findings(copy, {"E5": 12}) == ["A5", "B5", "C5", "D5", "E5"]


def test_rows_of_the_findings_that_are_sorted_or_taken_out_are_as_they_were_written() -> None:
    of_all = (Finding(Severity.QUERY, "jump", "", "", f"{word}. Look.") for word in ("a", "b"))
    book = opened(copy_of(panel(), list(of_all)))
    book["Findings"].move_range("A6:E6", rows=20)
    book["Findings"].delete_rows(5)
    assert named_on_findings(saved(book), {}) == []


def test_findings_in_letters_that_programs_read_otherwise_are_as_they_were_written() -> None:
    said = "'_x0041_ \x07' a\n b\u00a0 c\r\n <&>. Mend it."
    copy = copy_of(panel(), [Finding(Severity.ERROR, "negative", "Counts", "E15", said)])
    assert named_on_findings(copy, {}) == []


def test_the_first_cell_says_that_the_sheet_is_ours() -> None:
    assert opened(copy_of(own_workbook(), [ERROR]))["Findings"]["A1"].value == TITLE


def test_notes_with_errors_are_marked_as_counts_are() -> None:
    note = TypedNote("Calls", note="Late.")
    faulty = fill(template("panel", "2017-18-Q4", small_catalogue()), others=0, notes=[note])
    copy = copy_of(faulty, check(faulty, small_catalogue()).findings)
    assert marked(copy, "Notes") == ["A7"]
