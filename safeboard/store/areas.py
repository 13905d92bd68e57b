"""The register of areas, which counts and submissions refer to by number."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from safeboard.store import models
from safeboard.store.audit import write_audit
from safeboard.store.database import explain_failures, writing
from safeboard.vocabulary.area import Area, Origin


@explain_failures()
def register_areas(areas: Sequence[Area], now: datetime, by: str = "safeboard") -> None:
    """Enter each area that is new; what is known changes nothing.

    A changed name replaces the old one, and a changed ONS code stands after the old one; the
    audit keeps both. An area that was made of others begins on its day, and others that went into
    it whole ended on the day before. Where nothing is new nobody has to wait: only a writer does.
    """
    new = [area for area in areas if not _is_registered(area)]
    if not new:
        return
    with writing():
        for area in new:
            for did, which in _register(area):
                write_audit(now, by, did, which)
        for area in new:
            if area.origin and _begin(area.origin):
                write_audit(now, by, "dated an area", _in_words(area.origin))


def _is_registered(area: Area) -> bool:
    """Say whether an area is known by this name and, last, by this ONS code, since its day."""
    named = models.Area.objects.filter(number=area.number, name=area.name)
    code = models.AreaCode.objects.filter(area_id=area.number).order_by("id").last()
    if code is None or code.code != area.ons_code or not named.exists():
        return False
    return area.origin is None or code.valid_from == area.origin.began


def _begin(origin: Origin) -> bool:
    """Date the codes of an area and of those that ended; say whether anything changed."""
    own = models.AreaCode.objects.filter(area_id=origin.area).order_by("id").last()
    if own is None or own.valid_from == origin.began:
        return False
    own.valid_from = origin.began
    own.save()
    if origin.is_merger:
        ended = [each.ons_code for each in origin.predecessors]
        last_day = origin.began - timedelta(days=1)
        models.AreaCode.objects.filter(code__in=ended).update(valid_to=last_day)
    return True


def _in_words(origin: Origin) -> str:
    out_of = ", ".join(each.number for each in origin.predecessors)
    part = "" if origin.is_merger else "parts of "
    return f"{origin.area} from {origin.began.isoformat()}, out of {part}{out_of}"


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
