"""Excel workbooks, however a program writes them: each cell is what it says, or is refused."""

import re
from collections.abc import Callable
from io import BytesIO

import pytest
from openpyxl import Workbook
from python_calamine import CalamineWorkbook

from safeboard.intake.address import cell_name
from safeboard.intake.workbook.arrival import read_workbook
from safeboard.intake.workbook.refusal import NotAWorkbookError
from tests.unit.raw_workbook import MAIN, sheet, texts, workbook
from tests.unit.returns import fill, saved, template
from tests.unit.small_catalogue import small_catalogue

Read = list[tuple[str, str, str, float | None]]


def read(content: bytes) -> Read:
    """Return cell, text, kind and number of what is read from a workbook's only sheet."""
    (cells,) = read_workbook(content, "return.xlsx").sheets.values()
    return cells.select("cell", "text", "kind", "number").rows()


def cells(rows: str, **others: str) -> Read:
    """Return what is read from a sheet of these rows."""
    return read(workbook(rows, **others))


def refusal(content: bytes) -> str:
    """Return the words with which a workbook is refused."""
    with pytest.raises(NotAWorkbookError) as refused:
        read_workbook(content, "return.xlsx")
    return str(refused.value)


def prefixed(rows: str) -> str:
    """Write a sheet with each name in a namespace that has a prefix."""
    named = re.sub("<(/?)(?=[a-z])", r"<\1x:", sheet(rows))
    return named.replace("xmlns=", "xmlns:x=")


def commented(rows: str) -> str:
    """Write a sheet with comments in it, one of which looks like a cell."""
    return sheet(f"<!-- <c r='Z9'><v>9</v></c> -->{rows}<!-- -->")


def spaced(rows: str) -> str:
    """Write a sheet with line breaks within its cells."""
    return sheet(rows.replace("<c r=", "<c\n  r=").replace("</c>", "\n</c>"))


def quoted(rows: str) -> str:
    """Write a sheet with the other quotation marks."""
    return sheet(rows.replace('"', "'"))


ROWS = (
    '<row r="2" spans="1:9"><c r="B2" s="3"><v>12.5</v></c><c r="C2" t="s"><v>1</v></c>'
    '<c r="D2" s="1"><v>43101</v></c><c r="E2" t="b"><v>1</v></c></row><row r="3"/>'
    '<row r="4"><c r="A4" t="str"><f>"a"&amp;"b"</f><v>a &amp; b</v></c><c r="B4" s="2"/>'
    '<c r="C4" t="inlineStr"><is><t>in line</t></is></c><c r="D4" t="e"><f>1/0</f>'
    '<v>#DIV/0!</v></c><c r="E4"><f>1+1</f></c><c r="AA4"><f>1+1</f><v>2</v></c></row>'
)
SAID: Read = [
    ("B2", "12.5", "percentage", None),
    ("C2", "two", "text", None),
    ("D2", "2018-01-01", "date", None),
    ("E2", "TRUE", "true or false", None),
    ("A4", "a & b", "text", None),
    ("C4", "in line", "text", None),
    ("D4", "#DIV/0!", "error", None),
    ("E4", "=1+1", "formula without a result", None),
    ("AA4", "2", "number", 2.0),
]


@pytest.mark.parametrize("written", [sheet, prefixed, commented, spaced, quoted])
def test_a_sheet_says_the_same_however_it_is_written(written: Callable[[str], str]) -> None:
    assert cells(written(ROWS), **{"xl/sharedStrings.xml": texts("one", "two")}) == SAID


def test_cells_without_a_name_stand_one_after_another() -> None:
    assert cells('<row><c><v>1</v></c><c><v>2</v></c></row><row r="4"><c><v>3</v></c></row>') == [
        ("A1", "1", "number", 1.0),
        ("B1", "2", "number", 2.0),
        ("A4", "3", "number", 3.0),
    ]


def test_two_cells_far_apart_are_read_as_two_cells() -> None:
    far = '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1048576"><v>2</v></c></row>'
    assert [found[0] for found in cells(far)] == ["A1", "XFD1048576"]


