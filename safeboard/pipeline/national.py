"""The national tool's bands, from a vintage of it or its own files to one tidy table."""

from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

import polars as pl

from safeboard.benchmarks.national.account import Place, account
from safeboard.benchmarks.national.bands import bands
from safeboard.benchmarks.national.standing import Mode, Years
from safeboard.benchmarks.national.tool import NationalTool
from safeboard.benchmarks.sources.national_tool import LAIT
from safeboard.catalogue import library
from safeboard.catalogue.indicator import DeclaredBenchmark
from safeboard.errors import UsageError
from safeboard.pipeline.partnership import Tell, quietly
from safeboard.pipeline.tables import refuse_suffix, write_table
from safeboard.pipeline.tools import FoundTool


class UnknownYearError(UsageError):
    """Bands were asked for a year that no measure has."""

    def __init__(self, year: str, first: int, last: int) -> None:
        super().__init__(
            f"--year: no measure has the year '{year}'. Use latest, all, or a year from {first} "
            f"to {last}."
        )


class UnknownMeasureError(UsageError):
    """The national tool has no measure of this name."""

    def __init__(self, name: str, near: list[str]) -> None:
        hint = (
            f"Did you mean {' or '.join(near)}?" if near else "Use a short name or a title of it."
        )
        super().__init__(f"'{name}': the national tool has no such measure. {hint}")


class OtherSourceError(UsageError):
    """An indicator's benchmark is not of the national tool."""

    def __init__(self, code: str, benchmark: DeclaredBenchmark) -> None:
        super().__init__(
            f"'{code}': its benchmark is '{benchmark.measure}' of {benchmark.source}, which is "
            "not in the national tool. Name a measure of the tool, or another indicator."
        )


class NoSuchStandingError(UsageError):
    """An authority has no place in the year that was asked for."""

    def __init__(self, measure: str, year: str, area: str) -> None:
        super().__init__(
            f"--area {area}, --year {year}: '{measure}' has no such row. Use the three digits of "
            "an authority, and latest or a year that the measure has."
        )


@dataclass(frozen=True)
class BandsAsked:
    """Which bands are asked for."""

    year: str
    mode: Mode


def write_bands(
    found: FoundTool, asked: BandsAsked, into: Path, tell: Tell = quietly
) -> pl.DataFrame:
    """Write the table of bands, and return it. An earlier file of that name is replaced, whole.

    Raises: UnknownYearError, UnknownSuffixError.
    """
    refuse_suffix(into)
    tool = found.tool
    tell("Ranking every authority in every measure")
    table = bands(tool, Years(asked.year), asked.mode, found.codes)
    if table.is_empty():
        known = tool.years.filter(pl.col("order") > 0)
        first, last = known.select(first=pl.col("order").min(), last=pl.col("order").max()).row(0)
        raise UnknownYearError(asked.year, first, last)
    tell(f"Writing {into.name}")
    write_table(table, into)
    return table


def tell_standing(found: FoundTool, asked: BandsAsked, name: str, area: str) -> list[str]:
    """Return where an authority stands in one measure, a sentence a line.

    Raises: UnknownMeasureError, NoSuchStandingError.
    """
    measure = _find_measure(found, name)
    place = Place(measure, asked.year, int(area) if area.isdecimal() else 0)
    lines = account(found.tool, place, asked.mode)
    if not lines:
        raise NoSuchStandingError(measure, asked.year, area)
    return lines


def _find_measure(found: FoundTool, name: str) -> str:
    """Return the title of a measure that is named by it, by its series, or by an indicator."""
    tool: NationalTool = found.tool
    indicator = (found.catalogue or library.read()).indicators.get(name)
    national = indicator.national if indicator else None
    if national and national.source != LAIT.source:
        raise OtherSourceError(name, national)
    wanted = national.measure if national else name
    named = tool.measures.filter((pl.col("measure") == wanted) | (pl.col("series") == wanted))
    if named.is_empty():
        known = [*tool.measures["series"], *tool.measures["measure"]]
        raise UnknownMeasureError(name, get_close_matches(name, known, n=2))
    return str(named["measure"][0])
