"""Why a file that was handed in cannot be read: every such message, in one table."""

import unicodedata
from enum import Enum

from safeboard.errors import UnreadableError

LARGEST_FILE = 25_000_000
"""In bytes; a return is far below it."""

LARGEST_UNPACKED = 250_000_000
"""In bytes, of all parts of a workbook together."""

MOST_PARTS = 10_000
MOST_CELLS = 5_000_000
"""That are filled in, on all sheets together."""

LONGEST_TEXT = 32_767
"""What a cell can hold, in Excel."""

MOST_STYLES = 65_536
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
"""What Excel's own sheets can hold."""

DEEPEST = 200
"""How many elements may stand within one another; a workbook of any program has below 30."""

_AGAIN = "Open the return in a spreadsheet program, save it as an Excel workbook (.xlsx), send that"
_PLAIN = "Copy the counts into the template that you were sent, and send that"
_UNICODE = "Save it as an Excel workbook (.xlsx) or as a CSV file in UTF-8, and send that"


class Refusal(Enum):
    """What is wrong with a file, and what to do about it."""

    EMPTY = "it is empty", "Save the return again, and send that"
    DAMAGED = "it is damaged, or not all of it arrived", "Send it again"
    TOO_LARGE = f"it is larger than {LARGEST_FILE // 1_000_000} MB", _PLAIN
    TOO_LARGE_UNPACKED = f"unpacked it is larger than {LARGEST_UNPACKED // 1_000_000} MB", _PLAIN
    TOO_MANY_PARTS = f"it holds more than {MOST_PARTS:,} parts or sheets", _PLAIN
    TOO_MANY_CELLS = f"more than {MOST_CELLS:,} of its cells are filled in", _PLAIN
    TOO_LONG = f"a text in it is longer than {LONGEST_TEXT:,} letters", _PLAIN
    TOO_FAR = f"it has cells below row {LAST_ROW:,} or right of column XFD", _PLAIN
    PASSWORD = "it is protected by a password", "Save it without one, and send that"
    MACROS = (
        "it holds macros, which are programs and are never opened here",
        "Save it as an Excel workbook without macros (.xlsx), and send that",
    )
    OLD_FORMAT = "it is in the format of Excel before 2007 (.xls)", _AGAIN
    BINARY_FORMAT = "it is a binary Excel workbook (.xlsb)", _AGAIN
    WEB_PAGE = "it is a web page or XML, and not a workbook, whatever its name says", _AGAIN
    PDF = "it is a PDF, and not a workbook", _AGAIN
    IMAGE = "it is an image, and not a workbook", _AGAIN
    ZIP = "it is a zip file, and not an Excel workbook (.xlsx)", _AGAIN
    NOT_A_WORKBOOK = "it is not an Excel workbook (.xlsx)", _AGAIN
    STRANGE_PARTS = "its parts are named or packed as no spreadsheet program does it", _AGAIN
    STRANGE_XML = "it holds declarations or nesting that no spreadsheet program writes", _AGAIN
    UNKNOWN_LETTERS = "it cannot be told which character encoding its text is in", _UNICODE
    UNKNOWN_SEPARATOR = (
        "it cannot be told whether commas, semicolons or tabs part its cells",
        _AGAIN,
    )
    OPEN_QUOTE = "a quotation mark in it is not closed, so cells cannot be told apart", _AGAIN


class NotAWorkbookError(UnreadableError):
    """A file that was handed in as a return is not a workbook that can be read."""

    def __init__(self, name: str, refusal: Refusal) -> None:
        what, remedy = refusal.value
        super().__init__(f"{shown(name)}: {what}. {remedy}.")


class RefusedError(Exception):
    """A part of a file is refused; who knows the file's name says so."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.name)
        self.refusal = refusal


def shown(text: str) -> str:
    """Return a text in one line, with every mark that cannot be seen spelt out: [U+202E].

    A mark that turns the direction of writing, or a new line, could otherwise make a message seem
    to say something else.
    """
    hidden = ("C", "Zl", "Zp")
    return "".join(
        f"[U+{ord(each):04X}]" if unicodedata.category(each).startswith(hidden) else each
        for each in text
    )
