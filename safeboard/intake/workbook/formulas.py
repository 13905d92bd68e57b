"""Cells that look blank to the workbook reader and are not: errors, and formulas without a result.

The reader gives an empty text for both, so that a count would be lost in silence.
"""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from posixpath import join, normpath
from xml.etree.ElementTree import Element, ParseError, fromstring, iterparse
from zipfile import BadZipFile, ZipFile

from safeboard.intake.address import position

UNREADABLE_PARTS: tuple[type[Exception], ...] = (
    *(BadZipFile, zlib.error, ParseError),
    *(EOFError, KeyError, NotImplementedError, OSError, RuntimeError, ValueError),
)
"""What reading the parts of a damaged or encrypted workbook may raise."""

_WORTH_READING = re.compile(rb"""=\s*["']e["']|<(?:\w+:)?f[\s/>]""")
_WORKBOOK, _RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass(frozen=True)
class Valueless:
    """A cell without a value: the text of its error, such as #DIV/0!, or its formula after "="."""

    row: int
    column: int
    text: str

    @property
    def is_error(self) -> bool:
        """Tell whether it is an error, as against a formula whose result was not saved."""
        return not self.text.startswith("=")


def find_valueless(content: bytes) -> dict[str, list[Valueless]]:
    """Return such cells of each sheet of a workbook, by the sheet's name.

    Raises: one of UNREADABLE_PARTS.
    """
    found = {}
    with ZipFile(BytesIO(content)) as workbook:
        for name, part in _parts(workbook):
            xml = workbook.read(part)
            # Most sheets have neither, and finding that out is fifty times faster than reading.
            if _WORTH_READING.search(xml):
                found[name] = list(_in_sheet(xml))
    return found


def _parts(workbook: ZipFile) -> Iterator[tuple[str, str]]:
    """Yield the name of each sheet and the part of the file that holds it."""
    targets = {
        each.get("Id"): each.get("Target", "") for each in fromstring(workbook.read(_RELATIONS))
    }
    for element in fromstring(workbook.read(_WORKBOOK)).iter():
        if _local(element) == "sheet":
            target = targets[element.get(_ID)]
            yield element.get("name", ""), normpath(join("/xl", target)).lstrip("/")


def _in_sheet(xml: bytes) -> Iterator[Valueless]:
    row = column = 0
    for event, element in iterparse(BytesIO(xml), events=("start", "end")):
        if _local(element) == "row":
            if event == "start":
                row, column = int(element.get("r", row + 1)), 0
            else:
                element.clear()
        elif _local(element) == "c" and event == "end":
            column = position(element.get("r", ""))[1] or column + 1
            if text := _without_value(element):
                yield Valueless(row, column, text)


def _without_value(cell: Element) -> str:
    """Return what a cell has in place of a value, or an empty text where there is nothing to say.

    A formula may come to an empty text; such a cell is blank, and meant so.
    """
    parts = {_local(each): each.text or "" for each in cell}
    if cell.get("t") == "e":
        return parts.get("v") or "#ERROR!"
    if "f" in parts and not parts.get("v") and cell.get("t") != "str":
        return f"={parts['f']}"
    return ""


def _local(element: Element) -> str:
    """Return an element's name without its namespace."""
    return element.tag.rpartition("}")[2]
