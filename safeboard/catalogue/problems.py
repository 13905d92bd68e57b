"""What is wrong in a file's content, said for a person: on which line, what, and what to do."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from safeboard.catalogue.declared import FORMS

Place = tuple[int | str, ...]

_WORDS = {
    "input should be a valid dictionary or instance of DeclaredBenchmark": (
        "input should be lines of the form 'key: value'"
    ),
    "input should be a valid dictionary": "input should be lines of the form 'key: value'",
    "input should be a valid tuple": "input should be a list",
    "input should be a valid string": "input should be text",
    "input should be a valid integer": "input should be a whole number",
    "input should be a valid number": "input should be a number",
    "input should be a valid date or datetime": "input should be a date such as 2018-01-01",
}


class UnfitKeyError(ValueError):
    """One key's value does not fit the rest of its file."""

    def __init__(self, key: str, what: str) -> None:
        super().__init__(what)
        self.key = key


def line_of(content: object, place: Place) -> int:
    """Return the line that a place in a file is on, or of the nearest thing around it."""
    line = 1
    for step in place:
        try:
            mark = content.lc.item(step) if isinstance(step, int) else content.lc.key(step)  # type: ignore[attr-defined]
            line = mark[0] + 1
            content = content[step]  # type: ignore[index]
        except (AttributeError, KeyError, IndexError, TypeError):
            break
    return line


def in_words(error: ValidationError, content: Mapping[str, Any]) -> Iterator[str]:
    """Yield each thing that is wrong in a content, once, in the order of its lines."""
    by_place: dict[Place, list[ErrorDetails]] = {}
    for each in error.errors(include_url=False):
        by_place.setdefault(_place(each, content), []).append(each)
    deepest = [place for place in by_place if not _holds_another(place, by_place)]
    for place in sorted(deepest, key=lambda place: line_of(content, place)):
        yield f"line {line_of(content, place)}: {_said(by_place[place], place)}"


def _place(error: ErrorDetails, content: Mapping[str, Any]) -> Place:
    """Return where an error is, without the steps that are pydantic's and not the file's."""
    place: list[int | str] = []
    inside: Any = content
    for number, step in enumerate(error["loc"], start=1):
        try:
            inside = inside[step]
        except (KeyError, IndexError, TypeError):
            if error["type"] != "missing" or number < len(error["loc"]):
                continue
        place.append(step)
    if isinstance(error.get("ctx", {}).get("error"), UnfitKeyError):
        place.append(error["ctx"]["error"].key)
    return tuple(place)


def _holds_another(place: Place, places: Collection[Place]) -> bool:
    """Tell whether something deeper is wrong, which is then all that needs mending here."""
    return any(len(other) > len(place) and other[: len(place)] == place for other in places)


def _said(errors: list[ErrorDetails], place: Place) -> str:
    """Say what is wrong at a place; where it may be of several kinds, which."""
    error, key = errors[0], place[-1] if place else ""
    around = next((step for step in reversed(place[:-1]) if isinstance(step, str)), "")
    within = f" under '{around}'" if around else ""
    for each in errors:
        if each["type"] == "value_error":
            return f"{each['ctx']['error']}."
    if error["type"] == "missing":
        return f"there is no '{key}'{within}. Add a line '{key}: …'."
    if error["type"] == "extra_forbidden":
        return f"'{key}'{within} is not a known key. Correct its spelling or take it out."
    if error["type"] == "too_short":
        return f"'{key}'{within} is empty. Put at least one there."
    kinds = [_in_plain_words(each) for each in errors]
    first, *others = dict.fromkeys(kinds)
    wrong = " or ".join([first, *(other.removeprefix("input should be ") for other in others)])
    what = f"number {key + 1}" if isinstance(key, int) else f"'{key}'"
    return f"{what}{within} is wrong: {wrong}. Correct it."


def _in_plain_words(error: ErrorDetails) -> str:
    """Return one of pydantic's messages without the words of a programming language."""
    if error["type"] == "string_pattern_mismatch" and error["ctx"]["pattern"] in FORMS:
        return f"input should be {FORMS[error['ctx']['pattern']]}"
    message = error["msg"][0].lower() + error["msg"][1:]
    kind = message.split(", ")[0]
    return _WORDS.get(kind, message)
