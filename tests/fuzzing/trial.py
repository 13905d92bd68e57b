"""One trial: a return is spoilt by a seed, read, stored if it can be, and accounted for."""

import warnings
from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random

from openpyxl.utils import range_boundaries

from safeboard.intake.finding import Finding, Severity
from safeboard.intake.known import Known
from safeboard.intake.marked.findings_sheet import FINDINGS
from safeboard.intake.returns import CheckedReturn, read_return
from safeboard.intake.template.sheets import KEYS, NoteColumn, Top, plain
from safeboard.intake.workbook.arrival import read_workbook
from safeboard.intake.workbook.refusal import NotAWorkbookError
from safeboard.store.received import Received
from safeboard.store.submissions import submit
from safeboard.vocabulary.item import CountState
from tests.fuzzing.grids import FORMS, Grid, Sheet, complete, own_words, spoilt
from tests.fuzzing.spoiling import in_bytes, in_parts, in_text, in_xml
from tests.unit.returns import ST_HELENS
from tests.unit.small_catalogue import small_catalogue

_PERIODS = {"2018-01", "2018-02", "2018-03", "2017-18-q4"}
ENDINGS = ("stored", "findings", "refused")


@dataclass(frozen=True)
class Sent:
    """A file, and what another reader finds in it; None where that cannot read it."""

    name: str
    content: bytes
    grid: Grid | None


def made(seed: int) -> Sent:
    """Return the file of a seed: the same for the same seed, whatever was made before."""
    random = Random(seed)
    form = random.choice(FORMS)
    name, content, grid = form(spoilt(random), random)
    way = random.choice(("cells", "cells", "cells", "bytes", "parts", "xml", "xml", "template"))
    if way == "template":
        name, content = "return.xlsx", complete()
        way = random.choice(("bytes", "parts", "xml", "xml"))
    if way == "cells":
        return Sent(name, content, grid)
    if name.endswith(".csv"):
        return Sent(name, (in_bytes if way == "bytes" else in_text)(content, random), None)
    if way == "bytes":
        return Sent(name, in_bytes(content, random), None)
    return Sent(name, (in_parts if way == "parts" else in_xml)(content, random), None)


def outcome(seed: int) -> str:
    """Return how the return of a seed ended. The store has to be open.

    Raises: AssertionError where a cell was lost or misread; anything else is a crash.
    """
    try:
        return _outcome(made(seed))
    except Exception as error:
        error.add_note(f"To see it again: python -m tests.fuzzing --seed {seed} --count 1")
        raise


def _outcome(sent: Sent) -> str:
    known = Known(small_catalogue(), (ST_HELENS,))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            checked = read_return(sent.content, sent.name, known)
        except NotAWorkbookError as error:
            _hold_to_one_line(str(error), sent)
            return "refused"
    hold_accounts(checked, sent)
    if checked.submission is None:
        assert any(finding.severity is Severity.ERROR for finding in checked.findings)
        return "findings"
    now = datetime(2018, 5, 1, tzinfo=UTC)
    received = Received(sent.content, sent.name, "fuzz", "test", now)
    submit(checked.submission, checked.stored_findings, received)
    return "stored"


def _hold_to_one_line(message: str, sent: Sent) -> None:
    assert message.isprintable(), message
    assert message.startswith(f"{sent.name}: "), message
    assert message.endswith("."), message


def hold_accounts(checked: CheckedReturn, sent: Sent) -> None:
    """Hold that every cell is stored, named by a finding, or a word of the template.

    Where no other reader knows what a spoilt file holds, it is held to the cells of our own: what
    was read there is accounted for, though nobody says that it was read right.
    """
    assert 0 <= checked.cells_stored <= checked.cells_read
    grid = _own_reading(sent) if sent.grid is None else sent.grid
    if any(
        not finding.sheet and finding.severity is Severity.ERROR for finding in checked.findings
    ):
        return
    entries = {
        (sheet, place)
        for sheet, cells in grid.items()
        if sheet not in ("Start here", FINDINGS)
        for place, value in cells.items()
        if str(value).strip() and not _is_own_word(cells, place)
    }
    stored = {each for each in entries if _is_stored(checked, *each)}
    found = {each for each in entries - stored if _is_named(checked, *each)}
    lost = entries - stored - found
    assert not lost, f"lost: {sorted(lost)[:5]}"
    assert len(entries) == len(stored) + len(found)
    counted = sum(part.counts.height for part in checked.parts)
    at = [(part.sheet, cell) for part in checked.parts for cell in part.counts["cell"].to_list()]
    assert counted == len(set(at)), "two counts of one cell"
    _hold_values(checked, grid)


