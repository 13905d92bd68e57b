"""Counts in doubt: another filled cell is known by the same words, so either may hold the count.

A column that an agency puts in moves the counts behind it one column on, and the words above them
with them. Where a layout names words above a count, they are gone from where they stood, or stand
above two columns. Where it names none, the count has to be the only one in its row, so that a moved
one is noticed beside it. The same holds of a row that is put in.
"""

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from safeboard.intake.finding import Finding, Severity
from safeboard.intake.layouts.block import Block
from safeboard.intake.layouts.counted import WHERE, sheets_of
from safeboard.intake.layouts.declared_table import LayoutTable
from safeboard.intake.layouts.layout import Layout
from safeboard.intake.layouts.pattern import fits, has_words
from safeboard.intake.layouts.placing import PlacedLayout, find_sheet
from safeboard.intake.layouts.table import Laid, own_frame
from safeboard.intake.layouts.touching import Touching, areas_of
from safeboard.intake.layouts.words import Words, headings
from safeboard.intake.template.sheets import plain
from safeboard.intake.workbook.cells import Workbook, extent
from safeboard.intake.workbook.lengths import longer_rows


@dataclass(frozen=True)
class Doubts:
    """The cells of which any may hold a count, as sheet, row and column; and what is said."""

    cells: pl.DataFrame
    findings: tuple[Touching, ...]


def find_doubts(
    workbook: Workbook, placed: PlacedLayout, laid: Laid, stray: pl.DataFrame
) -> Doubts:
    """Find the counts that may as well stand in another cell; `stray` is what no layout names."""
    frames = [pl.DataFrame(schema=WHERE)]
    findings: list[Touching] = []
    good = laid.entries.filter(pl.col("problem").is_null())
    for sheet, table in _tables(workbook, placed):
        counts = good.filter(pl.col("sheet") == sheet, Block.parse(table.range).holds())
        for across in (True, False):
            axis = _Axis(workbook.sheets[sheet], table, placed.words, across=across)
            if across:
                longer = axis.longer(counts, workbook.lengths)
                findings += _about_longer(sheet, longer, counts)
                frames.append(own_frame(longer, sheet))
            said = _saying(workbook, placed.layout, sheet, table)
            alike = axis.known_alike(counts, stray.filter(sheet=sheet)["cell"])
            others = alike.filter(~pl.col("cell").is_in(said))
            if others.height:
                doubted = axis.known_as(counts, others)
                either = pl.concat(each.select("row", "column") for each in (doubted, others))
                frames.append(own_frame(either, sheet))
                message = _in_words(axis, placed.layout.name)
                error = Finding(Severity.ERROR, "count-in-doubt", sheet, extent(either), message)
                findings.append(Touching(error, areas_of(doubted["area"])))
    return Doubts(pl.concat(frames).unique(), tuple(findings))