@pytest.mark.parametrize("place", ["A1048577", "XFE1", "ZZZ9999999"])
def test_a_cell_where_excel_has_none_is_refused(place: str) -> None:
    assert "it has cells below row 1,048,576 or right of column XFD" in refusal(
        workbook(f'<row r="1"><c r="{place}"><v>1</v></c></row>')
    )


@pytest.mark.parametrize(
    ("serial", "day"),
    [
        ("43101", "2018-01-01"),
        ("43101.4375", "2018-01-01 10:30:00"),
        ("0.4375", "10:30:00"),
        ("1", "1900-01-01"),
        ("59", "1900-02-28"),
        ("61", "1900-03-01"),
        ("-1", "-1.0"),
    ],
)
def test_a_number_that_is_shown_as_a_date_is_a_date(serial: str, day: str) -> None:
    assert cells(f'<row r="1"><c r="A1" s="1"><v>{serial}</v></c></row>') == [
        ("A1", day, "date", None)
    ]


@pytest.mark.parametrize(
    ("written", "text", "number"),
    [
        ("7", "7", 7.0),
        ("7.0", "7", 7.0),
        ("0.30000000000000004", "0.3", 0.30000000000000004),
        ("1E3", "1000", 1000.0),
        ("1E-5", "1e-05", 0.00001),
        ("0.00001", "1e-05", 0.00001),
        ("123456789012345678", "1.23456789012346e+17", 123456789012345678.0),
        ("-0.5", "-0.5", -0.5),
    ],
)
def test_a_number_is_written_with_fifteen_digits(written: str, text: str, number: float) -> None:
    assert cells(f'<row r="1"><c r="A1"><v>{written}</v></c></row>') == [
        ("A1", text, "number", number)
    ]


@pytest.mark.parametrize("written", ["", " 7", "1,5", "NaN", "INF", "1e999", "\u0663", "0x1", "7 "])
def test_what_is_no_number_is_never_read_as_one(written: str) -> None:
    content = workbook(f'<row r="1"><c r="A1"><v>{written}</v></c></row>')
    if written:
        assert "it is damaged" in refusal(content)
    else:
        assert read(content) == []


def test_texts_are_read_whole_and_without_their_pronunciation() -> None:
    shared = texts(
        '<si><r><t>rich </t></r><r><rPr><b/></rPr><t xml:space="preserve"> text</t></r></si>',
        "<si><t>A &lt;5 &#163;</t><rPh><t>spoken</t></rPh></si>",
        "two_x000D_\nlines",
        "no_x0000_text",
    )
    rows = "".join(f'<c r="{each}1" t="s"><v>{at}</v></c>' for at, each in enumerate("ABCD"))
    assert [
        found[1] for found in cells(f'<row r="1">{rows}</row>', **{"xl/sharedStrings.xml": shared})
    ] == [
        "rich  text",
        "A <5 £",
        "two\r\nlines",
        "no_x0000_text",
    ]


@pytest.mark.parametrize(
    "rows",
    [
        '<c r="A1" t="s"><v>5</v></c>',
        '<c r="A1" t="s"><v>-1</v></c>',
        '<c r="A1" t="b"><v>2</v></c>',
        '<c r="A1" t="what"><v>2</v></c>',
        '<c r="A1"><v>1</v></c><c r="A1"><v>2</v></c>',
        '<c r="a1"><v>1</v></c>',
        '<c r="A01"><v>1</v></c>',
        '<c r="\u0410\u0031"><v>1</v></c>',
        '<c r="A1" t="str"><v>&unknown;</v></c>',
        '<c r="A1" t="str"><v>&#0;</v></c>',
        '<c r="A1"><v>1</v>',
    ],
    ids=[
        "no such text",
        "no text below none",
        "neither true nor false",
        "no such kind",
        "twice",
        "small letter",
        "leading nought",
        "Cyrillic letter",
        "unknown entity",
        "no letter",
        "not closed",
    ],
)
def test_a_cell_that_cannot_be_meant_is_refused(rows: str) -> None:
    assert "it is damaged, or not all of it arrived" in refusal(
        workbook(f'<row r="1">{rows}</row>')
    )


