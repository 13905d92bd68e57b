"""What is typed on a return's first sheet is not lost: it is queried, cell by cell."""

from collections.abc import Mapping

from tests.unit.returns import Entry, check, fill, template, type_in


def found_after_typing(typed: Mapping[str, Entry], version: str = "") -> list[str]:
    """Return what is found of a return without a fault after typing on its first sheet."""
    cells = {f"Start here!{cell}": value for cell, value in typed.items()}
    others = {"Counts!B7": version} if version else {}
    checked = check(type_in(fill(template("lado", "2017-18-Q4"), others=0), {**cells, **others}))
    assert checked.submission is not None
    return [str(finding) for finding in checked.findings]


def test_a_first_sheet_as_it_was_sent_is_no_finding() -> None:
    assert found_after_typing({}) == []


def test_each_cell_typed_on_the_first_sheet_is_queried() -> None:
    said = "nothing is read on this sheet. Put a count on 'Counts' and words on 'Notes', "
    assert found_after_typing({"F5": "Total 999", "A60": 55}) == [
        f"query at Start here!F5: {said}or take this out.",
        f"query at Start here!A60: {said}or take this out.",
    ]


def test_a_count_typed_over_a_word_of_the_first_sheet_is_queried() -> None:
    found = found_after_typing({"A5": 12, "A15": "7", "A16": "not yet"})
    assert [each.split(":")[0] for each in found] == [
        "query at Start here!A5",
        "query at Start here!A15",
    ]


def test_on_a_first_sheet_of_another_catalogue_only_numbers_are_queried() -> None:
    found = found_after_typing({"F5": "Some words", "A60": 55}, version="another")
    assert [each.split(":")[0] for each in found] == ["query at Start here!A60"]
