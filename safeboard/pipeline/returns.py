"""Returns: the workbook that an agency is sent, and what becomes of the one it sends."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from time import monotonic

import polars as pl

from safeboard.errors import UnreadableError
from safeboard.intake.finding import Severity
from safeboard.intake.known import Known
from safeboard.intake.layouts.layout import Layout
from safeboard.intake.returns import CheckedReturn, read_return
from safeboard.intake.template.order import ReturnOrder
from safeboard.intake.template.writer import write_template
from safeboard.intake.workbook.refusal import LARGEST_FILE
from safeboard.pipeline.partnership import Partnership
from safeboard.store.arrivals import SENT, sent
from safeboard.store.history import held_counts
from safeboard.store.moments import Moment
from safeboard.store.received import Received
from safeboard.store.submissions import Receipt, submit
from safeboard.vocabulary.agency import Agency
from safeboard.vocabulary.area import Area
from safeboard.vocabulary.period import Period


class NoSuchFileError(UnreadableError):
    """A file that was named is not there, or may not be read."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path}: this file cannot be read. Check its name and its folder.")


@dataclass(frozen=True)
class Outcome:
    """What became of one file: what was found in it, and its receipt if it was stored."""

    path: Path
    checked: CheckedReturn
    receipt: Receipt | None = None

    @property
    def is_stored_whole(self) -> bool:
        """Tell whether everything in it is in the store."""
        errors = (finding.severity is Severity.ERROR for finding in self.checked.findings)
        return self.receipt is not None and not any(errors)


@dataclass(frozen=True)
class Arrival:
    """A return that an agency sent about a period, for one area.

    `queries` counts those of the area that are still open, and `of_file` those of the whole file,
    where it is about several areas: the file's, and none of the area's.
    """

    agency: Agency
    area: str
    period: Period
    received: date
    submission: int
    queries: int
    of_file: int = 0


def templates(
    partnership: Partnership, agencies: Sequence[str], period: Period, *, all_areas: bool = False
) -> Iterator[tuple[str, bytes]]:
    """Yield the name and content of the workbook for each agency and area.

    With `all_areas` each agency has one workbook, for every area. A return for a period before an
    area began is about those that it was made of.
    """
    settings = partnership.settings
    places = settings.places_on(period.last_day)
    for agency in agencies:
        for areas in (places,) if all_areas else tuple((area,) for area in places):
            order = ReturnOrder(
                partnership.catalogue, agency, period, areas, settings.partnership.name
            )
            suffix = f"-{areas[0].number}" if areas != places else ""
            yield f"{agency}-{period.code}{suffix}.xlsx", write_template(order)


def check(
    partnership: Partnership, path: Path, layout: Layout | None = None, *, has_store: bool
) -> Outcome:
    """Return what is found in a file, read by the layout if one is named. Nothing is stored.

    The store must be open if the partnership has one: what it holds is the history that the counts
    are checked against. Raises: UnreadableError, CatalogueError, StoreError.
    """
    known = _known(partnership) if has_store else _known_without_store(partnership)
    return Outcome(path, read_return(content_of(path), path.name, replace(known, layout=layout)))


def check_and_store(
    partnership: Partnership, path: Path, layout: Layout | None = None, *, by: str, now: datetime
) -> Outcome:
    """Store a file's return, but for areas with an error; say what was found either way.

    The store must be open. Raises: UnreadableError, StoreError.
    """
    taken = monotonic()
    content = content_of(path)
    known = replace(_known(partnership), layout=layout)
    checked = read_return(content, path.name, known)
    if checked.submission is None:
        return Outcome(path, checked)
    received = Received(content, path.name, by, "command line", now, taken)
    return Outcome(path, checked, submit(checked.submission, checked.stored_findings, received))


def arrivals(
    partnership: Partnership,
    period: Period,
    as_of: Moment | None = None,
    *,
    has_store: bool = True,
) -> dict[Agency, list[Arrival]]:
    """Return, for every agency a return is expected from, those it sent that cover `period`.

    A return covers the period if it is for it, for a longer one around it or a part of it. Where
    there are several areas, each agency stands once for each, by a name that says which.
    The store must be open, unless there is none: then nobody has sent anything.
    """
    every = sent(as_of) if has_store else SENT.to_frame()
    current = every.filter(~pl.col("superseded"))
    places = partnership.settings.places_on(period.last_day)
    senders = {
        (code, area.number): _sender(partnership.catalogue.agencies[code], area, places)
        for code in partnership.asked_in(period)
        for area in places
    }
    arrived: dict[Agency, list[Arrival]] = {agency: [] for agency in senders.values()}
    for row in current.iter_rows(named=True):
        agency = senders.get((row["agency"], row["area"]))
        covered = Period.parse(row["period"])
        if not agency or not (covered.contains(period) or period.contains(covered)):
            continue
        arrived[agency].append(
            Arrival(
                agency,
                row["area"],
                covered,
                row["received_at"].date(),
                row["submission"],
                row["open_queries"],
                row["open_in_file"],
            )
        )
    return arrived


def _sender(agency: Agency, area: Area, places: Sequence[Area]) -> Agency:
    """Return an agency as the sender of the return of one of several areas."""
    return agency if len(places) == 1 else Agency(agency.code, f"{agency.name}, {area.name}")


def _known(partnership: Partnership) -> Known:
    """Return what is known when a return is read, with what the store holds now."""
    return replace(_known_without_store(partnership), history=held_counts)


def _known_without_store(partnership: Partnership) -> Known:
    return Known(
        partnership.catalogue, partnership.settings.known_places, layouts=partnership.layouts
    )


def content_of(path: Path) -> bytes:
    """Return what a file holds, or of one that is too large only so much that this is seen.

    Raises: NoSuchFileError.
    """
    try:
        with path.open("rb") as file:
            return file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise NoSuchFileError(path) from error
