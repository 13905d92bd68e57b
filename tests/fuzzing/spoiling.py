"""Files spoilt on their way: in their bytes, in the parts of a zip file, in its XML."""

import re
from collections.abc import Callable
from io import BytesIO
from random import Random
from zipfile import ZIP_DEFLATED, ZipFile

_SNIPPETS = (
    *("<!-- c -->", "<![CDATA[1]]>", "<?p?>", "&amp;", "&x;", "&#0;", "&#x41;", "<", ">", '"'),
    *("<!DOCTYPE a [<!ENTITY x 'y'>]>", "<a>", "</a>", "\x00", "\u202e", "\u0663", "]]>"),
    *('<c r="A1"><v>9</v></c>', '<row r="1">', "<f>[1]S!A1</f>", "<f/>", "<v/>", "<v>1e9999</v>"),
)
_TAG = re.compile(r"<[^>]*>")
_NUMBER = re.compile(r"[0-9]+")
_VALUE = re.compile(r'"[^"]*"')


def in_bytes(content: bytes, random: Random) -> bytes:
    """Return a file some of whose bytes were changed, lost or doubled."""
    changed = bytearray(content)
    for _ in range(random.choice((1, 1, 2, 8, 50))):
        at = random.randrange(len(changed) + 1)
        length = random.choice((1, 4, 100, 3000))
        match random.choice(("flip", "flip", "drop", "double", "insert", "cut", "nought")):
            case "flip":
                if at < len(changed):
                    changed[at] ^= 1 << random.randrange(8)
            case "drop":
                del changed[at : at + length]
            case "double":
                changed[at:at] = changed[at : at + length]
            case "insert":
                changed[at:at] = random.randbytes(length)
            case "cut":
                del changed[max(at, len(changed) // 2) :]
            case _:
                changed[at : at + length] = bytes(len(changed[at : at + length]))
    return bytes(changed)


def in_text(content: bytes, random: Random) -> bytes:
    """Return a text file with quotation marks, separators and other signs here and there."""
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8"
    text = content.decode(encoding)
    for _ in range(random.choice((1, 1, 2, 5))):
        at = random.randrange(len(text) + 1)
        sign = random.choice((*'",;\t\n\r', '""', "\u00e9", "\ufeff", *_SNIPPETS))
        text = text[:at] + sign + text[at + random.choice((0, 0, 1)) :]
    return text.encode(random.choice((encoding, encoding, "windows-1252", "utf-16-le")), "replace")


def _changed(content: bytes, change: Callable[[dict[str, bytes]], None]) -> bytes:
    with ZipFile(BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED, compresslevel=1) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return packed.getvalue()


def in_parts(content: bytes, random: Random) -> bytes:
    """Return a workbook some of whose parts are lost, exchanged, renamed or spoilt."""

    def change(parts: dict[str, bytes]) -> None:
        for _ in range(random.choice((1, 1, 2, 3))):
            name, other = random.choice(list(parts)), random.choice(list(parts))
            match random.choice(("drop", "empty", "exchange", "rename", "cut", "bytes", "add")):
                case "drop" if len(parts) > 1:
                    del parts[name]
                case "empty":
                    parts[name] = b""
                case "exchange":
                    parts[name], parts[other] = parts[other], parts[name]
                case "rename":
                    strange = ("../x", "/x", "a\\b", name.upper(), f"{name}.bak", "\u202ex")
                    parts[random.choice(strange)] = parts.pop(name)
                case "cut":
                    parts[name] = parts[name][: len(parts[name]) // 2]
                case "bytes":
                    parts[name] = in_bytes(parts[name] or b"x", random)
                case _:
                    more = ("xl/vbaProject.bin", "xl/externalLinks/a.xml", "Basic/x", "x/y.bin")
                    parts[random.choice(more)] = random.randbytes(20)

    return _changed(content, change)


def in_xml(content: bytes, random: Random) -> bytes:
    """Return a workbook whose XML has other elements, attributes or texts here and there."""

    def change(parts: dict[str, bytes]) -> None:
        names = [name for name in parts if name.endswith((".xml", ".rels"))]
        cells = [name for name in names if "sheet" in name or "Strings" in name or name[0] == "c"]
        name = random.choice(random.choice((names, cells, cells)) or names)
        text = parts[name].decode("utf-8", "replace")
        for _ in range(random.choice((1, 1, 2, 5, 20))):
            text = _with_other_xml(text, random)
        parts[name] = text.encode("utf-8", "replace")

    return _changed(content, change)


def _with_other_xml(text: str, random: Random) -> str:
    pattern = random.choice((_TAG, _TAG, _NUMBER, _VALUE, None))
    at = random.randrange(len(text) + 1)
    if pattern is None:
        return text[:at] + random.choice(_SNIPPETS) + text[at:]
    found = pattern.search(text, at) or pattern.search(text)
    if found is None:
        return text
    other = pattern.search(text, random.randrange(len(text) + 1))
    new = random.choice(("", found[0] * 2, other[0] if other else "", found[0].upper()))
    if pattern is _NUMBER:
        new = random.choice(("0", "-1", "1048577", "99999999999999999999", "7", "\u0663", "1e5"))
    return text[: found.start()] + new + text[found.end() :]
