"""Files that nobody should send, made anew for each test: none is kept beside the code."""

import struct
from collections.abc import Callable, Iterator
from io import BytesIO
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZipFile

from tests.unit.open_document import cell, open_document, row
from tests.unit.raw_workbook import (
    MAIN,
    packed,
    parts_of,
    sheet,
    texts,
    workbook,
    workbook_of_bits,
)

SHEET, TEXTS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
MEGABYTE = 1_000_000

DAMAGED = "it is damaged, or not all of it arrived"
STRANGE_PARTS = "its parts are named or packed as no spreadsheet program does it"
STRANGE_XML = "it holds declarations or nesting that no spreadsheet program writes"
TOO_MANY_CELLS = "more than 5,000,000 of its cells are filled in"
TOO_LARGE_UNPACKED = "unpacked it is larger than 250 MB"
OLD = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(504)

_HEAD = f'<?xml version="1.0"?><worksheet xmlns="{MAIN}"><sheetData>'.encode()
_TAIL = b"</sheetData></worksheet>"
_LAUGHS = (
    "<!DOCTYPE x [<!ENTITY a 'ha'>"
    + "".join(f"<!ENTITY {chr(each + 1)} '{f'&{chr(each)};' * 10}'>" for each in range(97, 106))
    + "]>"
)
_OUTSIDE = "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>"
_ONE = '<row r="1"><c r="A1" t="str"><v>&a;</v></c></row>'


def zeros(megabytes: int) -> Iterator[bytes]:
    """Yield a sheet that is mostly one long text of noughts."""
    yield _HEAD + b'<row r="1"><c r="A1" t="str"><v>'
    yield from (b"0" * MEGABYTE for _ in range(megabytes))
    yield b"</v></c></row>" + _TAIL


