"""Footnotes: numbered by first use, shared by equal texts, linked both ways."""

from safeboard.publishing.footnotes import Footnotes
from safeboard.publishing.released import Place
from tests.unit.small_release import notes

JANUARY = Place("342", "visits", "month", "2018-01")
QUARTER = Place("342", "visits", "quarter", "2017-18-Q4")
CONTACTS = Place("342", "contacts", "quarter", "2017-18-Q4")


def footnotes() -> Footnotes:
    """Return the notes of a page that cites nothing yet."""
    return Footnotes(
        notes(
            ("contacts", "quarter", "2017-18-Q4", "", "Late."),
            ("visits", "month", "2018-01", "", "Holiday."),
            ("visits", "quarter", "2017-18-Q4", "", "Holiday."),
            ("visits", "quarter", "2017-18-Q4", "", "Counted twice."),
        )
    )


def test_notes_are_numbered_in_the_order_in_which_the_page_uses_them() -> None:
    given = footnotes()
    (first,) = given.cite([JANUARY], "theme-a", "January 2018")
    (second,) = given.cite([CONTACTS], "theme-b", "Contacts")
    assert (first.number, second.number) == (1, 2)


def test_equal_texts_share_a_number_and_each_mark_has_its_own_address() -> None:
    given = footnotes()
    given.cite([JANUARY], "theme-a", "January 2018")
    marks = given.cite([QUARTER], "theme-a", "Q4 2017/18")
    assert [(mark.number, mark.id) for mark in marks] == [(1, "cite-1-2"), (2, "cite-2-1")]


def test_a_listed_note_knows_every_cell_that_uses_it() -> None:
    given = footnotes()
    given.cite([JANUARY], "theme-a", "January 2018")
    given.cite([QUARTER], "theme-a", "Q4 2017/18")
    holiday, twice = given.listed("theme-a")
    assert (holiday.text, holiday.id) == ("Holiday.", "note-theme-a-1")
    assert [mark.where for mark in holiday.citations] == ["January 2018", "Q4 2017/18"]
    assert [mark.note_id for mark in twice.citations] == ["note-theme-a-2"]


def test_a_theme_lists_only_its_own_notes() -> None:
    given = footnotes()
    given.cite([CONTACTS], "theme-b", "Contacts")
    given.cite([JANUARY], "theme-a", "January 2018")
    assert [each.text for each in given.listed("theme-a")] == ["Holiday."]


def test_a_note_used_in_two_themes_is_listed_in_both_with_one_number() -> None:
    given = footnotes()
    given.cite([JANUARY], "theme-a", "January 2018")
    given.cite([JANUARY], "theme-b", "January 2018")
    assert [each.id for each in given.listed("theme-a")] == ["note-theme-a-1"]
    assert [each.id for each in given.listed("theme-b")] == ["note-theme-b-1"]


def test_a_cell_that_stands_for_several_figures_has_each_of_their_notes_once() -> None:
    marks = footnotes().cite([JANUARY, QUARTER], "theme-a", "By kind")
    assert [mark.number for mark in marks] == [1, 2]


def test_a_note_on_another_area_is_not_cited() -> None:
    elsewhere = Place("876", "contacts", "quarter", "2017-18-Q4")
    assert footnotes().cite([elsewhere], "theme-b", "Contacts") == ()
