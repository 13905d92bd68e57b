"""The template: what an agency is asked, and how."""

from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from safeboard.catalogue import library
from safeboard.intake.template.order import NothingToAskError, UnknownAgencyError
from tests.unit.returns import template, white_cells
from tests.unit.small_catalogue import small_catalogue, write_small_catalogue


def sheet(name: str, agency: str = "panel", period: str = "2017-18-Q4") -> Worksheet:
    """Return a sheet of the template that an agency of the small catalogue is sent."""
    return load_workbook(BytesIO(template(agency, period, small_catalogue())))[name]


def rows(of: Worksheet, first: int, last: int) -> list[tuple[object, ...]]:
    """Return the values of some rows, a blank as an empty text."""
    found = of.iter_rows(min_row=first, max_row=last, values_only=True)
    return [tuple("" if value is None else value for value in row) for row in found]


def test_the_same_order_gives_the_same_bytes() -> None:
    first = template("panel", "2017-18-Q4", small_catalogue())
    assert template("panel", "2017-18-Q4", small_catalogue()) == first


def test_the_top_says_whose_return_it_is_in_codes_and_in_words() -> None:
    assert [row[:3] for row in rows(sheet("Counts"), 3, 7)] == [
        ("Return format", "1", ""),
        ("Agency", "panel", "Exploitation panel"),
        ("Area", "342", "St Helens"),
        ("Period", "2017-18-Q4", "Q4 2017/18"),
        ("Catalogue version", small_catalogue().version, ""),
    ]


def test_each_item_has_its_total_and_then_every_category() -> None:
    counts = sheet("Counts")
    assert [row[:4] for row in rows(counts, 10, counts.max_row)] == [
        ("Item code", "Item", "Breakdown", "Category"),
        ("open_children", "Children open (counted at the end of the quarter)", "", ""),
        ("open_children", "Children open", "Where they live", "In the area"),
        ("open_children", "Children open", "Where they live", "Elsewhere"),
        ("open_children", "Children open", "Where they live", "Not recorded"),
        ("progressed", "Referrals that progressed", "", ""),
        ("referrals", "Referrals", "", ""),
        ("referrals", "Referrals", "Kind", "Online"),
        ("referrals", "Referrals", "Kind", "Another kind"),
    ]


def test_a_column_is_headed_by_the_period_as_people_write_it_and_its_code() -> None:
    codes, names = rows(sheet("Counts"), 9, 10)
    assert codes[3:] == ("Code of the period", "2018-01", "2018-02", "2018-03", "2017-18-Q4")
    assert names[4:] == ("January 2018", "February 2018", "March 2018", "Q4 2017/18")


def test_a_year_has_all_months_then_quarters_then_the_year_where_an_item_needs_them() -> None:
    codes = rows(sheet("Counts", period="2017-18"), 9, 9)[0][4:]
    assert codes == (
        *("2017-04", "2017-05", "2017-06", "2017-07", "2017-08", "2017-09"),
        *("2017-10", "2017-11", "2017-12", "2018-01", "2018-02", "2018-03"),
        *("2017-18-Q1", "2017-18-Q2", "2017-18-Q3", "2017-18-Q4", "2017-18"),
    )
    assert rows(sheet("Counts", "police", "2017-18"), 9, 9)[0][4:] == ("2017-18",)


def test_a_month_asks_for_nothing_that_is_collected_by_the_quarter() -> None:
    counts = sheet("Counts", period="2018-01")
    assert [row[0] for row in rows(counts, 11, counts.max_row)] == [
        "progressed",
        "referrals",
        "referrals",
        "referrals",
    ]


def test_only_what_is_asked_for_can_be_filled_in_and_the_rest_is_shaded() -> None:
    counts = sheet("Counts")
    stock = ["H11", "H12", "H13", "H14"]
    flows = [f"{column}{row}" for row in (15, 16, 17, 18) for column in "EFG"]
    assert white_cells(counts) == [*stock, *flows]
    assert counts["E11"].fill.patternType == "lightUp"
    assert counts["H11"].fill.patternType is None
    assert counts.protection.sheet


def test_a_cell_takes_a_whole_number_or_one_of_the_words() -> None:
    rules = {
        str(each.sqref): each.formula1 for each in sheet("Counts").data_validations.dataValidation
    }
    assert rules["E15:G15"] == (
        "IF(ISNUMBER(E15),AND(E15>=0,INT(E15)=E15),"
        'OR(TRIM(E15)="none",TRIM(E15)="not yet available",TRIM(E15)="not held by us"))'
    )
    assert list(rules) == ["H11", "H12", "H13", "H14", "E15:G15", "E16:G16", "E17:G17", "E18:G18"]


