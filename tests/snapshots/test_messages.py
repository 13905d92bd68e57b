"""Every message with which Safeboard stops or asks, in one list that somebody has read.

`messages.txt` holds them as they stand in the program, module by module, with the names of facts in
braces. Read each new line as the person who gets it: does it say where, what is wrong and what to
do? To write the list again: SAFEBOARD_WRITE_MESSAGES=1, then run this test and read the difference.
"""

import ast
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

LISTED = Path(__file__).with_name("messages.txt")

# Stages that speak to the people who send, check and publish. The words of ratings and pages are
# read in their own tests.
SPEAKING = (
    *("settings", "cli", "pipeline", "catalogue", "intake", "store", "disclosure"),
    *("assurance/process", "benchmarks/published.py", "benchmarks/sources"),
    "publishing/folder.py",
)
PROSE = ("catalogue/reference.py", "intake/template/start_sheet.py", "disclosure/shown.py")

WHAT = re.compile(r"(it|its|this|there|an?|the|two|'\{\w+\}') [^.]*$")
"""What is wrong, said without a full stop: its place and its remedy are put around it."""

BLAME = re.compile(
    r"\b(invalid|illegal|bad|failed|failure|fatal|abort\w*|please|oops|sorry|exception|traceback"
    r"|null|NoneType|boolean|string|integer|dict|tuple|parse\w*)\b|!(?:\s|$)",
    re.IGNORECASE,
)


def speaking_modules() -> list[Path]:
    """Return the modules whose messages are listed."""
    package = ROOT / "safeboard"
    found: list[Path] = []
    for name in SPEAKING:
        place = package / name
        found += [place] if place.is_file() else sorted(place.rglob("*.py"))
    apart = {package / name for name in PROSE}
    return [path for path in found if path not in apart and "migrations" not in path.parts]


def messages(source: str) -> Iterator[str]:
    """Yield each text in a module that says something to people, but for docstrings and help."""
    tree = ast.parse(source)
    skipped = {id(node) for node in _not_said(tree)}
    for node in ast.walk(tree):
        if id(node) in skipped:
            continue
        text = " ".join(as_written(node).split())
        if text.count(" ") > 1 and (text.endswith(".") or WHAT.match(text)):
            skipped |= {id(each) for each in ast.walk(node)}
            yield text


def _not_said(tree: ast.AST) -> Iterator[ast.AST]:
    """Yield docstrings, and the help of commands and options."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.value
        if isinstance(node, ast.keyword) and node.arg in {"help", "epilog"}:
            yield from ast.walk(node)
        match node:
            case ast.Call(func=ast.Name(id="Field")):
                yield from ast.walk(node)


def as_written(node: ast.AST) -> str:
    """Return a text as the program has it, with facts in braces; nothing where it is no text."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(
            as_written(part) if isinstance(part, ast.Constant) else _fact(part)
            for part in node.values
        )
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left, right = as_written(node.left), as_written(node.right)
        return f"{left or '{…}'}{right or '{…}'}" if left or right else ""
    return ""


def _fact(part: ast.AST) -> str:
    value = part.value if isinstance(part, ast.FormattedValue) else part
    names = [each.id for each in ast.walk(value) if isinstance(each, ast.Name)]
    names += [each.attr for each in ast.walk(value) if isinstance(each, ast.Attribute)]
    return f"{{{names[-1] if names else '…'}}}"


def listing() -> str:
    """Return the messages of every module, under its path."""
    parts = []
    for path in speaking_modules():
        said = list(dict.fromkeys(messages(path.read_text("utf-8"))))
        if said:
            parts.append("\n".join([f"# {path.relative_to(ROOT).as_posix()}", *said]))
    return "\n\n".join(parts) + "\n"


def test_every_message_is_in_the_list_that_was_read() -> None:
    now = listing()
    if os.environ.get("SAFEBOARD_WRITE_MESSAGES") == "1":
        LISTED.write_text(now, encoding="utf-8")
    assert now == LISTED.read_text("utf-8")


def test_a_message_that_names_its_place_says_what_is_wrong_and_then_what_to_do() -> None:
    placed = re.compile(r"(?:\{\w+\}|--[a-z-]+|[a-z ]*'?\{\w+\}'?(?:, line 1)?): ")
    found = [line for line in listing().splitlines() if placed.match(line)]
    assert found
    short = [line for line in found if not re.search(r"[.;)}] [A-Z{']", line)]
    assert not short, "\n" + "\n".join(short)


def test_no_message_blames_begs_or_speaks_as_a_programmer() -> None:
    spoken = [line for line in listing().splitlines() if not line.startswith("# ")]
    found = [line for line in spoken if BLAME.search(re.sub(r"\{[^}]*\}|'[^']*'", "…", line))]
    assert not found, "\n" + "\n".join(found)


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ('x = "It is wrong. Mend it."', ["It is wrong. Mend it."]),
        ('x = f"{path.name}: it is wrong. " "Mend it."', ["{name}: it is wrong. Mend it."]),
        ('x = "It has: " + names + ". Use one."', ["It has: {…}. Use one."]),
        ('"""A docstring."""\nx = "code"', []),
        ('x = Option("--by", help="Who hands them in.")', []),
    ],
)
def test_a_message_is_found_as_it_is_written(source: str, said: list[str]) -> None:
    assert list(messages(source)) == said
