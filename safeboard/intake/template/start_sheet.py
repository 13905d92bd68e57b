"""The sheet 'Start here' of a template: what the return is, how to fill it in, what counts mean."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from xlsxwriter.worksheet import Worksheet

from safeboard.catalogue.indicator import Indicator
from safeboard.catalogue.item import Item
from safeboard.intake.template.order import ReturnOrder
from safeboard.intake.template.sheets import COUNTS, NOTES, START
from safeboard.intake.template.styles import Styles, height_of, print_on_a4, protect
from safeboard.vocabulary.item import CountState, ItemKind

_WIDTHS = (40, 44, 16, 62)

_COUNT = "{}, give every white cell a whole number, or one of the words below. "
_COUNT += "Shaded cells are not asked for."
_STEPS = (
    f"On the sheet '{NOTES}', say what a reader should know: of a single count, or of them all. "
    "A count that looks wrong and is right needs a note, or you will be asked about it.",
    "Give counts only. Write nothing from which a child could be known: no name, number, date of "
    "birth or address.",
    "Leave the sheets, rows and columns as they are: by them your counts are found again.",
    "Save it as an Excel workbook (.xlsx) and send it back to whoever sent it to you.",
)

_WORDS = (
    (CountState.NONE.value, "You looked, and there were none. It is the same as 0."),
    (CountState.NOT_YET_AVAILABLE.value, "You will have this count, and send it later."),
    (CountState.NOT_HELD.value, "You do not record this, so there will be no count."),
    (
        "(left blank)",
        "Is no answer, and you will be asked again. Only the categories of a breakdown that says "
        "'if you record it' may be left blank, and then all of them for that period.",
    ),
)

_KINDS = {
    ItemKind.FLOW: "What happened in the {every}",
    ItemKind.STOCK: "What there is at the end of the {every}",
    ItemKind.DISTINCT: "Children, each counted once in the {every}",
}


@dataclass(frozen=True)
class Lists:
    """Where the sheet lists what a note may be about, as a dropdown's source; maybe no category."""

    items: str
    categories: str | None


class _Page:
    """A sheet written from the top down."""

    def __init__(self, sheet: Worksheet, styles: Styles) -> None:
        self._sheet, self._styles, self.row = sheet, styles, 0

    def line(self, text: str, look: str) -> None:
        self._sheet.write_string(self.row, 0, text, self._styles[look])
        self.row += 1

    def paragraph(self, text: str) -> None:
        """Write a text over the whole width."""
        last = len(_WIDTHS) - 1
        self._sheet.merge_range(self.row, 0, self.row, last, text, self._styles["text"])
        self._sheet.set_row(self.row, height_of([text], [sum(_WIDTHS)]))
        self.row += 1

    def table(self, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> tuple[int, int]:
        """Write a table and a gap after it; return its first and last row, counted from 1."""
        for column, heading in enumerate(headings):
            self._sheet.write_string(self.row, column, heading, self._styles["column"])
        first = self.row + 2
        for row in rows:
            self.row += 1
            self._sheet.set_row(self.row, height_of(row, _WIDTHS))
            for column, text in enumerate(row):
                self._sheet.write_string(self.row, column, text, self._styles["cell"])
        self.row += 2
        return first, self.row - 1


def write_start(sheet: Worksheet, styles: Styles, order: ReturnOrder) -> Lists:
    """Write the sheet, and return where its lists are."""
    page = _Page(sheet, styles)
    page.line(f"Return to {order.partnership}", "title")
    for label, said in _what_it_is(order):
        sheet.write_string(page.row, 1, said, styles["text"])
        page.line(label, "name")
    page.row += 1
    page.line("How to fill it in", "heading")
    where = f"On the sheet '{COUNTS}'"
    if order.is_of_several:
        where = f"On each area's sheet '{COUNTS}'"
    for number, step in enumerate((_COUNT.format(where), *_STEPS), start=1):
        page.paragraph(f"{number}. {step}")
    page.row += 1
    page.line("When there is no number", "heading")
    page.table(("Word", "What it says"), _WORDS)
    page.line("What each count means", "heading")
    headings = ("Item", "What is counted", "How often", "How to count it")
    first, last = page.table(headings, _item_rows(order))
    items = f"='{START}'!$A${first}:$A${last}"
    categories = _write_categories(page, order)
    page.line("What your counts are used for", "heading")
    page.table(
        ("Indicator", "Source of the definition", "In force from", "Definition in force"),
        [row for each in _indicators(order) for row in _definition_rows(each, order)],
    )
    _finish(sheet)
    return Lists(items, categories)


def _what_it_is(order: ReturnOrder) -> list[tuple[str, str]]:
    return [
        ("From", order.sender.name),
        ("About", ", ".join(area.name for area in order.areas)),
        ("Period", f"{order.period} ({order.period.code})"),
    ]


def _within(item: Item) -> str:
    """Return what a count is within: its period, or each of several windows."""
    windows = item.schedule.windows
    if len(windows) > 1:
        return "months that its column names"
    return windows[0] if windows else item.every


def _item_rows(order: ReturnOrder) -> list[tuple[str, str, str, str]]:
    return [
        (
            item.label,
            _KINDS[item.kind].format(every=_within(item)),
            f"E{str(item.schedule)[1:]}",
            item.guidance,
        )
        for item in order.items
    ]


def _write_categories(page: _Page, order: ReturnOrder) -> str | None:
    """Write the categories of every breakdown asked for; return where they are, if any."""
    rows = []
    for dimension, labels in _broken_down(order.items).items():
        breakdown = order.catalogue.breakdowns[dimension]
        needed = "If you record it" if breakdown.optional else "Always"
        for category in breakdown.categories.values():
            rows.append((category.label, breakdown.label, needed, "; ".join(labels)))
    if not rows:
        return None
    page.line("The categories, which do not overlap and together make the total", "heading")
    first, last = page.table(("Category", "Breakdown", "Asked for", "Of"), rows)
    return f"='{START}'!$A${first}:$A${last}"


def _broken_down(items: list[Item]) -> dict[str, list[str]]:
    """Return the labels of the items that are asked by each breakdown."""
    labels: dict[str, list[str]] = {}
    for item in items:
        for dimension in item.by:
            labels.setdefault(dimension, []).append(item.label)
    return labels


def _indicators(order: ReturnOrder) -> list[Indicator]:
    asked = {item.code for item in order.items}
    return [each for each in order.catalogue.indicators.values() if asked & {*each.item_codes}]


def _definition_rows(indicator: Indicator, order: ReturnOrder) -> Iterator[tuple[str, ...]]:
    """Yield each definition that some count of the return is under; mostly there is one."""
    days = [
        part.last_day
        for item in order.items
        if item.code in indicator.item_codes
        for part in item.schedule.asked_in(order.period)
    ]
    known = [indicator.definition_on(day) for day in sorted(days)]
    in_force = [each for each in dict.fromkeys(known) if each]
    for definition in in_force:
        day = definition.in_force
        since = f"{day.day} {day:%B %Y}"
        yield indicator.title, definition.source, since, definition.words
    if not in_force:
        yield indicator.title, "", "", "None yet: asked so that later figures can be compared."


def _finish(sheet: Worksheet) -> None:
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    sheet.hide_gridlines(2)
    print_on_a4(sheet)
    protect(sheet)
