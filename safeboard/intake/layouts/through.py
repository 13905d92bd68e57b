"""What a workbook says through its layout: its counts, held to what is asked, and every finding."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from safeboard.catalogue.item import Item
from safeboard.catalogue.library import Catalogue
from safeboard.intake.address import range_name
from safeboard.intake.expected import Expected, expected
from safeboard.intake.finding import Finding, Severity
from safeboard.intake.layouts.counted import WHERE, read_laid, strays
from safeboard.intake.layouts.doubt import Doubts, find_doubts
from safeboard.intake.layouts.placing import PlacedLayout
from safeboard.intake.layouts.table import Laid
from safeboard.intake.layouts.touching import Touching, touching
from safeboard.intake.layouts.window import begins_before
from safeboard.intake.reading.answer import PROBLEMS, in_words, read_answers
from safeboard.intake.reading.table import PLACE
from safeboard.intake.submission import COUNTS
from safeboard.intake.workbook.cells import Workbook, extent
from safeboard.vocabulary.item import ItemKind
from safeboard.vocabulary.period import Period
from safeboard.vocabulary.stretch import parse_covered

LEFT = "left"
"""The problem of a count that is not read, as a layout's table says."""

WHOLE_PLACE = ["area", *PLACE, "period"]
"""What one count of a return is of."""


@dataclass(frozen=True)
class ReadThrough:
    """What was read through a layout: COUNTS of the cells that can be stored, and the findings.

    `asked` is EXPECTED for each area, with that area, and `expected` what it is of one; `entries`
    is LAID, with what each cell says. `about` is found of the workbook, and not of one count.
    `cells_read` counts the cells that are counts by the layout, and those that the layout says
    nothing of. `notes` is where the agency may write words, as the layout says it; empty where it
    may not.
    """

    laid: Laid
    period: Period
    expected: Expected
    asked: pl.DataFrame
    entries: pl.DataFrame
    counts: pl.DataFrame
    about: tuple[Touching, ...]
    cells_read: int
    items: Mapping[str, Item]
    notes: str

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Return what is found of the workbook and of every cell."""
        of_cells = _about_entries(self.entries, self.items, self.notes)
        return tuple(dict.fromkeys([*(each.finding for each in self.about), *of_cells]))

    def about_entries(self, area: str) -> list[Finding]:
        """Return what is found of the cells that hold an area's counts."""
        return list(_about_entries(self.entries.filter(area=area), self.items, self.notes))


def read_through(workbook: Workbook, placed: PlacedLayout, catalogue: Catalogue) -> ReadThrough:
    """Return what a workbook says through its layout."""
    notes = placed.layout.notes or ""
    laid = read_laid(workbook, placed)
    of_one = expected(catalogue, placed.layout.agency, placed.words.period)
    asked = _asked_of(placed, of_one)
    stray = strays(workbook, placed.layout, laid)
    doubts = find_doubts(workbook, placed, laid, stray)
    answered = _answered(_without(laid.entries, doubts), asked, placed.words.period)
    entries = answered.filter(pl.col("problem").ne_missing(LEFT))
    good = entries.filter(pl.col("problem").is_null()).join(
        asked.select(*WHOLE_PLACE, "definition"), on=WHOLE_PLACE, maintain_order="left"
    )
    counts = good.with_columns(pl.lit("").alias("flag")).select(COUNTS.names()).cast(COUNTS)
    others = stray.join(doubts.cells, on=[*WHERE], how="anti", maintain_order="left")
    of_none = entries.filter(~pl.col("area").is_in(placed.areas).fill_null(value=False))
    of_nobody = (
        *_about_entries(of_none, catalogue.items, notes),
        *_about_strays(others, laid, placed.layout.name),
    )
    about = (*laid.findings, *doubts.findings, *touching(of_nobody, None))
    read = entries.height + stray.height
    period, items = placed.words.period, catalogue.items
    return ReadThrough(laid, period, of_one, asked, entries, counts, about, read, items, notes)


def _without(entries: pl.DataFrame, doubts: Doubts) -> pl.DataFrame:
    """Return LAID in which a count in doubt has that as its problem."""
    doubtful = doubts.cells.with_columns(pl.lit("in-doubt").alias("doubt"))
    return (
        entries.join(doubtful, on=[*WHERE], how="left", maintain_order="left")
        .with_columns(pl.coalesce("problem", "doubt").alias("problem"))
        .drop("doubt")
    )


def _asked_of(placed: PlacedLayout, of_one: Expected) -> pl.DataFrame:
    """Return every count that the return has to answer: EXPECTED, and `area`."""
    areas = pl.DataFrame({"area": placed.areas}, schema={"area": pl.String})
    return areas.join(of_one.counts(), how="cross", maintain_order="left_right")