@pytest.mark.parametrize(
    "formula",
    ["[1]Sheet1!A1", "'[1]Other sheet'!A1+1", "SUM([2]S!A1:A9)", "[1]!Total", "far + 1"],
)
def test_a_value_from_another_workbook_is_no_number(formula: str) -> None:
    book = (
        f'<workbook xmlns="{MAIN}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships"><sheets><sheet name="Counts" r:id="rId1"/></sheets><definedNames>'
        '<definedName name="Far">[1]Sheet1!$A$1</definedName></definedNames></workbook>'
    )
    rows = f'<row r="1"><c r="A1"><f>{formula}</f><v>3</v></c></row>'
    assert cells(rows, **{"xl/workbook.xml": book}) == [
        ("A1", "3", "value from another workbook", None)
    ]


@pytest.mark.parametrize("formula", ["Table1[[1]:[12]]", "SUM(T[1],T[2])", "Sheet1!A1"])
def test_a_value_from_the_workbook_itself_is_a_number(formula: str) -> None:
    rows = f'<row r="1"><c r="A1"><f>{formula}</f><v>3</v></c></row>'
    assert cells(rows) == [("A1", "3", "number", 3.0)]


def test_cells_that_share_a_formula_or_are_filled_by_it_lead_where_it_leads() -> None:
    rows = (
        '<row r="1"><c r="A1"><f t="shared" ref="A1:A2" si="0">[1]S!A1</f><v>3</v></c>'
        '<c r="B1"><f t="array" ref="B1:C1">[1]S!A1:B1</f><v>4</v></c><c r="C1"><v>5</v></c></row>'
        '<row r="2"><c r="A2"><f t="shared" si="0"/><v>6</v></c><c r="B2"><v>7</v></c></row>'
    )
    assert [(name, kind) for name, _, kind, _ in cells(rows)] == [
        ("A1", "value from another workbook"),
        ("B1", "value from another workbook"),
        ("C1", "value from another workbook"),
        ("A2", "value from another workbook"),
        ("B2", "number"),
    ]


def test_a_merged_cell_has_its_value_in_its_first() -> None:
    book = Workbook()
    book.active["A7"] = "merged"
    book.active.merge_cells("A7:C8")
    assert read(saved(book)) == [("A7", "merged", "text", None)]


def test_what_is_hidden_is_read_as_well() -> None:
    book = Workbook()
    book.active["B2"] = 1
    book.active.row_dimensions[2].hidden = True
    book.active.column_dimensions["B"].hidden = True
    book.create_sheet("Away").sheet_state = "veryHidden"
    book["Away"]["A1"] = "x"
    sheets = read_workbook(saved(book), "return.xlsx").sheets
    assert {name: each["cell"].to_list() for name, each in sheets.items()} == {
        **{"Sheet": ["B2"], "Away": ["A1"]},
    }


def by_calamine(content: bytes) -> dict[str, dict[str, str]]:
    """Return what another reader makes of a workbook: the text of each cell of each sheet."""
    found: dict[str, dict[str, str]] = {}
    with CalamineWorkbook.from_filelike(BytesIO(content)) as book:
        for name in book.sheet_names:
            rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            found[name] = {
                cell_name(row, column): f"{value:.15g}" if isinstance(value, float) else str(value)
                for row, values in enumerate(rows, start=1)
                for column, value in enumerate(values, start=1)
                if str(value).strip()
            }
    return found


def by_us(content: bytes) -> dict[str, dict[str, str]]:
    """Return what we make of it, without what the other reader does not see."""
    sheets = read_workbook(content, "return.xlsx").sheets
    return {
        name: dict(
            cells.filter(~cells["kind"].is_in(["error", "formula without a result"]))
            .select("cell", "text")
            .iter_rows()
        )
        for name, cells in sheets.items()
    }


def test_another_reader_reads_a_return_as_we_do() -> None:
    content = fill(template("panel", "2017-18-Q4", small_catalogue()), others=12.5)
    assert by_us(content) == by_calamine(content)


