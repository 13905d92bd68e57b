"""Corrections: each figure that differs from the release before, old, new and why."""

from decimal import Decimal

import polars as pl
import pytest

from safeboard.disclosure.corrections import (
    UnexplainedCorrectionError,
    corrections,
    flag_revised,
)
from safeboard.disclosure.release import CORRECTIONS
from safeboard.disclosure.shown import KEY, published, shown
from safeboard.errors import ExitCode
from safeboard.indicators.figures import FIGURES
from tests.builders import ST_HELENS, catalogue, indicator, percentage, rate

CATALOGUE = catalogue(
    indicator(items={}, uses=["visits"]),
    percentage(),
    rate(items={}, uses=["visits"]),
)
WHY = "Three were recorded late."

Counts = tuple[int, int | None]


def figure(
    code: str, counts: Counts | None, value: str | None, period: str = "2017-18-Q4"
) -> dict[str, object]:
    """Return a figure; without counts it was not submitted."""
    return {
        "area": ST_HELENS,
        "indicator": code,
        "window": "quarter",
        "period": period,
        "dimension": "",
        "category": "",
        "definition": "2012-04-01",
        "numerator": counts[0] if counts else None,
        "denominator": counts[1] if counts else None,
        "value": Decimal(value) if value else None,
        "symbol": None if value else "x",
        "reason": "" if value else "not submitted",
        "flags": "",
        "population_year": None,
    }


def release(*figures: dict[str, object], rated: str = "No significant change") -> pl.DataFrame:
    """Return figures as they were published; those of the last quarter are headlines."""
    frame = pl.DataFrame(figures, schema=FIGURES)
    headlines = frame.filter(pl.col("period") == "2017-18-Q4")
    return published(frame, headlines.with_columns(rating=pl.lit(rated)), CATALOGUE)


def told(before: pl.DataFrame, now: pl.DataFrame, reason: str = WHY) -> list[tuple[str, ...]]:
    """Return each correction's indicator, old, new and why."""
    made = corrections(before, now, reason)
    assert made.schema == CORRECTIONS
    return made.select("indicator", "old", "new", "why").rows()


SHARE = figure("seen-in-time", (343, 1855), "18.5")
COUNT = figure("visits", (48, None), "48")


@pytest.mark.parametrize(
    ("row", "text"),
    [
        (SHARE, "18.5% (343 of 1,855)"),
        (figure("visits", (1569, None), "1569"), "1,569"),
        (figure("visits", (0, None), "0"), "0"),
        (figure("rate-of-visits", (1569, 36647), "428.1"), "428.1 (1,569 of 36,647)"),
        (figure("visits", None, None), "[x]"),
    ],
)
def test_a_figure_is_shown_with_its_base_or_as_its_symbol(
    row: dict[str, object], text: str
) -> None:
    code = row["indicator"]
    assert isinstance(code, str)
    assert shown(row, CATALOGUE.indicators[code]) == text


def test_what_is_published_has_every_figure_and_the_ratings_of_headlines() -> None:
    made = release(SHARE, figure("seen-in-time", (10, 40), "25", "2016-17-Q4"))
    assert made.select("shown", "rating").rows() == [
        ("18.5% (343 of 1,855)", "No significant change"),
        ("25.0% (10 of 40)", None),
    ]


def test_a_release_that_changes_nothing_corrects_nothing() -> None:
    assert told(release(SHARE, COUNT), release(COUNT, SHARE)) == []


def test_a_restated_count_is_listed_with_old_new_and_why() -> None:
    now = figure("seen-in-time", (346, 1855), "18.7")
    assert told(release(SHARE, COUNT), release(now, COUNT)) == [
        (
            "seen-in-time",
            "18.5% (343 of 1,855)",
            "18.7% (346 of 1,855)",
            "Three were recorded late. (the counts were restated)",
        )
    ]


@pytest.mark.parametrize(
    ("code", "before", "now", "value", "old", "new"),
    [
        ("seen-in-time", (343, 1855), (344, 1860), "18.5",
         "18.5% (343 of 1,855)", "18.5% (344 of 1,860)"),
        ("rate-of-visits", (156_901, 3_664_700), (156_902, 3_664_700), "428.1",
         "428.1 (156,901 of 3,664,700)", "428.1 (156,902 of 3,664,700)"),
    ],
)  # fmt: skip
def test_counts_restated_beneath_a_figure_that_rounds_to_the_same_are_listed(
    code: str, before: Counts, now: Counts, value: str, old: str, new: str
) -> None:
    made = told(release(figure(code, before, value)), release(figure(code, now, value)))
    assert [row[1:3] for row in made] == [(old, new)]


