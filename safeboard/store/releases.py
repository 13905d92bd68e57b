"""Releases: each numbered and frozen, with every figure as it was published."""

import json
from dataclasses import dataclass
from datetime import date, datetime

import polars as pl
from django.db.models import QuerySet

from safeboard.store import models
from safeboard.store.audit import write_audit
from safeboard.store.database import explain_failures, writing
from safeboard.store.errors import UnknownReleaseError, WrongReleaseNumberError
from safeboard.store.frames import write_frame
from safeboard.store.moments import BEFORE_ANYTHING, Moment
from safeboard.vocabulary.profile import Profile

RELEASED_FIGURES = pl.Schema(
    {
        "area": pl.String,
        "indicator": pl.String,
        "window": pl.String,
        "period": pl.String,
        "dimension": pl.String,
        "category": pl.String,
        "numerator": pl.Int64,
        "denominator": pl.Int64,
        "value": pl.String,
        "symbol": pl.String,
        "flags": pl.String,
        "shown": pl.String,
        "rating": pl.String,
    }
)
"""One row for each figure of a release, in the order in which it was recorded.

The first six columns tell figures apart. `value` is the exact decimal as text; exactly one of it
and `symbol` (a Symbol's letter) is set, the other is null. `flags` holds Flag letters, "" for none.
`shown` is the text as published, `rating` the word beside it, null where the figure has none.
"""


@dataclass(frozen=True)
class ReleaseRecord:
    """What is kept of a release beside its figures.

    `period` is a period's code, `manifest` JSON, `supersedes` the number of an earlier release of
    the same period and profile. `fingerprint` stands for everything that the release was made
    from, and `created` is an aware time in UTC.
    """

    number: int
    period: str
    profile: Profile
    as_of: date
    fingerprint: str
    manifest: str
    supersedes: int | None
    reason: str
    created: datetime

    @property
    def name(self) -> str:
        """Return the name of its folder, such as 2017-18-Q4-restricted-1."""
        return f"{self.period}-{self.profile}-{self.number}"

    @property
    def asked(self) -> str:
        """Return the day, or the time, that it was asked for as of."""
        told: str = json.loads(self.manifest).get("as_of", self.as_of.isoformat())
        return told

    @property
    def moment(self) -> Moment:
        """Return the same as a day or a time."""
        if len(self.asked) == len("2018-06-30"):
            return date.fromisoformat(self.asked)
        return datetime.fromisoformat(self.asked)

    @property
    def known_until(self) -> datetime:
        """Return the moment whose knowledge it holds; one that kept none is told by its day."""
        told = json.loads(self.manifest).get("known_until")
        return datetime.fromisoformat(told) if told else BEFORE_ANYTHING


@explain_failures()
def latest_release(period: str, profile: Profile) -> ReleaseRecord | None:
    """Return the release of a period and profile with the highest number, if there is one."""
    row = _rows().filter(period=period, profile=profile.value).order_by("number").last()
    return None if row is None else _record_of(row)


@explain_failures()
def all_releases() -> tuple[ReleaseRecord, ...]:
    """Return every release, in the order in which they were recorded."""
    return tuple(_record_of(row) for row in _rows().order_by("id"))


@explain_failures()
def record_release(record: ReleaseRecord, figures: pl.DataFrame, by: str = "safeboard") -> None:
    """Keep a release with its figures (the columns of RELEASED_FIGURES), whole or not at all.

    Raises: StoreError when its number is not the next one, or it supersedes one that is not there.
    """
    with writing():
        latest = latest_release(record.period, record.profile)
        following = 1 if latest is None else latest.number + 1
        if record.number != following:
            raise WrongReleaseNumberError(record.name, following)
        row = models.Release(
            number=record.number,
            period=record.period,
            profile=record.profile.value,
            as_of=record.as_of,
            fingerprint=record.fingerprint,
            manifest=record.manifest,
            supersedes=_superseded(record),
            reason=record.reason,
            created=record.created,
        )
        row.save()
        kept = figures.select(RELEASED_FIGURES.names()).with_columns(release_id=pl.lit(row.pk))
        write_frame(models.ReleaseFigure, kept)
        write_audit(record.created, by, "made a release", record.name)


@explain_failures()
def released_figures(period: str, profile: Profile, number: int) -> pl.DataFrame:
    """Return every figure of a release as it was published: the columns of RELEASED_FIGURES.

    Raises: StoreError when there is no such release.
    """
    release = _find_row(period, profile, number)
    if release is None:
        raise UnknownReleaseError(f"{period}-{profile}-{number}")
    rows = models.ReleaseFigure.objects.filter(release=release).order_by("id")
    taken = rows.values_list(*RELEASED_FIGURES.names())
    return pl.DataFrame(list(taken), schema=RELEASED_FIGURES, orient="row")


def _rows() -> QuerySet[models.Release]:
    """Return the releases, each with the one it supersedes."""
    return models.Release.objects.select_related("supersedes")


def _find_row(period: str, profile: Profile, number: int) -> models.Release | None:
    return _rows().filter(period=period, profile=profile.value, number=number).first()


def _superseded(record: ReleaseRecord) -> models.Release | None:
    """Return the row of the release that `record` supersedes, if it supersedes one."""
    if record.supersedes is None:
        return None
    row = _find_row(record.period, record.profile, record.supersedes)
    if row is None:
        raise UnknownReleaseError(f"{record.period}-{record.profile}-{record.supersedes}")
    return row


def _record_of(row: models.Release) -> ReleaseRecord:
    """Return what a row keeps of a release."""
    return ReleaseRecord(
        number=row.number,
        period=row.period,
        profile=Profile(row.profile),
        as_of=row.as_of,
        fingerprint=row.fingerprint,
        manifest=row.manifest,
        supersedes=None if row.supersedes is None else row.supersedes.number,
        reason=row.reason,
        created=row.created,
    )
