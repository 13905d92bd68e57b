"""Reading workbooks: what was typed is kept, and what is no workbook gets one clear error."""

from datetime import date
from io import BytesIO
from zipfile import ZipFile

import polars as pl
import pytest
from openpyxl import Workbook

from safeboard.errors import ExitCode
from safeboard.intake.workbook.arrival import read_workbook
from safeboard.intake.workbook.refusal import NotAWorkbookError
from tests.unit.returns import check, fill, saved, template, type_in, with_error
from tests.unit.small_catalogue import small_catalogue

AGAIN = "Open the return in a spreadsheet program, save it as an Excel workbook (.xlsx), send that."


def archive(**parts: str) -> bytes:
    """Return a zip file of some parts."""
    content = BytesIO()
    with ZipFile(content, "w") as written:
        for name, text in parts.items():
            written.writestr(name, text)
    return content.getvalue()


def old_format(inside: bytes) -> bytes:
    """Return what begins as Excel's files did before 2007, and encrypted ones still do."""
    return bytes.fromhex("D0CF11E0A1B11AE1") + bytes(504) + inside


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "police.xlsx: it is empty. Save the return again, and send that."),
        (b"  \n", "police.xlsx: it is empty. Save the return again, and send that."),
        (b"item,count\ncalls,3\n", f"police.xlsx: it is not an Excel workbook (.xlsx). {AGAIN}"),
        (
            b"\n<html><table></table></html>",
            "police.xlsx: it is a web page or XML, and not a workbook, whatever its name says. "
            + AGAIN,
        ),
        (
            old_format(b"Workbook"),
            f"police.xlsx: it is in the format of Excel before 2007 (.xls). {AGAIN}",
        ),
        (
            old_format("EncryptedPackage".encode("utf-16-le")),
            "police.xlsx: it is protected by a password. Save it without one, and send that.",
        ),
        (
            archive(readme="hello"),
            f"police.xlsx: it is a zip file, and not an Excel workbook (.xlsx). {AGAIN}",
        ),
        (
            archive(**{"mimetype": "application/vnd.oasis.opendocument", "content.xml": ""}),
            "police.xlsx: it is damaged, or not all of it arrived. Send it again.",
        ),
        (
            archive(**{"xl/workbook.xml": "<workbook>"}),
            "police.xlsx: it is damaged, or not all of it arrived. Send it again.",
        ),
        (
            template("police", "2017-18", small_catalogue())[:-400],
            "police.xlsx: it is damaged, or not all of it arrived. Send it again.",
        ),
    ],
    ids=[
        "empty",
        "blank",
        "text",
        "web page",
        "xls",
        "password",
        "zip",
        "ods",
        "parts",
        "cut short",
    ],
)
def test_what_is_not_a_workbook_gets_one_clear_error(content: bytes, words: str) -> None:
    with pytest.raises(NotAWorkbookError) as refused:
        read_workbook(content, "police.xlsx")
    assert str(refused.value) == words
    assert refused.value.exit_code is ExitCode.UNREADABLE


def cells(**typed: object) -> list[tuple[str, str, str, float | None]]:
    """Return cell, text, kind and number of what is read from a workbook with this typed in."""
    workbook = Workbook()
    for cell, value in typed.items():
        workbook.active[cell] = value
    sheet = read_workbook(saved(workbook), "return.xlsx").sheets["Sheet"]
    return sheet.select("cell", "text", "kind", "number").rows()


def test_what_was_typed_is_kept_with_its_kind() -> None:
    assert cells(B2="31/02/2024", C2=12, D2=12.5, E2=True, F2=date(2018, 1, 1), AA3=" x ") == [
        ("B2", "31/02/2024", "text", None),
        ("C2", "12", "number", 12.0),
        ("D2", "12.5", "number", 12.5),
        ("E2", "TRUE", "true or false", None),
        ("F2", "2018-01-01", "date", None),
        ("AA3", " x ", "text", None),
    ]


@pytest.mark.parametrize("shown", ["0%", "0.00%", '0"%"', "[Red]0.0%;-0%"])
def test_a_number_that_is_shown_as_a_percentage_is_none(shown: str) -> None:
    workbook = Workbook()
    workbook.active["B2"] = 1
    workbook.active["B2"].number_format = shown
    sheet = read_workbook(saved(workbook), "return.xlsx").sheets["Sheet"]
    assert sheet.select("text", "kind", "number").rows() == [("1", "percentage", None)]


def kind_if_shown_as(number_format: str) -> str:
    """Return the kind of a 1700 that is shown in a format of its own."""
    workbook = Workbook()
    workbook.active["B2"] = 1700
    workbook.active["B2"].number_format = number_format
    (found,) = read_workbook(saved(workbook), "return.xlsx").sheets["Sheet"].rows(named=True)
    assert (found["text"], found["number"]) == (
        *("1700", 1700.0 if found["kind"] == "number" else None),
    )
    return str(found["kind"])


