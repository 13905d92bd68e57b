"""The series of indicators: what their changes are judged by beside the two periods compared."""

from dataclasses import replace

from safeboard.catalogue.library import Catalogue
from safeboard.indicators.windows import Asked, windows_around
from safeboard.vocabulary.period import EARLIEST, Period
from safeboard.vocabulary.window import WindowKind

POINTS = (WindowKind.MONTH, WindowKind.QUARTER, WindowKind.SNAPSHOT)
"""The windows that can be points of a series, the shortest first."""

YEARS_OF_A_TREND = 5
"""How many years, the latest ones, a trend is tested over."""


def with_series(catalogue: Catalogue) -> Catalogue:
    """Return a catalogue of only the indicators whose change is judged, and their items.

    Some are judged by their series; of the others it tells how much they vary.
    """
    charted = {
        code: each
        for code, each in catalogue.indicators.items()
        if each.rule.change.method != "none"
    }
    used = {code for each in charted.values() for code in each.item_codes}
    items = {code: item for code, item in catalogue.items.items() if code in used}
    return replace(catalogue, indicators=charted, items=items)


def of_series(asked: Asked, catalogue: Catalogue, period: Period) -> Asked:
    """Return what to ask for so that every indicator of `with_series` has its years of points.

    Whole years are asked for only where an indicator is judged by their trend. A series begins no
    earlier than periods do.
    """
    rules = [each.rule.change for each in catalogue.indicators.values()]
    of_years = any(each.method == "annual trend" for each in rules)
    years = max((each.limits.years for each in rules), default=0)
    if of_years:
        years = max(years, YEARS_OF_A_TREND)
    windows = windows_around(period, years + 1) if years else ()
    kinds = (*POINTS, WindowKind.YEAR) if of_years else POINTS
    known = (each for each in windows if each.kind in kinds and each.period.first >= EARLIEST)
    return replace(asked, windows=tuple(known))
