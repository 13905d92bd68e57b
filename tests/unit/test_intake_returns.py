"""Reading a return: what each entry means, and what of it is stored."""

from dataclasses import replace
from io import BytesIO

import polars as pl
import pytest
from openpyxl import load_workbook

from safeboard.intake.returns import CheckedReturn
from safeboard.intake.submission import CODED, Note, Readers, Submission
from safeboard.vocabulary.period import Period
from tests.unit.returns import Entry, Place, TypedNote, check, fill, saved, template, type_in
from tests.unit.small_catalogue import small_catalogue

JANUARY = ("progressed", "", "2018-01")
NOTE = TypedNote("Referrals that progressed", period="January 2018", note="Late.")


def checked(
    counts: dict[Place, Entry] | None = None, *notes: TypedNote, context: str = ""
) -> CheckedReturn:
    """Return what is made of the panel's return, every other count 0."""
    sent = template("panel", "2017-18-Q4", small_catalogue())
    return check(
        fill(
            sent,
            counts,
            notes=notes,
            context=context,
            others=0,
            catalogue=small_catalogue(),
        ),
        small_catalogue(),
    )


def submitted(
    counts: dict[Place, Entry] | None = None, *notes: TypedNote, context: str = ""
) -> Submission:
    """Return the submission that it makes."""
    submission = checked(counts, *notes, context=context).submission
    assert submission is not None
    return submission


def count(entry: Entry) -> tuple[int | None, str]:
    """Return value and state of what was typed for the referrals that progressed in January."""
    # As many referrals, so that the part is not over its whole.
    whole: Place = ("referrals", "", "2018-01")
    counts: dict[Place, Entry] = {JANUARY: entry, whole: 2000}
    counts |= {("referrals", "online", "2018-01"): 2000}
    found = submitted(counts).counts.filter(item="progressed", period="2018-01")
    value, state = found.select("value", "state").row(0)
    return value, state


@pytest.mark.parametrize(
    ("entry", "value"),
    [(12, 12), (12.0, 12), ("12", 12), (" 12 ", 12), ("1,234", 1234), ("12.0", 12), (0, 0)],
)
def test_a_whole_number_is_a_count_however_it_was_typed(entry: Entry, value: int) -> None:
    assert count(entry) == (value, "counted")


@pytest.mark.parametrize("entry", ["none", "None", " NONE "])
def test_none_is_a_count_of_zero(entry: str) -> None:
    assert count(entry) == (0, "none")


@pytest.mark.parametrize(
    ("entry", "state"),
    [
        ("not yet available", "not yet available"),
        ("Not  yet\u00a0available ", "not yet available"),
        ("NOT HELD BY US", "not held by us"),
    ],
)
def test_a_count_that_is_not_there_has_no_value(entry: str, state: str) -> None:
    assert count(entry) == (None, state)


@pytest.mark.parametrize(
    ("entry", "problem"),
    [("1,23", "not-a-count"), ("N/A", "unclear-answer"), ("(3)", "in-brackets")],
)
def test_what_cannot_be_read_with_certainty_is_refused(entry: str, problem: str) -> None:
    refused = checked({JANUARY: entry})
    assert refused.submission is None
    assert [finding.check for finding in refused.findings] == [problem]


def test_a_count_that_is_hidden_is_kept_as_suppressed_without_a_number() -> None:
    assert count("<5") == (None, "suppressed")


def test_a_submission_says_whose_it_is() -> None:
    submission = submitted()
    assert submission.agency == "panel"
    assert submission.period == Period.parse("2017-18-Q4")
    assert submission.areas == ("342",)
    assert submission.catalogue_version == small_catalogue().version


def test_each_count_is_stored_with_its_place_and_cell() -> None:
    counts = submitted(
        {("open_children", "here", "2017-18-Q4"): 3, ("open_children", "", "2017-18-Q4"): 3}
    ).counts
    assert counts.schema == CODED
    assert counts.height == 16
    assert counts.filter(category="here").rows(named=True) == [
        {
            "area": "342",
            "item": "open_children",
            "period": "2017-18-Q4",
            "dimension": "residence",
            "category": "here",
            "value": 3,
            "state": "counted",
            "flag": "",
            "definition": "2016-04-01",
            "sheet": "Counts",
            "cell": "H12",
        }
    ]


def test_a_count_is_under_the_definition_in_force_at_its_own_periods_end() -> None:
    totals = submitted().counts.filter(pl.col("category") == "")
    of_referrals = totals.filter(item="referrals").select("period", "definition").rows()
    assert of_referrals == [
        ("2018-01", "2016-04-01"),
        ("2018-02", "2018-02-15"),
        ("2018-03", "2018-02-15"),
    ]
    assert totals.filter(item="progressed")["definition"].to_list() == ["", "", ""]


def test_an_optional_breakdown_may_be_left_blank_for_one_period() -> None:
    counts = submitted(
        {("referrals", "online", "2018-02"): None, ("referrals", "other", "2018-02"): None}
    ).counts
    assert counts.filter(dimension="kind")["period"].unique().sort().to_list() == [
        "2018-01",
        "2018-03",
    ]