@dataclass(frozen=True)
class _Axis:
    """The columns of a sheet, or its rows, by the words that a table knows its own by."""

    cells: pl.DataFrame
    table: LayoutTable
    words: Words
    across: bool

    @property
    def has_words(self) -> bool:
        """Tell whether words say which columns, or rows, hold the counts."""
        return self._has_headings or bool(self._pins)

    def known_alike(self, counts: pl.DataFrame, stray: pl.Series) -> pl.DataFrame:
        """Return the cells outside the table that may hold one of its counts instead.

        Where words say which columns hold counts, the others are those that no layout names, and
        those next to a count, where it would be if one had been put in.
        """
        line, index = ("row", "column") if self.across else ("column", "row")
        beside = self.cells.join(counts.select(line).unique(), on=line, how="semi").filter(
            ~Block.parse(self.table.range).holds()
        )
        if self.has_words:
            is_next = pl.col(index).is_in((counts[index] + 1).to_list())
            beside = beside.filter(is_next | pl.col("cell").is_in(stray.to_list()))
        own = {self._meaning(number) for number in counts[index].unique()}
        alike = [each for each in beside[index].unique() if self._meaning(each) in own]
        return beside.filter(pl.col(index).is_in(alike))

    def known_as(self, counts: pl.DataFrame, others: pl.DataFrame) -> pl.DataFrame:
        """Return the counts of the columns, or rows, that are known by the words of some others.

        All counts of such a column are in doubt, though only some rows have something in the other:
        what is blank there may have been blank before it was moved.
        """
        index = "column" if self.across else "row"
        meant = {self._meaning(number) for number in others[index].unique()}
        own = [each for each in counts[index].unique() if self._meaning(each) in meant]
        return counts.filter(pl.col(index).is_in(own))

    def longer(self, counts: pl.DataFrame, lengths: pl.DataFrame | None) -> pl.DataFrame:
        """Return the cells, from the first count on, of rows longer than the words above them."""
        rows = longer_rows(self.cells, lengths, self._lines if self.has_words else [])
        first = counts.group_by("row").agg(pl.col("column").min().alias("first"))
        there = self.cells.join(first.filter(pl.col("row").is_in(rows)), on="row")
        return there.filter(pl.col("column") >= pl.col("first"))

    @property
    def _levels(self) -> tuple[str, ...]:
        return self.table.across if self.across else self.table.down

    @property
    def _has_headings(self) -> bool:
        return not set(self._levels) <= {"nothing"}

    @property
    def _pins(self) -> list[tuple[int, str]]:
        """Return what must stand in line with the counts of a table without headings, and where."""
        block = Block.parse(self.table.range)
        column, row = block.left + len(self.table.down), block.top + len(self.table.across)
        said = [(Block.parse(cell), text) for cell, text in self.table.says.items()]
        if self.across:
            at = [(each.top, text) for each, text in said if each.left == column]
        else:
            at = [(each.left, text) for each, text in said if each.top == row]
        return [(line, text) for line, text in at if has_words(text)]

    def _meaning(self, number: int) -> Hashable:
        """Return what the words of a column, or of a row, mean."""
        if self._has_headings:
            block = Block.parse(self.table.range)
            start = block.top if self.across else block.left
            texts = [self._text(start + level, number) for level in range(len(self._levels))]
            words = headings(self._levels, texts)
            parts = tuple(plain(words.get(level, "")) for level in self.table.shared)
            return self.words.of_headings(self.table, self._levels, texts), parts
        said = [(pattern, self._text(at, number) or "") for at, pattern in self._pins]
        return tuple(
            self.words.said_in({pattern: text}) if fits(pattern, text) else None
            for pattern, text in said
        )

    @property
    def _lines(self) -> list[int]:
        """Return where the words stand by which columns, or rows, are known."""
        block = Block.parse(self.table.range)
        start = block.top if self.across else block.left
        return [*range(start, start + len(self._levels)), *(at for at, _ in self._pins)]

    def _text(self, line: int, number: int) -> str | None:
        return self._texts.get((line, number))

    @cached_property
    def _texts(self) -> dict[tuple[int, int], str]:
        """Return the words of all columns, or rows, by the line that they stand in."""
        line, index = ("row", "column") if self.across else ("column", "row")
        there = self.cells.filter(pl.col(line).is_in(self._lines)).select(line, index, "text")
        return {(at, number): text for at, number, text in there.iter_rows()}


def _tables(workbook: Workbook, placed: PlacedLayout) -> Iterator[tuple[str, LayoutTable]]:
    """Yield each sheet with a table that is read on it; a single cell is a table of one cell."""
    for table in placed.layout.tables:
        yield from ((sheet, table) for sheet in sheets_of(workbook, table, placed.words))
    for place, single in placed.layout.cells.items():
        name, _, cell = place.rpartition("!")
        if sheet := find_sheet(workbook, name):
            yield sheet, LayoutTable.model_construct(sheet=name, range=cell, says=single.says)


def _saying(workbook: Workbook, layout: Layout, sheet: str, table: LayoutTable) -> list[str]:
    """Return the cells of a sheet that have to say something, and so hold no count."""
    top = [
        (cell, pattern)
        for place, pattern in layout.says.items()
        for name, _, cell in [place.rpartition("!")]
        if find_sheet(workbook, name) == sheet
    ]
    return [cell for cell, pattern in (*table.says.items(), *top) if has_words(pattern)]


def _about_longer(sheet: str, cells: pl.DataFrame, counts: pl.DataFrame) -> Iterator[Touching]:
    message = (
        "this row has more cells than the headings above it, so nobody can tell which count "
        "stands under which, and none was read. Write numbers without commas (1150), and take out "
        "what stands after the last heading; or send the workbook itself."
    )
    for (number,), row in cells.group_by("row", maintain_order=True):
        error = Finding(Severity.ERROR, "row-too-long", sheet, extent(row), message)
        yield Touching(error, areas_of(counts.filter(pl.col("row") == number)["area"]))


def _in_words(axis: _Axis, layout: str) -> str:
    which, beside = ("column", "above") if axis.across else ("row", "at the left of")
    if axis.has_words:
        return (
            f"the words by which the layout '{layout}' knows a {which} of counts stand at another "
            "as well, so nobody can tell which cell holds the count, and none was read. Take out "
            f"the {which} that was put in; or name it under 'ignore' in the layout, or, next to "
            "the counts, the words by which they differ."
        )
    other = "row" if axis.across else "column"
    return (
        f"the layout '{layout}' names no words {beside} its count, and there is more in its {other}"
        ", so nobody can tell which cell holds the count, and none was read. Take out what was put "
        f"in, or name the words {beside} the count under 'says' in the layout."
    )