def test_a_cell_says_how_to_count_when_it_is_chosen() -> None:
    rule = sheet("Counts").data_validations.dataValidation[4]
    assert rule.prompt == (
        "Count them in the month of the meeting. "
        "A whole number, or: none, not yet available or not held by us."
    )


def test_the_start_explains_every_count() -> None:
    assert (
        "Children open",
        "What there is at the end of the quarter",
        "Every quarter",
        "",
    ) in rows(sheet("Start here"), 1, 60)


def test_the_start_shows_each_definition_that_counts_of_the_period_are_under() -> None:
    of_referrals = [row for row in rows(sheet("Start here"), 1, 60) if row[0] == "Referrals"][1:]
    assert of_referrals == [
        ("Referrals", "The partnership", "1 April 2016", "Referrals received in the period."),
        ("Referrals", "The partnership", "15 February 2018", "Referrals received and accepted."),
    ]


def test_the_start_says_so_where_no_definition_is_in_force_yet() -> None:
    assert (
        "Referrals that progressed",
        "",
        "",
        "None yet: asked so that later figures can be compared.",
    ) in rows(sheet("Start here"), 1, 60)


def offered(notes: Worksheet, cell: str) -> list[object]:
    """Return what a cell of the notes offers from another sheet."""
    rules = {str(each.sqref): each.formula1 for each in notes.data_validations.dataValidation}
    source, _, cells = rules[cell].partition("!")
    listed = notes.parent[source.strip("'")][cells.replace("$", "")]
    return [each.value for row in listed for each in row]


def test_the_notes_offer_the_items_categories_and_periods_of_the_return() -> None:
    notes = sheet("Notes")
    assert offered(notes, "A7:A106") == ["Children open", "Referrals that progressed", "Referrals"]
    assert offered(notes, "B7:B106") == [
        *("In the area", "Elsewhere", "Not recorded"),
        *("Online", "Another kind"),
    ]
    assert offered(notes, "C7:C106") == [
        *("January 2018", "February 2018", "March 2018"),
        "Q4 2017/18",
    ]


def test_the_notes_of_an_agency_without_breakdowns_offer_no_category() -> None:
    rules = sheet("Notes", "police", "2017-18").data_validations.dataValidation
    assert [str(each.sqref) for each in rules] == [
        *("A7:A106", "C7:C106", "E7:E106", "F7:F106"),
    ]


def test_a_label_that_looks_like_a_formula_stays_a_text(tmp_path: Path) -> None:
    write_small_catalogue(tmp_path)
    file = tmp_path / "front_door" / "calls.yaml"
    file.write_text(file.read_text("utf-8").replace("label: Calls", 'label: "=1+1"'), "utf-8")
    content = template("police", "2017-18", library.read(built_in=tmp_path))
    cell = load_workbook(BytesIO(content))["Counts"]["B11"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_the_workbook_has_a_title_and_a_language() -> None:
    workbook = sheet("Counts").parent
    title = workbook.properties.title
    assert title == "Return of counts: Exploitation panel, St Helens, Q4 2017/18"
    assert workbook.custom_doc_props["Language"].value == "en-GB"


def test_every_sheet_prints_on_landscape_a4_as_wide_as_the_page() -> None:
    for each in sheet("Counts").parent:
        assert (each.page_setup.orientation, each.page_setup.paperSize) == ("landscape", 9)
        # As wide as one page, which is what is meant where no width is given, and any height.
        assert each.sheet_properties.pageSetUpPr.fitToPage
        assert (each.page_setup.fitToWidth, each.page_setup.fitToHeight) == (None, 0)


def test_an_agency_that_nobody_knows_is_sent_no_template() -> None:
    with pytest.raises(UnknownAgencyError) as refused:
        template("panels", "2017-18-Q4", small_catalogue())
    words = "'panels' is not an agency. Use one of housing, panel, police."
    assert str(refused.value) == words


def test_a_template_that_would_ask_for_nothing_is_not_written() -> None:
    with pytest.raises(NothingToAskError) as refused:
        template("police", "2017-18-Q4", small_catalogue())
    assert str(refused.value) == (
        "police: nothing is asked of Police in a return for Q4 2017/18. "
        "Choose a longer period, or an agency that indicators name."
    )
