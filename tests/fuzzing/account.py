"""The account of a return: its filled cells are its own words, stored, or named by a finding."""

from collections.abc import Iterable

from openpyxl.utils import range_boundaries

from safeboard.intake.finding import Finding, Severity
from safeboard.intake.marked.findings_sheet import FINDINGS
from safeboard.intake.returns import CheckedReturn
from safeboard.intake.template.sheets import NOTES, START, Top, plain
from tests.fuzzing import places
from tests.fuzzing.grids import Grid
from tests.fuzzing.places import Place, Said
from tests.fuzzing.words import AREAS, find_period

_OF_WHOLE_ROWS = ("note-about-another-area",)

Cell = tuple[str, Place]
"""A sheet's name, and a row and column on it."""

_OF_BLANKS = (
    *("missing", "missing-row", "missing-column", "missing-place"),
    *("incomplete-breakdown", "breakdown-left-out"),
)
"""Errors about what is not there, which account for nothing that is."""

_OF_UNREAD = (
    *("sheet-not-read", "stray", "typed-on-start", "other-period"),
    *("unknown-period", "unknown-item", "unknown-category", "row-without-item"),
    *("label-differs", "nothing-to-mark", "unknown-heading"),
)
"""Queries about what was not read; any other is about what was."""


def hold_accounts(checked: CheckedReturn, grid: Grid, words: frozenset[str]) -> None:
    """Hold that every cell is stored, named by a finding, or a word of the return's own.

    `grid` is what another reader finds in it, and `words` are those of its template, made plain.
    What the return says of itself, how many cells it read and how many it stored, has to be what
    is counted here.
    """
    said = {name: places.said_on(sheet) for name, sheet in grid.items() if name != FINDINGS}
    filled = {(name, place) for name, of_sheet in said.items() for place in of_sheet}
    counts, notes = _counted(checked), _noted(checked, said)
    assert len(counts) == sum(part.counts.height for part in checked.parts), "one cell, two counts"
    stored = {*counts, *notes}
    assert stored <= filled, f"stored, and not there: {sorted(stored - filled)[:5]}"
    found = {each for each in filled - stored if _is_named(checked.findings, each)}
    # An error about a code is about the name beside it too.
    found |= {each for each in _names_of_codes(said) if _is_named(checked.findings, _left_of(each))}
    lost = {
        each
        for each in filled - stored - found
        if _asks(checked, said, each) or not _is_own_word(said, each, words)
    }
    assert not lost, f"lost: {sorted(lost)[:5]}"
    entries = _entries(checked, said)
    unnamed = entries - stored - found
    assert not unnamed, f"neither stored nor found: {sorted(unnamed)[:5]}"
    assert checked.cells_read == len(entries), (checked.cells_read, len(entries))
    assert checked.cells_stored == len(stored & entries), (checked.cells_stored, len(stored))


def _counted(checked: CheckedReturn) -> set[Cell]:
    """Return the cells from which a count was read."""
    return {
        (sheet, place_of(cell))
        for part in checked.parts
        for sheet, cell in part.counts.select("sheet", "cell").iter_rows()
        if cell
    }


def _noted(checked: CheckedReturn, said: dict[str, Said]) -> set[Cell]:
    """Return the cells of notes that no finding names; what keeps a row from being one is found.

    A row is stored as a whole. One with an error is stored once that is put right.
    """
    rows = {(note.sheet, place_of(note.cell)[0]) for part in checked.parts for note in part.notes}
    rows |= {
        (each.sheet, place_of(each.cell)[0])
        for each in checked.findings
        if each.check.startswith("note-") and each.check not in _OF_WHOLE_ROWS
    }
    counts = {part.sheet for part in checked.parts}
    rows |= {
        (each.sheet, place_of(each.cell)[0])
        for each in checked.findings
        if each.check == "error-cell" and _is_of_notes(each.sheet, said, counts)
    }
    cells = {
        (sheet, place)
        for sheet, of_sheet in said.items()
        for place in of_sheet
        if (sheet, place[0]) in rows
    }
    return {each for each in cells if not _is_named(checked.findings, each)}


def _is_of_notes(sheet: str, said: dict[str, Said], counts: set[str]) -> bool:
    return sheet not in counts and places.note_heading_row(said[sheet]) is not None


def _entries(checked: CheckedReturn, said: dict[str, Said]) -> set[Cell]:
    """Return the cells that the return has to count as read."""
    return {
        (sheet, place)
        for sheet, of_sheet in said.items()
        for place in _entries_on(checked, sheet, said)
        if of_sheet
    }


