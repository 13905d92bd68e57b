"""The scenes in which the program is killed: a return is submitted, a release is made."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from openpyxl import load_workbook

from safeboard.pipeline import releasing, returns
from safeboard.pipeline.partnership import Partnership
from safeboard.pipeline.request import Request
from safeboard.pipeline.starting import start_demonstration
from safeboard.store.database import close_store
from safeboard.vocabulary.period import Period
from safeboard.vocabulary.profile import Profile
from tests.databases import copy_partnership, settle
from tests.killing.state import NOW, partnership_in

NEW = "corrected.xlsx"
PERIOD = Period.parse("2017-18-Q4")


@dataclass(frozen=True)
class Scene:
    """What is done in a copy of a prepared folder; as a command, `arguments` do the same."""

    name: str
    prepared: Path
    act: Callable[[Partnership], None]
    arguments: tuple[str, ...]


def submit(partnership: Partnership) -> None:
    """Submit a return that supersedes an earlier one."""
    partnership.open_store(NOW)
    path = partnership.settings.folder / NEW
    outcome = returns.check_and_store(partnership, path, by="Pat Example", now=NOW)
    assert outcome.receipt is not None


def release(partnership: Partnership) -> None:
    """Publish a release that corrects an earlier one."""
    partnership.open_store(NOW)
    request = Request(PERIOD, Profile.RESTRICTED, NOW.date(), "One was recorded late.")
    releasing.release(partnership, request, now=NOW)


def prepare(into: Path) -> None:
    """Make the folders: one with a release of one return; one whose return is corrected since."""
    before, after = into / "before", into / "after"
    start_demonstration(before)
    settle(before)
    partnership = partnership_in(before)
    partnership.open_store(NOW)
    path = before / "returns" / "lado-2017-18.xlsx"
    returns.check_and_store(partnership, path, by="Pat Example", now=NOW)
    _correct(path, before / NEW)
    release(partnership)
    close_store()
    copy_partnership(before, after)
    submit(partnership_in(after))
    close_store()


def scenes(prepared: Path) -> tuple[Scene, Scene]:
    """Return the scenes that are played in copies of the prepared folders."""
    of_period = ("--period", PERIOD.code, "--reason", "One was recorded late.")
    return (
        Scene("submit", prepared / "before", submit, ("submit", NEW, "--by", "Pat Example")),
        Scene("release", prepared / "after", release, ("release", *of_period)),
    )


def _correct(sent: Path, corrected: Path) -> None:
    """Write a workbook again with one more in the first count that is above nothing."""
    workbook = load_workbook(sent)
    sheet = workbook["Counts"]
    cells = (cell for row in sheet.iter_rows(min_row=11) for cell in row[3:])
    cell = next(cell for cell in cells if isinstance(cell.value, int) and cell.value > 0)
    cell.value += 1
    workbook.save(corrected)
