"""One word for one thing: the glossary says what each of the design's words means."""

import re
from pathlib import Path

import pytest

from tests.conftest import ROOT

WORDS = [
    "submission",
    "item",
    "indicator",
    "breakdown",
    "window",
    "figure",
    "symbol",
    "finding",
    "benchmark",
    "band",
    "change",
    "rating",
    "profile",
    "release",
    "challenge",
]


def entries(text: str) -> set[str]:
    """Return the words that a text in Markdown has an entry for.

    An entry is a heading, a table's first cell, or bold type that opens a line or list item,
    with words after it.
    """
    openings = re.findall(
        r"^(?:#{2,6} +(.+?) *$|\| *([^|\n]+?) *\|[^|\n]*\w|(?:[-*] +)?\*\*([^*\n]+?)\*\*.*\w)",
        text,
        flags=re.MULTILINE,
    )
    named = (heading or cell or bold for heading, cell, bold in openings)
    return {name.strip("*`_: ").casefold() for name in named}


def words_of_design(text: str) -> list[str]:
    """Return the first column of the design's table of words."""
    section = text.split("## 4. Words", maxsplit=1)[1].split("\n#", maxsplit=1)[0]
    cells = re.findall(r"^\| *([a-z ]+?) *\|", section, flags=re.MULTILINE)
    return [cell for cell in cells if cell != "word"]


def test_every_word_of_the_design_is_in_the_glossary() -> None:
    known = entries((ROOT / "GLOSSARY.md").read_text("utf-8"))
    missing = [word for word in WORDS if word not in known]
    assert not missing, f"GLOSSARY.md: it has no entry for {', '.join(missing)}. Say what is meant."


def test_the_words_are_those_of_the_design(shared: Path) -> None:
    text = (shared / "design.md").read_text("utf-8")
    assert words_of_design(text) == WORDS


@pytest.mark.parametrize(
    "text",
    [
        "## Band\n\nA quartile.",
        "| word | meaning |\n|---|---|\n| band | a quartile |",
        "| **Band** | a quartile |",
        "**band**: a quartile",
        "- **band** is a quartile",
    ],
)
def test_an_entry_is_found_however_it_is_set(text: str) -> None:
    assert "band" in entries(text)


@pytest.mark.parametrize(
    "text",
    ["The band is a quartile.", "In **band** A", "| rating | its band |", "| band | |", "**band**"],
)
def test_a_word_that_is_only_mentioned_has_no_entry(text: str) -> None:
    assert "band" not in entries(text)
