"""XML, followed element by element: no tree is built, and no entity is ever made to grow."""

import re
from collections.abc import Iterable, Iterator
from typing import Protocol
from xml.parsers.expat import ExpatError, ParserCreate

from safeboard.intake.workbook.refusal import DEEPEST, Refusal, RefusedError


class Follower(Protocol):
    """Who is told of a document's elements, in their order; `{namespace} name` of each."""

    def start(self, name: str, given: dict[str, str], /) -> None:
        """Learn that an element begins, with its attributes."""

    def text(self, data: str, /) -> None:
        """Learn some text; one text may come in several calls."""

    def end(self, name: str, /) -> None:
        """Learn that an element ends."""


def follow(chunks: Iterable[bytes], follower: Follower) -> None:
    """Tell of each element of a document. Raises: RefusedError."""
    for _ in followed(chunks, follower):
        pass


def followed(chunks: Iterable[bytes], follower: Follower) -> Iterator[None]:
    """Tell of a document's elements, and pause after each bit of it. Raises: RefusedError."""
    depth = 0

    def open_one(name: str, given: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise RefusedError(Refusal.STRANGE_XML)
        follower.start(name, given)

    def close_one(name: str) -> None:
        nonlocal depth
        depth -= 1
        follower.end(name)

    parser = ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = open_one
    parser.CharacterDataHandler = follower.text
    parser.EndElementHandler = close_one
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        for chunk in chunks:
            parser.Parse(chunk)
            yield
        parser.Parse(b"", True)
        yield
    except (ExpatError, LookupError, ValueError) as error:  # the last two: an unknown encoding
        raise RefusedError(Refusal.DAMAGED) from error


def _refuse_doctype(*_declared: object) -> None:
    """Refuse a declaration of a document type: it is how entities are made to grow."""
    raise RefusedError(Refusal.STRANGE_XML)


class UnusualError(Exception):
    """Markup is not written in the usual way, and has to be parsed."""


_OTHER_ENCODING = re.compile(rb"""encoding=["'](?!utf-8["'])""", re.IGNORECASE)
_XML = rb"(?:\xEF\xBB\xBF)?\s*(?:<\?xml[^<>]*\?>)?\s*<%b\s[^<>]*"
_OF_EXCEL = (
    rb'xmlns="http://(?:schemas\.openxmlformats\.org/spreadsheetml/2006/main|'
    rb'purl\.oclc\.org/ooxml/spreadsheetml/main)"'
)


def hold_usual(beginning: bytes, root: bytes) -> None:
    """Hold that a document begins as every program writes it. Raises: UnusualError."""
    is_usual = re.match(_XML % root + _OF_EXCEL, beginning)
    if not is_usual or b"<!" in beginning or _OTHER_ENCODING.search(beginning):
        raise UnusualError


def large(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the same bytes in fewer bits, because each is worked on as a whole."""
    gathered: list[bytes] = []
    size = 0
    for chunk in chunks:
        gathered.append(chunk)
        size += len(chunk)
        if size >= _AT_ONCE:
            yield b"".join(gathered)
            gathered, size = [], 0
    yield b"".join(gathered)


_AT_ONCE = 1 << 21


def local(name: str) -> str:
    """Return a name without its namespace."""
    return name.rpartition(" ")[2]


_REFERENCE = re.compile(r"&(#x[0-9a-fA-F]{1,6}|#[0-9]{1,7}|[a-z]{2,4});|&")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}


# But for _x0000_, which stays as it is written: no database can be trusted with that letter.
_EXCEL_OWN = re.compile("_x(?!0000)([0-9a-fA-F]{4})_")


def text_of(written: str) -> str:
    """Return what a text of a workbook says, by the rules of XML and then by Excel's own.

    Raises: RefusedError.
    """
    text = _REFERENCE.sub(_meant, written.replace("\r\n", "\n").replace("\r", "\n"))
    return said_by_excel(text)


def said_by_excel(text: str) -> str:
    """Return a text with what XML cannot hold, which Excel writes as _x000D_.

    Source: ECMA-376, part 1, 22.9.2.19.
    """
    return _EXCEL_OWN.sub(lambda code: _letter(int(code[1], 16)), text)


def _meant(reference: re.Match[str]) -> str:
    code = reference[1] or ""
    if code.startswith("#"):
        number = int(code[2:], 16) if code.startswith("#x") else int(code[1:])
        return _letter(number)
    if code not in _NAMED:
        raise RefusedError(Refusal.DAMAGED)
    return _NAMED[code]


def _letter(number: int) -> str:
    if not 0 < number <= 0x10FFFF or 0xD800 <= number < 0xE000:
        raise RefusedError(Refusal.DAMAGED)
    return chr(number)
