"""Styles of an OpenDocument workbook: which of them raise, lower or strike out what they format."""

from dataclasses import dataclass, field

from safeboard.intake.workbook.refusal import MOST_STYLES, Refusal, RefusedError

_STYLE = "urn:oasis:names:tc:opendocument:xmlns:style:1.0 "
_MOST_PARENTS = 50

Key = tuple[str, str]
"""What a style is for, such as table-cell, and its name."""


@dataclass
class Styles:
    """Follows the styles of a workbook's parts; the later of two with one name holds."""

    _alter: dict[Key, bool | None] = field(default_factory=dict)
    _parents: dict[Key, Key] = field(default_factory=dict)
    _key: Key = ("", "")

    def start(self, name: str, given: dict[str, str]) -> None:
        """Learn that an element begins, with its attributes."""
        if name == f"{_STYLE}style":
            self._begin(given)
        elif name == f"{_STYLE}text-properties" and self._key in self._alter:
            self._alter[self._key] = _alters(given)

    def text(self, _data: str) -> None:
        """Learn some text; styles have none."""

    def end(self, name: str) -> None:
        """Learn that an element ends."""
        if name == f"{_STYLE}style":
            self._key = "", ""

    def alter(self, family: str, name: str) -> bool:
        """Tell whether a style, or the one that it follows, alters what it formats."""
        key = family, name
        for _ in range(_MOST_PARENTS):
            if key not in self._alter:
                return False
            if (own := self._alter[key]) is not None:
                return own
            key = self._parents[key]
        raise RefusedError(Refusal.DAMAGED)

    def _begin(self, given: dict[str, str]) -> None:
        family = given.get(f"{_STYLE}family", "")
        self._key = family, given.get(f"{_STYLE}name", "")
        self._alter[self._key] = None
        self._parents[self._key] = family, given.get(f"{_STYLE}parent-style-name", "")
        if len(self._alter) > MOST_STYLES:
            raise RefusedError(Refusal.STRANGE_XML)


def _alters(given: dict[str, str]) -> bool | None:
    """Tell whether properties of a text alter it; None where they say nothing of it."""
    position = given.get(f"{_STYLE}text-position")
    through = [given.get(f"{_STYLE}text-line-through-{each}") for each in ("style", "type")]
    if position is None and through == [None, None]:
        return None
    is_moved = position is not None and not position.startswith("0")
    return is_moved or any(each not in (None, "none") for each in through)
