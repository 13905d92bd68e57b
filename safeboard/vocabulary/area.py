"""An area: a place that figures are for. Joined by number, never by name."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, order=True)
class Area:
    """A local authority, by its three-digit number in the Department for Education's lists.

    `ons_code` is its nine-character code at the Office for National Statistics. `origin` says how
    it began, where it was made of earlier areas. `region` is the number of the region that it lies
    in, None where that is not known.
    """

    number: str
    name: str
    ons_code: str
    origin: "Origin | None" = field(default=None, compare=False)
    region: str | None = field(default=None, compare=False)


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


def with_predecessors(areas: Iterable[Area]) -> tuple[Area, ...]:
    """Return areas and, once each, those that they were made of."""
    given = list(areas)
    earlier = [one for each in given if each.origin for one in each.origin.predecessors]
    return (*given, *dict.fromkeys(earlier))


def as_they_were(areas: Iterable[Area], day: date) -> tuple[Area, ...]:
    """Return the areas that there were on a day: of one that had not begun, its predecessors."""
    there: list[Area] = []
    for each in areas:
        not_begun = each.origin and day < each.origin.began
        there += each.origin.predecessors if each.origin and not_begun else [each]
    return tuple(dict.fromkeys(there))


def refuse_mixed(areas: Sequence[Area]) -> None:
    """Refuse areas whose counts would be mixed, or counted twice.

    Raises: ValueError.
    """
    known = with_predecessors(areas)
    for name in ("number", "ons_code"):
        given = [getattr(each, name) for each in known]
        if len(set(given)) < len(given):
            raise ValueError(f"two areas have one {name}, so their counts would be mixed")
    merged = [
        one.number
        for each in areas
        if each.origin and each.origin.is_merger
        for one in each.origin.predecessors
    ]
    for number in merged:
        if merged.count(number) > 1:
            raise ValueError(f"{number} cannot be whole in two areas: it would be counted twice")
