"""Periods keep to the calendar, whichever of them one takes."""

from datetime import timedelta
from itertools import pairwise

from hypothesis import assume, given
from hypothesis import strategies as st

from safeboard.vocabulary.period import Period, PeriodKind
from safeboard.vocabulary.window import ComparedWith, Window, WindowKind

# From April 2012; in the year 2100 a code such as 2100-01 would be a month and a year once more.
YEARS = st.integers(2012, 2098)
PERIODS = st.one_of(
    st.builds(Period.month, st.integers(2013, 2098), st.integers(1, 12)),
    st.builds(Period.quarter, YEARS, st.integers(1, 4)),
    st.builds(Period.year, YEARS),
)
KINDS = st.sampled_from(PeriodKind)


@given(PERIODS)
def test_what_is_written_is_read_again_as_the_same_period(period: Period) -> None:
    assert Period.parse(period.code) == period


@given(PERIODS, PERIODS)
def test_two_periods_are_never_written_or_shown_alike(one: Period, other: Period) -> None:
    assume(one != other)
    assert one.code != other.code
    assert str(one) != str(other)


@given(PERIODS, KINDS)
def test_the_parts_of_a_period_cover_each_of_its_days_once(
    period: Period, kind: PeriodKind
) -> None:
    parts = list(period.parts(kind))
    assume(parts)
    assert sum(part.days for part in parts) == period.days
    assert (parts[0].first_day, parts[-1].last_day) == (period.first_day, period.last_day)
    for before, after in pairwise(parts):
        assert before.last_day + timedelta(days=1) == after.first_day
        assert after.earlier() == before


@given(PERIODS)
def test_the_period_before_ends_the_day_before_and_a_year_before_is_the_same_stretch(
    period: Period,
) -> None:
    assert period.earlier().last_day + timedelta(days=1) == period.first_day
    before = period.year_before()
    assert before.kind is period.kind
    assert (before.first_day.month, before.first_day.day) == (period.first_day.month, 1)
    assert before.first_day.year == period.first_day.year - 1


@given(PERIODS, PERIODS, PERIODS)
def test_any_periods_can_be_put_in_one_order(one: Period, two: Period, three: Period) -> None:
    ordered = sorted([one, two, three])
    for before, after in pairwise(ordered):
        assert before.last_day <= after.last_day
        if before.last_day == after.last_day:
            assert before.days <= after.days


@given(PERIODS, KINDS)
def test_a_period_that_ends_with_another_ends_on_its_day_and_is_of_the_kind_asked(
    period: Period, kind: PeriodKind
) -> None:
    found = period.ending(kind)
    ends_quarter = period.last_day.month in (3, 6, 9, 12)
    ends_year = period.last_day.month == 3
    exists = {PeriodKind.MONTH: True, PeriodKind.QUARTER: ends_quarter, PeriodKind.YEAR: ends_year}
    assert (found is not None) == exists[kind]
    if found:
        assert (found.kind, found.last_day) == (kind, period.last_day)


@given(PERIODS, st.sampled_from(WindowKind), st.sampled_from(ComparedWith))
def test_a_window_never_overlaps_the_one_it_is_compared_with(
    period: Period, kind: WindowKind, basis: ComparedWith
) -> None:
    window = Window.ending(kind, period)
    if window is None:
        return
    before = window.compared_with(basis)
    assert before.kind is window.kind
    if kind is WindowKind.SNAPSHOT:
        assert before.period.last_day < window.period.last_day
    else:
        assert before.span[1] < window.span[0]
        assert before.span[1] - before.span[0] == window.span[1] - window.span[0]
