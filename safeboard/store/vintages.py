"""The register of vintages: which version of each reference source we hold."""

from datetime import date, datetime

from safeboard.store import models
from safeboard.store.database import explain_failures, writing


@explain_failures()
def register_vintage(source: str, sha256: str, published: date, now: datetime) -> None:
    """Enter a version of a source; one that is known changes nothing."""
    with writing():
        models.Vintage.objects.get_or_create(
            source=source, sha256=sha256, defaults={"published": published, "imported_at": now}
        )