def test_totals_are_not_compared_with_parts_that_are_not_all_numbers() -> None:
    total, here = ("open_children", "", "2017-18-Q4"), ("open_children", "here", "2017-18-Q4")
    assert checked({total: 5, here: "not held by us"}).findings == ()


def test_a_total_below_its_known_parts_is_an_error_whatever_the_hidden_ones_are() -> None:
    total, here = ("open_children", "", "2017-18-Q4"), ("open_children", "here", "2017-18-Q4")
    unknown = ("open_children", "not_recorded", "2017-18-Q4")
    assert checked({total: 5, here: 5, unknown: "<5"}).findings == ()
    (found,) = checked({total: 5, here: 6, unknown: "<5"}).findings
    assert (found.check, found.cell) == ("total-unlike-parts", "H11")
    assert found.message == (
        "this total (5) is smaller than those of its categories by 'Where they live' that are "
        "numbers (6). Correct the total or the categories."
    )


def test_a_suppressed_total_whose_categories_are_all_told_is_queried() -> None:
    total, here = ("open_children", "", "2017-18-Q4"), ("open_children", "here", "2017-18-Q4")
    queried = checked({total: "<5", here: 20})
    (query,) = queried.findings
    assert (query.check, query.cell, query.is_open) == ("suppressed-but-told", "H11", True)
    assert query.message == (
        "this total is suppressed, and its categories by 'Where they live', which are not, add up "
        "to 20. Correct one of them, or say in a note on this count why it is kept back."
    )
    assert queried.submission is not None


def test_a_suppressed_total_beside_a_suppressed_category_is_as_it_should_be() -> None:
    total, here = ("open_children", "", "2017-18-Q4"), ("open_children", "here", "2017-18-Q4")
    assert checked({total: "<5", here: "<5"}).findings == ()


def test_a_category_outside_the_base_is_part_of_the_total() -> None:
    unknown = ("open_children", "not_recorded", "2017-18-Q4")
    assert checked({("open_children", "", "2017-18-Q4"): 5, unknown: 5}).findings == ()


def test_a_total_of_none_with_a_part_above_it_is_an_error() -> None:
    total = ("open_children", "", "2017-18-Q4")
    found = checked({total: "none", ("open_children", "here", "2017-18-Q4"): 1}).findings
    assert [(finding.check, finding.cell) for finding in found] == [("total-unlike-parts", "H11")]


def test_one_error_keeps_the_whole_return_out_of_the_store() -> None:
    refused = checked({JANUARY: -1})
    assert refused.submission is None
    assert (refused.cells_read, refused.cells_stored) == (16, 15)


def test_a_query_keeps_nothing_out() -> None:
    queried = checked({JANUARY: 1})
    assert queried.submission is not None
    assert [finding.is_open for finding in queried.findings] == [True]
    assert (queried.cells_read, queried.cells_stored) == (16, 16)


def test_a_note_on_the_very_count_answers_its_query() -> None:
    (query,) = checked({JANUARY: 1}, NOTE).findings
    assert (query.answer, query.is_open) == ("Late.", False)


@pytest.mark.parametrize(
    "note",
    [
        replace(NOTE, period=""),
        replace(NOTE, period="March 2018"),
        replace(NOTE, item="Referrals"),
    ],
    ids=["every period", "another period", "another item"],
)
def test_a_note_on_anything_else_answers_nothing(note: TypedNote) -> None:
    (query,) = checked({JANUARY: 1}, note).findings
    assert query.is_open


def test_the_context_is_a_note_for_the_board_on_no_item() -> None:
    assert submitted(context="A new system since May.").notes == (
        Note(area="342", text="A new system since May.", sheet="Notes", cell="A4"),
    )


def test_a_note_is_kept_with_what_it_is_about_and_who_may_read_it() -> None:
    typed = TypedNote(
        item="referrals",
        category="Online",
        period="2018-03",
        note="One school sent most of them.",
        readers="the analyst only",
    )
    assert submitted(None, typed).notes == (
        Note(
            area="342",
            text="One school sent most of them.",
            readers=Readers.ANALYST,
            item="referrals",
            period="2018-03",
            dimension="kind",
            category="online",
            sheet="Notes",
            cell="D7",
        ),
    )


@pytest.mark.parametrize(
    "name",
    [
        "Children open",
        "open_children",
        "children  OPEN",
        "Children open (counted at the end of the quarter)",
    ],
)
def test_a_note_may_name_its_item_by_label_or_code(name: str) -> None:
    (note,) = submitted(None, TypedNote(name, note="Late.")).notes
    assert note.item == "open_children"


