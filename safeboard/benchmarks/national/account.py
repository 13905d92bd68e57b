"""An account: where one authority stands in one measure of the national tool, in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import polars as pl

from safeboard.benchmarks.national.bands import bands
from safeboard.benchmarks.national.labels import holds, labels
from safeboard.benchmarks.national.regions import region_of, value_of
from safeboard.benchmarks.national.standing import Mode, Years
from safeboard.benchmarks.national.tool import NationalTool
from safeboard.vocabulary.form import round_half_up

_GOOD = {"low": "Low is good", "high": "High is good", "neutral": "Neither way is good"}
_BETTER = {("down", "low"), ("up", "high")}


@dataclass(frozen=True)
class Place:
    """One measure, by its title, in one year and one authority, by its number."""

    measure: str
    year: str
    area: int


def account(tool: NationalTool, place: Place, mode: Mode) -> list[str]:
    """Return what there is to say, a sentence a line; of all years, where those are asked for.

    There is nothing where the measure has no such row.
    """
    table = bands(tool, Years(place.year), mode)
    rows = table.filter(measure=place.measure, la_number=str(place.area)).to_dicts()
    title = tool.measures.filter(measure=place.measure).row(0, named=True)
    told = (_Told(tool, row, title, place.area) for row in rows)
    return [line for each in told for line in each.lines(mode)]


@dataclass(frozen=True)
class _Told:
    """A row of the table of bands, with its measure as the tool declares it."""

    tool: NationalTool
    row: dict[str, Any]
    title: dict[str, Any]
    area: int

    def lines(self, mode: Mode) -> Iterator[str]:
        row, unit = self.row, self.title["unit"]
        name = self.tool.names.get(self.area, str(self.area))
        yield f"{row['measure']}, {row['year']}: {name} ({self.area})"
        if row["value"] is None:
            yield "It has no value. The tool does not say why: it may be suppressed."
        else:
            good = _GOOD[self.title["polarity"]]
            yield f"Its value is {self.number(row['value'])} ({unit}). {good}."
            yield from self._change()
            yield from self._standing(mode)
        yield from self._others()
        if row["remarks"]:
            yield f"Beware: {row['remarks']}."
        if mode is Mode.CORRECTED:
            yield from self._other_titles()

    def _other_titles(self) -> Iterator[str]:
        """Say what else the tool calls the series, since it may band it under one title alone."""
        same = self.tool.measures.filter(pl.col("series") == self.title["series"])
        for other in same.iter_rows(named=True):
            if other["measure"] != self.title["measure"]:
                differs = other["has_bands"] != self.title["has_bands"]
                bands = "with" if other["has_bands"] else "without"
                but = f", {bands} bands" if differs else ""
                yield f"The tool has the same series as '{other['measure']}' too{but}."

    def number(self, value: float | None) -> str:
        """Return a value with the measure's decimals."""
        if value is None:
            return "no value"
        return str(round_half_up(Decimal(str(value)), self.title["decimals"]))

    def _change(self) -> Iterator[str]:
        change, way = self.row["change"], self.row["direction"]
        if change is None:
            yield "There is no earlier value to measure a change from."
        elif way == "level":
            yield "It is what it was in the tool's year before."
        elif Decimal(self.number(abs(change))) == 0:
            yield "It differs from the tool's year before by less than its decimals show."
        else:
            polarity = self.title["polarity"]
            judged = "" if polarity == "neutral" else ", which is worse"
            if (way, polarity) in _BETTER:
                judged = ", which is better"
            more = f"{self.number(abs(change))} {'more' if way == 'up' else 'less'}"
            yield f"That is {more} than in the tool's year before{judged}."

    def _standing(self, mode: Mode) -> Iterator[str]:
        row, polarity = self.row, self.title["polarity"]
        if row["rank"] is None:
            yield f"It is not ranked among the {row['of']} authorities with a value."
            return
        yield f"It is number {row['rank']} of {row['of']} authorities with a value; 1 is best."
        if row["band"] == "-":
            yield "The measure has no bands: its values lie too close together."
            return
        edges = [row[name] for name in ("q0", "q25", "q50", "q75", "q100")]
        ranges = labels(edges, polarity, self.title["decimals"], mode)
        printed = "; ".join(f"{band} is {said}" for band, said in ranges.items())
        quartiles = ", ".join(f"{edge:.6g}" for edge in edges[1:4])
        yield f"It is in band {row['band']}. The quartiles are {quartiles}; printed, {printed}."
        if mode is Mode.CORRECTED and not holds(ranges[row["band"]], self.number(row["value"])):
            yield "Printed, its value lies outside that range: the quartiles are not rounded."

    def _others(self) -> Iterator[str]:
        row, series = self.row, self.title["series"]
        region = region_of(self.tool, self.area, series)
        edition = self.tool.years.filter(series=series, year=row["year"])["edition"].item()
        of_region = self.number(value_of(self.tool, edition, region))
        in_region = f"; {self.tool.names[region]}: {of_region}" if region else ""
        yield f"England: {self.number(row['england'])}{in_region}."
        count = row["neighbours_with_value"] or 0
        if count:
            yield (
                f"Statistical neighbours: a mean of {self.number(row['neighbour_mean'])} and a "
                f"median of {self.number(row['neighbour_median'])}; {count} of the 10 have a value."
            )
        else:
            yield "None of its statistical neighbours has a value."
