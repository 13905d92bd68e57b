"""A layout as its file declares it, and the rules that one file can be held to by itself."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, field_validator, model_validator
from pydantic.json_schema import SkipJsonSchema

from safeboard.catalogue.declared import Code, Declared, Text
from safeboard.catalogue.problems import UnfitKeyError
from safeboard.intake.layouts.block import BLOCK, CELL, Block
from safeboard.intake.layouts.pattern import PLACEHOLDERS, placeholders

TOTAL = "total"
"""The category that means: all of them."""

Level = Literal["item", "category", "period", "area", "nothing"]
CellName = Annotated[str, StringConstraints(pattern=rf"^{CELL}$")]
SheetCell = Annotated[str, StringConstraints(pattern=rf"^.+!{CELL}$")]
BlockName = Annotated[str, StringConstraints(pattern=rf"^{BLOCK}$")]
AreaNumber = Annotated[str, StringConstraints(pattern=r"^\d{3}$")]
PeriodCode = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}(-Q[1-4])?$")]
CategoryName = Annotated[
    str, StringConstraints(pattern=r"^(total|[a-z][a-z0-9_-]*/[a-z0-9][a-z0-9_-]*)$")
]


class Counted(Declared):
    """What a count is of: an item, or one category of it."""

    item: Code
    """The item's code."""
    category: CategoryName = TOTAL
    """A breakdown's code and one of its categories, as residence/elsewhere; 'total' for all."""

    @property
    def place(self) -> tuple[str, str]:
        """Return the breakdown and the category; two empty texts for the total."""
        return split(self.category)


class TableItem(Counted):
    """What a heading or label of a table counts."""

    ends: Literal["quarter", "year"] | None = None
    """Of a stock that the workbook counts more often than is asked: read only what it says of the
    last month of each quarter, or year."""


class LayoutCell(Counted):
    """A single cell that holds a count."""

    says: dict[CellName, Text] = Field(min_length=1)
    """What the cells beside it on its sheet must say; {period} and {area} are read from there."""


class LayoutTable(Declared):
    """A block of counts, with headings above and labels to the left that say what each is of."""

    sheet: Text
    """The sheet's name. In it {period} and {area} are read, and * is anything, so that one table
    may stand for a sheet for each quarter or authority."""
    range: BlockName
    """Its cells with headings and labels, as A4:D16; without the last row, to the sheet's end."""
    says: dict[CellName, Text] = Field(default={})
    """What other cells of its sheet must say; {period} and {area} are read from there."""
    across: tuple[Level, ...] = ()
    """What its first rows say of each column, from the top: item, category, period, area or
    nothing. A blank in any but the last goes on with what stands to its left, as a merged cell.
    What two rows say of one thing is put together: Care above Repeats is 'Care / Repeats'."""
    down: tuple[Level, ...] = ()
    """What its first columns say of each row, from the left, in the same way."""
    item: Code | None = None
    """The item that everything in it counts, where neither headings nor labels say that."""
    items: dict[Text, TableItem] = Field(default={})
    """What the workbook calls each item: every one of these has to be found."""
    categories: dict[Text, CategoryName] = Field(default={})
    """What the workbook calls each category: every one of these has to be found."""
    area: AreaNumber | None = None
    """The number of the authority that everything in it is about, if it is about one of several."""
    skip: tuple[Text, ...] = ()
    """Headings and labels whose column or row is not read, such as Total; * is anything."""
    other_periods: Literal["query", "leave"] = "query"
    """What to do with counts of periods outside the return: ask about them, or leave them."""

    @field_validator("items", mode="before", json_schema_input_type=dict[Text, Code | TableItem])
    @classmethod
    def _a_code_alone_is_enough(cls, given: object) -> object:
        if not isinstance(given, dict):
            return given
        return {
            said: {"item": meant} if isinstance(meant, str) else meant
            for said, meant in given.items()
        }

    @property
    def levels(self) -> tuple[str, ...]:
        """Return what its headings and labels say."""
        return tuple(each for each in (*self.across, *self.down) if each != "nothing")

    @property
    def sources(self) -> list[str]:
        """Return everything that is said of its counts, once for each place that says it."""
        patterns = (self.sheet, *self.says.values())
        fixed = [name for name in ("item", "area") if getattr(self, name)]
        levels = [*dict.fromkeys(self.across), *dict.fromkeys(self.down)]
        return [*levels, *fixed, *(name for each in patterns for name in placeholders(each))]

    @model_validator(mode="after")
    def _each_thing_is_said_once(self) -> Self:
        for name in ("item", "category", "period", "area"):
            if self.sources.count(name) > 1:
                raise UnfitKeyError(
                    name if name in self.model_fields_set else "across",
                    f"the {name} of its counts is said in more than one place. Keep one of them",
                )
        if "item" not in self.sources:
            raise UnfitKeyError(
                "item", "nothing says which item it counts. Put 'item' under 'across' or 'down'"
            )
        for level, key in (("item", "items"), ("category", "categories")):
            if (level in self.levels) != bool(getattr(self, key)):
                raise UnfitKeyError(
                    key,
                    f"'{key}' and the level '{level}' under 'across' or 'down' need each other. "
                    "Give both, or neither",
                )
        return self

    @model_validator(mode="after")
    def _every_line_is_known_by_its_words(self) -> Self:
        block = Block.parse(self.range)
        columns = block.right - block.left + 1 - len(self.down)
        rows = block.bottom - block.top + 1 - len(self.across)
        for levels, count, what in (
            (self.across, columns, "under 'across' says what its columns are"),
            (self.down, rows, "under 'down' says what its rows are"),
        ):
            if count > 1 and set(levels) <= {"nothing"}:
                raise UnfitKeyError(
                    "range",
                    f"nothing {what}, so it may have only one. "
                    "Name what its headings or labels say, or make it smaller",
                )
        return self

    @model_validator(mode="after")
    def _categories_are_said_once(self) -> Self:
        of_items = any(each.category != TOTAL for each in self.items.values())
        if of_items and "category" in self.levels:
            raise UnfitKeyError(
                "items", "its categories are said by a level already. Name only items here"
            )
        block = Block.parse(self.range)
        too_small = block.bottom - block.top < len(self.across)
        if block.is_backwards or too_small or block.right - block.left < len(self.down):
            raise UnfitKeyError(
                "range", "it has no cell below its headings and beside its labels. Correct it"
            )
        return self


class CountExpected(Counted):
    """A count that a worked example has to give."""

    count: int | Text
    """The count; or the word that a return has in its place."""
    period: PeriodCode
    """Its period, as 2018-01."""
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
    absent: dict[Code, Literal["not held by us", "not yet available"]] = Field(default={})
    """Items that the workbook does not have, and what is then said of their counts."""
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


def split(category: str) -> tuple[str, str]:
    """Return the breakdown and category that a file's word for one means."""
    dimension, _, code = category.partition("/")
    return ("", "") if category == TOTAL else (dimension, code)


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
