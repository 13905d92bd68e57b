"""The tutorial, followed as it is written: every command, and what the page says it answers."""

from pathlib import Path

import pytest

from tests.acceptance.tutorial import (
    Command,
    File,
    Filling,
    Mending,
    Reader,
    Sight,
    agrees,
    plain,
    steps,
)
from tests.conftest import ROOT

PAGE = ROOT / "docs" / "tutorial" / "README.md"


def test_a_newcomer_who_follows_the_tutorial_sees_what_it_says(engine: str, tmp_path: Path) -> None:
    reader = Reader(tmp_path)
    for step in steps(PAGE.read_text("utf-8")):
        match step:
            case Command():
                answered = reader.type(step)
                assert agrees(step.answer, answered), f"{step.typed}\n{answered}"
            case File():
                reader.save(step)
            case Mending():
                reader.mend(step)
            case Filling():
                reader.fill(step)
            case Sight():
                assert reader.look(step), f"{step.page} has no row with {', '.join(step.cells)}"


def test_the_tutorial_goes_from_a_new_folder_to_a_corrected_release() -> None:
    commands = [step for step in steps(PAGE.read_text("utf-8")) if isinstance(step, Command)]
    wanted = ["new", "indicators", "template", "check", "submit", "status", "release"]
    typed = dict.fromkeys(each.typed.split()[1] for each in commands)
    assert [each for each in typed if each in wanted] == wanted
    assert "--reason" in commands[-1].typed


def test_an_answer_agrees_whatever_the_day_and_the_width_of_the_terminal() -> None:
    assert agrees("Sent   1 May 2025\n", " Sent 24 November 2026  \n ──── \n")
    assert agrees("one\n…\nlast\n", "one\ntwo\nthree\nlast\n")


@pytest.mark.parametrize("answered", ["", "2 counts\n", "1 count\n1 count\n", "1 count."])
def test_another_answer_does_not_agree(answered: str) -> None:
    assert not agrees("1 count\n", answered)


def test_a_day_is_no_part_of_what_is_compared() -> None:
    assert plain("as of 4 May 2018, release 1") == "as of (a day), release 1"
