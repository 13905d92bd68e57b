"""How what was found looks: formats added to a workbook's own, which stay as they are."""

import re
from dataclasses import dataclass

from safeboard.intake.marked.package import (
    WORKBOOK,
    Package,
    UnusualPackageError,
    before_end,
    prefix_of,
)

_INK, _BLUE, _WHITE = "FF0B0C0C", "FF12436D", "FFFFFFFF"
_ERROR, _QUERY = "FFF6C5BE", "FFFFEDB3"

_FONTS = (
    '<font><sz val="10"/><color rgb="{ink}"/><name val="Arial"/></font>'
    '<font><b/><sz val="10"/><color rgb="{white}"/><name val="Arial"/></font>'
    '<font><u/><sz val="10"/><color rgb="{blue}"/><name val="Arial"/></font>'
    '<font><b/><sz val="16"/><color rgb="{blue}"/><name val="Arial"/></font>'
    '<font><b/><sz val="10"/><color rgb="{ink}"/><name val="Arial"/></font>'
)
_FILL = (
    '<fill><patternFill patternType="solid"><fgColor rgb="{blue}"/><bgColor indexed="64"/>'
    "</patternFill></fill>"
)
_EDGES = "".join(
    f'<{side} style="thin"><color rgb="FF8A8A8A"/></{side}>'
    for side in ("left", "right", "top", "bottom")
)
_XF = (
    '<xf numFmtId="0" fontId="{font}" fillId="{fill}" borderId="{border}" xfId="0" '
    'applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1">'
    '<alignment vertical="top" wrapText="{wrap}"/></xf>'
)
_MARK = (
    '<dxf><font><b/><color rgb="{ink}"/></font><fill><patternFill patternType="solid">'
    '<fgColor rgb="{colour}"/><bgColor rgb="{colour}"/></patternFill></fill>'
    "<border>{edges}</border></dxf>"
)


@dataclass(frozen=True)
class Looks:
    """The numbers of the formats of the sheet of findings, and of the marks on other sheets."""

    cell: int
    heading: int
    link: int
    title: int
    severity: int
    error_mark: int
    query_mark: int


def add_looks(package: Package) -> Looks:
    """Add the formats to a workbook. Raises: UnusualPackageError."""
    part = package.find_related(WORKBOOK, "styles")
    if part is None:
        raise UnusualPackageError
    text = package.read(part)
    fonts = _FONTS.format(ink=_INK, white=_WHITE, blue=_BLUE)
    text, font = _added(text, "fonts", "font", fonts)
    text, fill = _added(text, "fills", "fill", _FILL.format(blue=_BLUE))
    text, border = _added(text, "borders", "border", f"<border>{_EDGES}<diagonal/></border>")
    cells = [(font, 0, border, 1), (font + 1, fill, border, 1), (font + 2, 0, border, 1)]
    cells += [(font + 3, 0, 0, 0), (font + 4, 0, border, 1)]
    xfs = "".join(
        _XF.format(font=each, fill=of_fill, border=of_border, wrap=wrap)
        for each, of_fill, of_border, wrap in cells
    )
    text, first = _added(text, "cellXfs", "xf", xfs)
    if not re.search(r"<(?:\w+:)?dxfs\b", text):
        text = _with_empty_marks(text)
    marks = (_MARK.format(ink=_INK, colour=each, edges=_EDGES) for each in (_ERROR, _QUERY))
    text, mark = _added(text, "dxfs", "dxf", "".join(marks))
    package.write(part, text)
    return Looks(first, first + 1, first + 2, first + 3, first + 4, mark, mark + 1)


def _added(text: str, group: str, element: str, said: str) -> tuple[str, int]:
    """Return the text with more in one of its groups, and the number of the first of them."""
    prefix = prefix_of(text, "styleSheet")
    text = re.sub(rf"<({prefix}{group})((?:\s[^>]*)?)/>", r"<\1\2></\1>", text)
    found = re.search(rf"<{prefix}{group}\b[^>]*>(.*?)</{prefix}{group}>", text, re.DOTALL)
    if found is None:
        raise UnusualPackageError
    count = len(re.findall(rf"<{prefix}{element}[\s/>]", found[1]))
    more = len(re.findall(rf"<{element}[\s/>]", said))
    said = re.sub(r"<(/?)(\w)", rf"<\1{prefix}\2", said)
    whole = before_end(found[0], group, said)
    whole = re.sub(r'\scount\s*=\s*["\']\d*["\']', f' count="{count + more}"', whole, count=1)
    return text[: found.start()] + whole + text[found.end() :], count


def _with_empty_marks(text: str) -> str:
    """Return the text with a group for formats of marks, which some programs leave out."""
    prefix = prefix_of(text, "styleSheet")
    found = re.search(rf"<{prefix}(?:tableStyles|colors|extLst)\b|</{prefix}styleSheet", text)
    if found is None:
        raise UnusualPackageError
    group = f'<{prefix}dxfs count="0"></{prefix}dxfs>'
    return f"{text[: found.start()]}{group}{text[found.start() :]}"
