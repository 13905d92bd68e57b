"""Fill a store with a workload: every quarter a return from each agency, some of them twice."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl

from performance.workload import AGENCIES, LAST, Workload
from safeboard.intake.submission import Submission
from safeboard.store.areas import register_areas
from safeboard.store.database import close_store, open_store
from safeboard.store.received import Received
from safeboard.store.submissions import submit
from safeboard.vocabulary.period import Period, PeriodKind

START = datetime(2023, 4, 3, 9, tzinfo=UTC)


def fill_store(folder: Path, workload: Workload) -> None:
    """Make a store in `folder` and submit all of a workload's counts to it."""
    open_store(folder, create=True)
    try:
        register_areas(workload.areas, START)
        for number, submission in enumerate(returns(workload)):
            at = START + timedelta(minutes=number)
            content = f"{number}: {submission.agency} {submission.period.code}".encode()
            submit(submission, [], Received(content, f"{number}.xlsx", "bench", "bench", at))
    finally:
        close_store()


def returns(workload: Workload) -> Iterator[Submission]:
    """Yield the returns in the order in which they came. One in twenty is first sent wrong."""
    items = workload.catalogue.items.values()
    agencies = pl.DataFrame(
        {"item": [each.code for each in items], "agency": [each.agency for each in items]}
    )
    quarters = {month.code: _quarter(month).code for month in workload.months}
    counts = workload.counts.join(agencies, on="item", maintain_order="left").with_columns(
        quarter=pl.col("period").replace_strict(quarters)
    )
    of_return = counts.partition_by("quarter", "agency", as_dict=True, include_key=False)
    for number, quarter in enumerate(dict.fromkeys(quarters.values())):
        for place, agency in enumerate(AGENCIES):
            given = of_return.get((quarter, agency))
            if given is None:
                continue
            if (number * len(AGENCIES) + place) % 20 == 0:
                yield _submission(
                    agency, quarter, given.with_columns(pl.col("value") + 1), workload
                )
            yield _submission(agency, quarter, given, workload)


def _submission(agency: str, quarter: str, counts: pl.DataFrame, workload: Workload) -> Submission:
    return Submission(
        agency=agency,
        period=Period.parse(quarter),
        areas=workload.asked.areas,
        catalogue_version=workload.catalogue.version,
        counts=counts,
        notes=(),
    )


def _quarter(month: Period) -> Period:
    """Return the quarter that a month lies in."""
    quarters = (Period(PeriodKind.QUARTER, LAST.first - 3 * back) for back in range(1000))
    return next(each for each in quarters if each.contains(month))
