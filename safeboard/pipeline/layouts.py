"""Layouts: tried on a workbook, so that whoever writes one sees what it reads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import polars as pl

from safeboard.errors import UsageError
from safeboard.intake.finding import Finding
from safeboard.intake.layouts.layout import Layout
from safeboard.intake.layouts.missing import about_missing
from safeboard.intake.layouts.placing import Unlike, place_layout, recognising, unlike
from safeboard.intake.layouts.through import read_through
from safeboard.intake.marked.findings_sheet import set_apart
from safeboard.intake.submission import COUNTS
from safeboard.intake.workbook.arrival import read_workbook
from safeboard.pipeline.partnership import Partnership
from safeboard.pipeline.returns import content_of
from safeboard.vocabulary.period import Period


class UnknownLayoutError(UsageError):
    """A layout was named that there is not, or none is there to be used."""

    def __init__(self, name: str, known: list[str]) -> None:
        has = f"Use one of {', '.join(known)}." if known else "There is none yet: write one."
        super().__init__(f"'{name}': there is no such layout. {has}")


class NoLayoutsError(UsageError):
    """A workbook is to be read by a layout, and there is none yet."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path.name}: there is no layout to read it by yet. "
            "Write one, such as 'layouts/police.yaml'."
        )


class UnrecognisedError(UsageError):
    """No layout knows a workbook by its words: `unlike` has by layout where it first differs."""

    def __init__(self, path: Path, unlike: Mapping[str, Unlike]) -> None:
        wants = "; ".join(f"'{name}' {_wants(each)}" for name, each in unlike.items())
        super().__init__(
            f"{path.name}: no layout recognises it: {wants}. Mend the one that is for it, or name "
            "it with --layout to see all that differs."
        )


class SeveralLayoutsError(UsageError):
    """Several layouts know a workbook by its words."""

    def __init__(self, path: Path, found: Sequence[str]) -> None:
        super().__init__(
            f"{path.name}: several layouts recognise it: {', '.join(found)}. "
            "Name the one to use with --layout."
        )


def _wants(unlike: Unlike) -> str:
    """Return in words what a layout wants, and what there is instead."""
    sheet, cell = unlike.place
    if sheet is None:
        what = "a sheet" if cell else "a file"
        there = "" if cell else f", and this is {unlike.there}"
        return f"wants {what} called '{unlike.wanted}'{there}"
    return f"wants '{unlike.wanted}' in {sheet}!{cell}, and there is {unlike.there}"


@dataclass(frozen=True)
class Tried:
    """What a layout reads in a workbook, and the return's period: COUNTS, and what is wrong."""

    path: Path
    layout: Layout
    period: Period | None
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

    Raises: UsageError where no layout is for it alone; UnreadableError, CatalogueError.
    """
    workbook, about_ours = set_apart(read_workbook(content_of(path), path.name))
    found = [layout] if layout else recognising(workbook, partnership.layouts)
    if not layout and not partnership.layouts:
        raise NoLayoutsError(path)
    if not found:
        first = {each.name: next(unlike(workbook, each)) for each in partnership.layouts}
        raise UnrecognisedError(path, first)
    if len(found) > 1:
        raise SeveralLayoutsError(path, [each.name for each in found])
    places = partnership.settings.known_places
    placed, findings = place_layout(workbook, found[0], partnership.catalogue, places)
    if placed is None:
        return Tried(path, found[0], None, COUNTS.to_frame(), (*findings, *about_ours))
    read = read_through(workbook, placed, partnership.catalogue)
    missing = about_missing(read, found[0].absent, places).values()
    noticed = dict.fromkeys([*read.findings, *chain.from_iterable(missing), *about_ours])
    return Tried(path, found[0], read.period, read.counts, tuple(noticed))
