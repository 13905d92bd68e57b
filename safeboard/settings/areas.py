"""The settings of the areas: local authorities, and how they began."""

from datetime import date
from typing import Self

from pydantic import Field, model_validator

from safeboard.settings.section import Section
from safeboard.vocabulary.area import Area, Origin


class AuthoritySection(Section):
    """A local authority."""

    number: str = Field(pattern=r"^\d{3}$")
    """Its three-digit number in the Department for Education's lists, in quotes."""
    name: str = Field(min_length=1)
    """Its name, as people know it."""
    ons_code: str = Field(pattern=r"^E\d{8}$")
    """Its code at the Office for National Statistics: E and eight digits."""


class PredecessorSection(AuthoritySection):
    """An earlier authority that an area was made of."""

    whole: bool = True
    """Whether all of it went into the area. If only a part did, there is no figure before."""


class AreaSection(AuthoritySection):
    """A local authority the partnership covers."""

    region: str | None = Field(default=None, pattern=r"^\d{3}$")
    """The three-digit number of the region it lies in, in quotes: the North West is 981."""
    began: date | None = Field(default=None, alias="from")
    """The day on which it was made of its predecessors, as 2021-04-01, if it was."""
    predecessors: tuple[PredecessorSection, ...] = ()
    """The earlier authorities that it was made of."""

    @model_validator(mode="after")
    def _begins_as_it_says(self) -> Self:
        if bool(self.predecessors) != bool(self.began):
            raise ValueError("an area made of others needs both 'from' and 'predecessors'")
        if self.began and self.began.day != 1:
            raise ValueError("an area begins with a month, so 'from' has to be its first day")
        return self

    @property
    def place(self) -> Area:
        """Return the area, with how it began."""
        origin = None
        if self.began:
            earlier = tuple(
                Area(each.number, each.name, each.ons_code) for each in self.predecessors
            )
            whole = all(each.whole for each in self.predecessors)
            origin = Origin(self.number, self.began, earlier, is_merger=whole)
        return Area(self.number, self.name, self.ons_code, origin, self.region)
