"""Make Excel workbooks (.xlsx) for tests part by part, as well or as badly as a test needs."""

from collections.abc import Iterable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"

STYLES = (
    f'<styleSheet xmlns="{MAIN}"><numFmts count="1"><numFmt numFmtId="164" '
    'formatCode="dd\\ mmm\\ yyyy"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/>'
    '<xf numFmtId="164"/><xf numFmtId="10"/></cellXfs></styleSheet>'
)
"""Styles 1 and 2 show dates, 0 and 3 numbers."""


def sheet(rows: str, *, before: str = "") -> str:
    """Return a sheet of some rows; `before` stands before its root."""
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>{before}'
        f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'
    )


def texts(*said: str) -> str:
    """Return a part with the texts that cells share, each an `si` or the inside of one."""
    inside = "".join(each if each.startswith("<si") else f"<si><t>{each}</t></si>" for each in said)
    return f'<sst xmlns="{MAIN}">{inside}</sst>'


def parts_of(rows: str, **others: str) -> dict[str, str]:
    """Return the parts of a workbook whose sheet Counts has these rows."""
    return {
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        '<sheet name="Counts" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}">'
        + "".join(
            f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
            for number, (kind, target) in enumerate(_TARGETS.items(), start=1)
        )
        + "</Relationships>",
        "xl/worksheets/sheet1.xml": rows if rows.lstrip().startswith("<?xml") else sheet(rows),
        "xl/styles.xml": STYLES,
        "xl/sharedStrings.xml": texts(),
        **others,
    }


_TARGETS = {
    "worksheet": "worksheets/sheet1.xml",
    "styles": "styles.xml",
    "sharedStrings": "sharedStrings.xml",
}


def packed(parts: dict[str, str]) -> bytes:
    """Return the parts as one file."""
    content = BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return content.getvalue()


def workbook(rows: str, **others: str) -> bytes:
    """Return a workbook whose sheet Counts has these rows; `others` are further parts."""
    return packed(parts_of(rows, **others))


def workbook_of_bits(name: str, bits: Iterable[bytes]) -> bytes:
    """Return a workbook one of whose parts is too large to be made at once."""
    parts = parts_of("")
    del parts[name]
    content = BytesIO(packed(parts))
    with (
        ZipFile(content, "a", ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open(name, "w") as part,
    ):
        for bit in bits:
            part.write(bit)
    return content.getvalue()
