"""The top of a sheet of counts: whose return it is, about where, and for which period."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from safeboard.catalogue.library import Catalogue
from safeboard.intake.address import cell_name, range_name
from safeboard.intake.expected import items_asked
from safeboard.intake.finding import Finding, Severity
from safeboard.intake.template.sheets import FORMAT, Top, plain, saying, tidy
from safeboard.vocabulary.area import Area
from safeboard.vocabulary.period import Period
from safeboard.vocabulary.period_text import find_period


@dataclass(frozen=True)
class Line:
    """One of the lines at the top: its label, and what stands beside it: a code, then its name.

    `columns` and `texts` are those of the label, the code and the name, as far as they are there.
    """

    row: int
    columns: tuple[int, ...]
    texts: tuple[str, ...]

    @property
    def code(self) -> str:
        """Return the code; empty where there is none."""
        return self.texts[1] if len(self.texts) > 1 else ""

    @property
    def name(self) -> str:
        """Return the name beside the code; empty where there is none."""
        return self.texts[2] if len(self.texts) > 2 else ""

    @property
    def code_cell(self) -> str:
        """Return the cell of the code, or where it should be."""
        column = self.columns[1] if len(self.columns) > 1 else self.columns[0] + 1
        return cell_name(self.row, column)

    @property
    def answer_cells(self) -> str:
        """Return the range of the code and the name."""
        return range_name((self.row, self.columns[1]), (self.row, self.columns[-1]))

    @property
    def cells(self) -> frozenset[str]:
        """Return every cell that the line is read from."""
        return frozenset(cell_name(self.row, column) for column in self.columns)


Lines = Mapping[Top, list[Line]]
"""The lines found of each kind. There should be one."""


@dataclass(frozen=True)
class Heading:
    """Whose return it is, about where, and for which period; the area may be an unknown one."""

    agency: str
    area: str
    period: Period
    catalogue_version: Line

    def is_of(self, catalogue: Catalogue) -> bool:
        """Tell whether the return was made from this very catalogue."""
        return self.catalogue_version.code.lower() == catalogue.version


def read_lines(cells: pl.DataFrame, before: int) -> Lines:
    """Return the lines that stand above the row `before`, in whichever column; two at the most."""
    above = cells.filter(pl.col("row") < before)
    named = {f"{plain(each)}{mark}": each for each in Top for mark in ("", ":")}
    labels = saying(above, named).group_by("key", maintain_order=True).head(2)
    lines: dict[Top, list[Line]] = {top: [] for top in Top}
    for row, column, key in labels.sort("row").select("row", "column", "key").iter_rows():
        top = named[key]
        right = above.filter(pl.col("row") == row, pl.col("column") >= column)
        beside = right.sort("column").head(3 if top.has_name else 2)
        texts = tuple(map(tidy, beside["text"]))
        lines[top].append(Line(row, tuple(beside["column"]), texts))
    return lines


def own_cells(lines: Lines) -> frozenset[str]:
    """Return the cells that the lines are read from; of one that is there twice, the first's."""
    return frozenset().union(*(found[0].cells for found in lines.values() if found))


def area_names(lines: Lines, areas: Collection[Area]) -> frozenset[str]:
    """Return every plain text by which notes may name the area of a sheet's counts."""
    said = {plain(text) for line in lines[Top.AREA] for text in line.texts[1:]}
    names = {area.number: plain(area.name) for area in areas}
    both = {
        text for number, name in names.items() if {number, name} & said for text in (number, name)
    }
    return frozenset(said | both)


