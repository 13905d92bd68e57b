"""Where a figure stands: beside England, its region and its neighbours, and in its band."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any

import polars as pl

from safeboard.catalogue.indicator import Indicator
from safeboard.disclosure.release import Release
from safeboard.publishing.charts.chart import Chart, ChartTable
from safeboard.publishing.charts.standing_drawing import Edges, Stand, standing
from safeboard.publishing.headline import Headline
from safeboard.publishing.wording import shown
from safeboard.vocabulary.benchmark import Comparison, Others
from safeboard.vocabulary.figure import Symbol
from safeboard.vocabulary.form import Form, written
from safeboard.vocabulary.polarity import Polarity

COMPARABLE = (Comparison.BANDED, Comparison.NO_BAND)
"""The states in which a figure has its benchmark's definition and covers what it covers."""

BENCHMARK = ("benchmark_source", "benchmark_measure", "benchmark_period")
"""The columns that say which benchmark: all of a release's frames of others share them."""


@dataclass(frozen=True)
class Standing:
    """What stands beside a figure, as the release has it.

    `others` are rows of OTHERS, `quartiles` one of QUARTILES or None, and `every` the values of all
    authorities, empty where they are not had.
    """

    area: str
    others: Sequence[Mapping[str, Any]]
    quartiles: Mapping[str, Any] | None
    every: Sequence[float]


def standings_of(release: Release, area: str) -> dict[str, Standing]:
    """Return what stands beside an area's figures, by the code of the indicator.

    Only of those that can be compared: same definition, same length of time.
    """
    names = {each.number: each.name for each in release.areas}
    others = _by_benchmark(release.others.filter(pl.col("area") == area))
    quartiles = _by_benchmark(release.quartiles)
    every = _by_benchmark(release.distributions)
    rated = release.ratings.filter(
        pl.col("area") == area, pl.col("comparison").is_in([each.value for each in COMPARABLE])
    )
    found = {}
    for row in rated.iter_rows(named=True):
        key = tuple(row[name] for name in BENCHMARK)
        values = sorted(float(each["value"]) for each in every.get(key, ()))
        edges = quartiles[key][0] if row["band"] and key in quartiles else None
        found[row["indicator"]] = Standing(names[area], others.get(key, ()), edges, values)
    return found


def _by_benchmark(
    rows: pl.DataFrame,
) -> Mapping[tuple[Any, ...], Sequence[Mapping[str, Any]]]:
    parts = rows.partition_by(BENCHMARK, as_dict=True)
    return {key: part.to_dicts() for key, part in parts.items()}


def of_standing(headline: Headline, given: Standing) -> Chart | None:
    """Return the chart of where a figure stands; None where nothing stands beside it.

    A number has none: it depends on the size of the area, and England's is of all areas together.
    """
    value, indicator = headline.released.figure.value, headline.indicator
    if isinstance(value, Symbol) or indicator.form is Form.COUNT:
        return None
    if not (given.others or given.quartiles):
        return None
    own = Stand(given.area, float(value), shown(headline.released, indicator), is_own=True)
    stands = [own, *_stands(given, indicator)]
    edges = _edges(given.quartiles, indicator) if given.quartiles else None
    unit = ", per 10,000" if indicator.form is Form.RATE else ""
    title = f"{indicator.title}{unit}: {given.area} beside others, {headline.released.window}"
    sentence = f"Where it stands. {title}. {headline.benchmark}"
    return Chart(
        title=title,
        sentence=sentence,
        svg=standing(stands, edges, given.every, sentence),
        table=_table(stands, given, indicator, title),
    )


def _stands(given: Standing, indicator: Indicator) -> Iterator[Stand]:
    """Yield the others: England, the region, and the mean of the neighbours."""
    labels = {Others.ENGLAND: "England", Others.REGION: "Its region"}
    order = list(Others)
    for row in sorted(given.others, key=lambda each: order.index(Others(each["others"]))):
        members = f" of {row['members']}" if row["members"] is not None else ""
        label = labels.get(Others(row["others"]), f"Statistical neighbours, mean{members}")
        yield Stand(label, float(row["value"]), _written(row["value"], indicator))


def _written(value: Decimal, indicator: Indicator) -> str:
    return written(value, indicator.form, indicator.decimals)


def _exactly(value: Decimal, indicator: Indicator) -> str:
    """Write an edge with all of its decimals, since a figure may lie just beside it."""
    unit = "%" if indicator.form is Form.PERCENTAGE else ""
    return f"{value.normalize():,f}{unit}"


def _edges(row: Mapping[str, Any], indicator: Indicator) -> Edges:
    first, second, third = (row[f"quartile_{number}"] for number in (1, 2, 3))
    return Edges(
        values=(float(first), float(second), float(third)),
        said=(
            _exactly(first, indicator),
            _exactly(second, indicator),
            _exactly(third, indicator),
        ),
        letters="ABCD" if indicator.polarity is Polarity.LOW else "DCBA",
    )


def _table(
    stands: Sequence[Stand], given: Standing, indicator: Indicator, title: str
) -> ChartTable:
    rows = [(each.label, each.said) for each in stands]
    medians = (each["median"] for each in given.others if each["median"] is not None)
    rows += [("Statistical neighbours, median", _written(each, indicator)) for each in medians]
    if given.quartiles:
        edges = _edges(given.quartiles, indicator)
        for (one, two), said in zip(pairwise(edges.letters), edges.said, strict=True):
            rows.append((f"Between bands {one} and {two}", said))
    return ChartTable(caption=title, headings=("Who", "Figure"), rows=tuple(rows))
