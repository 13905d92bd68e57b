"""What is known when a return is read: what may be asked, about where, and what was sent before."""

from dataclasses import dataclass, field

import polars as pl

from safeboard.catalogue.library import Catalogue
from safeboard.intake.checks.history import HISTORY
from safeboard.vocabulary.area import Area


@dataclass(frozen=True)
class Known:
    """The catalogue, the areas that a return may be about, and the counts held already: HISTORY."""

    catalogue: Catalogue
    areas: tuple[Area, ...]
    history: pl.DataFrame = field(default_factory=HISTORY.to_frame)
