"""What is known when a return is read: what may be asked, where, how, and what came before."""

from dataclasses import dataclass, field

import polars as pl

from safeboard.catalogue.library import Catalogue
from safeboard.intake.checks.history import HISTORY
from safeboard.intake.layouts.layout import Layout
from safeboard.vocabulary.area import Area


@dataclass(frozen=True)
class Known:
    """The catalogue, the areas that a return may be about, and the counts held already: HISTORY.

    `layouts` are those of agencies' own workbooks; `layout` is the one that whoever hands a
    workbook in has named, so that it is read by that and by nothing else.
    """

    catalogue: Catalogue
    areas: tuple[Area, ...]
    history: pl.DataFrame = field(default_factory=HISTORY.to_frame)
    layouts: tuple[Layout, ...] = ()
    layout: Layout | None = None
