"""A period or stretch as people write it: Q4 17/18, Jan-18, Apr to Dec 2017. Read where certain."""

import re
from calendar import month_abbr, month_name
from collections.abc import Callable
from datetime import date, timedelta

from safeboard.vocabulary.period import Period, PeriodKind, UnknownPeriodError
from safeboard.vocabulary.stretch import Covered, covering, parse_covered
from safeboard.vocabulary.window import Window, WindowKind

Found = re.Match[str]


def find_period(text: str, within: Period | None = None) -> Period | None:
    """Return the one period that a text can mean, or None.

    `within` is the return that the text stands in: there, Q4 or January alone may be certain. Dates
    and the day numbers of spreadsheet programs mean a month only if they are its first day.
    """
    said = _plain(text)
    try:
        return Period.parse(said.upper())
    except UnknownPeriodError:
        pass
    for form, read in _FORMS:
        if found := form.fullmatch(said):
            return _not_too_early(read(found))
    return _alone(said, within) if within else None


def find_covered(text: str, within: Period | None = None) -> Covered | None:
    """Return the one period or stretch that a text can mean, or None.

    A stretch is written by its first and last month, or as a window is on our pages. `within` is
    the return, as for a period: there, April to December alone may be certain.
    """
    if period := find_period(text, within):
        return period
    said = _plain(text)
    try:
        return parse_covered(said)
    except UnknownPeriodError:
        pass
    for form, read in _LONGER_FORMS:
        if found := form.fullmatch(said):
            return read(found, within)
    return None


def _plain(text: str) -> str:
    """Return a text in small letters, with plain spaces and dashes, and without idle marks."""
    dashed = re.sub(r"[\u2010-\u2015\u2212]", "-", text.lower())
    spaced = " ".join(re.sub(r"[,.()'’\u200b\u2060\ufeff]", " ", dashed).split())
    return re.sub(r" ?([/-]) ?", r"\1", spaced)


def _not_too_early(period: Period | None) -> Period | None:
    """Return the period, unless it lies before the earliest that we know."""
    try:
        return Period.parse(period.code) if period else None
    except UnknownPeriodError:
        return None


