"""A finding: something that a check noticed in a return. For the agency, never for the log."""

from dataclasses import dataclass, replace
from enum import StrEnum


class Severity(StrEnum):
    """An error stops the return from being stored; a query asks for an answer."""

    ERROR = "error"
    QUERY = "query"


@dataclass(frozen=True)
class Subject:
    """What a query asks about: one count of an area, or everything where nothing more is named.

    A note on the same is its answer. Where `or_item`, so is a note on the item in every period.
    """

    area: str
    item: str = ""
    period: str = ""
    dimension: str = ""
    category: str = ""
    or_item: bool = False


@dataclass(frozen=True)
class Finding:
    """What is wrong, where, and what to do. `answer` is the agency's own, from the return's notes.

    `check` is the short, lasting name of the check, such as `part-over-whole`. `cell` may be a
    range (A15:G15), and is empty for a whole sheet; `sheet` is empty for the whole return.
    `about` is None where words are no answer, and only putting the return right is. `area` is set
    where it is stored: the one area it was found for, or empty for the whole file.
    """

    severity: Severity
    check: str
    sheet: str
    cell: str
    message: str
    answer: str = ""
    about: Subject | None = None
    area: str = ""

    @property
    def is_open(self) -> bool:
        """Tell whether somebody has something to do."""
        return self.severity is Severity.ERROR or not self.answer

    def answered(self, text: str) -> "Finding":
        """Return the query with the agency's answer beside it."""
        return replace(self, answer=text)

    def __str__(self) -> str:
        """Write it with its place, if it has one: query at Counts!C7: what is wrong. What to do."""
        place = f"{self.sheet}!{self.cell}" if self.cell else self.sheet
        said = f"{self.severity}{f' at {place}' if place else ''}: {self.message}"
        return f"{said} (Answered: {self.answer})" if self.answer else said
