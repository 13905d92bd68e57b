"""The parts of an Excel workbook that is copied: read as text, changed, and written again.

A part is changed as text, at one place, and never parsed and written anew: so everything in it that
we know nothing of stays as it was, letter for letter.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from io import BytesIO
from itertools import count
from posixpath import basename, dirname, join, normpath, relpath
from xml.parsers.expat import ExpatError, ParserCreate
from xml.sax.saxutils import quoteattr, unescape
from zipfile import ZIP_DEFLATED, ZipFile

from safeboard.intake.workbook.parts import Parts

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = "[Content_Types].xml"
WORKBOOK = "xl/workbook.xml"

_ATTRIBUTE = re.compile(r"""([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")

LONGEST = 10_000_000
"""In bytes, of a part that is changed as text. Cells are in larger ones, and pass bit by bit."""

Edit = Callable[[Iterable[bytes]], Iterator[bytes]]
"""What changes a large part while it is copied, bit by bit."""


class UnusualPackageError(Exception):
    """The parts of a workbook are not as programs usually write them, so they are left alone."""


class Package:
    """A workbook's parts, and what becomes of them. Raises: UnusualPackageError, RefusedError."""

    def __init__(self, content: bytes) -> None:
        self._parts = Parts(content)
        self._changed: dict[str, str] = {}
        if WORKBOOK not in self._parts.names or MAIN not in self.read(WORKBOOK):
            raise UnusualPackageError

    def has(self, name: str) -> bool:
        """Tell whether there is such a part."""
        return name in self._changed or name in self._parts.names

    def read(self, name: str) -> str:
        """Return a part's text."""
        if name in self._changed:
            return self._changed[name]
        if name not in self._parts.names:
            raise UnusualPackageError
        content = b""
        for chunk in self._parts.chunks(name):
            content += chunk
            if len(content) > LONGEST:
                raise UnusualPackageError
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise UnusualPackageError from error
        hold_well_formed(text)
        return text

    def write(self, name: str, text: str, content_type: str = "") -> None:
        """Put a part in, or in place of what it was; a new one is declared by its type."""
        if content_type and not self.has(name):
            self._declare(f"<Override PartName={quoteattr('/' + name)}", content_type)
        self._changed[name] = text

    def declare_ending(self, ending: str, content_type: str) -> None:
        """Say what parts with an ending are, unless it is said."""
        if f'extension="{ending}"' not in self.read(_TYPES).lower():
            self._declare(f'<Default Extension="{ending}"', content_type)

    def related(self, name: str) -> dict[str, tuple[str, str]]:
        """Return what a part refers to: by its key, the kind and the part."""
        relations = _relations_of(name)
        if not self.has(relations):
            return {}
        found = {}
        for element in re.findall(r"<(?:\w+:)?Relationship\b([^>]*)>", self.read(relations)):
            given = attributes(element)
            target = normpath(join("/", dirname(name), given.get("Target", ""))).lstrip("/")
            found[given.get("Id", "")] = given.get("Type", "").rpartition("/")[2], target
        return found

    def find_related(self, name: str, kind: str) -> str | None:
        """Return the part of a kind that a part refers to, if there is one."""
        return next((part for each, part in self.related(name).values() if each == kind), None)

    def relate(self, name: str, kind: str, target: str) -> str:
        """Make a part refer to another, and return the key."""
        relations = _relations_of(name)
        keys = (f"safeboard-{kind}{number or ''}" for number in count())
        key = next(each for each in keys if each not in self.related(name))
        if not self.has(relations):
            self._changed[relations] = (
                f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
                f'<Relationships xmlns="{_PACKAGE}/relationships"></Relationships>'
            )
        said = (
            f'<Relationship xmlns="{_PACKAGE}/relationships" Id="{key}" '
            f'Type="{RELATIONS}/{kind}" Target={quoteattr(relpath(target, dirname(name)))}/>'
        )
        self._changed[relations] = before_end(self.read(relations), "Relationships", said)
        return key

    def sheets(self) -> dict[str, str]:
        """Return the part of each sheet, by the sheet's name."""
        targets = {key: part for key, (_, part) in self.related(WORKBOOK).items()}
        found = {}
        for element in re.findall(r"<(?:\w+:)?sheet\b([^>]*)>", self.read(WORKBOOK)):
            given = attributes(element)
            key = next((said for name, said in given.items() if name.endswith(":id")), "")
            found[given.get("name", "")] = targets.get(key, "")
        return found

    def saved(self, edits: Mapping[str, Edit]) -> bytes:
        """Return the workbook: each part as it was, or changed; some of them while they pass."""
        content = BytesIO()
        with ZipFile(content, "w", ZIP_DEFLATED) as archive:
            for name in sorted(self._parts.names | self._changed.keys(), key=_order):
                changed = self._changed.get(name)
                chunks = self._parts.chunks(name) if changed is None else [changed.encode()]
                edit = edits.get(name, iter)
                with archive.open(name, "w") as part:
                    for chunk in edit(chunks):
                        part.write(chunk)
        return content.getvalue()

    def _declare(self, element: str, content_type: str) -> None:
        said = f'{element} xmlns="{_PACKAGE}/content-types" ContentType="{content_type}"/>'
        self._changed[_TYPES] = before_end(self.read(_TYPES), "Types", said)


def hold_well_formed(text: str) -> None:
    """Refuse a text in which tags cannot be told by their brackets. Raises: UnusualPackageError."""
    if "<!" in text:
        raise UnusualPackageError
    parser = ParserCreate()
    try:
        parser.Parse(text, True)
    except ExpatError as error:
        raise UnusualPackageError from error


def attributes(element: str) -> dict[str, str]:
    """Return what stands within an element's tag."""
    entities = {"&quot;": '"', "&apos;": "'"}
    return {
        name: unescape(double or single, entities)
        for name, double, single in _ATTRIBUTE.findall(element)
    }


def prefix_of(text: str, root: str) -> str:
    """Return the prefix that a part's elements have, with its colon; mostly there is none."""
    found = re.search(rf"<((?:\w+:)?){root}\b", text)
    if found is None:
        raise UnusualPackageError
    return found[1]


def before_end(text: str, element: str, said: str) -> str:
    """Return a part's text with something put at the end of its last such element."""
    text = re.sub(rf"<((?:\w+:)?{element})((?:\s[^>]*)?)/>", r"<\1\2></\1>", text)
    ends = list(re.finditer(rf"</(?:\w+:)?{element}\s*>", text))
    if not ends:
        raise UnusualPackageError
    return f"{text[: ends[-1].start()]}{said}{text[ends[-1].start() :]}"


def _relations_of(name: str) -> str:
    return join(dirname(name), "_rels", f"{basename(name)}.rels")


def _order(name: str) -> tuple[bool, str]:
    """Order parts with the types first, where programs look for them."""
    return name != _TYPES, name
