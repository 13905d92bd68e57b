"""The register: which release a draft is, and which it takes the place of."""

import hashlib
import json
from dataclasses import replace
from datetime import datetime

from safeboard.disclosure.release import Release
from safeboard.pipeline.partnership import Tell
from safeboard.store.moments import day_of
from safeboard.store.releases import ReleaseRecord, all_releases, latest_release


def numbered(draft: Release, until: datetime, tell: Tell) -> tuple[Release, ReleaseRecord | None]:
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
    if last is None or last.fingerprint != fingerprint_of(draft, last.supersedes):
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


def fingerprint_of(draft: Release, supersedes: int | None) -> str:
    """Return the SHA-256 of what was asked, what it was made from and what it supersedes."""
    asked = {
        "period": draft.period.code,
        "profile": draft.profile.value,
        "as_of": draft.as_of.isoformat(),
        "inputs": dict(draft.inputs),
        "supersedes": supersedes,
    }
    return hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()


def changed_inputs(record: ReleaseRecord, draft: Release) -> list[str]:
    """Return the names of what a release was made from that is something else in a draft."""
    before = json.loads(record.manifest)
    names = {*before, *draft.inputs} - {"as_of", "known_until"}
    return sorted(name for name in names if before.get(name) != draft.inputs.get(name))


def record_of(passed: Release, now: datetime, until: datetime) -> ReleaseRecord:
    """Return what the store keeps, which says as at what moment it answers so again."""
    moments = {"as_of": passed.as_of.isoformat(), "known_until": until.isoformat()}
    return ReleaseRecord(
        number=passed.number,
        period=passed.period.code,
        profile=passed.profile,
        as_of=day_of(passed.as_of),
        fingerprint=fingerprint_of(passed, passed.supersedes),
        manifest=json.dumps({**passed.inputs, **moments}, sort_keys=True),
        supersedes=passed.supersedes,
        reason=passed.reason,
        created=now,
    )
