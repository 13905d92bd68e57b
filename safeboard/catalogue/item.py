"""An item in the catalogue: a count that one agency supplies, with where it is declared."""

from dataclasses import dataclass

from safeboard.vocabulary.item import ItemKind
from safeboard.vocabulary.period import PeriodKind


@dataclass(frozen=True)
class Item:
    """A count that an agency supplies.

    `by` names the breakdowns it is asked for beside its total; `wholes` the items that contain it,
    so that a count larger than one of those is queried.
    """

    code: str
    label: str
    kind: ItemKind
    every: PeriodKind
    agency: str
    theme: str
    indicator: str
    by: tuple[str, ...] = ()
    wholes: tuple[str, ...] = ()
    guidance: str = ""
