"""An area: a place that figures are for. Joined by number, never by name."""

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Area:
    """A local authority, by its three-digit number in the Department for Education's lists.

    `ons_code` is its nine-character code at the Office for National Statistics.
    """

    number: str
    name: str
    ons_code: str
