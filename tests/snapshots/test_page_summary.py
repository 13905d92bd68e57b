"""The summary as it is read, row by row, so that a change of words is seen.

`page_summary.txt` holds it. Read the difference before changing it.
"""

from pathlib import Path

from safeboard.publishing.folder import files_of
from tests.acceptance.reading import Element, read_page
from tests.unit.small_release import catalogue, release

WORDS = Path(__file__).with_name("page_summary.txt")


def in_words(table: Element) -> str:
    """Return a table as text: a line for each row, its cells divided by bars."""
    lines = []
    for row in table.all("tr"):
        cells = [each for each in row.inside if isinstance(each, Element)]
        lines.append(" | ".join(each.words for each in cells))
    return "\n".join(lines)


def test_the_summary_reads_as_it_did() -> None:
    page = read_page(files_of(release(), catalogue())["index.html"].decode())
    assert in_words(page.one("table", class_="summary")) == WORDS.read_text("utf-8").rstrip("\n")
