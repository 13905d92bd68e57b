"""Explaining: what a rating rests on, from the counts that were received, all of it in words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import polars as pl

from safeboard.assurance.account.chain import Chain, used_in, windows_of_row
from safeboard.assurance.account.words import account
from safeboard.errors import UsageError
from safeboard.indicators.annotation import all_notes
from safeboard.intake.submission import Readers
from safeboard.pipeline.judging import Judged, asked_of, judged, reference_of, used
from safeboard.pipeline.partnership import Partnership, Tell, quietly
from safeboard.pipeline.request import Request
from safeboard.store.cells import KEY, cells_of, returns_known
from safeboard.store.commentary import current_notes
from safeboard.store.database import reading
from safeboard.store.submissions import current_counts
from safeboard.vocabulary.area import Area


class NoSuchAreaError(UsageError):
    """An area was named that is none of the partnership's."""

    def __init__(self, number: str, places: Sequence[Area]) -> None:
        known = ", ".join(f"{each.number} ({each.name})" for each in places)
        super().__init__(f"--area {number}: it is none of this partnership's. Use {known}.")


@dataclass(frozen=True)
class Wanted:
    """Whose ratings are to be explained: indicators by code; every area, if none is named."""

    codes: Sequence[str]
    area: str = ""


def explain(
    partnership: Partnership,
    request: Request,
    wanted: Wanted,
    *,
    now: datetime,
    tell: Tell = quietly,
) -> list[str]:
    """Return the chains of some ratings in words, line by line; the store must be open.

    They are what a release of this request would say. Nothing is written.
    Raises: NoSuchAreaError, SafeboardError.
    """
    places = partnership.settings.places
    areas = [each for each in places if wanted.area in ("", each.number)]
    if not areas:
        raise NoSuchAreaError(wanted.area, places)
    request.refuse_future(now)
    until = request.known(now)
    chosen = {code: partnership.catalogue.indicators[code] for code in wanted.codes}
    alone = replace(partnership, catalogue=replace(partnership.catalogue, indicators=chosen))
    tell("Reading the counts and the benchmarks")
    with reading():
        counts = used(current_counts(until), alone, request.period)
        reference = reference_of(alone, request, until)
        found = judged(alone, request, counts, reference, tell)
        known = _Known(
            _with_cells(counts, alone),
            returns_known(until),
            _notes(alone, request, until, found),
            found.figures,
        )
    lines: list[str] = []
    for row in found.ratings.iter_rows(named=True):
        for area in (each for each in areas if each.number == row["area"]):
            lines += [*account(_chain(alone, area, row, known)), ""]
    return lines[:-1]


@dataclass(frozen=True)
class _Known:
    """The counts with their cells, the returns (RETURNS), and every figure with its notes."""

    counts: pl.DataFrame
    returns: pl.DataFrame
    notes: pl.DataFrame
    figures: pl.DataFrame


def _with_cells(counts: pl.DataFrame, partnership: Partnership) -> pl.DataFrame:
    indicators = partnership.catalogue.indicators.values()
    items = sorted({code for each in indicators for code in each.item_codes})
    of_items = counts.filter(pl.col("item").is_in(items))
    return of_items.join(cells_of(items), on=KEY, how="left")


def _notes(
    partnership: Partnership, request: Request, until: datetime, found: Judged
) -> pl.DataFrame:
    notes = current_notes(until).filter(pl.col("readers") == Readers.BOARD.value)
    asked = asked_of(partnership, request.period)
    return all_notes(notes, found.figures, partnership.catalogue, asked)


def _chain(partnership: Partnership, area: Area, row: dict[str, object], known: _Known) -> Chain:
    catalogue = partnership.catalogue
    indicator = catalogue.indicators[str(row["indicator"])]
    windows = windows_of_row(row)
    counted = pl.concat(used_in(known.counts, indicator, catalogue, (area, one)) for one in windows)
    return Chain(
        indicator=indicator,
        catalogue=catalogue,
        area=area,
        row={**row, "before_population_year": _population_before(known.figures, row)},
        used=counted,
        returns=dict(_received(known.returns, counted)),
        notes=_said_of(known.notes, row),
    )


def _population_before(figures: pl.DataFrame, row: dict[str, object]) -> object:
    """Return of which year the population is that the figure before a headline is divided by."""
    same = {name: row[name] for name in ("area", "indicator", "window")}
    before = figures.filter(pl.col("category") == "", period=row["before_period"], **same)
    return next(iter(before["population_year"]), None)


def _received(returns: pl.DataFrame, counted: pl.DataFrame) -> Iterator[tuple[int, str]]:
    """Yield the number of each return that was used, and what was received, when and from whom."""
    for number, at, name, by in returns.join(counted, on="submission", how="semi").iter_rows():
        yield number, f"{name}, received {at.day} {at:%B %Y, %H:%M} UTC, sent in by {by}"


def _said_of(notes: pl.DataFrame, row: dict[str, object]) -> list[str]:
    """Return the notes on a headline and on the figure before it, each once."""
    about = notes.filter(
        pl.col("period").is_in([row["period"], row["before_period"]]),
        area=row["area"],
        indicator=row["indicator"],
        window=row["window"],
    )
    return about["text"].unique(maintain_order=True).to_list()
