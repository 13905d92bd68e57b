"""A pattern: what a cell or a sheet's name must say, and where in it a period or an area stands."""

import re
from collections.abc import Mapping
from functools import cache

from safeboard.intake.template.sheets import plain

PLACEHOLDERS = ("period", "area")
"""What a pattern may leave open and have read, in braces; `*` leaves open what nobody reads."""

_LONGEST = 500
"""No title or heading is longer, and a pattern takes long to find its way through more."""


def placeholders(pattern: str) -> list[str]:
    """Return what a pattern reads, in order."""
    return re.findall(r"\{([^{}]*)\}", pattern)


def find_said(pattern: str, text: str) -> Mapping[str, str] | None:
    """Return what a text says where the pattern leaves it open; None where it does not fit.

    Case, and spaces around and doubled, make no difference.
    """
    if len(text) > _LONGEST:
        return None
    found = _compiled(pattern).fullmatch(plain(text))
    return None if found is None else {name: said.strip() for name, said in _groups(found)}


def fits(pattern: str, text: str) -> bool:
    """Tell whether a text is what the pattern wants."""
    return find_said(pattern, text) is not None


def has_words(pattern: str) -> bool:
    """Tell whether a pattern wants anything at all: * alone is at home in a blank cell too."""
    return bool(pattern.strip("* "))


def _groups(found: re.Match[str]) -> list[tuple[str, str]]:
    return list(found.groupdict().items())


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    escaped = re.escape(plain(pattern)).replace(r"\*", ".*")
    for name in PLACEHOLDERS:
        escaped = escaped.replace(re.escape(f"{{{name}}}"), f"(?P<{name}>.+?)", 1)
    return re.compile(escaped)
