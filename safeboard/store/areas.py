"""The register of areas, which counts and submissions refer to by number."""

from collections.abc import Sequence
from datetime import datetime

from safeboard.store import models
from safeboard.store.audit import write_audit
from safeboard.store.database import explain_failures, writing
from safeboard.vocabulary.area import Area


@explain_failures()
def register_areas(areas: Sequence[Area], now: datetime, by: str = "safeboard") -> None:
    """Enter each area that is new; what is known changes nothing.

    A changed name replaces the old one, and a changed ONS code stands after the old one; the
    audit keeps both. Where nothing is new nobody has to wait: only a writer does.
    """
    new = [area for area in areas if not _is_registered(area)]
    if not new:
        return
    with writing():
        for area in new:
            for did, which in _register(area):
                write_audit(now, by, did, which)


def _is_registered(area: Area) -> bool:
    """Say whether an area is known by this name and, last, by this ONS code."""
    named = models.Area.objects.filter(number=area.number, name=area.name)
    code = models.AreaCode.objects.filter(area_id=area.number).order_by("id").last()
    return code is not None and code.code == area.ons_code and named.exists()


def _register(area: Area) -> list[tuple[str, str]]:
    """Enter one area, and return what was done, for the audit."""
    known = models.Area.objects.filter(number=area.number).first()
    code = models.AreaCode.objects.filter(area_id=area.number).order_by("id").last()
    done = []
    if known is None:
        known = models.Area.objects.create(number=area.number, name=area.name)
        done.append(("registered an area", f"{area.number} {area.name} ({area.ons_code})"))
    elif known.name != area.name:
        done.append(("renamed an area", f"{area.number} from {known.name} to {area.name}"))
        known.name = area.name
        known.save()
    if code is None or code.code != area.ons_code:
        models.AreaCode.objects.create(area=known, code=area.ons_code)
    if code is not None and code.code != area.ons_code:
        which = f"{area.number} from {code.code} to {area.ons_code}"
        done.append(("changed an area's ONS code", which))
    return done
