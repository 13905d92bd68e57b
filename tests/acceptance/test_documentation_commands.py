"""The page of commands, and the help of every command, say all that the command line takes."""

import re
import subprocess
import sys
from collections.abc import Iterator

import pytest
import typer.main
from typer.testing import CliRunner

from safeboard.cli.app import app
from safeboard.errors import ExitCode
from tests.conftest import ROOT

PAGE = ROOT / "docs" / "how-to" / "commands.md"
HEAVY = ("django", "polars", "pydantic", "scipy", "vl_convert", "xlsxwriter")


def commands() -> Iterator[tuple[str, set[str]]]:
    """Yield each command that does something, and what it takes: options, and arguments by name."""
    waiting = [("safeboard", typer.main.get_command(app))]
    while waiting:
        name, command = waiting.pop()
        below = getattr(command, "commands", {})
        waiting += [(f"{name} {each}", below[each]) for each in below]
        takes = {
            given
            for parameter in command.params
            for given in (
                [*parameter.opts, *parameter.secondary_opts]
                if parameter.param_type_name == "option"
                else [str(parameter.name).upper()]
            )
        }
        if takes or not below:
            yield name, takes


COMMANDS = dict(commands())


def undocumented(page: str, command: str, takes: set[str]) -> set[str]:
    """Return what a page's section on a command leaves out; the command itself if it has none."""
    sections = re.split(r"^## ", page, flags=re.MULTILINE)
    section = next((each for each in sections if each.startswith(f"`{command}`\n")), None)
    if section is None:
        return {command}
    cells = re.findall(r"^\|([^|]*)\|[^|\n]*\w", section, flags=re.MULTILINE)
    said = {given for cell in cells for given in re.findall(r"`([^`]+)`", cell)}
    return takes - said


def test_there_are_the_commands_that_were_promised() -> None:
    promised = ["new", "template", "check", "submit", "status", "release", "demo"]
    assert {f"safeboard {each}" for each in promised} <= COMMANDS.keys()
    assert {"safeboard indicators list", "safeboard indicators explain"} <= COMMANDS.keys()


@pytest.mark.parametrize("command", COMMANDS)
def test_the_page_of_commands_says_everything_that_a_command_takes(command: str) -> None:
    missing = undocumented(PAGE.read_text("utf-8"), command, COMMANDS[command])
    assert not missing, f"commands.md: '{command}' says nothing of {sorted(missing)}. Add it there."


def test_the_page_has_no_command_that_there_is_not() -> None:
    said = re.findall(r"^## `(safeboard[^`]*)`", PAGE.read_text("utf-8"), flags=re.MULTILINE)
    assert set(said) <= COMMANDS.keys()


def test_an_option_that_the_page_leaves_out_is_named() -> None:
    page = "## `safeboard status`\n\n| option | does |\n|---|---|\n| `--period`, `-p` | when |\n"
    takes = {"--period", "-p", "--folder"}
    assert undocumented(page, "safeboard status", takes) == {"--folder"}
    assert undocumented(page, "safeboard check", set()) == {"safeboard check"}


@pytest.mark.parametrize("code", ExitCode)
def test_the_page_says_what_each_exit_code_means_and_what_to_do(code: ExitCode) -> None:
    row = rf"^\| {code.value} \| [^|]*\w[^|]* \| [^|]*\w[^|]* \|$"
    assert re.search(row, PAGE.read_text("utf-8"), flags=re.MULTILINE)


@pytest.mark.parametrize("command", COMMANDS)
def test_help_says_in_a_sentence_what_a_command_does(command: str) -> None:
    shown = CliRunner().invoke(app, [*command.split()[1:], "--help"])
    assert shown.exit_code == 0
    paragraphs = [" ".join(each.split()) for each in shown.stdout.split("\n\n")]
    assert paragraphs[0].startswith("Usage: ")
    assert re.fullmatch(r"[A-Z].*\w.*[.]", paragraphs[1]), paragraphs[1]


def test_help_appears_without_waiting_for_heavy_libraries() -> None:
    program = (
        "import sys\n"
        "from safeboard.cli.app import app\n"
        "try:\n    app(['--help'])\nexcept SystemExit as end:\n    assert not end.code\n"
        f"print('loaded:', sorted(set({HEAVY!r}) & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "loaded: []"
