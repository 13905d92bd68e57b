"""What a layout declares to be counted: a table of counts, or a single cell."""

from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, field_validator, model_validator

from safeboard.catalogue.declared import Code, Declared, Text, form
from safeboard.catalogue.problems import UnfitKeyError
from safeboard.intake.layouts.block import BLOCK, CELL, Block
from safeboard.intake.layouts.pattern import placeholders
from safeboard.vocabulary.window import WindowKind

TOTAL = "total"
"""The category that means: all of them."""

LISTED = {"item": "items", "category": "categories", "window": "windows"}
"""The levels whose words a table has to list, and the key that lists them."""

SHARED = ("item", "category", "period")
"""The levels that a label and a heading may say together."""

TOGETHER = " / "
"""What stands between words that say one thing together."""

Level = Literal["item", "category", "window", "period", "area", "nothing"]
CellName = Annotated[str, form(rf"^{CELL}$", "a cell, as A1")]
SheetCell = Annotated[str, form(rf"^.+!{CELL}$", "a sheet and its cell, as Data!A1")]
BlockName = Annotated[str, form(rf"^{BLOCK}$", "its first and last cell, as A3:E7 or A3:E")]


def _in_digits(number: object) -> object:
    """Return the text of a number, so that nobody need put it in quotation marks."""
    return str(number) if type(number) is int else number


_Digits = Annotated[str, form(r"^\d{3}$", "an authority's number, as 342")]
_Number = Annotated[int, Field(ge=100, le=999)]
AreaNumber = Annotated[
    _Digits, BeforeValidator(_in_digits, json_schema_input_type=_Digits | _Number)
]
CategoryName = Annotated[
    str,
    form(
        r"^(total|[a-z][a-z0-9_-]*/[a-z0-9][a-z0-9_-]*)$",
        "'total', or a breakdown and its category, as residence/elsewhere",
    ),
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


class Windowed(Counted):
    """What a count is of, and perhaps the window that it covers."""

    window: WindowKind | None = None
    """What it covers, as 'year to date'. It ends when the count's period ends, which is the
    return's if nothing says another."""


class TableItem(Windowed):
    """What a heading or label of a table counts."""

    ends: Literal["quarter", "year"] | None = None
    """Of a stock that the workbook counts more often than is asked: read only what it says of the
    last month of each quarter, or year."""


class LayoutCell(Windowed):
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
    """What its first rows say of each column, from the top: item, category, window, period, area
    or nothing. A blank in any but the last goes on with what stands to its left, as a merged cell.
    What two rows say of one thing is put together: Care above Repeats is 'Care / Repeats'."""
    down: tuple[Level, ...] = ()
    """What its first columns say of each row, from the left, in the same way. Where 'item',
    'category' or 'period' stands here and under across, a label and a heading say it together:
    Contacts, below 'From police', is 'Contacts / From police'."""
    item: Code | None = None
    """The item that everything in it counts, where neither headings nor labels say that."""
    items: dict[Text, TableItem] = Field(default={})
    """What the workbook calls each item: every one of these has to be found."""
    categories: dict[Text, CategoryName] = Field(default={})
    """What the workbook calls each category: every one of these has to be found."""
    window: WindowKind | None = None
    """What everything in it covers, as 'year to date', where nothing else says that."""
    windows: dict[Text, WindowKind] = Field(default={})
    """What the workbook calls each window: every one of these has to be found. Of an item that is
    not asked for by a window, the counts under it are left."""
    area: AreaNumber | None = None
    """The number of the authority that everything in it is about, if it is about one of several."""
    skip: tuple[Text, ...] = ()
    """Headings and labels whose column or row is not read, such as Total; * is anything. A label
    and a heading, as 'Contacts / From schools', leave the cell where they meet."""
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
    def shared(self) -> tuple[str, ...]:
        """Return what its labels and headings say together."""
        return tuple(each for each in SHARED if each in self.across and each in self.down)

    @property
    def skipped_crossings(self) -> tuple[str, ...]:
        """Return the labels and headings whose cell is not read where they meet."""
        return tuple(each for each in self.skip if TOGETHER in each)

    @property
    def sources(self) -> list[str]:
        """Return everything that is said of its counts, once for each place that says it."""
        patterns = (self.sheet, *self.says.values())
        fixed = [name for name in ("item", "window", "area") if getattr(self, name)]
        fixed += {"window" for each in self.items.values() if each.window}
        levels = [
            *dict.fromkeys(self.across),
            *(each for each in dict.fromkeys(self.down) if each not in self.shared),
        ]
        return [*levels, *fixed, *(name for each in patterns for name in placeholders(each))]

    @model_validator(mode="after")
    def _each_thing_is_said_once(self) -> Self:
        for name in ("item", "category", "window", "period", "area"):
            if self.sources.count(name) > 1:
                raise UnfitKeyError(
                    name if name in self.model_fields_set else "across",
                    f"the {name} of its counts is said in more than one place. Keep one of them",
                )
        if "item" not in self.sources:
            raise UnfitKeyError(
                "item", "nothing says which item it counts. Put 'item' under 'across' or 'down'"
            )
        for level, key in LISTED.items():
            if (level in self.levels) != bool(getattr(self, key)):
                raise UnfitKeyError(
                    key,
                    f"'{key}' and the level '{level}' under 'across' or 'down' need each other. "
                    "Give both, or neither",
                )
            if level in self.shared and not all(TOGETHER in each for each in getattr(self, key)):
                raise UnfitKeyError(
                    key,
                    f"'{level}' is under 'across' and under 'down', so a label and a heading say "
                    "it together. Name both, as 'Contacts / From police', or keep one of the two",
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


def split(category: str) -> tuple[str, str]:
    """Return the breakdown and category that a file's word for one means."""
    dimension, _, code = category.partition("/")
    return ("", "") if category == TOTAL else (dimension, code)
