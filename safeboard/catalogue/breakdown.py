"""A breakdown: a dimension and its categories."""

from typing import Annotated

from pydantic import Field, field_validator

from safeboard.catalogue.declared import Declared, Text


class Category(Declared):
    """One category of a breakdown."""

    label: Text
    """What a reader sees."""
    in_base: bool = True
    """Whether it is part of the base that shares are taken of. *Not recorded* is not: it is
    counted and shown."""


_Written = Annotated[dict[str, Text | Category], Field(min_length=1)]
"""Categories as a file may write them: a label alone is enough."""


class Breakdown(Declared):
    """A dimension and its categories, which do not overlap and together make the whole."""

    label: Text
    """What a reader sees above the categories."""
    optional: bool = False
    """Whether an agency that does not record it may leave all its categories empty."""
    categories: dict[str, Category] = Field(min_length=1)
    """Each category by its code: its label, or more lines about it."""

    @field_validator("categories", mode="before", json_schema_input_type=_Written)
    @classmethod
    def _a_label_alone_is_enough(cls, given: object) -> object:
        if not isinstance(given, dict):
            return given
        return {
            str(code): {"label": said} if isinstance(said, str) else said
            for code, said in given.items()
        }
