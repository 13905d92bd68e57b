"""What is shown of process charts: what each says, and what happened that it is read with."""

from collections.abc import Iterator
from typing import Any

import polars as pl

from safeboard.assurance.process.charted import Charts, Events, events_of
from safeboard.assurance.process.judgement import judge_process
from safeboard.catalogue.event import EventKind
from safeboard.catalogue.library import Catalogue

SAYINGS = pl.Schema(
    {
        "area": pl.String(),
        "indicator": pl.String(),
        "state": pl.String(),
        "kind": pl.String(),
        "variation": pl.String(),
        "assurance": pl.String(),
        "is_judged": pl.Boolean(),
        "sentence": pl.String(),
    }
)
"""One row for each chart: what it says of its latest point, as in VERDICTS, and in a sentence.

`is_judged` is false where the indicator's rule judges its change otherwise: then the chart is shown
for information, and no rating comes from it.
"""

HAPPENED = pl.Schema(
    {
        "area": pl.String(),
        "indicator": pl.String(),
        "day": pl.Date(),
        "kind": pl.String(),
        "text": pl.String(),
        "by": pl.String(),
    }
)
"""One row for each thing that happened to a charted series, in the order of time.

`kind` is an EventKind; a new definition is a break. `by` is who decided so, empty for nobody.
"""


def sayings(charts: Charts, catalogue: Catalogue) -> pl.DataFrame:
    """Return what each chart says: the columns of SAYINGS, in the order of the points."""
    return pl.DataFrame(list(_sayings(charts, catalogue)), schema=SAYINGS, orient="row")


def _sayings(charts: Charts, catalogue: Catalogue) -> Iterator[dict[str, Any]]:
    for area, code in _places(charts):
        indicator, verdict = catalogue.indicators[code], charts.verdicts[area, code]
        row = {"area": area, "indicator": code}
        judgement, why = judge_process(row, indicator, charts)
        yield {
            **row,
            **{name: verdict[name] for name in ("state", "kind", "variation", "assurance")},
            "is_judged": indicator.rule.change.method == "process limits",
            "sentence": judgement.sentence if judgement else why,
        }


def happened(charts: Charts, catalogue: Catalogue, events: Events) -> pl.DataFrame:
    """Return what happened after the first point of each chart: the columns of HAPPENED."""
    rows = [
        (area, code, *each)
        for area, code in _places(charts)
        for each in _happened(area, code, catalogue, events)
    ]
    first = charts.points.group_by("area", "indicator").agg(first=pl.col("day").min())
    told = pl.DataFrame(rows, schema=HAPPENED, orient="row")
    known = told.join(first, on=["area", "indicator"], maintain_order="left")
    return known.filter(pl.col("day") > pl.col("first")).select(HAPPENED.names())


def _happened(area: str, code: str, catalogue: Catalogue, events: Events) -> list[tuple[Any, ...]]:
    indicator, another = catalogue.indicators[code], "Another definition came into force"
    definitions = [
        (each.in_force, EventKind.BREAK.value, f"{another}: {each.text}", "")
        for each in indicator.definitions[1:]
    ]
    events_told = events_of(area, indicator, events)
    declared = [(each.on, each.kind.value, each.text, each.by) for each in events_told]
    return sorted([*definitions, *declared], key=lambda each: each[0])


def _places(charts: Charts) -> Iterator[tuple[str, str]]:
    yield from charts.points.select("area", "indicator").unique(maintain_order=True).iter_rows()
