"""What every catalogue file's declarations have in common: their keys, codes and texts."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

FORMS: dict[str, str] = {}
"""What a text has to be, in words, by the pattern that it is held to."""


def form(pattern: str, words: str) -> StringConstraints:
    """Return the constraint of a text to a pattern, which `words` say for a person."""
    FORMS[pattern] = words
    return StringConstraints(pattern=pattern)


Code = Annotated[
    str,
    form(r"^[a-z][a-z0-9_-]*$", "small letters, digits, hyphens and underscores, a letter first"),
]
Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]


class Declared(BaseModel):
    """Something a catalogue file declares: unknown keys are refused, values never change.

    What stands below a field is what an editor shows of it, by way of its JSON Schema.
    """

    model_config = ConfigDict(
        extra="forbid", frozen=True, populate_by_name=True, use_attribute_docstrings=True
    )
