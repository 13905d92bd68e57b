"""The settings of what happened, that an indicator's series has to be read with."""

from pydantic import Field

from safeboard.catalogue.event import Event


class EventSection(Event):
    """Something that happened, that an indicator's series has to be read with."""

    indicator: str = Field(min_length=1)
    """The code of the indicator."""
    area: str = Field(default="", pattern=r"^(\d{3})?$")
    """The number of the area that it happened in, in quotes; everywhere, if left out."""
