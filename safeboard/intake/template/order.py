"""An order for a template: who is asked, about where, for which period."""

from dataclasses import dataclass

from safeboard.catalogue.item import Item
from safeboard.catalogue.library import Catalogue
from safeboard.errors import UsageError
from safeboard.intake.expected import items_asked
from safeboard.intake.template.sheets import COUNTS, counts_sheet
from safeboard.vocabulary.agency import Agency
from safeboard.vocabulary.area import Area
from safeboard.vocabulary.period import Period


class UnknownAgencyError(UsageError):
    """A template was ordered for an agency that the catalogue does not have."""

    def __init__(self, agency: str, catalogue: Catalogue) -> None:
        known = ", ".join(sorted(catalogue.agencies))
        super().__init__(f"'{agency}' is not an agency. Use one of {known}.")


class NothingToAskError(UsageError):
    """A template was ordered that would ask for nothing."""

    def __init__(self, agency: Agency, period: Period) -> None:
        super().__init__(
            f"{agency.code}: nothing is asked of {agency.name} in a return for {period}. "
            "Choose a longer period, or an agency that indicators name."
        )


@dataclass(frozen=True)
class ReturnOrder:
    """Which return a template is for. Where it is about several areas, each has its own counts.

    Raises: UnknownAgencyError; NothingToAskError.
    """

    catalogue: Catalogue
    agency: str
    period: Period
    areas: tuple[Area, ...]
    partnership: str

    def __post_init__(self) -> None:
        """Refuse an order whose template would be empty."""
        if self.agency not in self.catalogue.agencies:
            raise UnknownAgencyError(self.agency, self.catalogue)
        if not self.items:
            raise NothingToAskError(self.sender, self.period)

    @property
    def sender(self) -> Agency:
        """Return the agency that is asked."""
        return self.catalogue.agencies[self.agency]

    @property
    def is_of_several(self) -> bool:
        """Tell whether it is about several areas."""
        return len(self.areas) > 1

    @property
    def items(self) -> list[Item]:
        """Return what it is asked for."""
        return items_asked(self.catalogue, self.agency, self.period)


def counts_sheets(order: ReturnOrder) -> dict[Area, str]:
    """Return the name of the sheet for the counts of each area."""
    if order.is_of_several:
        return {area: counts_sheet(area.number, area.name) for area in order.areas}
    return dict.fromkeys(order.areas, COUNTS)
