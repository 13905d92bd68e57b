"""An item: a count that an agency supplies. How it behaves in time, and how it can be absent."""

from enum import StrEnum


class ItemKind(StrEnum):
    """How an item's counts combine over time."""

    FLOW = "flow"
    """Events in the period: may be summed."""
    STOCK = "stock"
    """What there is at the period's end: the last one counts."""
    DISTINCT = "distinct"
    """Children counted once: never summed, so each window is asked for."""


class CountState(StrEnum):
    """What an agency said of a count."""

    COUNTED = "counted"
    NONE = "none"
    NOT_YET_AVAILABLE = "not yet available"
    NOT_HELD = "not held by us"
    SUPPRESSED = "suppressed"
    """It was counted and is kept back, as "<5" says: never a number."""

    @property
    def is_number(self) -> bool:
        """Tell whether such a count has a value; *none* is a true 0."""
        return self in (CountState.COUNTED, CountState.NONE)

    @property
    def reason(self) -> str:
        """Return why there is no number, as the board reads it; an agency says "us" of itself."""
        if self is CountState.SUPPRESSED:
            return "suppressed by the agency"
        return self.value.replace("by us", "by the agency")
