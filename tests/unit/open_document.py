"""Make OpenDocument workbooks (.ods) for tests, as LibreOffice writes them."""

from collections.abc import Mapping
from io import BytesIO
from xml.sax.saxutils import quoteattr
from zipfile import ZIP_DEFLATED, ZipFile

_KIND = "application/vnd.oasis.opendocument.spreadsheet"

_NAMES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
)


_MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest '
    'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry '
    f'manifest:full-path="/" manifest:media-type="{_KIND}"/></manifest:manifest>'
)


def open_document(
    rows: str | Mapping[str, str], *, before: str = "", styles: str = "", **others: str
) -> bytes:
    """Return a workbook whose sheet Counts has these rows, or whose sheets, by name, have theirs.

    `others` are further parts.
    """
    sheets = {"Counts": rows} if isinstance(rows, str) else rows
    tables = "".join(
        f"<table:table table:name={quoteattr(name)}>{of_sheet}</table:table>"
        for name, of_sheet in sheets.items()
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?>{before}'
        f"<office:document-content {_NAMES}><office:automatic-styles>{styles}"
        f"</office:automatic-styles><office:body><office:spreadsheet>{tables}"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    parts = {"mimetype": _KIND, "META-INF/manifest.xml": _MANIFEST, "content.xml": content}
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for name, text in (parts | others).items():
            archive.writestr(name, text)
    return packed.getvalue()


def style(name: str, family: str, properties: str, parent: str = "") -> str:
    """Return a style with properties of its text, and the one that it follows."""
    follows = f' style:parent-style-name="{parent}"' if parent else ""
    return (
        f'<style:style style:name="{name}" style:family="{family}"{follows}>'
        f"<style:text-properties {properties}/></style:style>"
    )


def styles_part(styles: str) -> str:
    """Return the part with the styles that have names of their own."""
    return f"<office:document-styles {_NAMES}>{styles}</office:document-styles>"


def row(*cells: str, repeated: int = 1) -> str:
    """Return a row of some cells."""
    times = f' table:number-rows-repeated="{repeated}"' if repeated > 1 else ""
    return f"<table:table-row{times}>{''.join(cells)}</table:table-row>"


def cell(
    shown: str = "", *, of_type: str = "", repeated: int = 1, inside: str = "", **given: str
) -> str:
    """Return a cell that shows a text, holds a value of a type, and has other attributes."""
    times = f' table:number-columns-repeated="{repeated}"' if repeated > 1 else ""
    kind = f' office:value-type="{of_type}"' if of_type else ""
    others = "".join(
        f' {name.replace("__", ":").replace("_", "-")}="{said}"' for name, said in given.items()
    )
    text = f"<text:p>{shown}</text:p>" if shown else ""
    return f"<table:table-cell{times}{kind}{others}>{inside}{text}</table:table-cell>"