@dataclass(frozen=True)
class HeadingReader:
    """Reads the lines at the top of one sheet, beside what they may say."""

    sheet: str
    lines: Lines
    catalogue: Catalogue
    areas: tuple[Area, ...]

    def read(self) -> tuple[Heading | None, list[Finding]]:
        """Return what the lines say, and everything wrong in them.

        It is None where agency or period cannot be known, so that nothing else can be checked.
        """
        if missing := [*self._missing(), *self._doubled()]:
            return None, missing
        findings = list(self._wrong_format())
        agencies = {each.code: each.name for each in self.catalogue.agencies.values()}
        known = f"there is no agency '{{}}'. Use one of {', '.join(sorted(agencies))}."
        agency = self._meaning(Top.AGENCY, agencies, known, findings)
        area_names = {area.number: area.name for area in self.areas}
        listed = ", ".join(f"{number} ({name})" for number, name in sorted(area_names.items()))
        known = f"there is no area '{{}}' here. Use one of {listed}."
        area = self._meaning(Top.AREA, area_names, known, findings)
        period = self._period(findings)
        if period is None or not agency:
            return None, findings
        if not items_asked(self.catalogue, agency, period):
            message = (
                f"nothing is asked of {agencies[agency]} in a return for {period}. "
                "Use the template that you were sent for it, or ask for one."
            )
            return None, [*findings, self._error("agency-not-expected", Top.AGENCY, message)]
        return Heading(agency, area, period, self._line(Top.CATALOGUE)), findings

    def _line(self, top: Top) -> Line:
        return self.lines[top][0]

    def _error(self, check: str, top: Top, message: str) -> Finding:
        return Finding(Severity.ERROR, check, self.sheet, self._line(top).code_cell, message)

    def _missing(self) -> Iterator[Finding]:
        for top, found in self.lines.items():
            if not found:
                message = (
                    f"there is no line '{top}' at the top of this sheet. "
                    "Copy your counts into the template as it was sent."
                )
                yield Finding(Severity.ERROR, "heading-missing", self.sheet, "", message)
            elif not found[0].code:
                message = (
                    f"the code beside '{top}' is missing. Fill it in as it stood in the template."
                )
                yield self._error("heading-missing", top, message)

    def _doubled(self) -> Iterator[Finding]:
        for top, found in self.lines.items():
            for line in found[1:]:
                message = f"there is another line '{top}' above. Keep one of the two."
                cell = cell_name(line.row, line.columns[0])
                yield Finding(Severity.ERROR, "heading-twice", self.sheet, cell, message)

    def _wrong_format(self) -> Iterator[Finding]:
        code = self._line(Top.FORMAT).code
        if code != FORMAT:
            message = (
                f"this return has the format {code}, and {FORMAT} is the one that can be read. "
                "Ask for a new template."
            )
            yield self._error("another-format", Top.FORMAT, message)

    def _meaning(
        self, top: Top, names: Mapping[str, str], unknown: str, findings: list[Finding]
    ) -> str:
        """Return the code that a line gives, by itself or by its name; add what is wrong."""
        line = self._line(top)
        meant = _meant(line.code, names)
        if len(meant) != 1:
            check = f"unknown-{top.value.lower()}"
            findings.append(self._error(check, top, unknown.format(line.code)))
            return ""
        (code,) = meant
        if line.name and code not in _meant(line.name, names):
            findings.append(self._disagreement(line, names[code]))
        return code

    def _period(self, findings: list[Finding]) -> Period | None:
        line = self._line(Top.PERIOD)
        period = find_period(line.code)
        if period is None:
            message = (
                f"'{line.code}' is not a period. Write a month as 2018-01, a quarter as "
                "2017-18-Q4, a financial year as 2017-18."
            )
            findings.append(self._error("unknown-period-of-return", Top.PERIOD, message))
        elif line.name and find_period(line.name, period) != period:
            findings.append(self._disagreement(line, str(period)))
        return period

    def _disagreement(self, line: Line, name: str) -> Finding:
        """Find a name that is not its code's: one was changed, and we cannot know which."""
        message = (
            f"the code '{line.code}' stands for {name}, and the name beside it says otherwise. "
            "Correct the one that is wrong."
        )
        cells = line.answer_cells
        return Finding(Severity.ERROR, "heading-disagrees", self.sheet, cells, message)


def _meant(text: str, names: Mapping[str, str]) -> set[str]:
    """Return the codes that a text may mean: its own, or those of a name."""
    said = plain(text)
    return {code for code, name in names.items() if said in (plain(code), plain(name))}
