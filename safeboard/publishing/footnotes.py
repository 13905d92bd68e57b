"""Footnotes: an agency's words about a figure, tied to every cell that shows the figure."""

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from safeboard.publishing.released import Place, place_of


@dataclass(frozen=True)
class Citation:
    """A mark in a cell: [note 1], with the address of the note and its own."""

    number: int
    id: str
    note_id: str
    where: str


@dataclass(frozen=True)
class Footnote:
    """A note as it is listed at the end of a theme, with the cells that it is about."""

    number: int
    id: str
    text: str
    citations: tuple[Citation, ...]


class Footnotes:
    """The notes of one page. Numbered in the order in which they are cited; equal texts share one.

    Cite in the order of the page; list a theme's notes once all of it has been cited.
    """

    def __init__(self, notes: pl.DataFrame) -> None:
        self._texts: dict[Place, list[str]] = {}
        for row in notes.iter_rows(named=True):
            self._texts.setdefault(place_of(row), []).append(row["text"])
        self._numbers: dict[str, int] = {}
        self._cited: dict[str, list[Citation]] = {}

    def cite(self, places: Iterable[Place], theme: str, where: str) -> tuple[Citation, ...]:
        """Return the marks for one cell, which shows the figures at `places`.

        `where` says in words which cell, for the way back.
        """
        made = []
        for text in dict.fromkeys(text for place in places for text in self._texts.get(place, ())):
            number = self._numbers.setdefault(text, len(self._numbers) + 1)
            times = sum(each.number == number for cited in self._cited.values() for each in cited)
            citation = Citation(
                number, f"cite-{number}-{times + 1}", f"note-{theme}-{number}", where
            )
            self._cited.setdefault(theme, []).append(citation)
            made.append(citation)
        return tuple(made)

    def listed(self, theme: str) -> tuple[Footnote, ...]:
        """Return the notes that a theme cites, in the order of their numbers."""
        cited = self._cited.get(theme, [])
        return tuple(
            Footnote(
                number,
                f"note-{theme}-{number}",
                text,
                tuple(each for each in cited if each.number == number),
            )
            for text, number in self._numbers.items()
            if any(each.number == number for each in cited)
        )
