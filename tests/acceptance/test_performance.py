"""What is measured is the same arithmetic: the scripts beside Safeboard answer as it does."""

from pathlib import Path

import pytest

from performance.measuring import (
    Equal,
    Measured,
    measure,
    prepare,
    prepare_bands,
    prepare_charts,
)
from performance.report import OURS, Line, Report
from performance.stages import PROGRAMS
from performance.workload import Sizes

pytestmark = pytest.mark.sqlite

SMALL = Sizes(indicators=16, months=24, areas=3, categories=2)


def test_a_small_workload_has_the_same_figures_and_ratings_in_all_three_programs(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "small"
    equal = prepare(folder, SMALL)
    # Of 8 indicators, two are shares by two categories (6 rows of counts each), two are shares
    # (2 rows each) and four have one row: 40 rows for 16, of 24 months in 3 areas.
    assert 2850 < equal.counts <= 40 * 24 * 3
    # Flows have 24 months, 8 quarters, 8 years to date, 5 times 12 months and 2 years; stocks 8
    # snapshots. Of 8 indicators, two flows have 3 rows of figures, and five have one.
    assert equal.figures == 2 * (11 * 47 + 8) * 3
    assert equal.ratings == 16 * 3
    taken = measure(folder, [("figures to ratings", each) for each in PROGRAMS], 1, lambda _: None)
    assert all(each.seconds[0] > 0 and each.peak_megabytes > 50 for each in taken.values())


def test_process_charts_have_the_same_limits_signals_and_verdicts_in_numpy(tmp_path: Path) -> None:
    assert prepare_charts(tmp_path, 500) == 500
    keys = [("process charts", each) for each in ("safeboard", "numpy")]
    taken = measure(tmp_path, keys, 1, lambda _: None)
    assert all(each.seconds[0] > 0 for each in taken.values())


def test_bands_have_the_same_rows_in_pandas(tmp_path: Path) -> None:
    # Of 20 series, with a title more for the first, each has between 1 and 10 years.
    assert 21 * 158 <= prepare_bands(tmp_path, 20) <= 210 * 158
    keys = [("bands, all years", each) for each in ("safeboard", "pandas")]
    taken = measure(tmp_path, keys, 1, lambda _: None)
    assert all(each.seconds[0] > 0 for each in taken.values())


def measured(*seconds: float) -> Measured:
    return Measured(seconds, seconds, 100)


def test_an_aim_that_is_missed_is_said_plainly() -> None:
    whole = Line(measured(4.0, 2.0, 9.0), measured(8.2), shown=measured(4.0, 2.0, 9.0))
    lines = {
        ("figures to ratings", OURS): Line(measured(1.8), measured(3.6), shown=measured(1.8)),
        ("figures to ratings", "polars"): Line(measured(1.0), measured(2.0), shown=measured(1.0)),
        ("store to ratings", OURS): whole,
        ("bands, all years", OURS): Line(measured(2.5), measured(5.0), shown=measured(2.5)),
        ("bands, all years", "pandas"): Line(measured(5.0), measured(9.0), shown=measured(5.0)),
        ("process charts", OURS): Line(measured(1.2), measured(2.4), shown=measured(1.2)),
    }
    equal = Equal(counts=2_000_000, figures=1, ratings=1)
    assert Report((equal, equal), 0, lines, charts=5000).aims() == [
        (False, "figures to ratings within 1.5 times the Polars script: 1.80"),
        (True, "a million counts from store to ratings under 3 s: 2.00 s"),
        (True, "growth no worse than linear: 2.05 (store to ratings)"),
        (False, "10,000 process charts in under 2 s: 2.40 s"),
        (True, "bands, all years, no slower than pandas: 0.50"),
        (False, "bands, all years, in under 2 s: 2.50 s"),
    ]
