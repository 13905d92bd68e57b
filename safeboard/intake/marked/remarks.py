"""Remarks: what was found of a cell, said at the cell itself as a comment that programs show."""

import re
from collections.abc import Mapping
from xml.sax.saxutils import escape

from safeboard.intake.address import cell_name, position
from safeboard.intake.marked.package import MAIN, Package, UnusualPackageError, before_end

AUTHOR = "Safeboard"
OPENING = "Safeboard found"
"""How every remark begins, so that it is told from a comment of the agency's own."""

_CLOSING = "— Safeboard"
_BREAK = r"(?:\r?\n|&#(?:10|[xX]0?[aA]);)"
_BELOW = re.compile(rf"{_BREAK}{{2}}{OPENING} [^<]*?{_BREAK}{_CLOSING}")
"""What we said below an agency's own words, up to where we closed: what follows is theirs."""

_COMMENT = re.compile(r"<((?:\w+:)?)comment\b[^>]*>.*?</\1comment>", re.DOTALL)
_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_DRAWING_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_NOT_TEXT = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_FIRST_SHAPE = 900_001

_NEW_COMMENTS = (
    f'<comments xmlns="{MAIN}"><authors></authors><commentList></commentList></comments>'
)
_NEW_DRAWING = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit">'
    '<o:idmap v:ext="edit" data="1"/></o:shapelayout></xml>'
)
_SHAPE_KIND = (
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" '
    'path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
    '<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_SHAPE = (
    '<v:shape id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;'
    'margin-left:60pt;margin-top:2pt;width:240pt;height:90pt;z-index:{number};visibility:hidden" '
    'fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/>'
    '<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto">'
    '<div style="text-align:left"></div></v:textbox><x:ClientData ObjectType="Note">'
    "<x:MoveWithCells/><x:SizeWithCells/>"
    "<x:Anchor>{left}, 15, {row}, 2, {right}, 15, {bottom}, 4</x:Anchor>"
    "<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column>"
    "</x:ClientData></v:shape>"
)


def allowed(text: str) -> str:
    """Return a text of the characters that XML can hold."""
    return _NOT_TEXT.sub("\ufffd", text)


def plain_text(text: str) -> str:
    """Return a text as XML can hold it: text, never markup and never a formula."""
    return escape(allowed(text))


def add_remarks(package: Package, sheet: str, remarks: Mapping[str, str]) -> str:
    """Say something at cells of a sheet's part, and nothing any longer that we said before.

    Where a cell has a comment of the agency's own, ours stands below its words; a conversation
    (a threaded comment) is left as it is. Returns the key of the drawing that shows them where the
    sheet had none; empty where it had. Raises: UnusualPackageError.
    """
    number = re.sub(r"\D", "", sheet.rpartition("/")[2]) or "1"
    comments = package.find_related(sheet, "comments")
    drawing = package.find_related(sheet, "vmlDrawing")
    if not remarks and not comments:
        return ""
    said, gone = _without_ours(package.read(comments) if comments else _NEW_COMMENTS)
    taken = set(re.findall(r'<(?:\w+:)?comment\b[^>]*?\sref="([A-Z]+[0-9]+)"', said))
    new = {cell: text for cell, text in remarks.items() if cell not in taken}
    said = _with_ours_below(said, remarks, _conversations(package, sheet))
    shapes = _without_shapes(package.read(drawing) if drawing else _NEW_DRAWING, gone)
    if comments is None:
        comments = f"xl/comments-safeboard-{number}.xml"
        package.relate(sheet, "comments", comments)
    package.write(comments, _with_comments(said, new), _COMMENTS_TYPE)
    key = ""
    if drawing is None:
        drawing = f"xl/drawings/safeboard-{number}.vml"
        package.declare_ending("vml", _DRAWING_TYPE)
        key = package.relate(sheet, "vmlDrawing", drawing)
    package.write(drawing, _with_shapes(shapes, new))
    return key


