"""One table of a layout on one sheet: its counts, each with what it is of, and what is wrong."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from safeboard.intake.address import column_letters
from safeboard.intake.finding import Finding, Severity
from safeboard.intake.layouts.axis import about_axis, of_other_period, read_axis
from safeboard.intake.layouts.block import Block
from safeboard.intake.layouts.crossing import about_crossings, crossed
from safeboard.intake.layouts.declared_table import LayoutTable
from safeboard.intake.layouts.pattern import fits
from safeboard.intake.layouts.touching import Touching, touching
from safeboard.intake.layouts.words import MEANT, Meant, Words, as_frame, as_literals, together
from safeboard.intake.workbook.cells import CELLS, extent
from safeboard.vocabulary.period import Period, PeriodKind

SPOTS = pl.Schema({"sheet": pl.String, "cell": pl.String, **dict.fromkeys(MEANT, pl.String)})
"""One row for each cell where a count may stand, blank or not, and what it would be of (MEANT)."""

LAID = pl.Schema({**CELLS, **SPOTS})
"""One row for each cell that is not blank where counts stand: CELLS, its sheet, and MEANT.

`problem` is null where it is known what the count is of.
"""


@dataclass(frozen=True)
class Laid:
    """What was found by a layout: LAID, SPOTS, and everything wrong that is not one cell's fault.

    `own` has sheet, row and column of the cells that say what the counts are of, or are skipped.
    """

    entries: pl.DataFrame
    spots: pl.DataFrame
    own: pl.DataFrame
    findings: tuple[Touching, ...]


def read_laid_table(cells: pl.DataFrame, sheet: str, table: LayoutTable, words: Words) -> Laid:
    """Return the counts of a table on a sheet."""
    inside = cells.filter(Block.parse(table.range).holds())
    fixed = together([words.of_sheet(table, sheet), words.said_in(said_by(cells, table.says))])
    if wrong := list(differing(cells, sheet, table.says, words)):
        return _unread(inside, (sheet, fixed.area), table, wrong)
    columns = read_axis(inside, table, words, sheet, across=True)
    rows = read_axis(inside, table, words, sheet, across=False)
    body = inside.filter(pl.col("row") >= rows.first, pl.col("column") >= columns.first)
    joined = body.join(as_frame(rows.meant, "row"), on="row").join(
        as_frame(columns.meant, "column"), on="column", suffix="_across"
    )
    entries = _at_ends(_meant(crossed(joined, rows, columns, words), fixed), table)
    read = entries.filter(~_is_left(table)).with_columns(sheet=pl.lit(sheet)).select(LAID.names())
    if fixed.problem == "other-period":
        # What is not read may have other headings than today's.
        findings = [of_other_period(sheet, read)] if read.height else []
    else:
        findings = [
            *about_axis(rows, read, words, fixed.area),
            *about_axis(columns, read, words, fixed.area),
            *about_crossings(read, (rows, columns), words.layout.name, fixed.area),
        ]
    good = as_frame(rows.good, "row").join(
        as_frame(columns.good, "column"), how="cross", suffix="_across"
    )
    spots = _at_ends(_meant(crossed(good, rows, columns, words), fixed), table)
    own = _own(inside.join(read, on=["row", "column"], how="anti"), sheet, table.says)
    return Laid(read, _named(spots, sheet), own, tuple(findings))


def _is_left(table: LayoutTable) -> pl.Expr:
    """Tell of cells which are not read: what is skipped, and perhaps what is of other periods."""
    left = ["skipped", "other-period"] if table.other_periods == "leave" else ["skipped"]
    return pl.col("problem").is_in(left).fill_null(value=False)


def said_by(cells: pl.DataFrame, says: Mapping[str, str]) -> dict[str, str]:
    """Return what stands in the cells that must say something, by what they must say."""
    texts = dict(cells.filter(pl.col("cell").is_in(list(says))).select("cell", "text").iter_rows())
    return {pattern: texts.get(cell, "") for cell, pattern in says.items()}


def differing(
    cells: pl.DataFrame, sheet: str, says: Mapping[str, str], words: Words
) -> Iterator[Finding]:
    """Find each cell that does not say what the layout counts on."""
    texts = dict(cells.filter(pl.col("cell").is_in(list(says))).select("cell", "text").iter_rows())
    for cell, pattern in says.items():
        text = texts.get(cell, "")
        there = f"'{text.strip()[:40]}'" if text else "nothing"
        if not fits(pattern, text):
            message = (
                f"by the layout '{words.layout.name}' this cell says '{pattern}', and it says "
                f"{there}, so nothing that depends on it was read. "
                "Write it as it was, or mend the layout if the workbook has changed."
            )
            yield Finding(Severity.ERROR, "layout-differs", sheet, cell, message)
        elif words.said_in({pattern: text}).problem == "unknown-heading":
            message = (
                f"{there} is not a period or an authority of this return, so nothing that depends "
                "on it was read. Correct it."
            )
            yield Finding(Severity.ERROR, "layout-unknown", sheet, cell, message)


def own_frame(cells: pl.DataFrame, sheet: str) -> pl.DataFrame:
    """Return where some cells of a sheet are: sheet, row, column."""
    return cells.select(pl.lit(sheet).alias("sheet"), "row", "column")


_BESIDE = ("_across", "_crossed")


def _meant(joined: pl.DataFrame, fixed: Meant) -> pl.DataFrame:
    """Return cells with MEANT, from what is said of row, column, both together and all of them."""
    of_all = as_literals(fixed)
    # What is skipped is skipped, though something else may be wrong with it as well.
    skipped = pl.any_horizontal(
        pl.col(f"problem{of}").eq_missing(pl.lit("skipped")) for of in ("", *_BESIDE)
    )
    problem = pl.coalesce("problem", *(f"problem{of}" for of in _BESIDE), of_all["problem"])
    said = {
        name: pl.coalesce(name, *(f"{name}{of}" for of in _BESIDE), of_all[name])
        for name in MEANT
        if name != "problem"
    }
    return joined.with_columns(
        **said, problem=pl.when(skipped).then(pl.lit("skipped")).otherwise(problem)
    ).with_columns(pl.col("dimension", "category").fill_null(""))


def _at_ends(cells: pl.DataFrame, table: LayoutTable) -> pl.DataFrame:
    """Return cells in which the last month of a period is the period, where the layout says so."""
    rows = [
        (each.item, code, ended.code if ended else None, True)
        for each in table.items.values()
        if each.ends
        for code in cells["period"].drop_nulls().unique()
        for ended in [Period.parse(code).ending(PeriodKind(each.ends))]
    ]
    schema = {"item": pl.String, "period": pl.String, "ended": pl.String, "is_end": pl.Boolean}
    ends = pl.DataFrame(rows, schema=schema, orient="row")
    taken = pl.col("is_end").fill_null(value=False)
    not_last = taken & pl.col("ended").is_null() & pl.col("problem").is_null()
    return cells.join(ends, on=["item", "period"], how="left", maintain_order="left").with_columns(
        period=pl.when(taken).then("ended").otherwise("period"),
        problem=pl.when(not_last).then(pl.lit("skipped")).otherwise("problem"),
    )


def _named(spots: pl.DataFrame, sheet: str) -> pl.DataFrame:
    """Return spots with the names of their cells: SPOTS."""
    letters = {column: column_letters(column) for column in spots["column"].unique()}
    cell = pl.col("column").replace_strict(letters, return_dtype=pl.String)
    return (
        spots.filter(pl.col("problem").is_null())
        .with_columns(cell=cell + pl.col("row").cast(pl.String), sheet=pl.lit(sheet))
        .select(SPOTS.names())
    )


def _own(words: pl.DataFrame, sheet: str, says: Mapping[str, str]) -> pl.DataFrame:
    beside = pl.DataFrame(
        [(block.top, block.left) for block in map(Block.parse, says)],
        schema={"row": words.schema["row"], "column": words.schema["column"]},
        orient="row",
    )
    return own_frame(pl.concat([words.select("row", "column"), beside]).unique(), sheet)


def _unread(
    inside: pl.DataFrame,
    of: tuple[str, str | None],
    table: LayoutTable,
    wrong: list[Finding],
) -> Laid:
    """Return a table of which nothing can be read: every cell of it is an entry that is wrong.

    `of` is its sheet, and the area that it is about, if that is known.
    """
    sheet, area = of
    unread = as_literals(Meant(area=area, problem="not-checked"))
    entries = inside.with_columns(sheet=pl.lit(sheet), **unread).select(LAID.names())
    if inside.height:
        message = "nothing here was read, because of what else is wrong. Put that right first."
        wrong.append(Finding(Severity.ERROR, "not-checked", sheet, extent(inside), message))
    nothing = inside.clear()
    return Laid(
        entries, SPOTS.to_frame(), _own(nothing, sheet, table.says), tuple(touching(wrong, area))
    )
