"""A layout as its file declares it, and the rules that one file can be held to by itself."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic.json_schema import SkipJsonSchema

from safeboard.catalogue.declared import Code, Declared, Text, form
from safeboard.catalogue.problems import UnfitKeyError
from safeboard.intake.layouts.block import Block
from safeboard.intake.layouts.declared_table import (
    AreaNumber,
    CellName,
    Counted,
    LayoutCell,
    LayoutTable,
    SheetCell,
)
from safeboard.intake.layouts.pattern import PLACEHOLDERS, placeholders

Absence = Literal["not held by us", "not yet available"]
CoveredCode = Annotated[
    str,
    form(
        r"^\d{4}-\d{2}(-Q[1-4]|-to-\d{4}-\d{2})?$",
        "what it covers, as 2018-01, 2017-18-Q4 or 2017-04-to-2017-12",
    ),
]
PeriodCode = Annotated[
    str, form(r"^\d{4}-\d{2}(-Q[1-4])?$", "a period, as 2018-01, 2017-18-Q4 or 2017-18")
]


class CountExpected(Counted):
    """A count that a worked example has to give."""

    count: int | Text
    """The count; or the word that a return has in its place."""
    period: CoveredCode
    """What it covers: 2018-01, 2017-18-Q4, 2017-18, or months as 2017-04-to-2017-12."""
    area: AreaNumber | None = None
    """The authority's number, if the workbook is about several."""


class LayoutExample(Declared):
    """A worked example: some cells, and the counts that they must give, and no others."""

    name: Text
    """What the example shows."""
    file: str = ""
    """What the file is called, if the layout reads that."""
    given: dict[Text, dict[CellName, int | float | str | tuple[tuple[int | float | str, ...], ...]]]
    """By sheet, then by cell: a number, a text, or rows of them from that cell on."""
    expect: dict[SheetCell, CountExpected]
    """Each cell that is a count, as Sheet!B5, and what it counts."""


class Layout(Declared):
    """An agency's own workbook: how it is known, and which of its cells is which count."""

    name: SkipJsonSchema[Code]
    title: Text
    """What people call the workbook."""
    agency: Code
    """The code of the agency that sends it."""
    says: dict[SheetCell, Text] = Field(min_length=1)
    """The cells, as Sheet!A1, by whose words the workbook is known. In them {period} and {area}
    are read, and * is anything."""
    file: Text = "*"
    """What the file is called, without its ending; {period} and {area} are read there too."""
    period: PeriodCode | None = None
    """The return's period, where nothing in the workbook says it."""
    areas: tuple[AreaNumber, ...] = ()
    """The numbers of the authorities that it is about, if not all that the partnership covers."""
    area_names: dict[Text, AreaNumber] = Field(default={})
    """What the workbook calls an authority, where that is not its name, number or ONS code."""
    tables: tuple[LayoutTable, ...] = ()
    """The blocks of cells that hold counts."""
    cells: dict[SheetCell, LayoutCell] = Field(default={})
    """Single cells that hold a count."""
    absent: dict[Code, Absence | dict[Text, Absence]] = Field(default={})
    """Items that the workbook does not have, and what is then said of their counts. Where it lacks
    a part of one only, that part: a window as 'year to date', or a breakdown's code."""
    notes: Text | None = None
    """A sheet of notes in the form of the template's; or cells of free words, as Sheet!A30:A40."""
    ignore: tuple[Text, ...] = ()
    """Sheets, or cells as Sheet!F1:Z99, that hold nothing for us. Others are asked about."""
    examples: tuple[LayoutExample, ...] = Field(min_length=1)
    """Worked examples, run when the file is read. Write these first."""

    @property
    def counted(self) -> Iterator[tuple[tuple[int | str, ...], Counted]]:
        """Yield everything that it says is counted, with its place in the file."""
        for number, table in enumerate(self.tables):
            if table.item:
                yield ("tables", number, "item"), Counted(item=table.item)
            for said, meant in table.items.items():
                yield ("tables", number, "items", said), meant
        for cell, single in self.cells.items():
            yield ("cells", cell), single

    @property
    def has_area_of_its_own(self) -> bool:
        """Tell whether a cell says which one authority the whole return is about."""
        return "area" in self._said_at_the_top

    @property
    def _said_at_the_top(self) -> list[str]:
        return [name for each in (self.file, *self.says.values()) for name in placeholders(each)]

    @model_validator(mode="after")
    def _period_is_said_once(self) -> Self:
        said = self._said_at_the_top
        if said.count("period") + (self.period is not None) != 1:
            raise UnfitKeyError(
                "period" if self.period else "says",
                "the return's period has to be said in one place: "
                "by '{period}' in one of the texts under 'says', or by a line 'period: …'",
            )
        if said.count("area") > 1 or (said.count("area") and self.areas):
            raise UnfitKeyError("areas", "the areas are said in more than one place. Keep one")
        return self

    @model_validator(mode="after")
    def _placeholders_are_known(self) -> Self:
        for key, pattern in self._patterns():
            for name in placeholders(pattern):
                if name not in PLACEHOLDERS:
                    raise UnfitKeyError(
                        key, f"'{{{name}}}' cannot be read. Write {{period}} or {{area}}"
                    )
        if not self.tables and not self.cells:
            raise UnfitKeyError("tables", "it reads no cell. Add 'tables' or 'cells'")
        return self

    def _patterns(self) -> Iterator[tuple[str, str]]:
        yield "file", self.file
        for says in (self.says, *(each.says for each in self.cells.values())):
            yield from (("says", each) for each in says.values())
        for table in self.tables:
            yield "tables", table.sheet
            yield from (("tables", each) for each in table.says.values())


def given_rows(example: LayoutExample) -> Mapping[str, list[tuple[int, int, int | float | str]]]:
    """Return an example's cells that are not blank: by sheet, their row, column and content."""
    found: dict[str, list[tuple[int, int, int | float | str]]] = {}
    for sheet, cells in example.given.items():
        found[sheet] = []
        for first, content in cells.items():
            block = Block.parse(first)
            rows = content if isinstance(content, tuple) else ((content,),)
            found[sheet] += [
                (block.top + down, block.left + right, value)
                for down, row in enumerate(rows)
                for right, value in enumerate(row)
                if str(value).strip()
            ]
    return found
