"""One trial: a return is spoilt by a seed, read, stored if it can be, and accounted for."""

import warnings
from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random

from openpyxl.utils import range_boundaries

from safeboard.intake.finding import Finding, Severity
from safeboard.intake.known import Known
from safeboard.intake.returns import CheckedReturn, read_return
from safeboard.intake.template.sheets import Top, plain
from safeboard.intake.workbook.refusal import NotAWorkbookError
from safeboard.store.received import Received
from safeboard.store.submissions import submit
from safeboard.vocabulary.item import CountState
from tests.fuzzing.grids import FORMS, Grid, Sheet, complete, own_words, spoilt
from tests.fuzzing.spoiling import in_bytes, in_parts, in_text, in_xml
from tests.unit.returns import ST_HELENS
from tests.unit.small_catalogue import small_catalogue

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
    _hold_accounts(checked, sent)
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


def _hold_accounts(checked: CheckedReturn, sent: Sent) -> None:
    """Hold that every cell is stored, named by a finding, or a word of the template."""
    assert 0 <= checked.cells_stored <= checked.cells_read
    if sent.grid is None:
        return
    if any(
        not finding.sheet and finding.severity is Severity.ERROR for finding in checked.findings
    ):
        return
    lost = {
        (sheet, place, value)
        for sheet, cells in sent.grid.items()
        if sheet != "Start here"
        for place, value in cells.items()
        if str(value).strip()
        and not _is_own_word(cells, place)
        and not _is_named(checked, sheet, place)
        and not _is_stored(checked, sheet, place)
    }
    assert not lost, f"lost: {sorted(lost, key=str)[:5]}"
    _hold_values(checked, sent.grid)


def _is_own_word(cells: Sheet, place: tuple[int, int]) -> bool:
    """Tell whether a cell says a word of the template, or which catalogue that was made from."""
    before = plain(str(cells.get((place[0], place[1] - 1), "")))
    return plain(str(cells[place])) in own_words() or before == plain(Top.CATALOGUE)


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
