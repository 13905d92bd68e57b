"""Make OpenDocument workbooks (.ods) for tests, as LibreOffice writes them."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

_NAMES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
)


def open_document(rows: str, *, before: str = "", styles: str = "", **others: str) -> bytes:
    """Return a workbook whose sheet Counts has these rows; `others` are further parts."""
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?>{before}'
        f"<office:document-content {_NAMES}><office:automatic-styles>{styles}"
        "</office:automatic-styles><office:body><office:spreadsheet>"
        f'<table:table table:name="Counts">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as parts:
        parts.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        parts.writestr("content.xml", content)
        for name, text in others.items():
            parts.writestr(name, text)
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
