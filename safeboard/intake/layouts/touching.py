"""What is found of a workbook as a whole, and the areas whose counts it touches."""

from collections.abc import Iterable
from dataclasses import dataclass

from safeboard.intake.finding import Finding, Severity


@dataclass(frozen=True)
class Touching:
    """A finding, and the numbers of the areas that it touches: None for all, if nobody can tell."""

    finding: Finding
    areas: frozenset[str] | None = None

    def stops(self, area: str) -> bool:
        """Tell whether it keeps an area's counts from being stored."""
        is_error = self.finding.severity is Severity.ERROR
        return is_error and (self.areas is None or area in self.areas)


def areas_of(said: Iterable[str | None]) -> frozenset[str] | None:
    """Return the areas that are said of some cells; None where that is not known of each."""
    areas = {*said}
    known = frozenset(area for area in areas if area is not None)
    return known if known and len(known) == len(areas) else None


def touching(findings: Iterable[Finding], area: str | None) -> list[Touching]:
    """Return findings that touch the one area that is said; all, if none is."""
    areas = None if area is None else frozenset((area,))
    return [Touching(each, areas) for each in findings]
