"""Corrections: each figure that differs from the release this one takes the place of."""

from collections.abc import Iterator
from dataclasses import dataclass

from safeboard.catalogue.library import Catalogue
from safeboard.disclosure.release import Release
from safeboard.publishing.released import Place, place_of, window_of

_LOST = "no longer declared"


@dataclass(frozen=True)
class Correction:
    """A corrected figure, named in words, as it was shown and as it is shown now."""

    place: Place
    area: str
    indicator: str
    which: str
    old: str
    new: str
    why: str


def corrections_of(release: Release, catalogue: Catalogue) -> Iterator[Correction]:
    """Yield a release's corrections; the area is named only where there are several."""
    names = {each.number: each.name for each in release.areas} if len(release.areas) > 1 else {}
    for row in release.corrections.iter_rows(named=True):
        place = place_of(row)
        which = str(window_of(place.window, place.period))
        if place.category:
            which = f"{which}, {_label(place, catalogue)}"
        yield Correction(
            place=place,
            area=names.get(place.area, ""),
            indicator=_title(place, catalogue),
            which=which,
            old=row["old"],
            new=row["new"],
            why=row["why"],
        )


def _title(place: Place, catalogue: Catalogue) -> str:
    """Return an indicator's title; its code, where the catalogue has lost it since."""
    indicator = catalogue.indicators.get(place.indicator)
    return indicator.title if indicator else f"{place.indicator} ({_LOST})"


def _label(place: Place, catalogue: Catalogue) -> str:
    """Return a category's label; its code, where the catalogue has lost it since."""
    breakdown = catalogue.breakdowns.get(place.dimension)
    category = breakdown.categories.get(place.category) if breakdown else None
    return category.label if category else f"{place.category} ({_LOST})"
