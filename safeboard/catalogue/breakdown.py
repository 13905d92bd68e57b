"""A breakdown: a dimension and its categories."""

from pydantic import Field, field_validator

from safeboard.catalogue.indicator import Declared, Text


class Category(Declared):
    """One category of a breakdown.

    One that is not `in_base`, such as *not recorded*, is counted and shown, but is no part of the
    base that shares are taken of.
    """

    label: Text
    in_base: bool = True


class Breakdown(Declared):
    """A dimension and its categories, which do not overlap and together make the whole.

    Where `optional`, an agency that does not record it may leave all its categories empty.
    """

    label: Text
    optional: bool = False
    categories: dict[str, Category] = Field(min_length=1)

    @field_validator("categories", mode="before")
    @classmethod
    def _a_label_alone_is_enough(cls, given: object) -> object:
        if not isinstance(given, dict):
            return given
        return {
            str(code): {"label": said} if isinstance(said, str) else said
            for code, said in given.items()
        }
