"""An area: a place that figures are for. Joined by number, never by name."""

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, order=True)
class Area:
    """A local authority, by its three-digit number in the Department for Education's lists.

    `ons_code` is its nine-character code at the Office for National Statistics. `origin` says how
    it began, where it was made of earlier areas.
    """

    number: str
    name: str
    ons_code: str
    origin: "Origin | None" = field(default=None, compare=False)


@dataclass(frozen=True)
class Origin:
    """How an area began: on which day, and out of which areas.

    `is_merger` tells that all of each went into it, so that what they counted before can be added
    up. Where it was cut out of another, nothing says what its own counts would have been.
    """

    area: str
    began: date
    predecessors: tuple[Area, ...]
    is_merger: bool

    @property
    def names(self) -> str:
        """Return the names of the earlier areas: Bournemouth, Christchurch and Poole."""
        *others, last = (each.name for each in self.predecessors)
        return f"{', '.join(others)} and {last}" if others else last
