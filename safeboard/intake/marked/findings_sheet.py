"""The sheet of findings: each with its place, as a link, what is wrong, and where its answer goes.

Every cell is a text, whatever it begins with, and sealed: so what an agency types beside them or
over them is told from them, and asked about.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from xml.sax.saxutils import quoteattr

import polars as pl

from safeboard.catalogue.library import Catalogue
from safeboard.intake.finding import Finding, Severity, Subject
from safeboard.intake.marked.lines import PAGE, SHEET, columns, line
from safeboard.intake.marked.looks import Looks
from safeboard.intake.marked.remarks import allowed, first_cell
from safeboard.intake.marked.seals import is_seal, seal, unsealed
from safeboard.intake.template.sheets import NOTES, plain
from safeboard.intake.workbook.cells import Workbook
from safeboard.vocabulary.stretch import parse_covered

FINDINGS = "Findings"
"""The name of the sheet, unless a sheet of the agency's own has it."""

TITLE = "Findings of the check"
_HINT = (
    "An error has to be corrected before the return can be stored. A query asks you to look: "
    "correct the count, or answer where the last column says. Nothing is read on this sheet."
)
HEADINGS = ("Kind", "Where", "What is wrong, and what to do", "Where to answer")
_WIDTHS = (10, 20, 80, 60)
_HEADING_ROW = 4
_SEALS = len(HEADINGS) + 1
"""The column of the seals, which is hidden."""

MOST_ROWS = 5_000
"""How many findings are listed. Who has more has one and the same mistake many times."""

Rows = Sequence[tuple[str, str, str, str]]


@dataclass(frozen=True)
class Said:
    """What a copy says: the findings, about items of a catalogue, and where they are answered.

    `notes` is that of CheckedReturn.
    """

    findings: Sequence[Finding]
    catalogue: Catalogue
    notes: str | None = None


def rows_of(said: Said) -> Rows:
    """Return what the sheet says of each finding, column by column."""
    rows = [
        (finding.severity.title(), _place(finding), _sentence(finding), _answer(finding, said))
        for finding in said.findings[:MOST_ROWS]
    ]
    if more := len(said.findings) - len(rows):
        what = f"There are {more:,} more findings, which a check lists."
        rows.append(("And more", "The whole return", what, "Check the return again."))
    return rows


def sheet_xml(
    rows: Rows, findings: Sequence[Finding], looks: Looks, names: Mapping[str, str]
) -> str:
    """Return the sheet's part. `names` says what sheets are called in the copy."""
    top = [(1, ((TITLE, looks.title),)), (2, ((_HINT, looks.cell),))]
    heads = tuple((heading, looks.heading) for heading in HEADINGS)
    body = [
        (number, tuple(zip(row, _row_looks(looks), strict=True)))
        for number, row in enumerate(rows, start=_HEADING_ROW + 1)
    ]
    lines = "".join(_line(number, cells) for number, cells in [*top, (_HEADING_ROW, heads), *body])
    links = "".join(
        _link(number, finding, names)
        for number, finding in enumerate(findings[: len(rows)], start=_HEADING_ROW + 1)
        if finding.sheet in names
    )
    hidden = f'<col min="{_SEALS}" max="{_SEALS}" width="10" hidden="1" customWidth="1"/>'
    return (
        f'{SHEET}<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        '<sheetViews><sheetView tabSelected="1" workbookViewId="0">'
        f'<pane ySplit="{_HEADING_ROW}" topLeftCell="A{_HEADING_ROW + 1}" '
        'activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f"<cols>{columns(_WIDTHS)}{hidden}</cols><sheetData>{lines}</sheetData>"
        f'<mergeCells count="1"><mergeCell ref="A2:D2"/></mergeCells>'
        + (f"<hyperlinks>{links}</hyperlinks>" if links else "")
        + f"{PAGE}</worksheet>"
    )