def many(cells: int) -> Iterator[bytes]:
    """Yield a sheet with a 1 in so many cells, a thousand in each row."""
    columns = [name.encode() for name in _column_names(1000)]
    yield _HEAD
    for number in range(1, cells // 1000 + 1):
        here = b"%d" % number
        filled = b"".join(b'<c r="%b%b"><v>1</v></c>' % (each, here) for each in columns)
        yield b'<row r="%b">%b</row>' % (here, filled)
    yield _TAIL


def _column_names(number: int) -> list[str]:
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    double = [first + second for first in letters for second in letters]
    triple = [f"A{each}" for each in double]
    return [*letters, *double, *triple][:number]


def many_texts(number: int) -> Iterator[bytes]:
    """Yield a part with so many texts, each of them empty."""
    yield f'<sst xmlns="{MAIN}">'.encode()
    yield from (b"<si/>" * 100_000 for _ in range(number // 100_000))
    yield b"</sst>"


def deep() -> str:
    """Return many elements within one another."""
    return "<a>" * 100_000 + "</a>" * 100_000


def directory_of(content: bytes, old: bytes, new: bytes) -> bytes:
    """Return a zip file whose directory says something else of its last part."""
    start = content.rindex(b"PK\x01\x02")
    return content[:start] + content[start:].replace(old, new, 1)


def lying(megabytes: int) -> bytes:
    """Return a workbook that unpacks to more than its directory says."""
    content = workbook_of_bits(SHEET, zeros(megabytes))
    size = sum(len(bit) for bit in zeros(megabytes))
    return directory_of(content, struct.pack("<L", size), struct.pack("<L", 1000))


def overlapping() -> bytes:
    """Return a workbook whose directory names the same bytes many times."""
    content = workbook_of_bits(SHEET, zeros(1))
    entry = content[content.rindex(b"PK\x01\x02") : content.rindex(b"PK\x05\x06")]
    copies = b"".join(entry.replace(b"sheet1.xml", b"sheet%d.xml" % each) for each in range(2, 9))
    end = content.rindex(b"PK\x05\x06")
    closing = bytearray(content[end:])
    number, length = struct.unpack_from("<HL", closing, 10)
    struct.pack_into("<HHL", closing, 8, number + 7, number + 7, length + len(copies))
    return content[:end] + copies + bytes(closing)


def encrypted() -> bytes:
    """Return a workbook whose parts say that they are encrypted, as zip programs do it."""
    content = workbook("")
    start = content.rindex(b"PK\x01\x02")
    return content[: start + 8] + b"\x01" + content[start + 9 :]


def with_part(name: str, text: str = "") -> bytes:
    """Return a workbook with one part more."""
    return workbook(_ONE.replace("&a;", "x"), **{name: text})


def twice() -> bytes:
    """Return a workbook that has a part two times, in other letters."""
    return with_part("xl/worksheets/SHEET1.xml", sheet(""))


def otherwise_packed() -> bytes:
    """Return a workbook that is packed in a way that spreadsheet programs do not know."""
    content = BytesIO()
    with ZipFile(content, "w", ZIP_BZIP2) as archive:
        for name, text in parts_of("").items():
            archive.writestr(name, text)
    return content.getvalue()


def with_a_wrong_sum() -> bytes:
    """Return a workbook one of whose bytes was changed on its way."""
    content = BytesIO()
    with ZipFile(content, "w") as archive:
        for name, text in parts_of('<row r="1"><c r="A1"><v>12345</v></c></row>').items():
            archive.writestr(name, text)
    return content.getvalue().replace(b"12345", b"12346")


def of_many_parts() -> bytes:
    """Return a workbook of more parts than any has."""
    return packed({**parts_of(""), **{f"xl/{number}.xml": "" for number in range(10_001)}})


def nested() -> bytes:
    """Return a zip file within a zip file within one."""
    content = b"0" * MEGABYTE
    for _ in range(3):
        packed_once = BytesIO()
        with ZipFile(packed_once, "w", ZIP_DEFLATED) as archive:
            archive.writestr("return.xlsx", content)
        content = packed_once.getvalue()
    return content


def kind_of_sheet(kind: str) -> bytes:
    """Return a workbook whose sheet is of a kind."""
    parts = parts_of("")
    relations = parts["xl/_rels/workbook.xml.rels"]
    parts["xl/_rels/workbook.xml.rels"] = relations.replace("/worksheet", f"/{kind}", 1)
    return packed(parts)


Made = Callable[[], bytes]

REFUSED: dict[str, tuple[Made, str]] = {
    "nothing.xlsx": (lambda: b"", "it is empty"),
    "spaces.xlsx": (lambda: b" \r\n", "it is empty"),
    "large.xlsx": (lambda: b"PK" + bytes(25 * MEGABYTE), "it is larger than 25 MB"),
    "bomb.xlsx": (lambda: workbook_of_bits(SHEET, zeros(251)), TOO_LARGE_UNPACKED),
    "lying-bomb.xlsx": (lambda: lying(251), DAMAGED),
    "overlapping.xlsx": (overlapping, STRANGE_PARTS),
    "nested.xlsx": (nested, "it is a zip file, and not an Excel workbook (.xlsx)"),
    "parts.xlsx": (of_many_parts, "it holds more than 10,000 parts or sheets"),
    "truncated.xlsx": (lambda: workbook(_ONE)[:-300], DAMAGED),
    "changed.xlsx": (with_a_wrong_sum, DAMAGED),
    "password.xlsx": (
        lambda: OLD + "EncryptedPackage".encode("utf-16-le"),
        "it is protected by a password",
    ),
    "encrypted.xlsx": (encrypted, "it is protected by a password"),
    "old.xlsx": (lambda: OLD, "it is in the format of Excel before 2007 (.xls)"),
    "binary.xlsx": (
        lambda: packed({"xl/workbook.bin": ""}),
        "it is a binary Excel workbook (.xlsb)",
    ),
    "page.xlsx": (lambda: b"<!DOCTYPE html><table></table>", "it is a web page or XML"),
    "page.csv": (lambda: "<html>".encode("utf-16"), "it is a web page or XML"),
    "xml.xlsx": (lambda: b"\n<?xml version='1.0'?><Workbook/>", "it is a web page or XML"),
    "report.xlsx": (lambda: b"%PDF-1.7\n", "it is a PDF, and not a workbook"),
    "scan.xlsx": (lambda: b"\x89PNG\r\n\x1a\n", "it is an image, and not a workbook"),
    "text.xlsx": (lambda: b"item,count\n", "it is not an Excel workbook (.xlsx)"),
    "macros.xlsm": (lambda: with_part("xl/vbaProject.bin"), "it holds macros"),
    "macro-sheet.xlsx": (lambda: with_part("xl/macrosheets/sheet1.xml"), "it holds macros"),
    "macro-kind.xlsx": (lambda: kind_of_sheet("xlMacrosheet"), "it holds macros"),
    "macros.ods": (lambda: open_document("", **{"Basic/x.xml": ""}), "it holds macros"),
    "deep.xlsx": (lambda: workbook(sheet(deep())), STRANGE_XML),
    "deep-texts.xlsx": (lambda: workbook("", **{TEXTS: deep()}), STRANGE_XML),
    "deep.ods": (lambda: open_document(deep()), STRANGE_XML),
    "laughs.xlsx": (lambda: workbook(sheet(_ONE, before=_LAUGHS)), STRANGE_XML),
    "laughs-texts.xlsx": (lambda: workbook("", **{TEXTS: _LAUGHS + texts("&i;")}), STRANGE_XML),
    "laughs.ods": (lambda: open_document(row(cell("&i;")), before=_LAUGHS), STRANGE_XML),
    "outside.xlsx": (lambda: workbook(sheet(_ONE, before=_OUTSIDE)), STRANGE_XML),
    "outside-styles.xlsx": (
        lambda: workbook("", **{"xl/styles.xml": f"{_OUTSIDE}<styleSheet>&a;</styleSheet>"}),
        STRANGE_XML,
    ),
    "climbing.xlsx": (lambda: with_part("xl/../../../etc/cron.d/x"), STRANGE_PARTS),
    "rooted.xlsx": (lambda: with_part("/etc/passwd"), STRANGE_PARTS),
    "backslash.xlsx": (lambda: with_part("xl\\x.xml"), STRANGE_PARTS),
    "twice.xlsx": (twice, STRANGE_PARTS),
    "bzip2.xlsx": (otherwise_packed, STRANGE_PARTS),
    "cells.xlsx": (lambda: workbook_of_bits(SHEET, many(5_001_000)), TOO_MANY_CELLS),
    "texts.xlsx": (lambda: workbook_of_bits(TEXTS, many_texts(5_100_000)), TOO_MANY_CELLS),
    "long.xlsx": (
        lambda: workbook_of_bits(SHEET, zeros(240)),
        "a text in it is longer than 32,767 letters",
    ),
    "repeated.ods": (
        lambda: open_document(row(cell("x", of_type="string", repeated=16384), repeated=1_048_576)),
        TOO_MANY_CELLS,
    ),
    "wide.csv": (
        lambda: b"," * (24 * MEGABYTE),
        "it has cells below row 1,048,576 or right of column XFD",
    ),
    "cells.csv": (lambda: b"a,b,c,d,e,f,g,h,i,j,k\n" * 1_048_000, TOO_MANY_CELLS),
    "long.csv": (
        lambda: b"a,b\n" * 1_048_576 + b"a,b\n",
        "it has cells below row 1,048,576 or right of column XFD",
    ),
}
"""By the name of the file: how it is made, and what is said of it."""


def empty_rows() -> Iterator[bytes]:
    """Yield a sheet whose every row has a height and a format, and nothing in it."""
    yield _HEAD + b'<row r="1"><c r="A1" t="str"><v>Return</v></c></row>'
    for start in range(2, 1_048_576, 10_000):
        rows = range(start, min(start + 10_000, 1_048_577))
        yield b"".join(b'<row r="%d" s="1" customFormat="1" ht="15"/>' % each for each in rows)
    yield _TAIL


def empty_cells() -> Iterator[bytes]:
    """Yield a sheet of two hundred rows, with a format in every one of Excel's columns."""
    columns = [name.encode() for name in _all_columns()]
    yield _HEAD
    for number in range(1, 201):
        here = b"%d" % number
        cells = b"".join(b'<c r="%b%b" s="1"/>' % (each, here) for each in columns)
        yield b'<row r="%b">%b</row>' % (here, cells)
    yield _TAIL


def _all_columns() -> Iterator[str]:
    letters = ["", *"ABCDEFGHIJKLMNOPQRSTUVWXYZ"]
    names = (a + b + c for a in letters for b in letters for c in letters[1:] if b or not a)
    return (name for name in names if len(name) < 3 or name <= "XFD")


READ: dict[str, Made] = {
    "empty-rows.xlsx": lambda: workbook_of_bits(SHEET, empty_rows()),
    "empty-columns.xlsx": lambda: workbook_of_bits(SHEET, empty_cells()),
    "far.xlsx": lambda: workbook(
        '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1048576"><v>2</v></c></row>'
    ),
    "embedded.xlsx": lambda: workbook(_ONE.replace("&a;", "x"), **{"xl/embeddings/a.zip": "PK"}),
    "empty-rows.ods": lambda: open_document(
        row(cell(repeated=16384), repeated=1_048_575) + row(cell("x", of_type="string"))
    ),
}
"""What is odd and can be read: nothing in it is a return, and that is a finding."""