def _without_ours(said: str) -> tuple[str, set[str]]:
    """Return a part of comments without those of an earlier check, and the cells they were at.

    They are known by how they begin: some programs do not keep the author.
    """
    gone = set()

    def kept(found: re.Match[str]) -> str:
        words = "".join(re.findall(r"<(?:\w+:)?t\b[^>]*>([^<]*)<", found[0]))
        cell = re.search(r'\sref="([A-Z]+[0-9]+)"', found[0])
        if cell is None or not words.lstrip().startswith(OPENING):
            return _BELOW.sub("", found[0])
        gone.add(cell[1])
        return ""

    return _COMMENT.sub(kept, said), gone


def _conversations(package: Package, sheet: str) -> set[str]:
    """Return the cells whose comment only stands for a conversation, which programs keep apart."""
    threads = package.find_related(sheet, "threadedComment")
    said = package.read(threads) if threads else ""
    return set(re.findall(r'<(?:\w+:)?threadedComment\b[^>]*?\sref="([A-Z]+[0-9]+)"', said))


def _with_ours_below(said: str, remarks: Mapping[str, str], left: set[str]) -> str:
    """Return a part of comments with what we say at their cells, but for some, below their words.

    It ends the last of their texts, so that it is said in their letters and is no part of its own.
    """

    def with_ours(found: re.Match[str]) -> str:
        cell = re.search(r'\sref="([A-Z]+[0-9]+)"', found[0])
        ends = list(re.finditer(r"</(?:\w+:)?t>", found[0]))
        if cell is None or cell[1] not in remarks or cell[1] in left or not ends:
            return found[0]
        ours = plain_text(f"\n\n{remarks[cell[1]]}\n{_CLOSING}")
        return f"{found[0][: ends[-1].start()]}{ours}{found[0][ends[-1].start() :]}"

    return _COMMENT.sub(with_ours, said)


def _with_comments(said: str, new: Mapping[str, str]) -> str:
    authors = re.findall(r"<(?:\w+:)?author\b", said)
    prefix = "".join(re.findall(r"<((?:\w+:)?)comments\b", said)[:1])
    said = before_end(said, "authors", f"<{prefix}author>{AUTHOR}</{prefix}author>")
    comments = "".join(
        f'<{prefix}comment ref="{cell}" authorId="{len(authors)}"><{prefix}text><{prefix}r>'
        f'<{prefix}t xml:space="preserve">{plain_text(text)}</{prefix}t>'
        f"</{prefix}r></{prefix}text></{prefix}comment>"
        for cell, text in new.items()
    )
    return before_end(said, "commentList", comments)


def _without_shapes(shapes: str, cells: set[str]) -> str:
    """Return a drawing without the boxes of the comments at some cells."""
    gone = {position(cell) for cell in cells}

    def kept(found: re.Match[str]) -> str:
        row = re.search(r"<x:Row>\s*(\d+)\s*</x:Row>", found[0])
        column = re.search(r"<x:Column>\s*(\d+)\s*</x:Column>", found[0])
        at = (int(row[1]) + 1, int(column[1]) + 1) if row and column else None
        return "" if at in gone else found[0]

    return re.sub(r"<v:shape\b.*?</v:shape>", kept, shapes, flags=re.DOTALL)


def _with_shapes(shapes: str, new: Mapping[str, str]) -> str:
    if not re.search(r"</xml\s*>\s*$", shapes):
        raise UnusualPackageError
    kind = "" if 'id="_x0000_t202"' in shapes else _SHAPE_KIND
    boxes = []
    for number, cell in enumerate(new, start=_FIRST_SHAPE):
        row, column = position(cell)
        boxes.append(
            _SHAPE.format(
                number=number,
                row=row - 1,
                column=column - 1,
                left=column,
                right=column + 4,
                bottom=row + 6,
            )
        )
    return before_end(shapes, "xml", kind + "".join(boxes))


def first_cell(cells: str) -> str:
    """Return the first cell of a range."""
    return cell_name(*position(cells))
