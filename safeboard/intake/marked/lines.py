"""The lines of a sheet that is put into a copy: rows of texts, each with its look."""

import re
from collections.abc import Iterable, Sequence

from safeboard.intake.address import cell_name
from safeboard.intake.marked.package import MAIN
from safeboard.intake.marked.remarks import plain_text

_LOOKS_ESCAPED = re.compile("_(?=x[0-9a-fA-F]{4}_)")

SHEET = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{MAIN}">'
"""How the part of a sheet begins."""

PAGE = (
    '<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>'
    '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>'
)
"""How such a sheet is printed: on A4, as wide as the page."""


def line(number: int, cells: Iterable[tuple[int, str, int]], height: int) -> str:
    """Return a row, of a height in points: each cell's column, its text if any, and its look."""
    said = "".join(_cell(cell_name(number, column), text, look) for column, text, look in cells)
    return f'<row r="{number}" ht="{height}" customHeight="1">{said}</row>'


def columns(widths: Sequence[int]) -> str:
    """Return columns of some widths, from the first."""
    return "".join(
        f'<col min="{number}" max="{number}" width="{width}" customWidth="1"/>'
        for number, width in enumerate(widths, start=1)
    )


def _cell(name: str, text: str, look: int) -> str:
    if not text:
        return f'<c r="{name}" s="{look}"/>'
    said = _LOOKS_ESCAPED.sub("_x005F_", plain_text(text))
    return f'<c r="{name}" s="{look}" t="inlineStr"><is><t xml:space="preserve">{said}</t></is></c>'