def find_sheet(workbook: Workbook) -> str | None:
    """Return the name of the sheet that an earlier check wrote, if there is one."""
    for name, cells in workbook.sheets.items():
        top = cells.filter(pl.col("row") == 1)
        texts = dict(top.select("column", "text").rows())
        if plain(texts.get(1, "")) == plain(TITLE) or is_seal(texts.get(_SEALS, "")):
            return name
    return None


def set_apart(workbook: Workbook) -> tuple[Workbook, list[Finding]]:
    """Return a workbook without that sheet, and a query about each cell that was typed there."""
    ours = find_sheet(workbook)
    if ours is None:
        return workbook, []
    others = {name: cells for name, cells in workbook.sheets.items() if name != ours}
    return replace(workbook, sheets=others), typed_on(ours, workbook.sheets[ours])


def typed_on(name: str, cells: pl.DataFrame) -> list[Finding]:
    """Query each cell of the sheet that is not as the check wrote it."""
    message = (
        "nothing is read on this sheet. Put a count with the counts and words with the notes, "
        "or take this out."
    )
    return [
        Finding(Severity.QUERY, "typed-on-findings", name, cell, message)
        for cell in unsealed(cells, _SEALS)
    ]


def _row_looks(looks: Looks) -> tuple[int, ...]:
    return looks.severity, looks.link, looks.cell, looks.cell


def _place(finding: Finding) -> str:
    if not finding.sheet:
        return "The whole return"
    return f"{finding.sheet}!{finding.cell}" if finding.cell else finding.sheet


def _sentence(finding: Finding) -> str:
    """Return what is wrong, with a capital at its start."""
    return finding.message[:1].upper() + finding.message[1:]


def _answer(finding: Finding, said: Said) -> str:
    """Return what an agency does about a finding, and where."""
    if finding.answer:
        return f"Answered: {finding.answer}"
    if finding.severity is Severity.ERROR:
        return "Correct it: a note is no answer."
    if finding.about is None:
        return "Put it right: a note is no answer."
    notes = NOTES if said.notes is None else said.notes
    is_of_cells = "!" in notes
    if not notes or (is_of_cells and finding.about.item):
        return "This workbook has no place for an answer: give it to whoever you send it to."
    if is_of_cells:
        return f"In the cells '{notes}'"
    where = "In the notes" if plain(notes) == plain(NOTES) else f"On the sheet '{notes}'"
    if not finding.about.item:
        return f"{where}: the box at the top"
    return f"{where}: a row with {_target(finding.about, said.catalogue)}"


def _target(about: Subject, catalogue: Catalogue) -> str:
    """Return what a note has to name to be the answer."""
    named = [f"Item: {catalogue.items[about.item].label}"]
    if about.category:
        breakdown = catalogue.breakdowns[about.dimension]
        named.append(f"Category: {breakdown.categories[about.category].label}")
    named.append(f"Period: {parse_covered(about.period)}")
    widely = " (or leave Category and Period blank)" if about.or_item else ""
    return "; ".join(named) + widely


def _line(number: int, cells: Sequence[tuple[str, int]]) -> str:
    placed = [(column, *cell) for column, cell in enumerate(cells, start=1)]
    sealed = (_SEALS, seal([allowed(text) for text, _ in cells]), cells[-1][1])
    return line(number, [*placed, sealed], _height(cells))


def _height(cells: Sequence[tuple[str, int]]) -> int:
    """Return the height, in points, of a row whose texts wrap: some programs do not fit it."""
    if len(cells) == 1:
        return 30
    widths = zip(cells, _WIDTHS, strict=True)
    return 4 + 13 * max(-(-len(text) // width) for (text, _), width in widths)


def _link(number: int, finding: Finding, names: Mapping[str, str]) -> str:
    sheet = names[finding.sheet].replace("'", "''")
    location = quoteattr(f"'{sheet}'!{first_cell(finding.cell) if finding.cell else 'A1'}")
    return f'<hyperlink ref="B{number}" location={location} display={quoteattr(_place(finding))}/>'
