"""What a vintage revised, beside the one of its source that was published before it."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from safeboard.benchmarks.kept import rows_in
from safeboard.benchmarks.national.tool import KIND, read_tool
from safeboard.benchmarks.revisions import revised_bands, revised_neighbours, revised_values
from safeboard.benchmarks.sources.neighbour_sets import SET
from safeboard.errors import UsageError
from safeboard.pipeline.partnership import Tell, quietly
from safeboard.store.vintages import Vintage, all_vintages, values_of


class NoSuchVintageError(UsageError):
    """There is no vintage with this number."""

    def __init__(self, number: int) -> None:
        super().__init__(
            f"--vintage {number}: there is no such vintage. 'safeboard benchmarks list' shows "
            "their numbers."
        )


@dataclass(frozen=True)
class Revised:
    """What a vintage revised of the one `before` it: the columns of REVISIONS."""

    vintage: Vintage
    before: Vintage
    table: pl.DataFrame

    def counts(self, column: str) -> list[tuple[str, int, int]]:
        """Return how many values and bands were revised by measure, year or area, most first."""
        of = pl.col("what")
        counted = self.table.group_by(column).agg(
            values=(of == "value").sum(), bands=(of == "band").sum()
        )
        return counted.sort(["values", "bands", column], descending=[True, True, False]).rows()


def revisions_of(vintages: Sequence[Vintage | None], tell: Tell = quietly) -> list[Revised]:
    """Return what each of some vintages revised, of those that have one before them."""
    found = (find_revisions(each, tell) for each in vintages if each)
    return [each for each in found if each]


def all_of(revised: Sequence[Revised]) -> pl.DataFrame:
    """Return everything that was revised, with the numbers of both vintages in front."""
    return pl.concat(
        each.table.select(
            pl.lit(each.vintage.number).alias("vintage"),
            pl.lit(each.before.number).alias("before_vintage"),
            pl.all(),
        )
        for each in revised
    )


def find_revisions(vintage: Vintage, tell: Tell = quietly) -> Revised | None:
    """Return what a vintage revised, or None where its source has none from before it."""
    earlier = _before(vintage)
    if earlier is None:
        return None
    tell(f"Comparing with vintage {earlier.number}")
    contents = values_of(earlier), values_of(vintage)
    old, new = (rows_in(content) for content in contents)
    if vintage.of == SET:
        return Revised(vintage, earlier, revised_neighbours(old, new))
    tables = [revised_values(old, new)]
    if vintage.of.kind == KIND:
        tables.append(revised_bands(*(read_tool(content) for content in contents)))
    return Revised(vintage, earlier, pl.concat(tables))


def choose_vintage(number: int | None) -> Vintage | None:
    """Return the vintage with a number, or else the one that was imported last, if there is one.

    Raises: NoSuchVintageError.
    """
    vintages = {each.number: each for each in all_vintages()}
    if number is None:
        return vintages[max(vintages)] if vintages else None
    if number not in vintages:
        raise NoSuchVintageError(number)
    return vintages[number]


def _before(vintage: Vintage) -> Vintage | None:
    """Return the vintage of the same source that stands before one."""
    same = [each for each in all_vintages() if each.of == vintage.of]
    place = same.index(vintage)
    return same[place - 1] if place else None
