"""What is known when a return is read: what may be asked, and about where."""

from dataclasses import dataclass

from safeboard.catalogue.library import Catalogue
from safeboard.vocabulary.area import Area


@dataclass(frozen=True)
class Known:
    """The catalogue, and the areas that a return may be about."""

    catalogue: Catalogue
    areas: tuple[Area, ...]
