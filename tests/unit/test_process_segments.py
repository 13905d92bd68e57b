"""Where a series is cut, who said so, and what is said again while the new part is short."""

from datetime import date

import polars as pl
import pytest

from safeboard.assurance.process.preset import MDC, Preset, TooFewToFixError
from safeboard.assurance.process.segments import (
    Break,
    Cut,
    NoPointToRebaseError,
    Rebase,
    UnsignedCutError,
    segmented,
)
from safeboard.assurance.process.signals import signals
from safeboard.assurance.process.verdict import verdicts

# Ranges of 2: the limits lie 5.32 from 11.
STEADY = (10.0, 12.0) * 7


def day(number: int) -> date:
    """Return the first day of a month, counted from April 2022 as 0."""
    return date(2022 + (number + 3) // 12, (number + 3) % 12 + 1, 1)


def series(*values: float | None) -> pl.DataFrame:
    rows = [("visits", day(place), value) for place, value in enumerate(values)]
    schema = {"chart": pl.String, "day": pl.Date, "value": pl.Float64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def rebase(number: int) -> Rebase:
    return Rebase(day(number), "Head of service", "A new front door.")


def cut(*values: float | None, by: tuple[Cut, ...], preset: Preset = MDC) -> pl.DataFrame:
    return segmented(series(*values), {"visits": by}, preset)


def test_a_rebase_begins_a_segment_at_its_very_point() -> None:
    assert cut(1, 2, 3, 4, by=(rebase(2),))["segment"].to_list() == [0, 0, 1, 1]


def test_a_break_within_a_period_begins_a_segment_with_the_next_one() -> None:
    new_definition = Break(date(2022, 5, 15), "A new definition.")
    found = cut(1, 2, 3, 4, by=(new_definition,))
    assert found["segment"].to_list() == [0, 0, 1, 1]
    assert found["begins"].to_list() == [None, None, "break", "break"]


def test_a_break_after_the_last_point_cuts_nothing_yet() -> None:
    assert cut(1, 2, by=(Break(date(2030, 1, 1), "To come."),))["segment"].to_list() == [0, 0]


def test_a_break_and_a_rebase_at_one_point_are_one_break() -> None:
    found = cut(1, 2, 3, by=(rebase(1), Break(day(1), "A new system.")))
    assert found.select("segment", "begins").rows() == [(0, None), (1, "break"), (1, "break")]


def test_each_chart_has_its_own_cuts() -> None:
    other = series(5, 6, 7).with_columns(chart=pl.lit("calls"))
    found = segmented(pl.concat([series(1, 2, 3), other]), {"calls": [rebase(1)]}, MDC)
    assert found.select("chart", "segment").rows() == [
        ("calls", 0), ("calls", 1), ("calls", 1), ("visits", 0), ("visits", 0), ("visits", 0),
    ]  # fmt: skip


def test_a_rebase_where_there_is_no_point_is_refused_with_the_days_that_there_are() -> None:
    wrong = Rebase(date(2022, 5, 2), "Head of service", "A new front door.")
    with pytest.raises(NoPointToRebaseError) as refused:
        cut(1, 2, 3, by=(wrong,))
    assert str(refused.value) == (
        "visits: it is rebased at 2022-05-02, and its series has no point there. Give the day on "
        "which one of its points begins: 2022-04-01, 2022-05-01, 2022-06-01."
    )


def test_a_rebase_after_the_last_point_is_refused() -> None:
    with pytest.raises(NoPointToRebaseError):
        cut(1, 2, 3, by=(rebase(3),))


def test_a_rebase_of_a_chart_without_points_is_refused() -> None:
    with pytest.raises(NoPointToRebaseError, match=r"calls: .* no points at all yet"):
        segmented(series(1, 2), {"calls": [rebase(0)]}, MDC)


@pytest.mark.parametrize(
    ("unsigned", "said"),
    [
        (Rebase(day(1), " ", "A new front door."), "its rebase at 2022-05-01 has no author"),
        (Rebase(day(1), "Head of service", ""), "its rebase at 2022-05-01 has no reason"),
        (Break(day(1), ""), "its break at 2022-05-01 has no reason"),
    ],
)
def test_a_cut_that_does_not_say_who_and_why_is_refused(unsigned: Cut, said: str) -> None:
    with pytest.raises(UnsignedCutError, match=said):
        cut(1, 2, by=(unsigned,))


def test_no_run_crosses_a_cut() -> None:
    rising = [float(each) for each in range(20)]
    whole, parted = (
        signals(cut(*rising, by=by), MDC)["trend"].sum() for by in ((), (rebase(6), rebase(12)))
    )
    # Twenty points that rise are one trend; of 6, 6 and 8, only the last is long enough.
    assert (whole, parted) == (20, 8)


def test_limits_can_be_fixed_by_the_first_points_of_each_segment() -> None:
    fixed = Preset("fixed", fix_after=12)
    found = cut(*STEADY, *STEADY, by=(rebase(14),), preset=fixed)
    assert found.filter("is_basis")["point"].to_list() == [*range(12), *range(14, 26)]
    assert found.filter(~pl.col("is_basis"))["point"].to_list() == [12, 13, 26, 27]


def test_limits_fixed_after_fewer_than_12_points_are_refused() -> None:
    with pytest.raises(TooFewToFixError, match="quick: its limits are fixed after 11 points"):
        Preset("quick", fix_after=11)


# --- What is said again ---

NOW = ("state", "signal", "variation", "assurance")
EARLIER = ("earlier_point", "earlier_state", "earlier_variation", "earlier_assurance")
NONE = (None, None, None, None)


def verdict(*values: float, by: tuple[Cut, ...], target: float = 17) -> pl.DataFrame:
    asked = pl.DataFrame({"chart": ["visits"], "polarity": ["low"], "target": [target]})
    return verdicts(cut(*values, by=by), asked, MDC)


@pytest.mark.parametrize(("count", "state"), [(1, "too few points"), (12, "trial limits")])
def test_a_rebase_that_leaves_too_few_points_has_the_earlier_judgement(
    count: int, state: str
) -> None:
    found = verdict(*STEADY, 30, *STEADY[:count], by=(rebase(15),), target=100)
    assert found["state"].item() == state
    assert found[EARLIER].row(0) == (14, "limits", "concern", "consistently passes")


def test_a_rebase_that_leaves_enough_points_has_no_need_of_an_earlier_judgement() -> None:
    found = verdict(*STEADY, *STEADY, by=(rebase(14),))
    assert found[NOW].row(0) == ("limits", None, "common cause", "consistently passes")
    assert found[EARLIER].row(0) == NONE


def test_a_break_leaves_no_judgement_to_say_again() -> None:
    assert verdict(*STEADY, 5, 6, by=(Break(day(14), "Counted anew."),))[EARLIER].row(0) == NONE


def test_nothing_is_said_again_from_before_a_break_that_a_rebase_followed() -> None:
    by = (Break(day(14), "Counted anew."), rebase(16))
    assert verdict(*STEADY, 5, 6, 7, 8, by=by)[EARLIER].row(0) == NONE


def test_after_two_rebases_the_last_segment_that_was_long_enough_speaks() -> None:
    found = verdict(*STEADY, 5, 6, 7, 8, by=(rebase(14), rebase(16)))
    assert found[EARLIER].row(0) == (13, "limits", "common cause", "consistently passes")


def test_a_short_series_that_was_never_cut_has_no_earlier_judgement() -> None:
    assert verdict(*STEADY[:8], by=())[EARLIER].row(0) == NONE


def test_a_process_that_never_varied_before_its_rebase_is_said_so_again() -> None:
    found = verdict(*(10.0,) * 13, 8, by=(rebase(13),))
    assert found[EARLIER].row(0) == (12, "no variation", None, "consistently passes")
