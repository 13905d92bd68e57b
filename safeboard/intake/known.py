"""What is known when a return is read: what may be asked, where, how, and what came before."""

from dataclasses import dataclass

from safeboard.catalogue.library import Catalogue
from safeboard.intake.checks.history import History, nothing_held
from safeboard.intake.layouts.layout import Layout
from safeboard.vocabulary.area import Area


@dataclass(frozen=True)
class Known:
    """The catalogue, the areas that a return may be about, and what gives the counts held already.

    `layouts` are those of agencies' own workbooks; `layout` is the one that whoever hands a
    workbook in has named, so that it is read by that and by nothing else.
    """

    catalogue: Catalogue
    areas: tuple[Area, ...]
    history: History = nothing_held
    layouts: tuple[Layout, ...] = ()
    layout: Layout | None = None
