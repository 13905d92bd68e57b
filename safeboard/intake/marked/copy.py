"""The copy itself: the agency's own workbook, its cells marked, and the sheet of findings in it."""

import re
from collections.abc import Sequence
from itertools import count
from xml.sax.saxutils import quoteattr

from safeboard.catalogue.library import Catalogue
from safeboard.intake.finding import Finding, Severity
from safeboard.intake.marked.findings_sheet import FINDINGS, Said, find_sheet, rows_of, sheet_xml
from safeboard.intake.marked.looks import Looks, add_looks
from safeboard.intake.marked.marks import Marks, unmarked
from safeboard.intake.marked.notes_sheet import areas_without_notes, notes_xml
from safeboard.intake.marked.package import (
    RELATIONS,
    WORKBOOK,
    Edit,
    Package,
    UnusualPackageError,
    before_end,
    prefix_of,
)
from safeboard.intake.marked.plain import names_in_copy, plain_workbook
from safeboard.intake.marked.remarks import OPENING, add_remarks, first_cell
from safeboard.intake.template.sheets import NOTES
from safeboard.intake.workbook.arrival import read_workbook
from safeboard.intake.workbook.cells import Workbook

MOST_MARKED = 1_000
"""How many places are marked on the sheets themselves; the sheet of findings lists more."""

_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"


def marked_copy(
    content: bytes,
    name: str,
    findings: Sequence[Finding],
    catalogue: Catalogue,
    notes: str | None = None,
) -> bytes:
    """Return an Excel workbook: what came, with the findings in it; `notes` as in CheckedReturn.

    An Excel workbook keeps everything that it holds. What is none, or is written in an unusual
    way, comes back as a plain workbook of its cells. Raises: NotAWorkbookError.
    """
    workbook = read_workbook(content, name)
    said = Said(findings, catalogue, notes)
    if content.startswith(b"PK"):
        try:
            same = {sheet: sheet for sheet in workbook.sheets}
            return _marked(Package(content), workbook, said, same)
        except UnusualPackageError:
            pass
    plain = Package(plain_workbook(workbook))
    return _marked(plain, workbook, said, names_in_copy(workbook))


def _marked(package: Package, workbook: Workbook, said: Said, names: dict[str, str]) -> bytes:
    """Return a workbook with the findings in it. `names` says what its sheets are called."""
    findings = said.findings
    looks = add_looks(package)
    if areas := areas_without_notes(workbook, said.notes):
        _add_sheet(package, said.notes or NOTES, notes_xml(looks, several_areas=areas > 1))
    sheets = package.sheets()
    old = find_sheet(workbook)
    own = sheets.get(names[old]) if old else None
    xml = sheet_xml(rows_of(said), findings, looks, names)
    if own:
        package.write(own, xml)
        _show(package, list(sheets).index(names[old or ""]))
    else:
        _add_sheet(package, FINDINGS, xml)
        _show(package, len(sheets))
    edits: dict[str, Edit] = {}
    for sheet, called in names.items():
        if sheet != old and (part := sheets.get(called)):
            of_sheet = [finding for finding in findings if finding.sheet == sheet and finding.cell]
            edits[part] = _edit(package, part, of_sheet[:MOST_MARKED], looks)
    for called, part in sheets.items():
        if called not in names.values():
            edits[part] = unmarked
    return package.saved(edits)


def _edit(package: Package, part: str, findings: Sequence[Finding], looks: Looks) -> Edit:
    """Say what was found of a sheet's cells at the cells, and return what marks them."""
    remarks: dict[str, str] = {}
    for finding in findings:
        cell = first_cell(finding.cell)
        article = "an" if finding.severity is Severity.ERROR else "a"
        said = f"{OPENING} {article} {finding.severity}: {finding.message}"
        said = f"{said} (Answered: {finding.answer})" if finding.answer else said
        remarks[cell] = f"{remarks[cell]}\n\n{said}" if cell in remarks else said
    try:
        key = add_remarks(package, part, remarks)
    except UnusualPackageError:
        # Some programs draw comments in a way that is no XML. The marks and the list still say it.
        key = ""
    ranges = {
        severity: list(dict.fromkeys(each.cell for each in findings if each.severity is severity))
        for severity in Severity
    }
    return Marks(ranges, looks, key).edit


def _add_sheet(package: Package, title: str, xml: str) -> None:
    """Put a sheet in after the others, called by its title or, where that is taken, nearly so."""
    taken = {name.casefold() for name in package.sheets()}
    names = (f"{title} {number}" if number > 1 else title for number in count(1))
    name = next(each for each in names if each.casefold() not in taken)
    parts = (f"xl/worksheets/safeboard-{number}.xml" for number in count(1))
    part = next(each for each in parts if not package.has(each))
    package.write(part, xml, _SHEET_TYPE)
    key = package.relate(WORKBOOK, "worksheet", part)
    text = package.read(WORKBOOK)
    prefix = prefix_of(text, "workbook")
    last = max((int(each) for each in re.findall(r'\ssheetId="(\d+)"', text)), default=0)
    named = f'name={quoteattr(name)} sheetId="{last + 1}"'
    sheet = f'<{prefix}sheet xmlns:r="{RELATIONS}" {named} r:id="{key}"/>'
    package.write(WORKBOOK, before_end(text, "sheets", sheet))


def _show(package: Package, number: int) -> None:
    """Make a sheet, counted from 0, the one that is shown when the workbook is opened."""

    def shown(found: re.Match[str]) -> str:
        view = re.sub(r'\s(?:activeTab|firstSheet)="\d+"', "", found[1])
        return f'{view} activeTab="{number}"'

    text = re.sub(r"(<(?:\w+:)?workbookView\b[^>/]*)", shown, package.read(WORKBOOK), count=1)
    package.write(WORKBOOK, text)