@pytest.mark.parametrize(
    "name", ["Elsewhere", "Where they live: Elsewhere", "elsewhere", "residence/elsewhere"]
)
def test_a_note_may_name_its_category_with_or_without_its_breakdown(name: str) -> None:
    (note,) = submitted(None, TypedNote("open_children", name, note="Late.")).notes
    assert (note.dimension, note.category) == ("residence", "elsewhere")


def test_a_period_that_a_spreadsheet_turned_into_a_date_is_still_that_month() -> None:
    content = fill(
        template("panel", "2017-18-Q4", small_catalogue()),
        notes=[replace(NOTE, period="")],
        others=0,
        catalogue=small_catalogue(),
    )
    workbook = load_workbook(BytesIO(content))
    workbook["Notes"]["C7"].number_format = "mmm-yy"
    workbook["Notes"]["C7"] = Period.parse("2018-02").first_day
    submission = check(saved(workbook), small_catalogue()).submission
    assert submission is not None
    assert submission.notes[0].period == "2018-02"


def test_a_note_without_an_item_is_about_the_whole_return() -> None:
    (note,) = submitted(None, TypedNote(note="Counted by hand.")).notes
    assert (note.item, note.text) == ("", "Counted by hand.")


def flags(*notes: TypedNote) -> list[tuple[str, str, str, str]]:
    """Return what is flagged: item, category, period and flag."""
    flagged = submitted(None, *notes).counts.filter(pl.col("flag") != "")
    return flagged.select("item", "category", "period", "flag").rows()


def test_a_mark_flags_the_count_that_it_is_about() -> None:
    assert flags(replace(NOTE, mark="provisional")) == [("progressed", "", "2018-01", "p")]
    assert flags(replace(NOTE, mark="Estimated")) == [("progressed", "", "2018-01", "e")]


def test_a_mark_without_a_period_is_of_every_period() -> None:
    assert flags(replace(NOTE, period="", mark="provisional")) == [
        ("progressed", "", "2018-01", "p"),
        ("progressed", "", "2018-02", "p"),
        ("progressed", "", "2018-03", "p"),
    ]


def test_a_mark_without_a_category_is_of_the_total_and_every_category() -> None:
    assert flags(TypedNote("referrals", "", "2018-01", "Late.", "provisional")) == [
        ("referrals", "", "2018-01", "p"),
        ("referrals", "online", "2018-01", "p"),
        ("referrals", "other", "2018-01", "p"),
    ]


def test_a_mark_on_a_category_is_of_no_other() -> None:
    assert flags(TypedNote("referrals", "Online", "2018-01", "Late.", "provisional")) == [
        ("referrals", "online", "2018-01", "p")
    ]


def test_every_cell_of_a_note_is_counted_as_read_and_stored() -> None:
    found = checked(None, replace(NOTE, mark="provisional", readers="the board"), context="x")
    assert (found.cells_read, found.cells_stored) == (16 + 5 + 1, 16 + 5 + 1)


def test_a_return_without_its_sheet_for_notes_can_be_stored() -> None:
    content = fill(template("panel", "2017-18-Q4", small_catalogue()), others=0)
    workbook = load_workbook(BytesIO(content))
    del workbook["Notes"]
    submission = check(saved(workbook), small_catalogue()).submission
    assert submission is not None
    assert submission.notes == ()


def test_a_row_may_name_its_category_by_code() -> None:
    content = fill(template("panel", "2017-18-Q4", small_catalogue()), others=0)
    renamed = type_in(content, {"Counts!C13": "residence", "Counts!D13": "elsewhere"})
    assert check(renamed, small_catalogue()).findings == ()


def test_another_version_of_the_catalogue_that_asks_for_the_same_is_no_matter() -> None:
    content = fill(template("panel", "2017-18-Q4", small_catalogue()), others=0)
    older = type_in(content, {"Counts!B7": "0123456789ab"})
    assert check(older, small_catalogue()).findings == ()


def test_findings_are_in_the_order_of_the_sheet() -> None:
    found = checked(
        {
            ("referrals", "", "2018-03"): "?",
            ("open_children", "", "2017-18-Q4"): "?",
            ("progressed", "", "2018-02"): "?",
        },
        replace(NOTE, item="?"),
    ).findings
    assert [f"{each.sheet}!{each.cell}" for each in found] == [
        "Counts!H11",
        "Counts!F15",
        "Counts!G16",
        "Notes!A7",
    ]


def test_a_heading_of_the_notes_that_is_there_twice_heads_the_first_of_its_columns() -> None:
    catalogue = small_catalogue()
    sent = template("panel", "2017-18-Q4", catalogue)
    notes = [TypedNote("Referrals", note="Late.")]
    filled = fill(sent, notes=notes, others=0, catalogue=catalogue)
    checked = check(type_in(filled, {"Notes!H6": "Item", "Notes!H7": "Calls"}), catalogue)
    assert [(each.check, each.cell) for each in checked.findings] == [
        ("stray", "H6"),
        ("stray", "H7"),
    ]
    assert checked.submission is not None
    assert [(note.item, note.text) for note in checked.submission.notes] == [("referrals", "Late.")]
