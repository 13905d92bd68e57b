"""An Excel workbook (.xlsx): its sheets, and what their cells refer to."""

from collections.abc import Callable
from dataclasses import dataclass, field
from posixpath import join, normpath

import polars as pl

from safeboard.intake.workbook.cells import Tally
from safeboard.intake.workbook.links import leads_elsewhere
from safeboard.intake.workbook.markup import UnusualError, follow, local
from safeboard.intake.workbook.parts import Parts, damage_refused
from safeboard.intake.workbook.refusal import (
    LONGEST_TEXT,
    MOST_PARTS,
    MOST_STYLES,
    Refusal,
    RefusedError,
)
from safeboard.intake.workbook.runs import alters
from safeboard.intake.workbook.serial import is_date_format, is_percent_format
from safeboard.intake.workbook.sheet import Surroundings, read_sheet
from safeboard.intake.workbook.sheet_markup import cell_pieces, rewritten_pieces
from safeboard.intake.workbook.shown import is_disguise
from safeboard.intake.workbook.texts import shared_texts

_WORKBOOK, _RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"


def read_xlsx(parts: Parts) -> dict[str, pl.DataFrame]:
    """Return the cells of each sheet, by its name: CELLS. Raises: RefusedError."""
    if any(name.startswith("xl/macrosheets/") or "vbaProject" in name for name in parts.names):
        raise RefusedError(Refusal.MACROS)
    relations, workbook = _Relations(), _Workbook()
    follow(parts.chunks(_RELATIONS), relations)
    follow(parts.chunks(_WORKBOOK), workbook)
    styles = _read_styles(parts, relations)
    around = Surroundings(
        texts=_texts(parts, relations),
        date_styles=styles.that(is_date_format),
        percent_styles=styles.that(is_percent_format),
        disguised_styles=styles.that(is_disguise),
        altered_styles=styles.altered(),
        from_1904=workbook.from_1904,
        linked_names=frozenset(workbook.linked_names),
    )
    sheets, tally = {}, Tally()
    for name, key in workbook.sheets:
        kind, target = relations.targets.get(key, ("", ""))
        if kind == "worksheet":
            if name in sheets:
                raise RefusedError(Refusal.DAMAGED)
            sheets[name] = _cells(parts, target, around, tally)
        elif kind not in ("chartsheet", "dialogsheet"):
            raise RefusedError(Refusal.MACROS if "acro" in kind else Refusal.DAMAGED)
    return sheets


def _cells(parts: Parts, target: str, around: Surroundings, tally: Tally) -> pl.DataFrame:
    """Return a sheet's cells, as it is usually written, and else after it has been parsed."""
    with damage_refused():
        try:
            return read_sheet(cell_pieces(parts.chunks(target)), around, tally)
        except UnusualError:
            pass
        try:
            return read_sheet(rewritten_pieces(parts.chunks(target)), around, tally)
        except UnusualError as error:
            raise RefusedError(Refusal.DAMAGED) from error


def _hold(number: int, most: int, refusal: Refusal) -> None:
    if number > most:
        raise RefusedError(refusal)


@dataclass
class _Relations:
    """Which part of the file each sheet is, by its key; and texts and styles, by their kind."""

    targets: dict[str, tuple[str, str]] = field(default_factory=dict)

    def start(self, name: str, given: dict[str, str]) -> None:
        if local(name) == "Relationship":
            kind = given.get("Type", "").rpartition("/")[2]
            target = normpath(join("/xl", given.get("Target", ""))).lstrip("/")
            self.targets[given.get("Id", "")] = kind, target
            _hold(len(self.targets), MOST_PARTS, Refusal.TOO_MANY_PARTS)

    def text(self, _data: str) -> None:
        pass

    def end(self, _name: str) -> None:
        pass

    def find(self, kind: str) -> str | None:
        return next((target for each, target in self.targets.values() if each == kind), None)


@dataclass
class _Workbook:
    """The names of the sheets, and what is true of the whole workbook."""

    sheets: list[tuple[str, str]] = field(default_factory=list)
    linked_names: set[str] = field(default_factory=set)
    from_1904: bool = False
    _name: str = ""
    _formula: str = ""

    def start(self, name: str, given: dict[str, str]) -> None:
        if local(name) == "sheet":
            key = next((said for each, said in given.items() if local(each) == "id"), "")
            self.sheets.append((given.get("name", ""), key))
            _hold(len(self.sheets), MOST_PARTS, Refusal.TOO_MANY_PARTS)
        elif local(name) == "workbookPr":
            self.from_1904 = given.get("date1904") in ("1", "true")
        elif local(name) == "definedName":
            self._name, self._formula = given.get("name", ""), ""

    def text(self, data: str) -> None:
        if self._name:
            self._formula += data
            _hold(len(self._formula), LONGEST_TEXT, Refusal.TOO_LONG)

    def end(self, name: str) -> None:
        if local(name) == "definedName":
            if self._name and leads_elsewhere(self._formula):
                self.linked_names.add(self._name)
            self._name = ""


def _texts(parts: Parts, relations: _Relations) -> pl.DataFrame:
    target = relations.find("sharedStrings")
    return shared_texts(lambda: parts.chunks(target) if target else iter(()))


@dataclass
class _Styles:
    """The format and font of each style that a cell may have, and those that the file declares."""

    formats: list[int] = field(default_factory=list)
    fonts: list[int] = field(default_factory=list)
    altering: list[bool] = field(default_factory=list)
    codes: dict[int, str] = field(default_factory=dict)
    _within: list[str] = field(default_factory=list)

    def start(self, name: str, given: dict[str, str]) -> None:
        self._within.append(local(name))
        with damage_refused():
            if self._within[1:] == ["cellXfs", "xf"]:
                self.formats.append(int(given.get("numFmtId", "0")))
                self.fonts.append(int(given.get("fontId", "0")))
                _hold(len(self.formats), MOST_STYLES, Refusal.STRANGE_XML)
            elif self._within[1:] == ["fonts", "font"]:
                self.altering.append(False)
                _hold(len(self.altering), MOST_STYLES, Refusal.STRANGE_XML)
            elif self._within[1:3] == ["fonts", "font"]:
                self.altering[-1] |= alters(local(name), given)
            elif self._within[1:] == ["numFmts", "numFmt"]:
                self.codes[int(given.get("numFmtId", "0"))] = given.get("formatCode", "")

    def text(self, _data: str) -> None:
        pass

    def end(self, _name: str) -> None:
        self._within.pop()

    def that(self, shows: Callable[[int, str], bool]) -> frozenset[int]:
        """Return the styles whose format shows a number in some way."""
        return frozenset(
            number
            for number, of_format in enumerate(self.formats)
            if shows(of_format, self.codes.get(of_format, ""))
        )

    def altered(self) -> frozenset[int]:
        """Return the styles whose font raises, lowers or strikes out what is written in it."""
        fonts = {number for number, alters_it in enumerate(self.altering) if alters_it}
        return frozenset(number for number, font in enumerate(self.fonts) if font in fonts)


def _read_styles(parts: Parts, relations: _Relations) -> _Styles:
    styles = _Styles()
    if target := relations.find("styles"):
        follow(parts.chunks(target), styles)
    return styles
