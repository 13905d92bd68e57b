"""Release: counts become figures, are compared and rated, pass the gate, and are published."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import polars as pl

import safeboard
from safeboard.benchmarks.published import Published, digest_of
from safeboard.disclosure import gate
from safeboard.disclosure.corrections import (
    UnexplainedCorrectionError,
    corrections,
    flag_revised,
)
from safeboard.disclosure.release import CORRECTIONS, Context, Release, ReturnReceived
from safeboard.disclosure.shown import published
from safeboard.errors import StoreError
from safeboard.indicators.annotation import all_notes
from safeboard.intake.submission import Readers
from safeboard.pipeline.judging import asked_of, judged, reference_of, used
from safeboard.pipeline.partnership import Partnership, Tell, quietly
from safeboard.pipeline.register import changed_inputs, fingerprint_of, numbered, record_of
from safeboard.pipeline.request import Request
from safeboard.pipeline.returns import arrivals
from safeboard.publishing.folder import files_of, refuse_changed, refuse_taken, write_release
from safeboard.store.commentary import current_notes
from safeboard.store.database import explain_failures, reading, writing
from safeboard.store.releases import (
    ReleaseRecord,
    latest_release,
    record_release,
    released_figures,
)
from safeboard.store.submissions import current_counts
from safeboard.vocabulary.period import Period


@dataclass(frozen=True)
class Unfinished:
    """The release before, which had no folder, and whether that was made now."""

    name: str
    is_finished: bool


@dataclass(frozen=True)
class Released:
    """A release, the folder it lies in, and whether it was there already; and the one before.

    That is named only if it was registered, and stopped before its folder was there.
    """

    release: Release
    folder: Path
    already: bool
    before: Unfinished | None = None


class UnfinishedReleaseError(StoreError):
    """The last release has no folder, and what it was made from is no longer there."""

    def __init__(self, name: str, changed: list[str]) -> None:
        super().__init__(
            f"{name}: it is in the register, but its folder was never finished, or is gone, and it "
            f"cannot be made again: it was made from another {', '.join(changed)}. Nothing was "
            "published. Put that back as it was, or the folder from a backup, and run the same "
            "command again; or leave it out, and say with --reason why the next one is made."
        )


def release(
    partnership: Partnership, request: Request, *, now: datetime, tell: Tell = quietly
) -> Released:
    """Publish what the agencies have submitted; the store must be open.

    Unchanged inputs return the release that exists. One that was registered and stopped before its
    folder was there is finished first. Raises: SafeboardError; then nothing new is published.
    """
    gate.refuse_unsafe(request.profile)
    request.refuse_future(now)
    until = request.known(now)
    tell("Reading the counts and the benchmarks")
    # From one state of the store: a return that comes meanwhile is in all of it, or in none.
    with reading():
        draft, known = _drafted(partnership, request, until, tell)
        draft, record = numbered(draft, until, tell)
    last = None if record else _find_unfinished(partnership, request)
    before = _finish(partnership, last, tell, leave=request.reason != "") if last else None
    passed = gate.protect(_with_corrections(draft, known))
    folder = partnership.settings.published / passed.name
    if record and folder.is_dir():
        refuse_changed(folder, passed)
        return Released(passed, folder, already=True)
    tell("Writing the pages and the data")
    files = files_of(passed, partnership.catalogue)
    if record is None:
        refuse_taken(folder, files)
        record_release(
            record_of(passed, now, until),
            published(passed.figures, passed.ratings, partnership.catalogue),
            request.by,
        )
    # The register first: what cannot be finished now is finished when it is asked for again.
    _write(partnership, passed, files)
    return Released(passed, folder, record is not None, before)


def _write(partnership: Partnership, passed: Release, files: Mapping[str, bytes]) -> None:
    """Write the folder of a release that is registered, as the only one who writes one."""
    with explain_failures(), writing():
        write_release(passed.name, files, partnership.settings.published)


def _find_unfinished(partnership: Partnership, request: Request) -> ReleaseRecord | None:
    """Return the last release of a period and profile, if it has no folder."""
    last = latest_release(request.period.code, request.profile)
    return None if last and (partnership.settings.published / last.name).is_dir() else last


def _finish(
    partnership: Partnership, record: ReleaseRecord, tell: Tell, *, leave: bool
) -> Unfinished:
    """Make the folder of a release from what was registered, whatever is known by now.

    Raises: UnfinishedReleaseError where it cannot be made, unless it may be left as it is.
    """
    tell("Finishing the release before it")
    request = Request(Period.parse(record.period), record.profile, record.moment, record.reason)
    with reading():
        draft, known = _drafted(partnership, request, record.known_until, tell)
    draft = replace(draft, number=record.number, supersedes=record.supersedes)
    if fingerprint_of(draft, record.supersedes) != record.fingerprint:
        if leave:
            return Unfinished(record.name, is_finished=False)
        raise UnfinishedReleaseError(record.name, changed_inputs(record, draft))
    passed = gate.protect(_with_corrections(draft, known))
    _write(partnership, passed, files_of(passed, partnership.catalogue))
    return Unfinished(record.name, is_finished=True)


def _drafted(
    partnership: Partnership, request: Request, until: datetime, tell: Tell
) -> tuple[Release, pl.DataFrame]:
    """Return the release before it has a number, and its figures as they will be published."""
    settings, catalogue = partnership.settings, partnership.catalogue
    counts = used(current_counts(until), partnership, request.period)
    notes = current_notes(until).filter(pl.col("readers") == Readers.BOARD.value)
    reference = reference_of(partnership, request, until)
    found = judged(partnership, request, counts, reference, tell)
    asked = asked_of(partnership, request.period)
    tied = all_notes(notes, found.figures, catalogue, asked)
    contexts = _contexts(notes, partnership, request.period)
    draft = Release(
        partnership=settings.partnership.name,
        areas=settings.places,
        period=request.period,
        profile=request.profile,
        as_of=request.as_of,
        number=0,
        **found.frames,
        chance=found.by_chance.sentence,
        caution=found.by_chance.caution,
        notes=tied,
        contexts=contexts,
        returns=_returns(partnership, request.period, until),
        corrections=CORRECTIONS.to_frame(),
        supersedes=None,
        reason=request.reason,
        introduction=settings.partnership.introduction,
        inputs=_inputs(counts, _digest_of_words(tied, contexts), reference, partnership),
    )
    return draft, published(found.figures, found.ratings, catalogue)


def _with_corrections(draft: Release, known: pl.DataFrame) -> Release:
    """Return the draft with what it corrects in the release it supersedes.

    Raises: UnexplainedCorrectionError.
    """
    if draft.supersedes is None:
        return draft
    before = released_figures(draft.period.code, draft.profile, draft.supersedes)
    changed = corrections(before, known, draft.reason)
    if not changed.is_empty() and not draft.reason:
        name = replace(draft, number=draft.supersedes).name
        raise UnexplainedCorrectionError(name, changed.height)
    return replace(
        draft,
        figures=flag_revised(draft.figures, changed),
        ratings=flag_revised(draft.ratings, changed),
        corrections=changed,
    )


def _contexts(notes: pl.DataFrame, partnership: Partnership, period: Period) -> tuple[Context, ...]:
    """Return what agencies wrote in the box for context of returns that cover the period."""
    general = notes.filter(pl.col("item") == "")
    return tuple(
        Context(partnership.catalogue.agencies[row["agency"]], covered, row["text"], row["area"])
        for row in general.iter_rows(named=True)
        if (covered := Period.parse(row["return_period"])).contains(period)
        or period.contains(covered)
    )


def _returns(
    partnership: Partnership, period: Period, until: datetime
) -> tuple[ReturnReceived, ...]:
    """Return who has sent a return that covers the period, and who has not."""
    told: list[ReturnReceived] = []
    for agency, sent in arrivals(partnership, period, until).items():
        told += [ReturnReceived(agency, each.period, each.received) for each in sent]
        if not sent:
            told.append(ReturnReceived(agency, period, None))
    return tuple(told)


def _digest_of_words(tied: pl.DataFrame, contexts: tuple[Context, ...]) -> str:
    """Return the SHA-256 of the notes and contexts that a release shows, and of no other."""
    said = [(each.agency.code, each.period.code, each.text, each.area) for each in contexts]
    return hashlib.sha256(f"{digest_of(tied)}{said}".encode()).hexdigest()


def _inputs(
    counts: pl.DataFrame, words: str, reference: Published, partnership: Partnership
) -> Mapping[str, str]:
    """Return everything that a release is made from, with its version or SHA-256."""
    settings = partnership.settings.model_dump_json(exclude={"folder", "files", "database"})
    return {
        "catalogue": partnership.catalogue.version,
        "software": safeboard.__version__,
        "counts": digest_of(counts),
        "notes": words,
        "settings": hashlib.sha256(settings.encode()).hexdigest(),
        "submissions": ", ".join(str(one) for one in sorted(counts["submission"].unique())),
        **reference.vintages,
    }
