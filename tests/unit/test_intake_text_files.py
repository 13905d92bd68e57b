"""Text files of cells: read where their bytes can mean one thing only, and else refused."""

from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from time import process_time

import pytest

from safeboard.intake.workbook.arrival import read_workbook
from safeboard.intake.workbook.refusal import NotAWorkbookError

AGAIN = "Open the return in a spreadsheet program, save it as an Excel workbook (.xlsx), send that."


def cells(content: bytes, name: str = "police.csv") -> dict[str, str]:
    """Return the text of each cell of a text file, by its name."""
    (sheet,) = read_workbook(content, name).sheets.values()
    assert sheet["kind"].unique().to_list() in ([], ["text"])
    return dict(sheet.select("cell", "text").iter_rows())


def refusal(content: bytes, name: str = "police.csv") -> str:
    """Return the words with which a text file is refused."""
    with pytest.raises(NotAWorkbookError) as refused:
        read_workbook(content, name)
    return str(refused.value)


TYPED = "Café,£5\nDûrham,3\n"
READ = {"A1": "Café", "B1": "£5", "A2": "Dûrham", "B2": "3"}


@pytest.mark.parametrize(
    "content",
    [
        TYPED.encode("utf-8"),
        BOM_UTF8 + TYPED.encode("utf-8"),
        BOM_UTF16_LE + TYPED.encode("utf-16-le"),
        BOM_UTF16_BE + TYPED.encode("utf-16-be"),
        TYPED.encode("windows-1252"),
    ],
    ids=["UTF-8", "UTF-8 marked", "UTF-16 LE", "UTF-16 BE", "Windows-1252"],
)
def test_each_encoding_that_excel_saves_is_read(content: bytes) -> None:
    assert cells(content) == READ


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_each_separator_that_excel_saves_is_read(separator: str) -> None:
    assert cells(TYPED.replace(",", separator).encode()) == READ


def test_unicode_text_as_excel_saves_it_is_read() -> None:
    content = 'item\t"1,234"\r\n"a ""b"""\t2\r\n'.encode("utf-16")
    assert cells(content, "police.txt") == {"A1": "item", "B1": "1,234", "A2": 'a "b"', "B2": "2"}


def test_a_quoted_cell_keeps_its_line_breaks_and_separators() -> None:
    assert cells(b'a,"one\ntwo, three"\nb,2\n')["B1"] == "one\ntwo, three"


def test_blank_rows_and_rows_of_different_width_keep_their_places() -> None:
    assert cells(b"title\n\na,b,c\n,,3\n") == {
        **{"A1": "title", "A3": "a", "B3": "b", "C3": "c", "C4": "3"},
    }


def test_a_line_that_declares_the_separator_is_believed_and_is_no_row() -> None:
    assert cells(b"sep=;\r\na;1,5\r\nb,c;2\r\n") == {
        **{"A1": "a", "B1": "1,5", "A2": "b,c", "B2": "2"},
    }


def test_of_two_separators_the_one_that_gives_a_table_is_read() -> None:
    assert cells(b"a;1,5\nb;2\n") == {"A1": "a", "B1": "1,5", "A2": "b", "B2": "2"}


def test_rows_of_unequal_length_are_parted_by_what_parts_each_of_them() -> None:
    content = (
        b"Counts;\nWrite a number, or the words none, not held.\ncode;Item;Jan\na;A, of all;5;;\n"
    )
    assert cells(content) == {
        **{"A1": "Counts", "A2": "Write a number, or the words none, not held."},
        **{"A3": "code", "B3": "Item", "C3": "Jan", "A4": "a", "B4": "A, of all", "C4": "5"},
    }


def test_a_sheet_is_named_after_its_file() -> None:
    assert list(read_workbook(b"a,b\n", "police 2018.csv").sheets) == ["police 2018"]


@pytest.mark.parametrize(
    "content",
    [
        b"a;1,5\nb;2,5\n",
        b"a,b;c\nd;e\nf,g,h\n",
        b"one column\nonly\n",
        b"Total 1,150\ncode;Item;Jan\na;A;5;\n",
    ],
)
def test_a_separator_that_is_not_certain_is_refused(content: bytes) -> None:
    assert refusal(content) == (
        "police.csv: it cannot be told whether commas, semicolons or tabs part its cells. " + AGAIN
    )


@pytest.mark.parametrize(
    "content",
    [
        "a,é\n".encode() + "b,é\n".encode("windows-1252"),
        b"a,\x81\n",
        "a,b\n".encode("utf-16-le"),
        BOM_UTF16_LE + b"a\x00,\x00b",
        BOM_UTF8 + b"a,\xe9\n",
        "a,b\n".encode("utf-32"),
        b"a,\x07\n",
    ],
    ids=["of two", "no letter", "unmarked", "half a letter", "wrongly marked", "UTF-32", "bell"],
)
def test_letters_that_are_not_certain_are_refused(content: bytes) -> None:
    assert refusal(content) == (
        "police.csv: it cannot be told which character encoding its text is in. "
        "Save it as an Excel workbook (.xlsx) or as a CSV file in UTF-8, and send that."
    )


def test_a_quotation_mark_that_is_not_closed_is_refused() -> None:
    assert refusal(b'a,"b\nc,d\n') == (
        "police.csv: a quotation mark in it is not closed, so cells cannot be told apart. " + AGAIN
    )


def test_marks_that_cannot_be_seen_are_spelt_out_where_a_file_is_named() -> None:
    assert refusal(b"", "police\u202excod.csv").startswith("police[U+202E]xcod.csv: it is empty.")


def test_blank_rows_below_the_last_of_excels_are_no_rows() -> None:
    assert cells(b"a,b\n" + b",\n" * 1_048_576 + b"\n") == {"A1": "a", "B1": "b"}


def test_a_text_file_with_more_rows_than_excels_is_refused_as_soon_as_they_are_counted() -> None:
    began = process_time()
    assert refusal(b"a,b\n" * 2_400_000) == (
        "police.csv: it has cells below row 1,048,576 or right of column XFD. "
        "Copy the counts into the template that you were sent, and send that."
    )
    assert process_time() - began < 1


def test_a_quoted_line_break_makes_no_row_though_lines_are_more_than_excels_rows() -> None:
    of_many_lines = b'1,"%b2"\n' % (b"\n" * 30_000)
    assert cells(of_many_lines * 40)["A40"] == "1"


def test_a_file_of_blank_cells_is_empty() -> None:
    assert refusal(b"\xef\xbb\xbf \n").startswith("police.csv: it is empty.")
