"""Which layout a workbook is read by, and what it then says of itself: its period, its areas."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from safeboard.intake.finding import Finding, Severity
from safeboard.intake.layouts.block import sheet_and_cells
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


def recognising(workbook: Workbook, layouts: Sequence[Layout]) -> list[Layout]:
    """Return the layouts by whose words a workbook is known."""
    return [each for each in layouts if not any(unlike(workbook, each))]


def nearly(workbook: Workbook, layout: Layout) -> Iterator[Finding]:
    """Say why a layout is not for a workbook that has its sheets: perhaps it was for it once."""
    differing = list(unlike(workbook, layout))
    for sheet, cell, wanted, found in differing:
        name = find_sheet(workbook, sheet)
        if name is not None:
            there = f"'{found[:40]}'" if found else "nothing"
            message = (
                f"the layout '{layout.name}' wants '{wanted}' here, and there is {there}, so it "
                "was not used. If this is its workbook, write that again, or mend the layout."
            )
            yield Finding(Severity.QUERY, "layout-not-used", name, cell, message)


def unlike(workbook: Workbook, layout: Layout) -> Iterator[tuple[str, str, str, str]]:
    """Yield the sheet, cell, wanted and found text of each cell that is not as the layout says."""
    for place, pattern in layout.says.items():
        sheet, _, cell = place.rpartition("!")
        text = find_text(workbook, sheet, cell)
        if not fits(pattern, text):
            yield sheet, cell, pattern, text


def find_text(workbook: Workbook, sheet: str, cell: str) -> str:
    """Return what a cell says; nothing where it is blank or its sheet is not there."""
    cells = workbook.sheets.get(find_sheet(workbook, sheet) or "")
    found = cells.filter(cell=cell)["text"] if cells is not None else None
    return str(found.item(0)).strip() if found is not None and found.len() else ""


def find_sheet(workbook: Workbook, sheet: str) -> str | None:
    """Return the workbook's own name of the sheet that a layout names; * is anything."""
    return next((each for each in workbook.sheets if fits(sheet, each)), None)


def place_layout(
    workbook: Workbook, layout: Layout, areas: Sequence[Area]
) -> tuple[PlacedLayout | None, list[Finding]]:
    """Return what the workbook says of itself by a layout; None, and why, where that is unknown."""
    if findings := [_differs(layout, *each) for each in unlike(workbook, layout)]:
        return None, findings
    said, places = _said(workbook, layout)
    period = Period.parse(layout.period) if layout.period else find_period(said["period"])
    if period is None:
        return None, [_unknown(places["period"], said["period"], "a period")]
    covered = layout.areas or tuple(area.number for area in areas)
    here = [area for area in areas if area.number in covered]
    words = Words(layout, names_of(here, layout), period)
    if "area" in said:
        number = words.find_area(said["area"])
        if number is None:
            return None, [_unknown(places["area"], said["area"], "an authority of the partnership")]
        covered = (number,)
    return PlacedLayout(layout, words, covered), []


def _said(workbook: Workbook, layout: Layout) -> tuple[dict[str, str], Mapping[str, str]]:
    """Return what stands for {period} and {area} at the top of a workbook, and in which cells."""
    said: dict[str, str] = {}
    places: dict[str, str] = {}
    for place, pattern in layout.says.items():
        sheet, _, cell = place.rpartition("!")
        for name, text in (find_said(pattern, find_text(workbook, sheet, cell)) or {}).items():
            said[name], places[name] = text, place
    return said, places


def _differs(layout: Layout, sheet: str, cell: str, wanted: str, found: str) -> Finding:
    there = f"'{found[:40]}'" if found else "nothing"
    message = (
        f"by the layout '{layout.name}' this cell says '{wanted}', and it says {there}, so nothing "
        "was read. Write it as it was, or mend the layout if the workbook has changed."
    )
    return Finding(Severity.ERROR, "layout-differs", sheet, cell, message)


def _unknown(place: str, said: str, what: str) -> Finding:
    sheet, _ = sheet_and_cells(place)
    message = f"'{said[:40]}' is not {what}, so nothing was read. Correct it."
    return Finding(Severity.ERROR, "layout-unknown", sheet, place.rpartition("!")[2], message)