@pytest.mark.parametrize(
    "shared",
    [
        texts("one", "two").replace("<si>", "<!-- no text --><si>", 1),
        re.sub("<(/?)(?=[a-z])", r"<\1x:", texts("one", "two")).replace("xmlns=", "xmlns:x="),
        texts("one", "<si>\n<t>two</t>\n</si>"),
        texts("one", "two").replace("<t>", "<t xml:space='preserve'>"),
        texts("one", "<si><t><![CDATA[two]]></t></si>"),
    ],
    ids=["comment", "prefix", "spaced", "quoted", "as it stands"],
)
def test_shared_texts_say_the_same_however_they_are_written(shared: str) -> None:
    rows = '<row r="1"><c r="A1" t="s"><v>1</v></c></row>'
    assert cells(rows, **{"xl/sharedStrings.xml": shared}) == [("A1", "two", "text", None)]


def test_no_cell_is_lost_where_a_large_sheet_or_its_texts_are_cut() -> None:
    said = texts(*(f"{number} " + "x" * 100 for number in range(50_000)))
    rows = "".join(
        f'<row r="{number}"><c r="A{number}" t="s"><v>{number - 1}</v></c>'
        f'<c r="B{number}" s="0"><v>{number}</v></c><c r="C{number}"><f>B{number}</f>'
        f"<v>{number}.5</v></c></row>"
        for number in range(1, 50_001)
    )
    sent = workbook(rows, **{"xl/sharedStrings.xml": said})
    found = read_workbook(sent, "return.xlsx").sheets["Counts"]
    assert found.height == 150_000
    # 1 + 2 + … + 50,000 twice, and a half 50,000 times.
    assert found["number"].sum() == 2 * 1_250_025_000 + 25_000
    first_words = found.filter(found["column"] == 1)["text"].str.extract("^([0-9]+) x{100}$")
    assert first_words.cast(int).to_list() == list(range(50_000))


@pytest.mark.parametrize("encoding", ["UTF--1", "shift_jis"])
def test_an_encoding_that_no_program_writes_is_refused(encoding: str) -> None:
    said = f'<?xml version="1.0" encoding="{encoding}"?>{texts("one")}'
    assert "it is damaged" in refusal(workbook("", **{"xl/sharedStrings.xml": said}))


DEEP = "<a>" * 201 + "</a>" * 201
ROW = '<row r="1"><c r="A1"><v>1</v></c></row>'


@pytest.mark.parametrize("written", [sheet, commented])
@pytest.mark.parametrize("place", ["<sheetData>", "</worksheet>"])
def test_what_stands_around_the_rows_is_nested_no_deeper_than_they(
    written: Callable[[str], str], place: str
) -> None:
    sent = written(ROW).replace(place, DEEP + place)
    assert "it holds declarations or nesting that no spreadsheet" in refusal(workbook(sent))


@pytest.mark.parametrize("written", [sheet, commented])
@pytest.mark.parametrize(
    ("place", "becomes"),
    [
        ("<sheetData>", "<a><b><sheetData>"),
        ("</sheetData>", "</sheetData><a>"),
        ("</sheetData>", "</sheetData>&lol;"),
        ("</worksheet>", ""),
        ("</worksheet>", "</worksheet><worksheet>"),
        ("<sheetData>", f"<sheetData>{ROW}</sheetData><sheetData>"),
        ("<sheetData>", "<sheetData/><sheetData>"),
        ("</sheetData>", f"</sheetData><sheetData>{ROW}</sheetData>"),
        (f"<sheetData>{ROW}</sheetData>", f"<a><sheetData>{ROW}</sheetData></a>"),
    ],
)
def test_a_sheet_that_is_broken_around_its_rows_or_has_them_twice_is_refused(
    written: Callable[[str], str], place: str, becomes: str
) -> None:
    sent = sheet(ROW).replace(place, becomes)
    if written is commented:
        sent = sent.replace("<sheetData>", "<!-- --><sheetData>", 1)
    assert "it is damaged, or not all of it arrived" in refusal(workbook(sent))