def _entries_on(checked: CheckedReturn, sheet: str, said: dict[str, Said]) -> set[Place]:
    here = [each for each in checked.findings if each.sheet == sheet]
    checks = {each.check for each in here}
    of_sheet = said[sheet]
    if is_own_workbook(said):
        return _entries_by_layout(checked, sheet, of_sheet, here)
    parts = [part for part in checked.parts if part.sheet == sheet]
    if parts:
        return places.entries_of_counts(of_sheet) if parts[0].heading else set(of_sheet)
    if "sheet-not-read" in checks:
        return set()
    is_placed = any(part.heading for part in checked.parts)
    has_notes = places.note_heading_row(of_sheet) is not None or plain(sheet) == plain(NOTES)
    if has_notes:
        read = places.entries_of_notes if is_placed else places.written_notes
        return read(of_sheet)
    return set(of_sheet) if "not-checked" in checks else set()


def is_own_workbook(said: dict[str, Said]) -> bool:
    """Tell whether a workbook is the panel's own, by the words that its layout knows it by."""
    panels = [of_sheet for name, of_sheet in said.items() if plain(name) == "panel"]
    return any(each.get((1, 1), "").startswith("exploitation panel, ") for each in panels)


def _entries_by_layout(
    checked: CheckedReturn, sheet: str, said: Said, here: Iterable[Finding]
) -> set[Place]:
    if not checked.parts:
        return set(said)
    if plain(sheet) == "panel":
        differing = [e for e in here if e.check in ("layout-differs", "layout-unknown")]
        return places.entries_of_panel(said, [place_of(each.cell) for each in differing])
    return places.entries_of_notes(said) if plain(sheet) == plain(NOTES) else set(said)


def _is_named(findings: Iterable[Finding], cell: Cell) -> bool:
    """Tell whether a finding accounts for a cell that is not stored."""
    return any(
        _names(each, cell)
        for each in findings
        if each.check in _OF_UNREAD
        or (each.severity is Severity.ERROR and each.check not in _OF_BLANKS)
    )


def _names_of_codes(said: dict[str, Said]) -> set[Cell]:
    """Return the cells of names in the lines above the tables: of an agency, an area, a period."""
    lines = ((name, places.line_of(each, top)) for name, each in said.items() for top in Top)
    return {(name, line[2]) for name, line in lines if len(line) > 2}


def _left_of(cell: Cell) -> Cell:
    sheet, (row, column) = cell
    return sheet, (row, column - 1)


def _names(finding: Finding, cell: Cell) -> bool:
    sheet, (row, column) = cell
    if finding.sheet != sheet:
        return False
    if not finding.cell:
        return finding.check == "sheet-not-read"
    left, top, right, bottom = range_boundaries(finding.cell)
    return bool(top <= row <= bottom and left <= column <= right)


def _is_own_word(said: dict[str, Said], cell: Cell, words: frozenset[str]) -> bool:
    """Tell whether a cell says a template's word, a period, an area, or the catalogue's name."""
    sheet, place = cell
    of_sheet = said[sheet]
    if is_own_workbook(said) and plain(sheet) == "panel" and places.is_total(of_sheet, *place):
        return True
    if plain(sheet) == plain(START):
        # Who types over the sheet's own words puts other words there; only a count could be lost.
        return of_sheet[place] in words or not _may_be_a_count(of_sheet[place])
    text = of_sheet[place]
    is_word = text in words or text in AREAS or find_period(text) is not None
    return is_word or place in places.line_of(of_sheet, Top.CATALOGUE)


def _asks(checked: CheckedReturn, said: dict[str, Said], cell: Cell) -> bool:
    """Tell whether a count or a note is asked for at a cell: there no word is the template's own.

    It is below the name of a period, or below the headings of notes that can be placed.
    """
    sheet, place = cell
    if plain(sheet) == plain(START):
        return False
    head = places.heading_row(said[sheet])
    if head is not None:
        named = any(map(find_period, places.headings_of(said[sheet], head, place[1])))
        is_label = place[1] in places.key_columns(said[sheet], head).values()
        return place[0] > head and named and not is_label
    head = places.note_heading_row(said[sheet])
    is_placed = any(part.heading for part in checked.parts)
    return is_placed and head is not None and place[0] > head


def _may_be_a_count(text: str) -> bool:
    return text.replace(",", "").replace(".0", "").strip("'-(%)").isdecimal()


def place_of(cell: str) -> Place:
    """Return the row and column of a cell, or of a range's first."""
    left, top, _, _ = range_boundaries(cell)
    return top, left