def _answered(entries: pl.DataFrame, asked: pl.DataFrame, period: Period) -> pl.DataFrame:
    """Return the entries with value and state, and the first thing that is wrong with each.

    `at` is the first that counts the same. LEFT is what an item is not asked for by its window, and
    what says again, of another window, what was said of the same months.
    """
    known = asked.select(*WHOLE_PLACE, pl.lit(True).alias("is_asked"))
    placed = entries.rename({"problem": "place_problem"}).join(
        known, on=WHOLE_PLACE, how="left", maintain_order="left"
    )
    is_good = pl.col("place_problem").is_null() & pl.col("is_asked").is_not_null()
    same = [*WHOLE_PLACE, is_good]
    is_again = pl.int_range(pl.len()).over(same) > 0
    by_another = pl.col("window").ne_missing(pl.col("window").first().over(same))
    alike = [
        pl.col(name).eq_missing(pl.col(name).first().over(same)) for name in ("value", "state")
    ]
    is_windowed = pl.col("window").is_not_null() | begins_before(entries, period)
    problem = pl.coalesce(
        "place_problem",
        pl.when(pl.col("is_asked").is_null() & is_windowed).then(pl.lit(LEFT)),
        pl.when(pl.col("is_asked").is_null()).then(pl.lit("not-collected")),
        pl.when(is_again & by_another & pl.all_horizontal(alike)).then(pl.lit(LEFT)),
        pl.when(is_again & by_another).then(pl.lit("windows-disagree")),
        pl.when(is_again).then(pl.lit("same-count-twice")),
        "problem",
    )
    at = pl.struct("sheet", "cell").first().over(same)
    return read_answers(placed).with_columns(at.alias("at"), problem.alias("problem"))


def _about_entries(
    entries: pl.DataFrame, items: Mapping[str, Item], notes: str
) -> Iterator[Finding]:
    told = [*PROBLEMS, "not-collected", "same-count-twice", "windows-disagree"]
    for entry in entries.filter(pl.col("problem").is_in(told)).iter_rows(named=True):
        check = entry["problem"]
        if check == "not-collected":
            message = _not_collected(entry, items[entry["item"]])
        elif check == "same-count-twice":
            message = f"{_at(entry)} counts the same. Keep one of the two, or mend the layout."
        elif check == "windows-disagree":
            message = (
                f"{_at(entry)} counts the same, since both cover {parse_covered(entry['period'])}, "
                "and says something else. Correct the one that is wrong."
            )
        else:
            message = in_words(check, entry["text"], notes)
        yield Finding(Severity.ERROR, check, entry["sheet"], entry["cell"], message)


def _at(entry: Mapping[str, Any]) -> str:
    """Return the cell that was the first to count the same."""
    return f"{entry['at']['sheet']}!{entry['at']['cell']}"


def _not_collected(entry: Mapping[str, Any], item: Item) -> str:
    """Return why a count is not asked for: what it covers, or else its category."""
    covered = parse_covered(entry["period"])
    if item.kind is ItemKind.DISTINCT:
        return (
            f"by its headings this is for {covered}, and '{item.label}' is asked for "
            f"{item.schedule}. Say under 'window' in the layout which of these it is, or skip it."
        )
    if not isinstance(covered, Period) or covered.kind is not item.every:
        return (
            f"by its headings this is for {covered}, and '{item.label}' is collected every "
            f"{item.every}. Give it for each {item.every}, or skip it in the layout."
        )
    return (
        f"'{item.label}' is not asked for by this category. "
        "Skip it in the layout, or correct the category there."
    )


def _about_strays(stray: pl.DataFrame, laid: Laid, layout: str) -> Iterator[Finding]:
    """Query what the layout says nothing of: a sheet as a whole, or cells side by side."""
    read = {*laid.own["sheet"], *laid.entries["sheet"]}
    for sheet in stray["sheet"].unique(maintain_order=True):
        cells = stray.filter(sheet=sheet)
        if sheet not in read:
            message = (
                f"the layout '{layout}' says nothing of this sheet, so it was not "
                "read. Take it out, or name it under 'ignore' in the layout."
            )
            yield Finding(Severity.QUERY, "sheet-not-read", sheet, extent(cells), message)
            continue
        runs = cells.with_columns(run=pl.col("column") - pl.int_range(pl.len()).over("row"))
        ends = runs.group_by("row", "run", maintain_order=True).agg(
            pl.col("column").min().alias("first"), pl.col("column").max().alias("last")
        )
        for row, first, last in ends.select("row", "first", "last").iter_rows():
            message = (
                f"the layout '{layout}' says nothing of this, so nothing was done with "
                "it. Clear it, or name it under 'ignore' in the layout."
            )
            cells_at = range_name((row, first), (row, last))
            yield Finding(Severity.QUERY, "stray", sheet, cells_at, message)