@pytest.mark.parametrize(
    "number_format",
    [
        *(
            '"<"0',
            r"\<0",
            '0" children"',
            '"about "0',
            '"~"0',
            "~0",
            '"*"0',
            r"0\*",
            '"≤"0',
            '0"+"',
        ),
        *('[<5]"<5";0', "[>=100]0;0", "[=0]0;0", "[$<]0", "[$<-809]0", "[DBNum1]0", "[NatNum1]0"),
        *(
            '0.0,"k"',
            "0,",
            "0.0,,",
            "#,##0,",
            "0,.0",
            '0"5"',
            '0"."00',
            '"five"',
            ";;;",
            ";0",
            '"-"0',
        ),
        *("(0)", "-0", "0/10", "*<0", '0;-0;"none"', '0;"<"0', "0 ?/?", '"£"0"k"', "0x"),
    ],
)
def test_a_number_that_may_be_shown_as_another_is_none(number_format: str) -> None:
    assert kind_if_shown_as(number_format) == "number shown as something else"


@pytest.mark.parametrize(
    "number_format",
    [
        *("General", "GENERAL", "0", "0.00", "#,##0", "#,##0.00", "# ##0", r"#\ ##0", "@", "000"),
        *("#,##0;[Red]-#,##0", "#,##0_);(#,##0)", r"#,##0_);[RED]\(#,##0\)", "0;-0;;@", "+0;-0"),
        *('"£"#,##0.00', "[$£-809]#,##0", "[$GBP] #,##0", "[$-809]0", "[Color 10]0", "0.00E+00"),
        *(
            '_-* #,##0_-;-* #,##0_-;_-* "-"??_-;_-@_-',
            '_(* #,##0_);_(* \\(#,##0\\);_(* "-"_);_(@_)',
        ),
        *("General;[Red]-General", '0;-0;0;"<"@', '_-"£"* #,##0.00_-;-"£"* #,##0.00_-'),
    ],
)
def test_a_number_that_is_shown_as_it_is_is_one(number_format: str) -> None:
    assert kind_if_shown_as(number_format) == "number"


def test_a_cell_with_only_spaces_is_blank() -> None:
    assert cells(A1="  ", B1="\u00a0", C1="x") == [("C1", "x", "text", None)]


def test_a_formula_without_a_saved_result_is_not_lost() -> None:
    assert cells(B2="=A1+1") == [("B2", "=A1+1", "formula without a result", None)]


def test_an_error_in_a_cell_is_not_lost() -> None:
    workbook = Workbook()
    workbook.create_sheet("Counts")["E11"] = "=1/0"
    content = with_error(saved(workbook), "E11", "#DIV/0!")
    sheet = read_workbook(content, "return.xlsx").sheets["Counts"]
    assert sheet.select("cell", "text", "kind").rows() == [("E11", "#DIV/0!", "error")]


def test_an_empty_sheet_has_no_cells() -> None:
    workbook = Workbook()
    workbook.active.title = "Counts"
    assert read_workbook(saved(workbook), "return.xlsx").sheets["Counts"].height == 0


def test_a_workbook_with_an_empty_sheet_for_counts_is_told_what_is_missing() -> None:
    workbook = Workbook()
    workbook.active.title = "Counts"
    checked = check(saved(workbook), small_catalogue())
    assert [finding.check for finding in checked.findings] == ["no-table"]
    assert (checked.submission, checked.cells_read, checked.cells_stored) == (None, 0, 0)


def test_a_chart_on_a_sheet_of_its_own_holds_no_cells() -> None:
    workbook = Workbook()
    workbook.create_chartsheet("Chart")
    assert list(read_workbook(saved(workbook), "return.xlsx").sheets) == ["Sheet"]


def test_cells_are_in_order_of_rows_and_then_columns() -> None:
    workbook = Workbook()
    for cell in ("B3", "AB2", "C2", "B10"):
        workbook.active[cell] = 1
    sheet = read_workbook(saved(workbook), "return.xlsx").sheets["Sheet"]
    assert sheet["cell"].to_list() == ["C2", "AB2", "B3", "B10"]
    assert sheet.select(pl.col("column").last(), pl.col("row").last()).row(0) == (2, 10)


LOOK_ALIKES = {
    "an item with a Cyrillic letter": ("A16", "r\u0435ferrals", "unknown-item"),
    "digits of Arabic": ("E16", "\u0663\u0664", "other-digits"),
    "digits of full width": ("E16", "\uff11\uff12", "other-digits"),
    "a letter that looks like a nought": ("E16", "1O", "not-a-count"),
    "a mark that turns the direction of digits": ("E16", "\u202e21", "turned"),
    "a period in digits of Arabic": (
        "B6",
        "\u0662\u0660\u0661\u0667-18-Q4",
        "unknown-period-of-return",
    ),
    "an area in digits of full width": ("B5", "\uff13\uff14\uff12", "unknown-area"),
}
"""What is typed where, and the check that finds it."""


@pytest.mark.parametrize("name", LOOK_ALIKES)
def test_what_only_looks_like_a_code_or_a_number_is_found(name: str) -> None:
    cell, typed, check_name = LOOK_ALIKES[name]
    sent = fill(template("panel", "2017-18-Q4", small_catalogue()), others=1)
    checked = check(type_in(sent, {f"Counts!{cell}": typed}), small_catalogue())
    assert check_name in {finding.check for finding in checked.findings}
    assert checked.submission is None
