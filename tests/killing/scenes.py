"""The scenes in which the program is killed: a return comes, a release goes, all is restored.

And benchmarks are imported.
"""

import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from openpyxl import load_workbook

from safeboard.pipeline import backups, releasing, returns
from safeboard.pipeline.importing import ImportAsked, import_benchmarks
from safeboard.pipeline.partnership import Partnership
from safeboard.pipeline.request import Request
from safeboard.pipeline.starting import start_demonstration
from safeboard.store.backup.errors import FilledStoreError
from safeboard.store.database import close_store
from safeboard.vocabulary.period import Period
from safeboard.vocabulary.profile import Profile
from tests.databases import copy_partnership, settle
from tests.killing.state import EXAMPLE, NOW, partnership_in
from tests.unit.tool_files import of_authorities, write_tool

NEW, KEPT, TOOL = "corrected.xlsx", "kept.zip", "tool"
PERIOD = Period.parse("2017-18-Q4")


@dataclass(frozen=True)
class Scene:
    """What is done in a copy of a prepared folder; as a command, `arguments` do the same.

    Where files come first, a release's folder may be seen before the register that it is in.
    """

    name: str
    prepared: Path
    act: Callable[[Partnership], None]
    arguments: tuple[str, ...] = ()
    files_first: bool = False


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


def restore(partnership: Partnership) -> None:
    """Restore a backup, if that is not done already."""
    folder = partnership.settings.folder
    with suppress(FilledStoreError):
        backups.restore_backup(folder / KEPT, backups.Into(folder), by="Pat Example", now=NOW)


def import_tool(partnership: Partnership) -> None:
    """Import a national tool."""
    partnership.open_store(NOW)
    folder = partnership.settings.folder / TOOL
    import_benchmarks(ImportAsked([folder], NOW.date(), "Pat Example", NOW))


def prepare(into: Path) -> None:
    """Make the folders: one return, released; then corrected; and a backup of the first."""
    before, after = into / "before", into / "after"
    start_demonstration(before)
    settle(before)
    partnership = partnership_in(before)
    partnership.open_store(NOW)
    path = before / "returns" / "lado-2017-18.xlsx"
    returns.check_and_store(partnership, path, by="Pat Example", now=NOW)
    _correct(path, before / NEW)
    write_tool(before / TOOL, {"2018": of_authorities("1", "2", "3", "4", "5")})
    release(partnership)
    lost = into / "lost"
    lost.mkdir()
    backups.make_backup(partnership, lost / KEPT, by="Pat Example", now=NOW)
    close_store()
    shutil.copy(EXAMPLE / "safeboard.toml", lost)
    settle(lost)
    copy_partnership(before, after)
    submit(partnership_in(after))
    close_store()


def scenes(prepared: Path) -> tuple[Scene, ...]:
    """Return the scenes that are played in copies of the prepared folders."""
    of_period = ("--period", PERIOD.code, "--reason", "One was recorded late.")
    return (
        Scene("submit", prepared / "before", submit, ("submit", NEW, "--by", "Pat Example")),
        Scene("release", prepared / "after", release, ("release", *of_period)),
        Scene("import", prepared / "before", import_tool),
        Scene("restore", prepared / "lost", restore, files_first=True),
    )


def _correct(sent: Path, corrected: Path) -> None:
    """Write a workbook again with one more in the first count that is above nothing."""
    workbook = load_workbook(sent)
    sheet = workbook["Counts"]
    cells = (cell for row in sheet.iter_rows(min_row=11) for cell in row[3:])
    cell = next(cell for cell in cells if isinstance(cell.value, int) and cell.value > 0)
    cell.value += 1
    workbook.save(corrected)
