"""Layouts: tried on a workbook, so that whoever writes one sees what it reads."""

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from safeboard.errors import UsageError
from safeboard.intake.finding import Finding
from safeboard.intake.layouts.layout import Layout
from safeboard.intake.layouts.placing import place_layout, recognising
from safeboard.intake.layouts.through import read_through
from safeboard.intake.marked.findings_sheet import set_apart
from safeboard.intake.submission import COUNTS
from safeboard.intake.workbook.arrival import read_workbook
from safeboard.pipeline.partnership import Partnership
from safeboard.pipeline.returns import content_of


class UnknownLayoutError(UsageError):
    """A layout was named that there is not, or none is there to be used."""

    def __init__(self, name: str, known: list[str]) -> None:
        has = f"Use one of {', '.join(known)}." if known else "There is none yet: write one."
        super().__init__(f"'{name}': there is no such layout. {has}")


class UnrecognisedError(UsageError):
    """No layout knows a workbook by its words, or several do."""

    def __init__(self, path: Path, found: list[str], known: list[str]) -> None:
        if found:
            what = f"several layouts recognise it: {', '.join(found)}"
        else:
            what = f"no layout recognises it, of {', '.join(known) or 'none'}"
        super().__init__(f"{path.name}: {what}. Name the one to use with --layout.")


@dataclass(frozen=True)
class Tried:
    """What a layout reads in a workbook: COUNTS, and what is wrong."""

    path: Path
    layout: Layout
    counts: pl.DataFrame
    findings: tuple[Finding, ...]


def find_layout(partnership: Partnership, name: str) -> Layout | None:
    """Return the layout of a name; None where no name is given.

    Raises: UnknownLayoutError; CatalogueError.
    """
    if not name:
        return None
    by_name = {each.name: each for each in partnership.layouts}
    if name not in by_name:
        raise UnknownLayoutError(name, list(by_name))
    return by_name[name]


def try_layout(partnership: Partnership, path: Path, layout: Layout | None = None) -> Tried:
    """Return what a layout reads in a workbook: the one that is named, or recognises it.

    Raises: UnrecognisedError, UnreadableError, CatalogueError.
    """
    workbook, about_ours = set_apart(read_workbook(content_of(path), path.name))
    found = [layout] if layout else recognising(workbook, partnership.layouts)
    if len(found) != 1:
        names = [each.name for each in found]
        raise UnrecognisedError(path, names, [each.name for each in partnership.layouts])
    placed, findings = place_layout(
        workbook, found[0], partnership.catalogue, partnership.settings.known_places
    )
    if placed is None:
        return Tried(path, found[0], COUNTS.to_frame(), (*findings, *about_ours))
    read = read_through(workbook, placed, partnership.catalogue)
    return Tried(path, found[0], read.counts, (*read.findings, *about_ours))
