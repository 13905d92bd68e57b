"""An axis of a table: what its headings say of each column, or its labels of each row."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from safeboard.intake.address import range_name
from safeboard.intake.finding import Finding, Severity
from safeboard.intake.layouts.block import Block
from safeboard.intake.layouts.declared_table import LISTED, LayoutTable
from safeboard.intake.layouts.touching import Touching, areas_of, touching
from safeboard.intake.layouts.words import Meant, Words, headings
from safeboard.intake.template.sheets import plain
from safeboard.intake.workbook.cells import extent


@dataclass(frozen=True)
class Axis:
    """What each column, or each row, of a table on a sheet means.

    `start` is the row of the first heading, or the column of the first label. `said` and `meant`
    have, by column or row from `first` on, what its headings say by level, and what that means.
    """

    table: LayoutTable
    sheet: str
    is_across: bool
    start: int
    first: int
    said: Mapping[int, Mapping[str, str]]
    meant: Mapping[int, Meant]

    @property
    def levels(self) -> tuple[str, ...]:
        """Return what its headings or labels say, level by level."""
        return self.table.across if self.is_across else self.table.down

    @property
    def good(self) -> Mapping[int, Meant]:
        """Return what its columns or rows mean that can be read."""
        return {number: each for number, each in self.meant.items() if each.problem is None}

    def wanted(self, level: str) -> list[str]:
        """Return the words that have to be found among its headings or labels of a level."""
        is_said_here = level in LISTED and level not in self.table.shared
        return [*getattr(self.table, LISTED[level])] if is_said_here else []

    def place(self, level: str) -> str:
        """Return the range in which the headings or labels of a level stand."""
        at = [self.start + number for number, each in enumerate(self.levels) if each == level]
        last = max([self.first, *(number for number, said in self.said.items() if level in said)])
        ends = (min(at), self.first), (max(at), last)
        return range_name(*(end if self.is_across else end[::-1] for end in ends))


def read_axis(
    cells: pl.DataFrame, table: LayoutTable, words: Words, sheet: str, *, across: bool
) -> Axis:
    """Return what the columns or the rows of a table mean; `cells` are those of its block."""
    block = Block.parse(table.range)
    levels, index = (table.across, "column") if across else (table.down, "row")
    start, first = (block.top, block.left) if across else (block.left, block.top)
    first += len(table.down if across else table.across)
    along = cells.filter(pl.col(index) >= first)
    texts = [_texts(along, index, start + number) for number in range(len(levels))]
    said: dict[int, Mapping[str, str]] = {}
    meant: dict[int, Meant] = {}
    known: dict[tuple[str | None, ...], Meant] = {}
    current: list[str | None] = [None] * len(levels)
    for number in along[index].unique().sort().to_list():
        for level, of_level in enumerate(texts):
            is_last = level == len(levels) - 1
            current[level] = of_level.get(number, None if is_last else current[level])
        stand = tuple(current)
        said[number] = headings(levels, stand)
        if stand not in known:
            known[stand] = words.of_headings(table, levels, stand)
        meant[number] = known[stand]
    return Axis(table, sheet, across, start, first, said, meant)


def about_axis(
    axis: Axis, entries: pl.DataFrame, words: Words, area: str | None
) -> Iterator[Touching]:
    """Find each column or row that has counts and cannot be read, as one range; and what is gone.

    `entries` is LAID, every count in the table; `area` is the one that all of it is about.
    """
    index, other = ("column", "row") if axis.is_across else ("row", "column")
    lines = entries.group_by(index).agg(pl.col(other).max(), pl.col("area").unique())
    filled = {number: (last, areas) for number, last, areas in lines.iter_rows()}
    for number, meant in axis.meant.items():
        if meant.problem == "unknown-heading" and number not in filled:
            yield from touching([_unknown_alone(axis, number, words)], area)
        if meant.problem is None or number not in filled:
            continue
        last, areas = filled[number]
        corners = (axis.start, number), (last, number)
        cells = range_name(*(each if axis.is_across else each[::-1] for each in corners))
        which = "column" if axis.is_across else "row"
        said = _unknown(axis, number, words)
        severity, message = what_is_wrong(meant.problem, which, said, words.layout.name)
        finding = Finding(severity, meant.problem, axis.sheet, cells, message)
        yield Touching(finding, areas_of(areas))
    yield from touching(_gone(axis, words.layout.name), area)


def what_is_wrong(problem: str, which: str, said: str, layout: str) -> tuple[Severity, str]:
    """Return how bad a problem is of a row, a column or a cell, by `which`; and what is said."""
    if problem == "other-period":
        return Severity.QUERY, (
            f"this {which} is for another period than the return, so it was not read. "
            "If its counts have changed, send them in a return for that period."
        )
    if problem == "no-heading":
        return Severity.ERROR, (
            f"there are counts in this {which}, and nothing that says what they count. "
            "Write that, or take the counts out."
        )
    return Severity.ERROR, (
        f"{said or 'what stands before it'} is not known to the layout '{layout}'. Write it as it "
        "was, or add it to the layout: what it means, or under 'skip'."
    )


def of_other_period(sheet: str, cells: pl.DataFrame) -> Touching:
    """Return the query about cells (LAID) that are for another period than the return."""
    message = (
        "these counts are for another period than the return, so they were not read. "
        "If they have changed, send them in a return for that period."
    )
    finding = Finding(Severity.QUERY, "other-period", sheet, extent(cells), message)
    return Touching(finding, areas_of(cells["area"]))


def _unknown(axis: Axis, number: int, words: Words) -> str:
    """Return which of its headings or labels are not known."""
    return ", ".join(f"'{each[:60]}'" for each in words.unknown(axis.table, axis.said[number]))


def _unknown_alone(axis: Axis, number: int, words: Words) -> Finding:
    """Query a heading or label that is not known and has no counts: a count may have slipped there.

    Its own cell is named, or the range of its levels.
    """
    ends = (axis.start, number), (axis.start + len(axis.levels) - 1, number)
    cells = range_name(*(each if axis.is_across else each[::-1] for each in ends))
    said = _unknown(axis, number, words)
    message = (
        f"{said} is not known to the layout '{words.layout.name}', and has "
        "no counts, so nothing was done with it. Clear it, or name it under 'skip' in the layout."
    )
    return Finding(Severity.QUERY, "unknown-heading", axis.sheet, cells, message)


def _gone(axis: Axis, layout: str) -> Iterator[Finding]:
    """Find each heading or label that the layout counts on and that is not there."""
    for level in dict.fromkeys(axis.levels):
        there = {plain(said[level]) for said in axis.said.values() if level in said}
        for wanted in axis.wanted(level):
            if plain(wanted) not in there:
                message = (
                    f"by the layout '{layout}' one of these says '{wanted}', and none does. "
                    "Write it as it was, or mend the layout if the workbook has changed."
                )
                where = (axis.sheet, axis.place(level))
                yield Finding(Severity.ERROR, "heading-gone", *where, message)


def _texts(cells: pl.DataFrame, index: str, level: int) -> dict[int, str]:
    other = "row" if index == "column" else "column"
    return dict(cells.filter(pl.col(other) == level).select(index, "text").iter_rows())
