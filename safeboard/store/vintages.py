"""Vintages: versions of reference sources, each registered, with its values as they were read.

The values are one Parquet file that never changes, under its SHA-256 in the store's folder. It is
on the disk before the register speaks of it.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max

from safeboard.store import models
from safeboard.store.audit import write_audit
from safeboard.store.database import VINTAGES_FOLDER, explain_failures, writing
from safeboard.store.moments import next_moment
from safeboard.store.received import keep_bytes, received_bytes, remove_unfinished


@dataclass(frozen=True)
class Source:
    """What a vintage is of.

    `kind` says how its values are read, and `dataset` tells apart what one source publishes. The
    vintages of the same three follow one another.
    """

    kind: str
    source: str
    dataset: str = ""

    def __str__(self) -> str:
        return f"{self.source} {self.dataset}".strip()


@dataclass(frozen=True)
class Vintage:
    """A version of a source: by its number, with the names and the SHA-256 of the files given.

    `sha256` is that of its values. It was published on a day, and imported at a time (UTC).
    """

    number: int
    of: Source
    names: str
    origin: str
    sha256: str
    published: date
    imported_at: datetime
    by: str

    def __str__(self) -> str:
        return f"{self.of}, published {self.published.isoformat()}"


@dataclass(frozen=True)
class NewVintage:
    """What is to be registered; `content` is the Parquet file of its values."""

    of: Source
    names: str
    origin: str
    content: bytes
    published: date
    imported_at: datetime
    by: str


@explain_failures()
def register_vintage(new: NewVintage, told: str = "") -> tuple[Vintage, bool]:
    """Keep a vintage, and return it and whether it was there already; then nothing changes.

    It is there if its source has one that was read from the same bytes, or that holds the same
    values. `told` is added to what the audit says of it.
    """
    if same := find_same(new.of, new.origin):
        return same, True
    sha256 = keep_bytes(new.content, VINTAGES_FOLDER)
    with writing():
        remove_unfinished()
        known = find_same(new.of, new.origin) or _find(new.of, sha256=sha256)
        if known:
            return known, True
        last = models.Vintage.objects.aggregate(last=Max("id"))["last"] or 0
        row = models.Vintage(
            # A number of the database's own would be lost with whoever was stopped.
            id=last + 1,
            **{"kind": new.of.kind, "source": new.of.source, "dataset": new.of.dataset},
            **{"names": new.names, "origin": new.origin, "sha256": sha256},
            **{
                "published": new.published,
                "imported_at": next_moment(new.imported_at),
                "by": new.by,
            },
        )
        row.save()
        made = _vintage(row)
        which = f"vintage {made.number}, {made}, from {made.names}{told}"
        write_audit(new.imported_at, new.by, "imported benchmarks", which)
        return made, False


@explain_failures()
def find_same(of: Source, origin: str) -> Vintage | None:
    """Return the vintage of a source that was read from these bytes, if there is one."""
    return _find(of, origin=origin)


@explain_failures()
def all_vintages() -> tuple[Vintage, ...]:
    """Return every vintage, the one published last at the end; of one day, the one imported last.

    Those that were registered without their values, before they were kept, are left out.
    """
    rows = models.Vintage.objects.exclude(kind="").order_by("published", "id")
    return tuple(_vintage(row) for row in rows)


def values_of(vintage: Vintage) -> bytes:
    """Return the Parquet file of a vintage's values.

    Raises: StoreError when it is gone, or no longer what was written.
    """
    return received_bytes(vintage.sha256, VINTAGES_FOLDER)


def _find(of: Source, **named: str) -> Vintage | None:
    same = {"kind": of.kind, "source": of.source, "dataset": of.dataset}
    row = models.Vintage.objects.filter(**same, **named).order_by("id").first()
    return None if row is None else _vintage(row)


def _vintage(row: models.Vintage) -> Vintage:
    return Vintage(
        number=row.pk,
        of=Source(row.kind, row.source, row.dataset),
        names=row.names,
        origin=row.origin,
        sha256=row.sha256,
        published=row.published,
        imported_at=row.imported_at,
        by=row.by,
    )
