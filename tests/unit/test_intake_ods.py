"""OpenDocument workbooks: what was typed is kept, and nothing repeated is laid out in vain."""

import pytest

from safeboard.intake.workbook.arrival import read_workbook
from safeboard.intake.workbook.refusal import NotAWorkbookError
from tests.unit.open_document import cell, open_document, row, style, styles_part

Read = list[tuple[str, str, str, float | None]]


def cells(*rows: str) -> Read:
    """Return cell, text, kind and number of what is read from a sheet of these rows."""
    sheet = read_workbook(open_document("".join(rows)), "return.ods").sheets["Counts"]
    return sheet.select("cell", "text", "kind", "number").rows()


def refusal(content: bytes) -> str:
    """Return the words with which a workbook is refused."""
    with pytest.raises(NotAWorkbookError) as refused:
        read_workbook(content, "return.ods")
    return str(refused.value)


def test_what_was_typed_is_kept_with_its_kind() -> None:
    assert cells(
        row(
            cell("31/02/2024", of_type="string"),
            cell("12.50", of_type="float", office__value="12.5"),
            cell("1,234", of_type="float", office__value="1234"),
            cell("50%", of_type="percentage", office__value="0.5"),
            cell("01/01/18", of_type="date", office__date_value="2018-01-01"),
            cell("TRUE", of_type="boolean", office__boolean_value="true"),
        )
    ) == [
        ("A1", "31/02/2024", "text", None),
        ("B1", "12.5", "number", 12.5),
        ("C1", "1234", "number", 1234.0),
        ("D1", "0.5", "percentage", None),
        ("E1", "2018-01-01", "date", None),
        ("F1", "TRUE", "true or false", None),
    ]


@pytest.mark.parametrize(
    ("shown", "value"),
    [
        *(
            ("<5", "5"),
            ("<5", "3"),
            ("1.7k", "1700"),
            ("1.7", "1700"),
            ("about 5", "5"),
            ("5*", "5"),
        ),
        *(
            ("~5", "5"),
            ("-", "5"),
            ("(5)", "5"),
            ("none", "0"),
            ("15", "5"),
            ("5.5", "5"),
            ("2", "1"),
        ),
    ],
)
def test_a_number_that_is_shown_as_another_is_none(shown: str, value: str) -> None:
    said = shown.replace("<", "&lt;")
    assert cells(row(cell(said, of_type="float", office__value=value))) == [
        ("A1", shown, "number shown as something else", None)
    ]


@pytest.mark.parametrize(
    ("shown", "value"),
    [
        *(("", "5"), ("5", "5"), ("5.00", "5"), ("1,700", "1700"), ("1\u202f700,0", "1700")),
        *(("£5", "5"), ("5.00 €", "5"), ("GBP 5", "5"), ("-", "0"), ("0.00", "0"), ("005", "5")),
        *(("-5", "-5"), ("(5)", "-5"), ("2", "2.4"), ("3", "2.6"), ("1e3", "-1000")),
    ],
)
def test_a_number_that_is_shown_as_it_is_is_one(shown: str, value: str) -> None:
    found = cells(row(cell(shown, of_type="float", office__value=value)))
    assert found == [("A1", value, "number", float(value))]


def test_spaces_lines_and_links_within_a_text_are_kept() -> None:
    spaced = 'two<text:s text:c="2"/>spaces</text:p><text:p>next <text:span>line</text:span>'
    assert cells(row(cell(spaced, of_type="string"))) == [
        ("A1", "two  spaces\nnext line", "text", None)
    ]


def test_a_comment_is_not_what_its_cell_says() -> None:
    comment = "<office:annotation><text:p>why is this 7?</text:p></office:annotation>"
    assert cells(row(cell("3", of_type="float", office__value="3", inside=comment))) == [
        ("A1", "3", "number", 3.0)
    ]


def test_an_error_and_a_formula_without_a_result_are_not_lost() -> None:
    assert cells(
        row(
            cell("#DIV/0!", of_type="string", office__string_value="", calcext__value_type="error"),
            cell(table__formula="of:=[.A2]+1"),
            cell("3", of_type="float", office__value="3", table__formula="of:=1+2"),
        )
    ) == [
        ("A1", "#DIV/0!", "error", None),
        ("B1", "=[.A2]+1", "formula without a result", None),
        ("C1", "3", "number", 3.0),
    ]


def test_a_value_from_another_workbook_is_no_number() -> None:
    formula = "of:=['file:///C:/other.ods'#$Sheet1.A1]"
    assert cells(row(cell("3", of_type="float", office__value="3", table__formula=formula))) == [
        ("A1", "3", "value from another workbook", None)
    ]


def test_repeated_cells_and_rows_stand_in_each_of_their_places() -> None:
    two = cell("2", of_type="float", office__value="2", repeated=2)
    assert [found[0] for found in cells(row(cell(repeated=2), two, repeated=2), row(two))] == [
        *("C1", "D1", "C2", "D2", "A3", "B3"),
    ]