def _alone(said: str, within: Period) -> Period | None:
    """Return the quarter or month of `within` that is named without a year."""
    if found := re.fullmatch(_QUARTER, said):
        quarters = within.parts(PeriodKind.QUARTER)
        meant = [each for each in quarters if (each.first - 3) % 12 // 3 + 1 == _quarter_of(found)]
    else:
        months = within.parts(PeriodKind.MONTH)
        meant = [each for each in months if each.first % 12 + 1 == _MONTHS.get(said)]
    return meant[0] if len(meant) == 1 else None


_MONTHS = {
    **{name.lower(): number for number, name in enumerate(month_name) if name},
    **{name.lower(): number for number, name in enumerate(month_abbr) if name},
    "sept": 9,
}
_ORDINALS = ("1st", "2nd", "3rd", "4th")

_ANY_MONTH = "|".join(_MONTHS)
_MONTH = rf"(?P<month>{_ANY_MONTH})"
_YEAR = r"(?P<year>[0-9]{4}|[0-9]{2})"
_ANY_YEAR = "[0-9]{4}|[0-9]{2}"
_FINANCIAL = rf"(?P<fy>fy ?|financial year |year )?(?P<start>{_ANY_YEAR})[/-](?P<end>{_ANY_YEAR})"
_QUARTER = r"(?:(?:q|qtr|quarter) ?(?P<quarter>[1-4])|(?P<ordinal>1st|2nd|3rd|4th) (?:quarter|qtr))"


def _month(found: Found) -> Period:
    return Period.month(_full(found["year"]), _MONTHS[found["month"]])


def _numbered_month(found: Found) -> Period:
    return Period.month(int(found["year"]), int(found["number"]))


def _month_of_year(found: Found) -> Period | None:
    """Return a month named with its financial year: January 2017/18 is that of 2018."""
    year, month = _financial_year(found), _MONTHS[found["month"]]
    return next(
        (m for m in (year.parts(PeriodKind.MONTH) if year else ()) if m.first % 12 + 1 == month),
        None,
    )


def _month_of_quarter(found: Found) -> Period | None:
    """Return a month named with the quarter that it is in, as one below the other."""
    quarter, month = _quarter(found), _month_of_year(found)
    year = found["year"]
    if quarter is None or month is None or not quarter.contains(month):
        return None
    return month if year is None or _full(year) == month.first_day.year else None


def _stretch(found: Found) -> Period | None:
    """Return the quarter or year that runs from one month to another."""
    last = _month(found)
    for kind in (PeriodKind.QUARTER, PeriodKind.YEAR):
        period = last.ending(kind)
        starts = period and period.first_day
        if starts and starts.month == _MONTHS[found["from"]]:
            written = found["from_year"]
            return period if written is None or _full(written) == starts.year else None
    return None


def _year_ending(found: Found) -> Period | None:
    return Period.month(_full(found["year"]), 3).ending(PeriodKind.YEAR)


def _financial_year(found: Found) -> Period | None:
    """Return a financial year; 12/13 alone could be December 2013, and is none."""
    start, end = _full(found["start"]), _full(found["end"])
    is_a_month = len(found["start"]) == 2 and start <= 2012 and not found["fy"]
    return None if end != start + 1 or is_a_month else Period.year(start)


def _quarter(found: Found) -> Period | None:
    year = _financial_year(found)
    return Period.quarter(year.first // 12, _quarter_of(found)) if year else None


def _quarter_of(found: Found) -> int:
    return int(found["quarter"] or _ORDINALS.index(found["ordinal"]) + 1)


def _serial(found: Found) -> Period | None:
    """Return the month whose first day has this number in spreadsheet programs."""
    day = date(1899, 12, 30) + timedelta(days=int(found[0]))
    return Period.month(day.year, day.month) if day.day == 1 else None


def _full(year: str) -> int:
    """Return a year in full: 17 is 2017."""
    return int(year) if len(year) == 4 else 2000 + int(year)


_STRETCH = rf"(?P<from>{_ANY_MONTH})(?: (?P<from_year>{_ANY_YEAR}))?(?:-| to ){_MONTH} {_YEAR}"
_FORMS: list[tuple[re.Pattern[str], Callable[[Found], Period | None]]] = [
    (re.compile(form), read)
    for form, read in (
        (rf"{_MONTH}[ /-]?{_YEAR}", _month),
        (rf"(?P<year>[0-9]{{4}})[ /-]?{_MONTH}", _month),
        (r"(?P<number>0?[1-9]|1[0-2])/(?P<year>[0-9]{4})", _numbered_month),
        (rf"{_MONTH} {_FINANCIAL}", _month_of_year),
        (rf"{_MONTH}(?:[ /-]?{_YEAR})? {_QUARTER}[ -]{_FINANCIAL}", _month_of_quarter),
        (rf"{_MONTH}(?:[ /-]?{_YEAR})? {_FINANCIAL}[ -]{_QUARTER}", _month_of_quarter),
        (_STRETCH, _stretch),
        (rf"{_QUARTER}[ -]{_FINANCIAL}", _quarter),
        (rf"{_FINANCIAL}[ -]{_QUARTER}", _quarter),
        (_FINANCIAL, _financial_year),
        (rf"(?:year ending|year to|ye) (?:31 )?mar(?:ch)? {_YEAR}", _year_ending),
        (r"(?P<year>[0-9]{4})-(?P<number>0[1-9]|1[0-2])-01(?:[ t]00:00:00)?", _numbered_month),
        (r"[0-9]{5}", _serial),
    )
]


def _months(found: Found, within: Period | None) -> Covered | None:
    """Return what runs from one month to another; the year may be said once, or by the return."""
    first_named, last_named = _MONTHS[found["from"]], _MONTHS[found["month"]]
    if found["year"]:
        last = Period.month(_full(found["year"]), last_named).last
    elif within and not found["from_year"]:
        last = within.financial_year.first + (last_named - 4) % 12
    else:
        return None
    if found["from_year"]:
        first = Period.month(_full(found["from_year"]), first_named).first
    else:
        first = last - (last_named - first_named) % 12
    is_of_one_year = found["year"] or (within and first >= within.financial_year.first)
    return _known(first, last) if first < last and is_of_one_year else None


def _twelve_months(found: Found, within: Period | None) -> Covered | None:
    ends = find_period(found["ends"], within)
    window = Window.ending(WindowKind.ROLLING, ends) if ends else None
    return _known(*window.span) if window else None


def _year_to_date(found: Found, within: Period | None) -> Covered | None:  # noqa: ARG001 - as others
    year = _financial_year(found)
    ends = find_period(found["ends"], year) if year else None
    return _known(year.first, ends.last) if year and ends and year.contains(ends) else None


def _known(first: int, last: int) -> Covered | None:
    """Return what runs from one month to another, unless it begins before the earliest we know."""
    covered = covering(first, last)
    try:
        return parse_covered(covered.code)
    except UnknownPeriodError:
        return None


_MONTHS_LONG = (
    rf"(?P<from>{_ANY_MONTH})(?:[ -]?(?P<from_year>{_ANY_YEAR}))?(?:-| to )"
    rf"{_MONTH}(?:[ -]?{_YEAR})?"
)
_LONGER_FORMS: list[tuple[re.Pattern[str], Callable[[Found, Period | None], Covered | None]]] = [
    (re.compile(form), read)
    for form, read in (
        (_MONTHS_LONG, _months),
        (r"(?:rolling )?12 months to (?:the )?(?:end of )?(?P<ends>.+)", _twelve_months),
        (rf"{_FINANCIAL} to (?:the )?(?:end of )?(?P<ends>.+)", _year_to_date),
    )
]
