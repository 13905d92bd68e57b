"""A layout's file: held to its shape, to the catalogue and to its own worked examples."""

from pathlib import Path

import pytest

from safeboard.intake.layouts.files import read_layouts
from tests.unit.layouts import LADO, POLICE, SEFTON, changed, layout_of, refusal, write_layout
from tests.unit.returns import ST_HELENS, built_in


def test_a_layout_is_known_by_its_files_name(tmp_path: Path) -> None:
    assert layout_of(tmp_path, POLICE).name == "ours"


def test_a_file_that_is_a_list_is_told_how_a_layout_begins(tmp_path: Path) -> None:
    assert refusal(tmp_path, "- title") == (
        f"{tmp_path.name}/ours.yaml, line 1: it should hold lines of the form 'key: value'. "
        "Begin with 'title: …', as every layout does."
    )


def test_there_may_be_no_folder_of_layouts(tmp_path: Path) -> None:
    assert read_layouts(tmp_path / "layouts", built_in(), (ST_HELENS,)) == ()


def test_layouts_are_read_in_the_order_of_their_names(tmp_path: Path) -> None:
    for name in ("b", "a"):
        write_layout(tmp_path, POLICE, name)
    names = [each.name for each in read_layouts(tmp_path, built_in(), (ST_HELENS,))]
    assert names == ["a", "b"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "agency: police",
            "agency: polise",
            "line 2: there is no agency 'polise'. Use one of early-help, education, "
            "exploitation-panel, health, lado, partnership, police, social-care, "
            "youth-justice.",
        ),
        (
            "All: missing_episodes",
            "All: missing_episode",
            "line 11: 'missing_episode' is not an item of the agency 'police'. It has: "
            "missing_episodes, missing_from_care_episodes, repeat_missing_from_care_episodes.",
        ),
        (
            "All: missing_episodes",
            "All: {item: missing_episodes, category: residence/elsewhere}",
            "line 11: 'residence/elsewhere' is not a category that its item is asked by. "
            "It has none.",
        ),
        (
            "skip: [Total",
            "skips: [Total",
            "line 14: 'skips' under 'tables' is not a known key. "
            "Correct its spelling or take it out.",
        ),
        (
            "down: [period]",
            "down: [period]\n        item: missing_episodes",
            "line 10: the item of its counts is said in more than one place. Keep one of them.",
        ),
        (
            "across: [item]",
            "across: [nothing]",
            "line 5: nothing says which item it counts. Put 'item' under 'across' or 'down'.",
        ),
        (
            "down: [period]",
            "down: [nothing]",
            "line 6: nothing under 'down' says what its rows are, so it may have only one. "
            "Name what its headings or labels say, or make it smaller.",
        ),
        (
            "range: A3:E9",
            "range: A3:E3",
            "line 6: it has no cell below its headings and beside its labels. Correct it.",
        ),
        (
            "care, {period}",
            "care, {quarter}",
            "line 3: the return's period has to be said in one place: by '{period}' in one of the "
            "texts under 'says', or by a line 'period: …'.",
        ),
    ],
)
def test_what_does_not_fit_is_named_with_its_line(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    text = changed(POLICE, old, new)
    assert f"{tmp_path.name}/ours.yaml, {said}" in refusal(tmp_path, text).splitlines()


def test_an_area_that_the_partnership_does_not_cover_is_named(tmp_path: Path) -> None:
    text = changed(POLICE, "agency: police", "agency: police\n    areas: ['343']")
    assert "line 3: there is no area '343' here. Use one of 342." in refusal(tmp_path, text)


def test_of_several_areas_something_has_to_say_which(tmp_path: Path) -> None:
    said = refusal(tmp_path, POLICE, ST_HELENS, SEFTON)
    assert "nothing says which authority its counts are about, and there are several." in said


def test_an_item_cannot_be_absent_and_read(tmp_path: Path) -> None:
    absent = "absent: {missing_episodes: not held by us}"
    text = changed(POLICE, "agency: police", f"agency: police\n    {absent}")
    assert "'missing_episodes' is said to be absent, and is read elsewhere." in refusal(
        tmp_path, text
    )


def test_two_tables_may_not_read_one_cell(tmp_path: Path) -> None:
    table = "tables:\n      - {sheet: Missing, range: 'B9:B9', item: missing_episodes}"
    text = changed(POLICE, "tables:", table)
    assert "it overlaps the table B9:B9 of the same sheet. Make one of them end." in refusal(
        tmp_path, text
    )


def test_an_example_that_gives_another_count_is_named_with_both(tmp_path: Path) -> None:
    text = changed(POLICE, "{count: 9, item", "{count: 8, item")
    assert refusal(tmp_path, text) == (
        f"{tmp_path.name}/ours.yaml, line 16: the example 'one month' does not hold: "
        "Missing!B4 gives 9 of missing_episodes for 2018-01 in 342, and it expects 8 of "
        "missing_episodes for 2018-01 in 342. Correct the cells, the layout or what is expected: "
        "'Missing!B4: {item: missing_episodes, period: 2018-01, count: 9}'."
    )


def test_an_example_has_to_name_every_count_that_it_gives(tmp_path: Path) -> None:
    expected = "Missing!B4: {count: 9, item: missing_episodes, period: 2018-01}\n"
    said = refusal(tmp_path, changed(POLICE, expected, "\n"))
    assert "Missing!B4 gives 9 of missing_episodes for 2018-01 in 342, and it expects no" in said


def test_a_count_that_an_example_leaves_out_is_given_as_the_file_has_it(tmp_path: Path) -> None:
    old = """
          All!B3: {area: "343", count: 5, item: lado_referrals, period: 2017-18-Q4}"""
    said = refusal(tmp_path, changed(LADO, old, ""), ST_HELENS, SEFTON)
    assert said.endswith(
        "Correct the cells, the layout or what is expected: "
        "'All!B3: {item: lado_referrals, area: 343, period: 2017-18-Q4, count: 5}'."
    )


def test_an_authoritys_number_needs_no_quotes(tmp_path: Path) -> None:
    text = LADO.replace('area: "343"', "area: 343")
    assert layout_of(tmp_path, text, ST_HELENS, SEFTON).examples[0].expect["All!B3"].area == "343"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "range: A3:E9",
            "range: A3-E9",
            "line 6: 'range' under 'tables' is wrong: input should be its first and last cell, as "
            "A3:E7 or A3:E. Correct it.",
        ),
        (
            '"Missing!A1"',
            "A1",
            "line 3: 'A1' under 'says' is wrong: input should be a sheet and its cell, as "
            "Data!A1. Correct it.",
        ),
        (
            "down: [period]",
            "down: [month]",
            "line 9: number 1 under 'down' is wrong: input should be 'item', 'category', "
            "'window', 'period', 'area' or 'nothing'. Correct it.",
        ),
        (
            "count: 9, item: missing_episodes, period: 2018-01",
            "count: 9, item: missing_episodes, period: January",
            "line 22: 'period' under 'Missing!B4' is wrong: input should be what it covers, as "
            "2018-01, 2017-18-Q4 or 2017-04-to-2017-12. Correct it.",
        ),
    ],
)
def test_a_slip_of_form_is_said_in_words(tmp_path: Path, old: str, new: str, said: str) -> None:
    text = changed(POLICE, old, new)
    assert f"{tmp_path.name}/ours.yaml, {said}" in refusal(tmp_path, text).splitlines()


def test_an_example_with_an_error_does_not_hold(tmp_path: Path) -> None:
    said = refusal(tmp_path, changed(POLICE, "[Jan, 9, 4, none]", "[Jan, 9, 4, -1]"))
    assert "does not hold: error at Missing!D4: this count (-1) is below 0." in said
