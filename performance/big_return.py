"""A return of any size: a year's counts of one agency, in the template's own layout."""

from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import numpy as np
import polars as pl
from xlsxwriter.workbook import Workbook

from performance.workload import AGENCIES, Sizes, Workload
from safeboard.intake.checks.history import HISTORY, History
from safeboard.intake.expected import expected
from safeboard.intake.known import Known
from safeboard.intake.template import sheets
from safeboard.intake.template.sheets import CODES_ROW, HEADING_ROW, KEYS, TOP_ROW, Top
from safeboard.vocabulary.item import CountState
from safeboard.vocabulary.period import Period

YEAR = Period.parse("2022-23")
_CATEGORIES_FOR_EACH_MEGABYTE = 48
_ROWS_FOR_EACH_STRAY = 1000


def sizes_of(megabytes: float) -> Sizes:
    """Return the sizes of a workload whose returns for a year are about so large."""
    categories = round(_CATEGORIES_FOR_EACH_MEGABYTE * megabytes)
    return Sizes(indicators=2000, months=12, areas=1, categories=max(2, categories))


def known_of(workload: Workload) -> Known:
    """Return what is known when its returns are read."""
    return Known(workload.catalogue, tuple(workload.areas))


def write_return(workload: Workload) -> bytes:
    """Return a workbook in which the first agency answers every count, each total its parts' sum.

    It has notes, and a word beside some rows that nothing reads: a stray, which is asked about.
    It is written as a program exports one: without the template's colours and drop-down lists, and
    packed for speed, not for size.
    """
    asked = expected(workload.catalogue, AGENCIES[0], YEAR)
    rows = asked.places.select("item", "row_label", "dimension_label", "category_label")
    counts = _counts(rows, workload.sizes)
    content = BytesIO()
    workbook = Workbook(content, {"constant_memory": True})
    sheet = workbook.add_worksheet(sheets.COUNTS)
    area = workload.areas[0]
    said = {
        Top.FORMAT: (sheets.FORMAT, ""),
        Top.AGENCY: (AGENCIES[0], workload.catalogue.agencies[AGENCIES[0]].name),
        Top.AREA: (area.number, area.name),
        Top.PERIOD: (YEAR.code, str(YEAR)),
        Top.CATALOGUE: (workload.catalogue.version, ""),
    }
    for row, (label, (code, name)) in enumerate(said.items(), start=TOP_ROW - 1):
        sheet.write_row(row, 0, [label.value, code, name])
    months = asked.periods.select("period", "period_label").unique(maintain_order=True)
    sheet.write_row(CODES_ROW - 1, len(KEYS) - 1, [sheets.PERIOD_CODES, *months["period"]])
    sheet.write_row(HEADING_ROW - 1, 0, [*KEYS, *months["period_label"]])
    for number, (labels, numbers) in enumerate(zip(rows.rows(), counts.tolist(), strict=True)):
        stray = [] if number % _ROWS_FOR_EACH_STRAY else ["", "checked"]
        sheet.write_row(HEADING_ROW + number, 0, [*labels, *numbers, *stray])
    _write_notes(workbook, rows.filter(pl.col("category_label") == "")["row_label"])
    workbook.close()
    return _packed_fast(content)


def _packed_fast(content: BytesIO) -> bytes:
    """Return a workbook packed with the least effort."""
    packed = BytesIO()
    with ZipFile(content) as given, ZipFile(packed, "w", ZIP_DEFLATED, compresslevel=1) as made:
        for part in given.infolist():
            made.writestr(part.filename, given.read(part))
    return packed.getvalue()


def year_before(workload: Workload) -> pl.DataFrame:
    """Return what was sent a year before that return: HISTORY, each count one more."""
    asked = expected(workload.catalogue, AGENCIES[0], YEAR.earlier(1))
    rows = asked.places.select("item", "row_label", "dimension_label", "category_label")
    return (
        asked.counts()
        .with_columns(
            area=pl.lit(workload.areas[0].number),
            value=pl.Series(_counts(rows, workload.sizes).ravel() + 1),
            state=pl.lit(CountState.COUNTED.value),
        )
        .select(HISTORY.names())
    )


def history_in(file: Path) -> History:
    """Return what gives the counts that a file holds."""
    held = pl.scan_parquet(file)
    return lambda area, items: held.filter(
        pl.col("area") == area, pl.col("item").is_in(items)
    ).collect()


def _write_notes(workbook: Workbook, items: pl.Series) -> None:
    """Write a note on as many items as the template has rows for, each tenth a mark too."""
    sheet = workbook.add_worksheet(sheets.NOTES)
    headings = sheets.note_columns(several_areas=False)
    sheet.write_row(sheets.NOTE_HEADING_ROW - 1, 0, [each.value for each in headings])
    mark = next(iter(sheets.MARKS))
    for number, item in enumerate(items.head(sheets.NOTE_ROWS)):
        said = [item, "", "", "Counted as in the year before.", "" if number % 10 else mark]
        sheet.write_row(sheets.NOTE_HEADING_ROW + number, 0, said)


def _counts(rows: pl.DataFrame, sizes: Sizes) -> np.ndarray:
    """Return twelve counts for each row, as chance spreads them around what is usual for it.

    Totals are sums, and no part tops its whole.
    """
    random = np.random.default_rng(sizes.seed)
    usual = np.minimum(random.gamma(1.2, 20, rows.height), 50)
    drawn = random.poisson(usual[:, np.newaxis], (rows.height, 12))
    is_whole = rows["item"].str.starts_with("whole").to_numpy()
    drawn[is_whole] += 100
    of_category = rows["category_label"].ne("")
    numbered = rows.with_columns(row=pl.int_range(pl.len()), of_category=of_category)
    for _, part in numbered.group_by("item", maintain_order=True):
        of_item = part.filter("of_category")["row"].to_numpy()
        if len(of_item):
            total = part.filter(~pl.col("of_category"))["row"].item()
            drawn[total] = drawn[of_item].sum(axis=0)
    return drawn
