"""Which layout a workbook is read by, and what it then says of itself: its period, its areas."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from safeboard.catalogue.library import Catalogue
from safeboard.intake.finding import Finding, Severity
from safeboard.intake.layouts.layout import Layout
from safeboard.intake.layouts.pattern import find_said, fits
from safeboard.intake.layouts.words import Words, names_of
from safeboard.intake.workbook.cells import Workbook
from safeboard.vocabulary.area import Area
from safeboard.vocabulary.period import Period
from safeboard.vocabulary.period_text import find_period


@dataclass(frozen=True)
class PlacedLayout:
    """A layout beside a workbook that it reads: what the words there mean, and for which areas."""

    layout: Layout
    words: Words
    areas: tuple[str, ...]

    @property
    def only_area(self) -> str | None:
        """Return the one authority that the return is about; None where there are several."""
        return self.areas[0] if len(self.areas) == 1 else None


@dataclass(frozen=True)
class Unlike:
    """Something by which a workbook would be known, and that is not as the layout says.

    `place` is its sheet and cell; the sheet is None where the workbook has none of the name, and
    the cell is empty where the file's own name is meant.
    """

    place: tuple[str | None, str]
    wanted: str
    found: str

    @property
    def there(self) -> str:
        """Return what is there instead, in words."""
        return f"'{self.found[:40]}'" if self.found else "nothing"


def recognising(workbook: Workbook, layouts: Sequence[Layout]) -> list[Layout]:
    """Return the layouts by whose words a workbook is known."""
    return [each for each in layouts if not any(unlike(workbook, each))]


def nearly(workbook: Workbook, layout: Layout) -> Iterator[Finding]:
    """Say why a layout is not for a workbook that has its sheets: perhaps it was for it once."""
    for each in unlike(workbook, layout):
        sheet, cell = each.place
        if sheet:
            message = (
                f"the layout '{layout.name}' wants '{each.wanted}' here, and there is "
                f"{each.there}, so it was not used. If this is its workbook, write that again, or "
                "mend the layout."
            )
            yield Finding(Severity.QUERY, "layout-not-used", sheet, cell, message)


def unlike(workbook: Workbook, layout: Layout) -> Iterator[Unlike]:
    """Yield whatever of a workbook is not as the layout says."""
    name = _file_name(workbook)
    if layout.file and not fits(layout.file, name):
        yield Unlike((None, ""), layout.file, name)
    for place, pattern in layout.says.items():
        named, _, cell = place.rpartition("!")
        sheet = find_sheet(workbook, named)
        text = _text(workbook, sheet, cell)
        if sheet is None:
            yield Unlike((None, cell), named, "")
        elif not fits(pattern, text):
            yield Unlike((sheet, cell), pattern, text)


def find_sheet(workbook: Workbook, sheet: str) -> str | None:
    """Return the workbook's own name of the sheet that a layout names; * is anything."""
    return next((each for each in workbook.sheets if fits(sheet, each)), None)


def sheet_gone(sheet: str, layout: Layout) -> Finding:
    """Return the finding about a sheet that a workbook does not have."""
    message = (
        f"by the layout '{layout.name}' there is a sheet called '{sheet}', and there is none. "
        "Give the sheet its name again, or mend the layout if the workbook has changed."
    )
    return Finding(Severity.ERROR, "layout-sheet-gone", "", "", message)


def place_layout(
    workbook: Workbook, layout: Layout, catalogue: Catalogue, areas: Sequence[Area]
) -> tuple[PlacedLayout | None, list[Finding]]:
    """Return what the workbook says of itself by a layout; None, and why, where that is unknown."""
    if findings := [_differs(layout, each) for each in unlike(workbook, layout)]:
        return None, findings
    said = _said(workbook, layout)
    period = Period.parse(layout.period) if layout.period else find_period(said["period"][0])
    if period is None:
        return None, [_unknown("period", said["period"], "a period")]
    covered = layout.areas or tuple(area.number for area in areas)
    here = [area for area in areas if area.number in covered]
    words = Words(layout, names_of(here, layout), period, _asked(layout, catalogue, period))
    if "area" in said:
        number = words.find_area(said["area"][0])
        if number is None:
            return None, [_unknown("area", said["area"], "an authority of the partnership")]
        covered = (number,)
    return PlacedLayout(layout, words, covered), []


def _asked(layout: Layout, catalogue: Catalogue, period: Period) -> frozenset[str]:
    """Return the codes of what a return asks for of the items that a layout counts."""
    items = [catalogue.items[counted.item] for _, counted in layout.counted]
    return frozenset(each.code for item in items for each in item.schedule.asked_in(period))


def _said(workbook: Workbook, layout: Layout) -> dict[str, tuple[str, str, str]]:
    """Return what stands for {period} and {area} in a workbook, each with its sheet and cell."""
    said = {}
    for name, text in (find_said(layout.file, _file_name(workbook)) or {}).items():
        said[name] = (text, "", "")
    for place, pattern in layout.says.items():
        named, _, cell = place.rpartition("!")
        sheet = find_sheet(workbook, named)
        for name, text in (find_said(pattern, _text(workbook, sheet, cell)) or {}).items():
            said[name] = (text, sheet or "", cell)
    return said


def _file_name(workbook: Workbook) -> str:
    """Return a file's name without its ending."""
    return PurePath(workbook.name).stem


def _text(workbook: Workbook, sheet: str | None, cell: str) -> str:
    """Return what a cell says; nothing where it is blank or its sheet is not there."""
    cells = workbook.sheets.get(sheet or "")
    found = cells.filter(cell=cell)["text"] if cells is not None else None
    return str(found.item(0)).strip() if found is not None and found.len() else ""


def _differs(layout: Layout, unlike: Unlike) -> Finding:
    sheet, cell = unlike.place
    if sheet is None and cell:
        return sheet_gone(unlike.wanted, layout)
    what = "this cell says" if sheet else "the file is called"
    message = (
        f"by the layout '{layout.name}' {what} '{unlike.wanted}', and there is {unlike.there}, so "
        "nothing was read. Write it as it was, or mend the layout if the workbook has changed."
    )
    return Finding(Severity.ERROR, "layout-differs", sheet or "", cell, message)


def _unknown(name: str, said: tuple[str, str, str], what: str) -> Finding:
    text, sheet, cell = said
    message = (
        f"'{text[:40]}' is not {what}, so nothing was read. Correct it; or, if more words stand "
        f"beside it, write those into the layout: 'Missing, {{{name}}} (*'."
    )
    return Finding(Severity.ERROR, "layout-unknown", sheet, cell, message)
