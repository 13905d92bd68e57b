"""Notice what was typed on a return's first sheet, where nothing is read."""

import polars as pl

from safeboard.catalogue.library import Catalogue
from safeboard.intake.finding import Finding, Severity
from safeboard.intake.reading.answer import read_answers
from safeboard.intake.reading.heading import Heading
from safeboard.intake.template.order import ReturnOrder
from safeboard.intake.template.sheets import COUNTS, NOTES, START
from safeboard.intake.template.writer import write_template
from safeboard.intake.workbook.arrival import read_workbook
from safeboard.intake.workbook.cells import CellKind
from safeboard.vocabulary.area import Area
from safeboard.vocabulary.item import CountState

_MAY_BE_NUMBERS = [kind.value for kind in (CellKind.NUMBER, CellKind.DISGUISED, CellKind.ALTERED)]
_OF_NUMBERS = ["other-digits", "in-brackets", "powers-of-ten", "percentage", "negative"]
_ANYWHERE = (Area("000", "any", "E00000000"),)


def typed_on_start(
    sheet: str, cells: pl.DataFrame, heading: Heading | None, catalogue: Catalogue
) -> list[Finding]:
    """Query each cell of the first sheet that the template itself leaves blank, and each number.

    A template of another catalogue, or one that is not known, says other things there, so then
    only numbers are queried.
    """
    typed = _numbers(cells)
    if heading and heading.is_of(catalogue):
        order = ReturnOrder(catalogue, heading.agency, heading.period, _ANYWHERE, "a partnership")
        own = read_workbook(write_template(order), "the template").sheets[START]
        typed = typed.join(own, on=["row", "column", "text"], how="anti")
        beside = cells.join(own, on=["row", "column"], how="anti")
        typed = pl.concat([typed, beside]).unique().sort("row", "column")
    message = (
        f"nothing is read on this sheet. Put a count on '{COUNTS}' and words on '{NOTES}', "
        "or take this out."
    )
    return [
        Finding(Severity.QUERY, "typed-on-start", sheet, cell, message) for cell in typed["cell"]
    ]


def _numbers(cells: pl.DataFrame) -> pl.DataFrame:
    """Return the cells that may hold a number, as one or as a text."""
    state, kind = pl.col("state"), pl.col("kind")
    is_number = state.is_in([CountState.COUNTED.value, CountState.SUPPRESSED.value])
    may_be = is_number | kind.is_in(_MAY_BE_NUMBERS) | pl.col("problem").is_in(_OF_NUMBERS)
    return read_answers(cells).filter(may_be.fill_null(value=False)).select(cells.columns)
