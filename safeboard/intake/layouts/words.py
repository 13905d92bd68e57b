"""What a workbook's own words mean: its headings and labels, read by a layout."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta

import polars as pl

from safeboard.intake.layouts.declared_table import LISTED, TOGETHER, LayoutTable, split
from safeboard.intake.layouts.layout import Layout
from safeboard.intake.layouts.pattern import find_said, fits
from safeboard.intake.template.sheets import plain
from safeboard.vocabulary.area import Area
from safeboard.vocabulary.period import Period
from safeboard.vocabulary.period_text import find_covered

MEANT = ("item", "dimension", "category", "window", "period", "area", "problem")
"""What is known of a row, a column or a table: null where that is said elsewhere."""


@dataclass(frozen=True)
class Meant:
    """What a heading says of its counts, or the `problem` that keeps it from saying anything."""

    item: str | None = None
    dimension: str | None = None
    category: str | None = None
    window: str | None = None
    period: str | None = None
    area: str | None = None
    problem: str | None = None


@dataclass(frozen=True)
class Words:
    """What the words of one workbook mean in a return for one period.

    `areas` has the number of each authority by its names; `asked` the codes of what the return asks
    for of the items that the layout counts.
    """

    layout: Layout
    areas: Mapping[str, str]
    period: Period
    asked: frozenset[str]

    def find_area(self, said: str) -> str | None:
        """Return the number of the authority that a text names, if there is one."""
        return self.areas.get(plain(said))

    def said_in(self, patterns: Mapping[str, str]) -> Meant:
        """Return what some texts, each by its pattern, say of period and area together."""
        found = [find_said(pattern, text) or {} for pattern, text in patterns.items()]
        return self.of_texts({name: text for each in found for name, text in each.items()})

    def of_texts(self, texts: Mapping[str, str]) -> Meant:
        """Return what is meant by the texts that stand for {period} and {area}."""
        meant = Meant()
        if "period" in texts:
            meant = replace(meant, **self._period(texts["period"]))
        if "area" in texts:
            meant = replace(meant, **self._area(texts["area"]))
        return meant

    def of_sheet(self, table: LayoutTable, sheet: str) -> Meant:
        """Return what a table's counts are of by its sheet's name and by what the layout fixes."""
        meant = self.of_texts(find_said(table.sheet, sheet) or {})
        fixed = {"item": table.item, "window": table.window, "area": table.area}
        return replace(meant, **{name: said for name, said in fixed.items() if said})

    def of_headings(
        self, table: LayoutTable, levels: Sequence[str], texts: Sequence[str | None]
    ) -> Meant:
        """Return what the headings of a column, or the labels of a row, mean level by level."""
        said = headings(levels, texts)
        stand = {*said.values(), *(text for text in texts if text)}
        if any(fits(skipped, text) for skipped in table.skip for text in stand):
            return Meant(problem="skipped")
        wanted = [level for level in dict.fromkeys(levels) if level != "nothing"]
        return together([self._of_one(table, level, said.get(level)) for level in wanted])

    def unknown(self, table: LayoutTable, said: Mapping[str, str]) -> list[str]:
        """Return what of the headings of a column, or the labels of a row, is not known."""
        meant = [(text, self._of_one(table, level, text)) for level, text in said.items()]
        return [text for text, each in meant if each.problem == "unknown-heading"]

    def _of_one(self, table: LayoutTable, level: str, text: str | None) -> Meant:
        """Return what a heading or a label means by itself."""
        is_part = level in table.shared
        return (self._of_part if is_part else self._of_level)(table, level, text)

    def of_crossing(
        self, table: LayoutTable, label: Mapping[str, str], heading: Mapping[str, str]
    ) -> Meant:
        """Return what the words of a row and of a column, each by level, mean together."""
        both = said_together(label, heading)
        if any(fits(skipped, both) for skipped in table.skipped_crossings):
            return Meant(problem="skipped")
        said = [(level, label.get(level, ""), heading.get(level, "")) for level in table.shared]
        return together(
            [
                self._of_either(table, level, first, second)
                if level == "period"
                else self._of_level(table, level, f"{first}{TOGETHER}{second}")
                for level, first, second in said
            ]
        )

    def _of_either(self, table: LayoutTable, level: str, first: str, second: str) -> Meant:
        """Return what two texts mean in that order, or in the other: January 2017/18."""
        meant = self._of_level(table, level, f"{first} {second}")
        unknown = meant.problem == "unknown-heading"
        return self._of_level(table, level, f"{second} {first}") if unknown else meant

    def _of_part(self, table: LayoutTable, level: str, text: str | None) -> Meant:
        """Return whether a label, or a heading, is one part of what two of them say together."""
        if text is None:
            return Meant(problem="no-heading")
        names = [plain(said) for said in getattr(table, LISTED[level])] if level in LISTED else []
        begins, ends = f"{plain(text)}{TOGETHER}", f"{TOGETHER}{plain(text)}"
        is_part = any(each.startswith(begins) or each.endswith(ends) for each in names)
        return Meant(problem=None if is_part or level not in LISTED else "unknown-heading")

    def _of_level(self, table: LayoutTable, level: str, text: str | None) -> Meant:
        if text is None:
            return Meant(problem="no-heading")
        return Meant(**self._by_level(table, level, text))

    def _by_level(self, table: LayoutTable, level: str, text: str) -> dict[str, str]:
        if level == "period":
            return self._period(text)
        if level == "area":
            return self._area(text)
        if level == "category":
            names = {plain(said): meant for said, meant in table.categories.items()}
            return _category(names[plain(text)]) if plain(text) in names else _UNKNOWN
        if level == "window":
            windows = {plain(said): kind.value for said, kind in table.windows.items()}
            return {"window": windows[plain(text)]} if plain(text) in windows else _UNKNOWN
        items = {plain(said): meant for said, meant in table.items.items()}
        counted = items.get(plain(text))
        if counted is None:
            return _UNKNOWN
        elsewhere = "category" in table.levels
        window = {"window": counted.window.value} if counted.window else {}
        category = {} if elsewhere else _category(counted.category)
        return {"item": counted.item} | category | window

    def _period(self, text: str) -> dict[str, str]:
        # A month or a quarter without a year is of the return's financial year.
        covered = find_covered(_first_day(text), self.period.financial_year)
        if covered is None:
            return _UNKNOWN
        is_within = self.period.first <= covered.first and covered.last <= self.period.last
        if not is_within and covered.code not in self.asked:
            return {"problem": "other-period", "period": covered.code}
        return {"period": covered.code}

    def _area(self, text: str) -> dict[str, str]:
        number = self.find_area(text)
        return _UNKNOWN if number is None else {"area": number}


_UNKNOWN = {"problem": "unknown-heading"}

# A column that is not to be read is not asked about, whatever else is wrong with it.
_FIRST = ("skipped", "unknown-heading", "no-heading", "other-period")


def headings(levels: Sequence[str], texts: Sequence[str | None]) -> dict[str, str]:
    """Return what headings say, by level; what is said in several of one level, together.

    A period is written the lower first, as people do: Q4 below 2017/18 is Q4 2017/18.
    """
    said: dict[str, str] = {}
    for level, text in zip(levels, texts, strict=True):
        if text is not None and level != "nothing":
            upper = said.get(level)
            together = f"{text} {upper}" if level == "period" else f"{upper}{TOGETHER}{text}"
            said[level] = text.strip() if upper is None else together
    return said


def said_together(label: Mapping[str, str], heading: Mapping[str, str]) -> str:
    """Return what a label and a heading say, as one text."""
    return TOGETHER.join([*label.values(), *heading.values()])


def together(meanings: Sequence[Meant]) -> Meant:
    """Return what several headings mean together; of their problems, the one that matters most."""
    problems = {each.problem for each in meanings}
    whole = Meant(problem=next((each for each in _FIRST if each in problems), None))
    for each in meanings:
        said = {
            field.name: getattr(each, field.name)
            for field in fields(each)
            if field.name != "problem" and getattr(each, field.name) is not None
        }
        whole = replace(whole, **said)
    return whole


def names_of(areas: Iterable[Area], layout: Layout) -> dict[str, str]:
    """Return the number of each authority by everything that a workbook may call it."""
    names: dict[str, str] = {}
    for area in areas:
        for name in (area.number, area.name, area.ons_code):
            names[plain(name)] = area.number
    return names | {plain(said): number for said, number in layout.area_names.items()}


def as_rows(meant: Iterable[Meant]) -> list[tuple[str | None, ...]]:
    """Return meanings as the rows of a frame: MEANT."""
    return [tuple(getattr(each, name) for name in MEANT) for each in meant]


def as_frame(meant: Mapping[int, Meant], index: str) -> pl.DataFrame:
    """Return what rows or columns mean as a frame: `index`, then MEANT."""
    rows = [(number, *said) for number, said in zip(meant, as_rows(meant.values()), strict=True)]
    schema = {index: pl.Int64, **dict.fromkeys(MEANT, pl.String)}
    return pl.DataFrame(rows, schema=schema, orient="row")


def as_literals(meant: Meant) -> dict[str, pl.Expr]:
    """Return what one thing means as columns that are the same in each row."""
    return {name: pl.lit(getattr(meant, name), dtype=pl.String) for name in MEANT}


def _first_day(text: str) -> str:
    """Return a date that ends a month as the one that begins it: both head the month's counts."""
    found = re.fullmatch(r"(\d{4}-\d{2}-\d{2})( 00:00:00)?", text)
    try:
        day = date.fromisoformat(found[1]) if found else None
    except ValueError:
        return text
    is_last = day is not None and (day + timedelta(days=1)).day == 1
    return f"{text[:8]}01" if is_last else text


def _category(name: str) -> dict[str, str]:
    dimension, category = split(name)
    return {"dimension": dimension, "category": category}
