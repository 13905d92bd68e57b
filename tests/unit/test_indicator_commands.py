"""The commands about indicators: what is used here, what is not, and what is one's own."""

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from safeboard.cli.app import app
from tests.catalogue.test_library import COUNT_OF_VISITS
from tests.conftest import ROOT

EXAMPLE = ROOT / "examples" / "st-helens-2017-18"
CALLS = COUNT_OF_VISITS.replace(
    "uses: [visits]", "items:\n  calls: {label: Calls, kind: flow, every: month}"
).replace("visits", "calls")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the example's folder with contacts and calls of its own."""
    settings = (EXAMPLE / "safeboard.toml").read_text("utf-8")
    named = settings.replace("[indicators]\n", '[indicators]\nreplace = ["contacts"]\n')
    (tmp_path / "safeboard.toml").write_text(named, "utf-8")
    own = tmp_path / "catalogue" / "front_door"
    own.mkdir(parents=True)
    shutil.copy(ROOT / "safeboard" / "catalogue" / "front_door" / "contacts.yaml", own)
    (own / "calls.yaml").write_text(CALLS, "utf-8")
    return tmp_path


def told(*words: str) -> list[str]:
    """Return the lines that a command answers."""
    ended = CliRunner().invoke(app, ["indicators", *words])
    assert ended.exit_code == 0, ended.output
    return [line.rstrip() for line in ended.output.splitlines()]


def row(lines: list[str], code: str) -> str:
    """Return the one row of a table that begins with a code."""
    (found,) = [line for line in lines if line.split()[:1] == [code]]
    return found


def test_the_list_has_what_is_used_here_and_says_how_many_are_not(folder: Path) -> None:
    lines = told("list", "--folder", str(folder))
    assert row(lines, "contacts")
    assert row(lines, "calls")
    assert not [line for line in lines if line.split()[:1] == ["rate-of-referrals"]]
    assert lines[-1].endswith("built-in indicators not used here: --all lists them too.")


def test_the_whole_list_says_of_each_whether_it_is_used_and_whose_it_is(folder: Path) -> None:
    lines = told("list", "--all", "--folder", str(folder))
    assert row(lines, "lado-referrals").endswith(" yes")
    assert row(lines, "contacts").endswith(" yours, in place of the built-in")
    assert row(lines, "calls").endswith(" your own")
    assert row(lines, "rate-of-referrals").endswith(" no")


def test_an_indicator_that_is_not_used_is_explained_and_said_to_be_none(folder: Path) -> None:
    lines = told("explain", "rate-of-referrals", "--folder", str(folder))
    assert lines[0] == "Not used here: see 'indicators' in docs/how-to/settings.md."
    assert "# Rate of referrals" in lines


def test_an_indicator_that_there_is_not_is_refused_with_one_that_is_near(folder: Path) -> None:
    words = ["indicators", "explain", "kontacts", "--folder", str(folder)]
    ended = CliRunner().invoke(app, words)
    assert "'kontacts': there is no such indicator. Did you mean contacts" in str(ended.exception)
