"""An agency: one of the bodies that send returns."""

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Agency:
    """An agency, by the code that files and folders use and the name that people use."""

    code: str
    name: str
