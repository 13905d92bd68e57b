"""The sheets of a return: their names, headings and words, the same for writing and reading."""

from collections.abc import Iterable
from enum import StrEnum

import polars as pl

from safeboard.vocabulary.figure import Flag
from safeboard.vocabulary.item import CountState

FORMAT = "1"
"""The version of these sheets. A return in another one is refused, not guessed at."""

START, COUNTS, NOTES = "Start here", "Counts", "Notes"
SHEETS = (START, COUNTS, NOTES)

CHOICES = (CountState.NONE, CountState.NOT_YET_AVAILABLE, CountState.NOT_HELD)
"""What may stand in place of a number."""

CHOICES_IN_WORDS = f"{', '.join(CHOICES[:-1])} or {CHOICES[-1]}"

COUNTS_TITLE = "Counts"
COUNTS_HINT = (
    f"Give every white cell a whole number, or the words {CHOICES_IN_WORDS}. "
    "Shaded cells are not asked for."
)


class Top(StrEnum):
    """The lines at the top of Counts: column A says which, B holds the code, C the name."""

    FORMAT = "Return format"
    AGENCY = "Agency"
    AREA = "Area"
    PERIOD = "Period"
    CATALOGUE = "Catalogue version"

    @property
    def has_name(self) -> bool:
        """Tell whether its code stands for something that has a name."""
        return self in (Top.AGENCY, Top.AREA, Top.PERIOD)


TOP_ROW = 3
"""The row of the first of those lines. Rows and columns are counted from 1 everywhere here."""

CODES_ROW, HEADING_ROW = 9, 10
"""Above each column of counts stand its period's code and, below that, its name."""

KEYS = ("Item code", "Item", "Breakdown", "Category")
"""The headings of the columns that say what a row counts; a column for each period follows."""

PERIOD_CODES = "Code of the period"

_NOT_IN_A_NAME = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
_LONGEST_NAME = 31


def counts_sheet(number: str, name: str) -> str:
    """Return the name of an area's sheet of counts, where a return is about several areas."""
    allowed = f"{COUNTS} {number} {name}".translate(_NOT_IN_A_NAME)
    return allowed[:_LONGEST_NAME].strip(" '")


NOTES_TITLE = "Notes"
_HINT = (
    "One note a row, on a single count or on an item as a whole. Leave {} empty "
    "to write about all of them. Write nothing from which a child could be known."
)
NOTES_HINT = _HINT.format("Category or Period")
NOTES_HINT_OF_AREAS = _HINT.format("Area, Category or Period")
CONTEXT = "Anything the board should know to read these figures"
CONTEXT_ROW = 3
"""The row of that heading; the box for the words is the cell below it."""

NOTE_HEADING_ROW = 6
NOTE_ROWS = 100
"""How many rows of the sheet are made ready for notes."""


class NoteColumn(StrEnum):
    """The columns of the notes, in order. Only a return about several areas has the first."""

    AREA = "Area"
    ITEM = "Item"
    CATEGORY = "Category"
    PERIOD = "Period"
    NOTE = "Note"
    MARK = "Mark the count as"
    READERS = "Who may read it"


def note_columns(*, several_areas: bool) -> list[NoteColumn]:
    """Return the columns of the notes in a return about one area, or about several."""
    return [each for each in NoteColumn if several_areas or each is not NoteColumn.AREA]


MARKS = {flag.meaning: flag for flag in (Flag.PROVISIONAL, Flag.ESTIMATED)}
"""What an agency may say of a count, and the flag that then stands beside it."""


_UNSEEN = "\u200b\u2060\ufeff"
"""Spaces without width, which nobody sees or types: they come with what is copied from a page."""


def tidy(text: str) -> str:
    """Return a text without spaces around it, doubled, or unseen."""
    return " ".join(text.translate(dict.fromkeys(map(ord, _UNSEEN))).split())


def plain(text: str) -> str:
    """Return a text without what people do not mean by it: case, and spaces as in `tidy`."""
    return tidy(text).lower()


def plain_column(column: str) -> pl.Expr:
    """Return a column's texts as `plain` would."""
    seen = pl.col(column).str.replace_all(f"[{_UNSEEN}]", "")
    return seen.str.replace_all(r"\s+", " ").str.strip_chars().str.to_lowercase()


def saying(cells: pl.DataFrame, texts: Iterable[str]) -> pl.DataFrame:
    """Return the cells that say one of some texts, with what they say, made plain, as `key`."""
    said = [plain(text) for text in texts]
    # Few cells have such a word at all, and finding that out is far quicker than making all plain.
    words = [*{text.split()[0] for text in said}, *_UNSEEN]
    likely = cells.filter(pl.col("text").str.contains_any(words, ascii_case_insensitive=True))
    return likely.with_columns(plain_column("text").alias("key")).filter(pl.col("key").is_in(said))
