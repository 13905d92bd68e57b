"""Release: counts become figures, are compared and rated, pass the gate, and are published."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import polars as pl

import safeboard
from safeboard.assurance.rating import rate
from safeboard.benchmarks.comparison import compare
from safeboard.benchmarks.published import Published, digest_of, read_published
from safeboard.disclosure import gate
from safeboard.disclosure.corrections import (
    UnexplainedCorrectionError,
    corrections,
    flag_revised,
)
from safeboard.disclosure.release import CORRECTIONS, Context, Release, ReturnReceived
from safeboard.disclosure.shown import published
from safeboard.indicators.annotation import all_notes
from safeboard.indicators.calculation import calculate
from safeboard.indicators.windows import Asked, parts_frame, windows_around
from safeboard.intake.submission import Readers
from safeboard.pipeline.partnership import Partnership, Tell, quietly
from safeboard.pipeline.request import Request
from safeboard.pipeline.returns import arrivals
from safeboard.publishing.folder import files_of, refuse_changed, write_release
from safeboard.store.commentary import current_notes
from safeboard.store.database import explain_failures, reading, writing
from safeboard.store.moments import day_of
from safeboard.store.releases import (
    ReleaseRecord,
    all_releases,
    latest_release,
    record_release,
    released_figures,
)
from safeboard.store.submissions import current_counts
from safeboard.vocabulary.period import Period


@dataclass(frozen=True)
class Released:
    """A release, the folder it lies in, and whether it was there already."""

    release: Release
    folder: Path
    already: bool


def release(
    partnership: Partnership, request: Request, *, now: datetime, tell: Tell = quietly
) -> Released:
    """Publish what the agencies have submitted; the store must be open.

    Unchanged inputs return the release that exists. Raises: SafeboardError; then nothing is
    published.
    """
    gate.refuse_unsafe(request.profile)
    request.refuse_future(now)
    until = request.known(now)
    tell("Reading the counts and the benchmarks")
    # From one state of the store: a return that comes meanwhile is in all of it, or in none.
    with reading():
        draft, known = _drafted(partnership, request, until, tell)
        draft, record = _numbered(draft, until, tell)
        draft = _with_corrections(draft, known)
    passed = gate.protect(draft)
    folder = partnership.settings.published / passed.name
    if record and folder.is_dir():
        refuse_changed(folder)
        return Released(passed, folder, already=True)
    tell("Writing the pages and the data")
    files = files_of(passed, partnership.catalogue)
    if record is None:
        record_release(
            _record(passed, now, until),
            published(passed.figures, passed.ratings, partnership.catalogue),
            request.by,
        )
    # The register first: what cannot be finished now is finished when it is asked for again.
    with explain_failures(), writing():
        folder = write_release(passed.name, files, partnership.settings.published)
    return Released(passed, folder, already=record is not None)


def _numbered(draft: Release, until: datetime, tell: Tell) -> tuple[Release, ReleaseRecord | None]:
    """Return the draft with its number and what it supersedes; and its record, if it exists."""
    record = _find_existing(draft)
    if record:
        tell("Finding the release that exists")
        known = replace(draft, number=record.number, reason=record.reason)
        return replace(known, supersedes=record.supersedes), record
    latest = latest_release(draft.period.code, draft.profile)
    number = (latest.number if latest else 0) + 1
    return replace(draft, number=number, supersedes=_find_superseded(draft, until)), None


def _find_existing(draft: Release) -> ReleaseRecord | None:
    """Return the last release of the same period, profile and as-of, if its inputs were these.

    An earlier one does not count: inputs that went back to what they were correct the last one.
    """
    asked = (draft.period.code, draft.profile, draft.as_of.isoformat())
    same = [each for each in all_releases() if (each.period, each.profile, each.asked) == asked]
    last = max(same, key=lambda each: each.number, default=None)
    if last is None or last.fingerprint != _fingerprint(draft, last.supersedes):
        return None
    return last


def _find_superseded(draft: Release, until: datetime) -> int | None:
    """Return the number of the release that knew most of those that knew no more than this one.

    What was known at an earlier time corrects nothing that was published knowing more.
    """
    earlier = [
        (each.as_of, each.known_until, each.number)
        for each in all_releases()
        if (each.period, each.profile) == (draft.period.code, draft.profile)
        and each.as_of <= day_of(draft.as_of)
        and each.known_until <= until
    ]
    return max(earlier)[-1] if earlier else None


def _drafted(
    partnership: Partnership, request: Request, until: datetime, tell: Tell
) -> tuple[Release, pl.DataFrame]:
    """Return the release before it has a number, and its figures as they will be published."""
    settings, catalogue = partnership.settings, partnership.catalogue
    asked = Asked(
        tuple(area.number for area in settings.places),
        windows_around(request.period),
        tuple(area.origin for area in settings.places if area.origin),
    )
    counts = _used(current_counts(until), partnership, asked)
    notes = current_notes(until).filter(pl.col("readers") == Readers.BOARD.value)
    reference = read_published(settings.benchmarks, settings.populations, request.day)
    tell("Calculating the figures")
    figures = calculate(catalogue, counts.lazy(), reference.populations, asked)
    tell("Comparing and rating them")
    compared = compare(figures, catalogue, reference.distributions, request.period, request.day)
    ratings = rate(compared, catalogue)
    tied = all_notes(notes, figures, catalogue, asked)
    contexts = _contexts(notes, partnership, request.period)
    draft = Release(
        partnership=settings.partnership.name,
        areas=settings.places,
        period=request.period,
        profile=request.profile,
        as_of=request.as_of,
        number=0,
        figures=figures,
        ratings=ratings,
        notes=tied,
        contexts=contexts,
        returns=_returns(partnership, request.period, until),
        corrections=CORRECTIONS.to_frame(),
        supersedes=None,
        reason=request.reason,
        introduction=settings.partnership.introduction,
        inputs=_inputs(counts, _digest_of_words(tied, contexts), reference, partnership),
    )
    return draft, published(figures, ratings, catalogue)


def _used(counts: pl.DataFrame, partnership: Partnership, asked: Asked) -> pl.DataFrame:
    """Return the counts that the asked windows use, so that others change no release."""
    parts = parts_frame(partnership.catalogue, asked.windows)
    used = parts.select("item", period="part").unique()
    areas = [area.number for area in partnership.settings.known_places]
    return counts.filter(pl.col("area").is_in(areas)).join(used, on=["item", "period"], how="semi")


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
        Context(partnership.catalogue.agencies[row["agency"]], covered, row["text"])
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
    said = [(each.agency.code, each.period.code, each.text) for each in contexts]
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


def _fingerprint(draft: Release, supersedes: int | None) -> str:
    """Return the SHA-256 of what was asked, what it was made from and what it supersedes."""
    asked = {
        "period": draft.period.code,
        "profile": draft.profile.value,
        "as_of": draft.as_of.isoformat(),
        "inputs": dict(draft.inputs),
        "supersedes": supersedes,
    }
    return hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()


def _record(passed: Release, now: datetime, until: datetime) -> ReleaseRecord:
    """Return what the store keeps, which says as at what moment it answers so again."""
    moments = {"as_of": passed.as_of.isoformat(), "known_until": until.isoformat()}
    return ReleaseRecord(
        number=passed.number,
        period=passed.period.code,
        profile=passed.profile,
        as_of=day_of(passed.as_of),
        fingerprint=_fingerprint(passed, passed.supersedes),
        manifest=json.dumps({**passed.inputs, **moments}, sort_keys=True),
        supersedes=passed.supersedes,
        reason=passed.reason,
        created=now,
    )