def _own_reading(sent: Sent) -> Grid:
    """Return the cells that our own reader finds in a file."""
    sheets = read_workbook(sent.content, sent.name).sheets
    return {
        name: {
            (row, column): text
            for row, column, text in cells.select("row", "column", "text").iter_rows()
        }
        for name, cells in sheets.items()
    }


def _is_own_word(cells: Sheet, place: tuple[int, int]) -> bool:
    """Tell whether a cell says a word of the template, or which catalogue that was made from.

    Where a count or a note is asked for, no word is the template's own.
    """
    if _asks(cells, place):
        return False
    before = plain(str(cells.get((place[0], place[1] - 1), "")))
    return plain(str(cells[place])) in own_words() or before == plain(Top.CATALOGUE)


def _asks(cells: Sheet, place: tuple[int, int]) -> bool:
    """Tell whether a cell is under the code of a period, or under the headings of the notes."""
    said = {at: plain(str(value)) for at, value in cells.items()}
    heads = [row for (row, _), text in said.items() if text == plain(KEYS[0])]
    if len(heads) == 1:
        head, column = heads[0], place[1]
        periods = {said.get((row, column), "") for row in (head - 1, head)}
        return place[0] > head and bool(periods & _PERIODS)
    heads = [row for (row, _), text in said.items() if text == plain(NoteColumn.NOTE)]
    items = [row for (row, _), text in said.items() if text == plain(NoteColumn.ITEM)]
    return len(heads) == 1 and heads == items and place[0] > heads[0]


def _is_named(checked: CheckedReturn, sheet: str, place: tuple[int, int]) -> bool:
    """Tell whether a finding names a cell, or keeps the row of notes that it is in."""
    is_counts = sheet in {part.sheet for part in checked.parts}
    here = [finding for finding in checked.findings if finding.sheet == sheet]
    errors = [finding for finding in here if finding.cell and finding.severity is Severity.ERROR]
    rows = {_place(finding.cell)[0] for finding in errors}
    return any(_names(finding, place) for finding in here) or (not is_counts and place[0] in rows)


def _names(finding: Finding, place: tuple[int, int]) -> bool:
    if not finding.cell:
        return finding.severity is Severity.ERROR or finding.check == "sheet-not-read"
    left, top, right, bottom = range_boundaries(finding.cell)
    return bool(top <= place[0] <= bottom and left <= place[1] <= right)


def _is_stored(checked: CheckedReturn, sheet: str, place: tuple[int, int]) -> bool:
    counted = {
        (part.sheet, cell) for part in checked.parts for cell in part.counts["cell"].to_list()
    }
    noted = {(note.sheet, _place(note.cell)[0]) for part in checked.parts for note in part.notes}
    at = {(name, _place(cell)) for name, cell in counted}
    return (sheet, place) in at or (sheet, place[0]) in noted


def _place(cell: str) -> tuple[int, int]:
    left, top, _, _ = range_boundaries(cell)
    return top, left


def _hold_values(checked: CheckedReturn, grid: Grid) -> None:
    """Hold that what is stored is what the cell says, by a reading of our own here."""
    for part in checked.parts:
        for cell, value, state in part.counts.select("cell", "value", "state").iter_rows():
            said = grid[part.sheet][_place(cell)]
            if state == CountState.COUNTED:
                text = str(said).replace(",", "").replace("\u200b", "").strip(" '\u00a0")
                assert not isinstance(said, bool), (cell, said)
                assert float(text) == value, (cell, said, value)
            elif value is not None:
                assert value == 0, (cell, said, value)