def test_a_figure_that_came_late_stood_as_its_symbol() -> None:
    made = told(release(figure("visits", None, None)), release(COUNT))
    assert made == [("visits", "[x]", "48", "Three were recorded late. (the counts were restated)")]


def test_another_value_of_the_same_counts_is_another_way_of_working_it_out() -> None:
    before = figure("seen-in-time", (343, 1855), "18.4")
    assert told(release(before), release(SHARE))[0][3] == (
        "Three were recorded late. (the definition or what is known of it changed)"
    )


def test_a_rating_that_changed_beneath_an_unchanged_figure_is_listed() -> None:
    made = told(release(SHARE, rated="Band B"), release(SHARE, rated="Band A"))
    assert made == [
        (
            "seen-in-time",
            "rated: Band B",
            "rated: Band A",
            "Three were recorded late. (what it is compared with, or the rule, changed)",
        )
    ]


def test_a_figure_and_its_rating_stand_one_after_the_other() -> None:
    now = figure("seen-in-time", (900, 1855), "48.5")
    made = told(release(SHARE, COUNT), release(now, COUNT, rated="Improved"))
    assert [row[:3] for row in made] == [
        ("seen-in-time", "18.5% (343 of 1,855)", "48.5% (900 of 1,855)"),
        ("seen-in-time", "rated: No significant change", "rated: Improved"),
        ("visits", "rated: No significant change", "rated: Improved"),
    ]
    assert made[1][3] == "Three were recorded late. (the figure changed)"


def test_a_figure_that_only_one_of_the_releases_has() -> None:
    assert told(release(), release(COUNT)) == [
        ("visits", "not in this release", "48", "Three were recorded late. (it is new)")
    ]
    gone = told(release(COUNT), release())
    assert gone[0] == (
        "visits",
        "48",
        "not in this release",
        "Three were recorded late. (it is no longer published)",
    )
    assert gone[1][:3] == ("visits", "rated: No significant change", "rated: not rated")


def test_without_a_reason_the_cause_stands_alone() -> None:
    now = figure("visits", (49, None), "49")
    assert told(release(COUNT), release(now), reason="") == [
        ("visits", "48", "49", "the counts were restated")
    ]


def test_the_refusal_to_correct_without_a_reason_says_how_to_give_one() -> None:
    refused = UnexplainedCorrectionError("2017-18-Q4-restricted-1", 1)
    assert str(refused) == (
        "2017-18-Q4-restricted-1: 1 figure of this release would change. Nothing was published. "
        "Say why with --reason 'what was corrected'."
    )
    assert "3 figures of this release" in str(UnexplainedCorrectionError("any", 3))
    assert refused.exit_code is ExitCode.USAGE


def flags(now: list[dict[str, object]], *before: dict[str, object], rated: str = "") -> list[str]:
    """Return the flags of the new release's figures."""
    frame = pl.DataFrame(now, schema=FIGURES)
    changed = corrections(
        release(*before), release(*now, rated=rated or "No significant change"), WHY
    )
    made = flag_revised(frame, changed)
    assert made.schema == FIGURES
    assert made.select(KEY).equals(frame.select(KEY))
    return made["flags"].to_list()


def test_a_figure_that_was_restated_is_flagged_as_revised_and_no_other_is() -> None:
    assert flags([figure("visits", (49, None), "49"), SHARE], COUNT, SHARE) == ["r", ""]


def test_the_flag_stands_after_the_others() -> None:
    provisional = {**figure("visits", (49, None), "49"), "flags": "ep"}
    assert flags([provisional], COUNT) == ["epr"]


def test_a_figure_that_is_withdrawn_has_no_flag() -> None:
    assert flags([figure("visits", None, None)], COUNT) == [""]


def test_a_new_figure_is_not_revised() -> None:
    assert flags([COUNT, SHARE], SHARE) == ["", ""]


def test_a_figure_of_which_only_the_rating_changed_is_not_revised() -> None:
    assert flags([SHARE], SHARE, rated="Improved") == [""]
