"""What a workbook says through its layout: its counts, held to what is asked, and every finding."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from safeboard.catalogue.item import Item
from safeboard.catalogue.library import Catalogue
from safeboard.intake.address import range_name
from safeboard.intake.expected import expected
from safeboard.intake.finding import Finding, Severity
from safeboard.intake.layouts.counted import WHERE, read_laid, strays
from safeboard.intake.layouts.doubt import Doubts, find_doubts
from safeboard.intake.layouts.placing import PlacedLayout
from safeboard.intake.layouts.table import Laid
from safeboard.intake.reading.answer import PROBLEMS, in_words, read_answers
from safeboard.intake.reading.table import PLACE
from safeboard.intake.submission import COUNTS
from safeboard.intake.workbook.cells import Workbook, extent
from safeboard.vocabulary.period import Period

WHOLE_PLACE = ["area", *PLACE, "period"]
"""What one count of a return is of."""


@dataclass(frozen=True)
class ReadThrough:
    """What was read through a layout: COUNTS of the cells that can be stored, and the findings.

    `asked` is EXPECTED for each area, with that area; `entries` is LAID, with what each cell says.
    `about_all` is found of the workbook, whichever area it is about. `cells_read` counts the cells
    that are counts by the layout, and those that the layout says nothing of. `notes` is where the
    agency may write words, as the layout says it; empty where it may not.
    """

    laid: Laid
    asked: pl.DataFrame
    entries: pl.DataFrame
    counts: pl.DataFrame
    about_all: tuple[Finding, ...]
    cells_read: int
    items: Mapping[str, Item]
    notes: str

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Return what is found of the workbook and of every cell."""
        found = (*self.about_all, *_about_entries(self.entries, self.items, self.notes))
        return tuple(dict.fromkeys(found))

    def about_entries(self, area: str) -> list[Finding]:
        """Return what is found of the cells that hold an area's counts."""
        return list(_about_entries(self.entries.filter(area=area), self.items, self.notes))


def read_through(workbook: Workbook, placed: PlacedLayout, catalogue: Catalogue) -> ReadThrough:
    """Return what a workbook says through its layout."""
    notes = placed.layout.notes or ""
    laid = read_laid(workbook, placed)
    asked = asked_of(placed, catalogue)
    stray = strays(workbook, placed.layout, laid)
    doubts = find_doubts(workbook, placed, laid, stray)
    entries = _answered(_without(laid.entries, doubts), asked)
    good = entries.filter(pl.col("problem").is_null()).join(
        asked.select(*WHOLE_PLACE, "definition"), on=WHOLE_PLACE, maintain_order="left"
    )
    counts = good.with_columns(pl.lit("").alias("flag")).select(COUNTS.names()).cast(COUNTS)
    others = stray.join(doubts.cells, on=[*WHERE], how="anti", maintain_order="left")
    of_none = entries.filter(~pl.col("area").is_in(placed.areas).fill_null(value=False))
    about_all = (
        *laid.findings,
        *doubts.findings,
        *_about_entries(of_none, catalogue.items, notes),
        *_about_strays(others, laid, placed.layout.name),
    )
    read = entries.height + stray.height
    return ReadThrough(laid, asked, entries, counts, about_all, read, catalogue.items, notes)


def _without(entries: pl.DataFrame, doubts: Doubts) -> pl.DataFrame:
    """Return LAID in which a count in doubt has that as its problem."""
    doubtful = doubts.cells.with_columns(pl.lit("in-doubt").alias("doubt"))
    return (
        entries.join(doubtful, on=[*WHERE], how="left", maintain_order="left")
        .with_columns(pl.coalesce("problem", "doubt").alias("problem"))
        .drop("doubt")
    )


def asked_of(placed: PlacedLayout, catalogue: Catalogue) -> pl.DataFrame:
    """Return every count that the return has to answer: EXPECTED, and `area`."""
    asked = expected(catalogue, placed.layout.agency, placed.words.period)
    areas = pl.DataFrame({"area": placed.areas}, schema={"area": pl.String})
    return areas.join(asked, how="cross", maintain_order="left_right")


def _answered(entries: pl.DataFrame, asked: pl.DataFrame) -> pl.DataFrame:
    """Return the entries with value and state, and the first thing that is wrong with each."""
    known = asked.select(*WHOLE_PLACE, pl.lit(True).alias("is_asked"))
    placed = entries.rename({"problem": "place_problem"}).join(
        known, on=WHOLE_PLACE, how="left", maintain_order="left"
    )
    is_good = pl.col("place_problem").is_null() & pl.col("is_asked").is_not_null()
    number = pl.int_range(pl.len())
    return (
        read_answers(placed.with_columns(number.over([*WHOLE_PLACE, is_good]).alias("times")))
        .with_columns(pl.struct("sheet", "cell").first().over([*WHOLE_PLACE, is_good]).alias("at"))
        .with_columns(
            pl.coalesce(
                "place_problem",
                pl.when(pl.col("is_asked").is_null()).then(pl.lit("not-collected")),
                pl.when(pl.col("times") > 0).then(pl.lit("same-count-twice")),
                "problem",
            ).alias("problem")
        )
    )


def _about_entries(
    entries: pl.DataFrame, items: Mapping[str, Item], notes: str
) -> Iterator[Finding]:
    told = [*PROBLEMS, "not-collected", "same-count-twice"]
    for entry in entries.filter(pl.col("problem").is_in(told)).iter_rows(named=True):
        check = entry["problem"]
        if check == "not-collected":
            message = _not_collected(entry, items[entry["item"]])
        elif check == "same-count-twice":
            at = entry["at"]
            message = (
                f"{at['sheet']}!{at['cell']} counts the same. Keep one of the two, or mend the "
                "layout."
            )
        else:
            message = in_words(check, entry["text"], notes)
        yield Finding(Severity.ERROR, check, entry["sheet"], entry["cell"], message)


def _not_collected(entry: Mapping[str, Any], item: Item) -> str:
    """Return why a count is not asked for: its period, or else its category."""
    period = Period.parse(entry["period"])
    if period.kind is not item.every:
        return (
            f"by its headings this is for {period}, and '{item.label}' is collected every "
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
