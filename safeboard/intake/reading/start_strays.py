"""Notice what was typed on a return's first sheet, where nothing is read."""

import polars as pl

from safeboard.catalogue.library import Catalogue
from safeboard.intake.finding import Finding, Severity
from safeboard.intake.reading.heading import Heading
from safeboard.intake.template.order import ReturnOrder
from safeboard.intake.template.sheets import COUNTS, NOTES, START
from safeboard.intake.template.writer import write_template
from safeboard.intake.workbook.arrival import read_workbook
from safeboard.intake.workbook.cells import CellKind
from safeboard.vocabulary.area import Area

_MAY_BE_NUMBERS = [kind.value for kind in (CellKind.NUMBER, CellKind.DISGUISED, CellKind.ALTERED)]
_ANYWHERE = (Area("000", "any", "E00000000"),)


def typed_on_start(
    sheet: str, cells: pl.DataFrame, heading: Heading, catalogue: Catalogue
) -> list[Finding]:
    """Query each cell of the first sheet that the template itself leaves blank.

    A template of another catalogue says other things there, so then only numbers are queried.
    """
    if heading.is_of(catalogue):
        order = ReturnOrder(catalogue, heading.agency, heading.period, _ANYWHERE, "a partnership")
        own = read_workbook(write_template(order), "the template").sheets[START]
        typed = cells.join(own, on=["row", "column"], how="anti", maintain_order="left")
    else:
        typed = cells.filter(pl.col("kind").is_in(_MAY_BE_NUMBERS))
    message = (
        f"nothing is read on this sheet. Put a count on '{COUNTS}' and words on '{NOTES}', "
        "or take this out."
    )
    return [
        Finding(Severity.QUERY, "typed-on-start", sheet, cell, message) for cell in typed["cell"]
    ]