def test_a_million_blank_rows_cost_nothing() -> None:
    blank = row(cell(repeated=16384), repeated=1_048_574)
    last = row(cell("x", of_type="string"))
    assert cells(blank, last) == [("A1048575", "x", "text", None)]


def test_a_cell_repeated_without_end_is_refused() -> None:
    filled = row(cell("x", of_type="string", repeated=16384), repeated=1_048_576)
    assert refusal(open_document(filled)) == (
        "return.ods: more than 5,000,000 of its cells are filled in. "
        "Copy the counts into the template that you were sent, and send that."
    )


def test_a_cell_beyond_the_last_row_of_excel_is_refused() -> None:
    beyond = row(cell(), repeated=1_048_576) + row(cell("x", of_type="string"))
    assert "it has cells below row 1,048,576 or right of column XFD" in refusal(
        open_document(beyond)
    )


def test_entities_are_refused() -> None:
    laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    assert "it holds declarations or nesting that no spreadsheet program writes" in refusal(
        open_document(row(cell("&b;", of_type="string")), before=laughs)
    )


def test_a_text_in_letters_of_no_known_kind_is_refused_and_not_left_out() -> None:
    strange = '<other:p xmlns:other="urn:other">5</other:p>'
    sent = open_document(row(cell(of_type="string", inside=strange)))
    assert "no spreadsheet program writes" in refusal(sent)


def test_what_describes_a_picture_at_a_cell_is_no_text_of_it() -> None:
    words = '<svg:desc xmlns:svg="urn:svg">A map</svg:desc>'
    picture = f'<draw:frame xmlns:draw="urn:draw">{words}</draw:frame>'
    assert cells(row(cell("5", of_type="string", inside=picture), cell(inside=picture))) == [
        ("A1", "5", "text", None)
    ]


def test_a_workbook_without_a_sheet_is_refused() -> None:
    assert "no spreadsheet program writes" in refusal(open_document({}))


def test_macros_and_passwords_are_refused() -> None:
    assert "it holds macros" in refusal(open_document("", **{"Basic/Standard/Module1.xml": ""}))
    manifest = "<manifest:encryption-data/>"
    assert "it is protected by a password" in refusal(
        open_document("", **{"META-INF/manifest.xml": manifest})
    )


ALTERED = "raised or struck out, in part or whole"
RAISED, STRUCK = 'style:text-position="super 58%"', 'style:text-line-through-style="solid"'
PLAIN = 'style:text-position="0% 100%" style:text-line-through-style="none"'


def kind_with(text_style: str, styles: str, named: str = "") -> str:
    """Return the kind of a text of which a part has a style."""
    said = f'15<text:span text:style-name="{text_style}">1</text:span>'
    content = open_document(
        row(cell(said, of_type="string")), styles=styles, **{"styles.xml": styles_part(named)}
    )
    (found,) = read_workbook(content, "return.ods").sheets["Counts"].rows(named=True)
    assert (found["text"], found["number"]) == ("151", None)
    return str(found["kind"])


@pytest.mark.parametrize(
    "properties",
    [RAISED, STRUCK, 'style:text-position="-33% 58%"', 'style:text-line-through-type="double"'],
)
def test_a_text_of_which_a_part_is_raised_or_struck_out_is_no_number(properties: str) -> None:
    assert kind_with("T1", style("T1", "text", properties)) == ALTERED
    assert kind_with("Mark", "", named=style("Mark", "text", properties)) == ALTERED
    parent = style("Mark", "text", properties)
    assert kind_with("T1", style("T1", "text", "", parent="Mark"), named=parent) == ALTERED


def test_a_text_in_other_formats_is_what_it_says() -> None:
    raised = style("Mark", "text", RAISED)
    assert kind_with("T1", style("T1", "text", PLAIN)) == "text"
    assert kind_with("T1", style("T1", "text", PLAIN, parent="Mark"), named=raised) == "text"
    assert kind_with("Mark", style("Mark", "text", PLAIN), named=raised) == "text"
    assert kind_with("T1", style("T2", "text", RAISED) + style("T1", "paragraph", RAISED)) == "text"


def test_a_style_that_follows_itself_is_refused() -> None:
    said = '<text:span text:style-name="T1">1</text:span>'
    round_and_round = style("T1", "text", "", parent="T1")
    assert "it is damaged" in refusal(
        open_document(row(cell(said, of_type="string")), styles=round_and_round)
    )


def test_a_cell_that_is_struck_out_as_a_whole_is_no_number() -> None:
    number = cell("5", of_type="float", office__value="5", table__style_name="ce1")
    word = cell("none", of_type="string", table__style_name="ce1")
    plain = cell("6", of_type="float", office__value="6", table__style_name="ce2")
    content = open_document(
        row(number, word, plain),
        styles=style("ce1", "table-cell", STRUCK) + style("ce2", "table-cell", PLAIN),
    )
    found = read_workbook(content, "return.ods").sheets["Counts"]
    assert found.select("cell", "text", "kind", "number").rows() == [
        ("A1", "5", ALTERED, None),
        ("B1", "none", ALTERED, None),
        ("C1", "6", "number", 6.0),
    ]