def test_what_programs_write_around_the_rows_is_no_fault() -> None:
    sent = sheet(ROW).replace("<sheetData>", "<sheetViews><sheetView/></sheetViews><sheetData>")
    sent = sent.replace("</worksheet>", '<mergeCells count="0"/><pageMargins/>\n</worksheet>\n')
    assert cells(sent) == [("A1", "1", "number", 1.0)]


def test_a_cell_in_no_row_is_not_lost() -> None:
    sent = commented('<c r="A1"><v>1</v></c>')
    assert "it is damaged, or not all of it arrived" in refusal(workbook(sent))


ALTERED = "raised or struck out, in part or whole"


def kinds_of(*said: str) -> list[tuple[str, str]]:
    """Return text and kind of texts that are shared, and then of the same in cells of their own."""
    shared = texts(*(f"<si>{each}</si>" for each in said))
    named = [f"{letter}1" for letter in "ABC"[: len(said)]]
    refer = "".join(f'<c r="{name}" t="s"><v>{at}</v></c>' for at, name in enumerate(named))
    own = "".join(
        f'<c r="{name}" t="inlineStr"><is>{each}</is></c>'
        for name, each in zip(named, said, strict=True)
    )
    by_number = cells(f"<row>{refer}</row>", **{"xl/sharedStrings.xml": shared})
    by_themselves = cells(f"<row>{own}</row>")
    assert by_number == by_themselves
    prefixed_texts = re.sub("<(/?)(?=[a-z])", r"<\1x:", shared).replace("xmlns=", "xmlns:x=")
    assert cells(f"<row>{refer}</row>", **{"xl/sharedStrings.xml": prefixed_texts}) == by_number
    return [(text, kind) for _, text, kind, _ in by_number]


def run(text: str, properties: str = "") -> str:
    return f"<r><rPr>{properties}</rPr><t>{text}</t></r>"


@pytest.mark.parametrize(
    "said",
    [
        run("15") + run("1", '<vertAlign val="superscript"/>'),
        run("15") + run("1", '<b/><vertAlign val="subscript"/>'),
        run("15", "<strike/>") + run("1"),
        run("15", '<strike val="1"/>') + run("1"),
        run("151", "<strike/>"),
        "<r><t>15</t></r>" + run("1", '<strike val="true"/>'),
    ],
)
def test_a_text_of_which_a_part_is_raised_or_struck_out_is_no_number(said: str) -> None:
    assert kinds_of("<t>7</t>", said, "<t>8</t>") == [
        *(("7", "text"), ("151", ALTERED), ("8", "text")),
    ]


@pytest.mark.parametrize(
    "said",
    [
        run("15") + run("1", "<b/>"),
        run("15", '<strike val="0"/><vertAlign val="baseline"/>') + run("1"),
        run("151") + run(" ", "<strike/>").replace("<t>", '<t xml:space="preserve">'),
        run("151") + "<rPh><t>9</t></rPh>",
    ],
)
def test_a_text_in_other_formats_is_what_it_says(said: str) -> None:
    ((text, kind),) = kinds_of(said)
    assert (text.strip(), kind) == ("151", "text")


@pytest.mark.parametrize("font", ["<strike/>", '<b/><vertAlign val="superscript"/>'])
def test_a_cell_that_is_raised_or_struck_out_as_a_whole_is_no_number(font: str) -> None:
    styles = (
        f'<styleSheet xmlns="{MAIN}"><fonts><font><b/></font><font>{font}</font></fonts><cellXfs>'
        '<xf numFmtId="0" fontId="0"/><xf numFmtId="0" fontId="1"/><xf numFmtId="14" fontId="1"/>'
        "</cellXfs></styleSheet>"
    )
    rows = (
        '<c r="A1" s="1"><v>15</v></c><c r="A2" s="1" t="str"><v>none</v></c>'
        '<c r="A3" s="0"><v>15</v></c><c r="A4"><v>15</v></c><c r="A5" s="2"><v>43101</v></c>'
    )
    assert cells(rows, **{"xl/styles.xml": styles}) == [
        ("A1", "15", ALTERED, None),
        ("A2", "none", ALTERED, None),
        ("A3", "15", "number", 15.0),
        ("A4", "15", "number", 15.0),
        ("A5", "2018-01-01", "date", None),
    ]
