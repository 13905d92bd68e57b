"""An event: what happened on a day that a series has to be read with."""

from datetime import date
from enum import StrEnum
from typing import Self

from pydantic import model_validator

from safeboard.catalogue.declared import Declared, Text
from safeboard.catalogue.problems import UnfitKeyError


class EventKind(StrEnum):
    """What an event does to a series. Each is drawn on its chart and said in the reason."""

    BREAK = "break in series"
    RECORDING = "recording change"
    REBASE = "rebase"
    EVENT = "event"

    @property
    def breaks(self) -> bool:
        """Tell whether figures before it cannot be compared with those after."""
        return self in (EventKind.BREAK, EventKind.RECORDING)

    @property
    def begins_segment(self) -> bool:
        """Tell whether limits are drawn anew from it on."""
        return self is not EventKind.EVENT


class Event(Declared):
    """What happened on a day, in a sentence."""

    on: date
    """The first day that it holds for; the first day of a point of the series."""
    kind: EventKind
    """A break or a recording change breaks runs and tests; a rebase draws the limits anew, because
    the process is known to have changed; an event is drawn and said, and changes nothing."""
    text: Text
    """What happened, in one sentence."""
    by: str = ""
    """Who decided so. A rebase needs it."""

    @model_validator(mode="after")
    def _says_who_rebased(self) -> Self:
        if self.kind is EventKind.REBASE and not self.by:
            raise UnfitKeyError("by", "a rebase is somebody's decision. Say whose it is under 'by'")
        return self
