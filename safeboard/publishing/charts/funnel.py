"""Funnels: an authority among all others, by how many there are to count."""

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from safeboard.catalogue.indicator import Indicator
from safeboard.disclosure.release import Release
from safeboard.publishing.charts.chart import Chart, ChartTable, Mark, Shape
from safeboard.publishing.charts.funnel_drawing import Funnelled, funnel
from safeboard.publishing.charts.process_words import plotted_number
from safeboard.publishing.headline import Headline
from safeboard.vocabulary.form import Form
from safeboard.vocabulary.period import Period

_KEY = (
    Mark(Shape.RHOMB, "This authority", "blue"),
    Mark(Shape.DOT, "Every other authority", "grey"),
    Mark(Shape.LINE, "All together", "grey"),
    Mark(Shape.DASHED, "Limits at 95%", "blue"),
    Mark(Shape.LINE, "Limits at 99.8%", "blue"),
)


def funnels_of(release: Release) -> Mapping[str, Sequence[Mapping[str, Any]]]:
    """Return the rows of each funnel (FUNNELS), by the code of its indicator."""
    parts = release.funnels.partition_by("indicator", as_dict=True)
    return {str(code): part.to_dicts() for (code,), part in parts.items()}


def of_funnel(headline: Headline, area: str, rows: Sequence[Mapping[str, Any]]) -> Chart | None:
    """Return the funnel in which an area, by its name, stands; None where it has no figure there.

    Every figure in it is the published one, the area's own too.
    """
    indicator, number = headline.indicator, headline.released.place.area
    own = next((row for row in rows if row["area"] == number), None)
    if own is None or own["place"] is None:
        return None
    year = Period.parse(own["benchmark_period"])
    unit = ", per 10,000" if indicator.form is Form.RATE else ""
    title = f"{indicator.title}{unit}: {area} among {len(rows)} authorities, {year}"
    said = f"{_sentence(own, area, indicator)} {_outside(rows)}"
    sentence = f"Funnel of {title}. {said}"
    everyone = [_funnelled(row) for row in rows]
    return Chart(
        title=title,
        sentence=sentence,
        svg=funnel(everyone, _funnelled(own), own["average"], sentence),
        said=said,
        key=_KEY,
        table=_table(own, rows, indicator, title),
    )


def _funnelled(row: Mapping[str, Any]) -> Funnelled:
    return Funnelled(
        row["denominator"],
        row["value"],
        *(row[f"drawn_{edge}"] for edge in ("lower_95", "upper_95", "lower_998", "upper_998")),
    )


def _sentence(own: Mapping[str, Any], area: str, indicator: Indicator) -> str:
    """Say where the area lies, with every number that it rests on."""
    value, average = (plotted_number(own[name], indicator) for name in ("value", "average"))
    edges = (own[f"drawn_{side}_95"] for side in ("lower", "upper"))
    lower, upper = (plotted_number(edge, indicator) for edge in edges)
    counted = f"{own['numerator']:,} of {own['denominator']:,}"
    where = f"lies {own['place']}"
    if own["place"] == "too small":
        where = "has numbers too small to judge"
    return (
        f"As published, {area} {where}: {value} ({counted}), where all authorities together have "
        f"{average} and chance alone would keep 95 in 100 of its size from {lower} to {upper}."
    )


def _outside(rows: Sequence[Mapping[str, Any]]) -> str:
    """Say how many lie beyond their limits, beside how many would by chance."""
    outside = sum(row["place"] in _OUTSIDE for row in rows)
    return (
        f"Of {len(rows)} authorities {outside} lie beyond their 95% limits, where chance alone "
        f"would bring about {round(len(rows) / 20)}."
    )


def _table(
    own: Mapping[str, Any], rows: Sequence[Mapping[str, Any]], indicator: Indicator, title: str
) -> ChartTable:
    places = pl.DataFrame({"place": [row["place"] for row in rows]})
    counted = dict(places.group_by("place").len().iter_rows())
    names = {"value": "As published", "average": "All authorities together"}
    limits = {
        f"drawn_{side}_{level}": f"{side.title()} limit, {said}"
        for level, said in (("95", "95%"), ("998", "99.8%"))
        for side in ("lower", "upper")
    }
    figures = [
        (said, "" if own[name] is None else plotted_number(own[name], indicator))
        for name, said in {**names, **limits}.items()
    ]
    numbers = [
        (f"Authorities {place}", f"{counted[place]}") for place in _PLACES if place in counted
    ]
    return ChartTable(title, ("What", "Figure"), (*figures, *numbers))


_ABOVE = ("above the 99.8% limit", "above the 95% limit")
_BELOW = ("below the 95% limit", "below the 99.8% limit")
_OUTSIDE = (*_ABOVE, *_BELOW)
_PLACES = (*_ABOVE, "within the limits", *_BELOW, "too small")
"""Where an authority may lie, from above; Place has the same words."""
