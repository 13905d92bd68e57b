"""A definition: what is measured, in words, from a date on."""

from collections.abc import Iterable
from datetime import date

from pydantic import Field

from safeboard.catalogue.declared import Declared, Text


class Definition(Declared):
    """What is measured, in words, from a date on."""

    in_force: date = Field(alias="from")
    """The first day on which it holds, as 2016-04-01."""
    text: Text
    """What is counted, so that two people would count alike."""
    source: Text
    """Whose definition it is; how it differs, if it is not the national one."""
    provisional: str = ""
    """Why nobody should rely on it yet, if so. It is said wherever the definition is shown."""

    @property
    def words(self) -> str:
        """Return what is counted, and that the definition is provisional where it is."""
        if not self.provisional:
            return self.text
        return f"{self.text} This definition is provisional: {self.provisional}."


def in_force_on(definitions: Iterable[Definition], day: date) -> Definition | None:
    """Return the definition in force on `day`, the latest that has begun; None before the first."""
    begun = [each for each in definitions if each.in_force <= day]
    return max(begun, key=lambda each: each.in_force, default=None)
