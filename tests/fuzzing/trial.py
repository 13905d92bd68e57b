"""One trial: a return is spoilt by a seed, read, stored if it can be, and accounted for."""

import re
import warnings
from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random

from safeboard.intake.finding import Severity
from safeboard.intake.known import Known
from safeboard.intake.returns import CheckedReturn, read_return
from safeboard.intake.workbook.refusal import NotAWorkbookError
from safeboard.store.received import Received
from safeboard.store.submissions import submit
from tests.fuzzing.account import Cell, hold_accounts
from tests.fuzzing.good import GOOD
from tests.fuzzing.grids import Grid, Value, as_ods, as_text, as_xlsx, spoilt
from tests.fuzzing.meaning import hold_meaning
from tests.fuzzing.places import as_said
from tests.fuzzing.readers import filled, other_readings, own_reading
from tests.fuzzing.spoiling import in_bytes, in_parts, in_text, in_xml

ENDINGS = ("stored", "findings", "refused")


@dataclass(frozen=True)
class Sent:
    """A file, what is known where it is read, and its own words.

    `grid` is what it holds, if that is known: not of a file that was spoilt in its bytes.
    """

    name: str
    content: bytes
    known: Known
    words: frozenset[str]
    grid: Grid | None


def made(seed: int) -> Sent:
    """Return the file of a seed: the same for the same seed, whatever was made before."""
    random = Random(seed)
    good = random.choice(GOOD)()
    form = random.choice((as_xlsx, as_xlsx, as_ods, as_text))
    name, content, grid = form(spoilt(good.grid, random), random)
    known = good.known(past=random.random() < 0.5)
    way = random.choice(("cells", "cells", "cells", "bytes", "parts", "xml", "xml", "good"))
    if way == "good":
        name, content = "return.xlsx", good.content
        way = random.choice(("bytes", "parts", "xml", "xml"))
    if way == "cells":
        return Sent(name, content, known, good.words, grid)
    if name.endswith(".csv"):
        content = (in_bytes if way == "bytes" else in_text)(content, random)
    elif way == "bytes":
        content = in_bytes(content, random)
    else:
        content = (in_parts if way == "parts" else in_xml)(content, random)
    return Sent(name, content, known, good.words, None)


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
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            checked = read_return(sent.content, sent.name, sent.known)
        except NotAWorkbookError as error:
            _hold_to_one_line(str(error), sent)
            return "refused"
    hold(checked, sent)
    if checked.submission is None:
        assert any(finding.severity is Severity.ERROR for finding in checked.findings)
        return "findings"
    now = datetime(2018, 5, 1, tzinfo=UTC)
    received = Received(sent.content, sent.name, "fuzz", "test", now)
    receipt = submit(checked.submission, checked.stored_findings, received)
    assert receipt.counts == checked.submission.counts.height
    return "stored"


def _hold_to_one_line(message: str, sent: Sent) -> None:
    assert message.isprintable(), message
    assert message.startswith(f"{sent.name}: "), message
    assert message.endswith("."), message


def hold(checked: CheckedReturn, sent: Sent) -> None:
    """Hold what was made of a file to what stands in it: every cell of it, and what each says."""
    grid = _held_by(sent)
    hold_accounts(checked, grid, sent.words)
    hold_meaning(checked, grid)


def _held_by(sent: Sent) -> Grid:
    """Return what a file holds by other readers, of whose cells ours may miss none.

    Readers differ about a file that no program wrote, and some read none of it. So one of those
    that read it has to find no cell that ours does not; it may find fewer, for want of knowing how
    a cell is written. Where none reads it, what ours finds is accounted for all the same, though
    nobody says that it was read right.
    """
    own = own_reading(sent.content, sent.name)
    readings = other_readings(sent.content, sent.name) if sent.grid is None else [sent.grid]
    agreeing = [each for each in readings if filled(each) <= filled(own)]
    assert agreeing or not readings, f"missed: {sorted(filled(readings[0]) - filled(own))[:5]}"
    return {
        name: {place: _said_by_all(text, agreeing, (name, place)) for place, text in sheet.items()}
        for name, sheet in own.items()
    }


def _said_by_all(own: Value, readings: list[Grid], cell: Cell) -> Value:
    """Return what other readers say of a cell that may be a count.

    Where they differ from one another, and of words, ours is as good as theirs.
    """
    name, place = cell
    said = {
        as_said(each[name][place]): each[name][place]
        for each in readings
        if place in each.get(name, {})
    }
    text, value = next(iter(said.items()), ("", own))
    return value if len(said) == 1 and re.search("[0-9]", text) else own
