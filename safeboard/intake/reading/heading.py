"""The top of the sheet Counts: whose return it is, about where, and for which period."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from safeboard.catalogue.library import Catalogue
from safeboard.intake.address import cell_name, range_name
from safeboard.intake.expected import items_asked
from safeboard.intake.finding import Finding, Severity
from safeboard.intake.template.sheets import COUNTS, FORMAT, Top, plain
from safeboard.vocabulary.area import Area
from safeboard.vocabulary.period import Period, UnknownPeriodError


@dataclass(frozen=True)
class Line:
    """One of the lines at the top: its row, the code in column B and the name in column C."""

    row: int
    code: str
    name: str

    @property
    def code_cell(self) -> str:
        """Return the cell of the code."""
        return cell_name(self.row, 2)


@dataclass(frozen=True)
class Heading:
    """Whose return it is, about where, and for which period; the area may be an unknown one."""

    agency: str
    area: str
    period: Period
    catalogue_version: Line


def own_cells(lines: Mapping[Top, Line]) -> frozenset[str]:
    """Return the cells that the lines are read from."""
    return frozenset(
        cell_name(line.row, column)
        for top, line in lines.items()
        for column in range(1, 4 if top.has_name else 3)
    )


def read_lines(cells: pl.DataFrame, before: int) -> dict[Top, Line]:
    """Return the lines that stand above the row `before`; of one that is there twice, the first."""
    above = cells.filter(pl.col("row") < before, pl.col("column") <= 3)
    texts = {
        (row, column): text.strip()
        for row, column, text in above.select("row", "column", "text").iter_rows()
    }
    named = {plain(each): each for each in Top}
    lines: dict[Top, Line] = {}
    for (row, column), text in texts.items():
        top = named.get(plain(text))
        if column == 1 and top and top not in lines:
            lines[top] = Line(row, texts.get((row, 2), ""), texts.get((row, 3), ""))
    return lines


def read_heading(
    lines: Mapping[Top, Line], catalogue: Catalogue, areas: Collection[Area]
) -> tuple[Heading | None, list[Finding]]:
    """Return what the lines say, and everything wrong in them.

    It is None where agency or period cannot be known, so that nothing else can be checked.
    """
    if missing := list(_missing(lines)):
        return None, missing
    findings = [
        *_wrong_format(lines[Top.FORMAT]),
        *_wrong_agency(lines[Top.AGENCY], catalogue),
        *_wrong_area(lines[Top.AREA], areas),
        *_wrong_period(lines[Top.PERIOD]),
    ]
    agency, period = lines[Top.AGENCY].code, _find_period(lines[Top.PERIOD].code)
    if period is None or agency not in catalogue.agencies:
        return None, findings
    if not items_asked(catalogue, agency, period):
        sender = catalogue.agencies[agency].name
        message = (
            f"nothing is asked of {sender} in a return for {period}. "
            "Use the template that you were sent for it, or ask for one."
        )
        return None, [*findings, _error("agency-not-expected", lines[Top.AGENCY], message)]
    area, version = lines[Top.AREA].code, lines[Top.CATALOGUE]
    return Heading(agency, area, period, version), findings


def _missing(lines: Mapping[Top, Line]) -> Iterator[Finding]:
    for top in Top:
        if top not in lines:
            message = (
                f"there is no line '{top}' at the top of this sheet. "
                "Copy your counts into the template as it was sent."
            )
            yield Finding(Severity.ERROR, "heading-missing", COUNTS, "", message)
        elif not lines[top].code:
            message = f"the code beside '{top}' is missing. Fill it in as it stood in the template."
            yield _error("heading-missing", lines[top], message)


def _wrong_format(line: Line) -> Iterator[Finding]:
    if line.code != FORMAT:
        message = (
            f"this return has the format {line.code}, and {FORMAT} is the one that can be read. "
            "Ask for a new template."
        )
        yield _error("another-format", line, message)


def _wrong_agency(line: Line, catalogue: Catalogue) -> Iterator[Finding]:
    agency = catalogue.agencies.get(line.code)
    if agency is None:
        known = ", ".join(sorted(catalogue.agencies))
        message = f"there is no agency '{line.code}'. Use one of {known}."
        yield _error("unknown-agency", line, message)
    else:
        yield from _disagreement(line, agency.name)


def _wrong_area(line: Line, areas: Collection[Area]) -> Iterator[Finding]:
    names = {area.number: area.name for area in areas}
    if line.code not in names:
        known = ", ".join(f"{number} ({name})" for number, name in sorted(names.items()))
        message = f"there is no area '{line.code}' here. Use one of {known}."
        yield _error("unknown-area", line, message)
    else:
        yield from _disagreement(line, names[line.code])


def _wrong_period(line: Line) -> Iterator[Finding]:
    period = _find_period(line.code)
    if period is None:
        message = (
            f"'{line.code}' is not a period. Write a month as 2018-01, a quarter as 2017-18-Q4, "
            "a financial year as 2017-18."
        )
        yield _error("unknown-period-of-return", line, message)
    else:
        yield from _disagreement(line, str(period))


def _disagreement(line: Line, name: str) -> Iterator[Finding]:
    """Find a name that is not its code's: one of the two was changed, and we cannot know which."""
    if line.name and plain(line.name) != plain(name):
        cells = range_name((line.row, 2), (line.row, 3))
        message = (
            f"the code '{line.code}' stands for {name}, and the name beside it says otherwise. "
            "Correct the one that is wrong."
        )
        yield Finding(Severity.ERROR, "heading-disagrees", COUNTS, cells, message)


def _find_period(code: str) -> Period | None:
    try:
        return Period.parse(code)
    except UnknownPeriodError:
        return None


def _error(check: str, line: Line, message: str) -> Finding:
    return Finding(Severity.ERROR, check, COUNTS, line.code_cell, message)
