"""A rating's chain in words: which counts are used, exact quotients, and what evidence says."""

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from safeboard.assurance.account.chain import USED, Chain, used_in
from safeboard.assurance.account.counts import counts_in_words, sums_in_words
from safeboard.assurance.account.figure import definition_in_words, figure_in_words
from safeboard.assurance.account.judged import judgements_in_words, rating_in_words
from safeboard.catalogue.indicator import Indicator
from safeboard.vocabulary.area import Area, Origin
from safeboard.vocabulary.period import Period
from safeboard.vocabulary.window import Window, WindowKind
from tests.builders import benchmark, catalogue, compared_row, indicator, percentage, rate

SAID = {
    "change": "-5.0 percentage points",
    "change_note": "",
    "rated_by": "change",
    "rating": "Improved",
    "shape": "tick",
    "colour": "green",
    "before_population_year": None,
    **{f"{kind}_rating": "Not compared" for kind in ("change", "position")},
    **{f"{kind}_sentence": "Said." for kind in ("change", "position", "target")},
    "target_rating": "No target",
}
Q4 = Window(WindowKind.QUARTER, Period.parse("2017-18-Q4"))
BCP = Area(
    "839",
    "Bournemouth, Christchurch and Poole",
    "E06000058",
    origin=Origin(
        "839",
        date(2018, 3, 1),
        (Area("837", "Bournemouth", "E06000028"), Area("836", "Poole", "E06000029")),
        is_merger=True,
    ),
)


def chain(
    measured: Indicator, evidence: Mapping[str, Any] | None = None, **changes: object
) -> Chain:
    """Return the chain of 8 visits in time of 40, against 10 of 40 a year before."""
    told = {name: changes.pop(name) for name in tuple(changes) if name in SAID}
    row = compared_row(indicator=measured.code, **changes)
    return Chain(
        indicator=measured,
        catalogue=catalogue(measured),
        area=Area("342", "St. Helens", "E08000013"),
        row={**row, **SAID, **told, "evidence": json.dumps(evidence or {})},
        used=USED.to_frame(),
        returns={},
        notes=(),
    )


def counts(*given: tuple[str, str, int | None]) -> pl.DataFrame:
    """Return counts of visits: area, month and value, each in a cell of return 1."""
    rows = [
        {
            "item": "visits", "area": area, "period": month, "dimension": "", "category": "",
            "value": value, "state": "not held by us" if value is None else "counted", "flag": "",
            "submission": 1, "sheet": "Counts", "cell": f"E{number}",
        }
        for number, (area, month, value) in enumerate(given, start=1)
    ]  # fmt: skip
    names = {name: kind for name, kind in USED.items() if not name.startswith(("window", "part"))}
    return pl.DataFrame(rows, schema={**names, "period": pl.String()})


# --- The counts ---


def test_a_count_of_its_own_stands_before_those_of_the_areas_that_merged() -> None:
    given = counts(
        ("837", "2018-01", 5), ("836", "2018-01", 7), ("837", "2018-03", 1), ("839", "2018-03", 9)
    )
    used = used_in(given, indicator(), catalogue(indicator()), (BCP, Q4))
    assert used.select("part", "area", "value").rows() == [
        ("2018-01", "836", 7),
        ("2018-01", "837", 5),
        ("2018-02", None, None),
        ("2018-03", "839", 9),
    ]


def test_a_count_of_another_area_names_it_and_one_that_is_not_held_says_so() -> None:
    measured = indicator()
    given = counts(("837", "2018-01", 5), ("836", "2018-01", None), ("839", "2018-03", 9))
    used = used_in(given, measured, catalogue(measured), (BCP, Q4))
    made = chain(measured)
    lines = list(counts_in_words(Chain(**{**vars(made), "area": BCP, "used": used})))
    assert lines[2:7] == [
        "  For Q4 2017/18:",
        "    January 2018, Poole: not held by the agency (return 1, Counts!E2)",
        "    January 2018, Bournemouth: 5 (return 1, Counts!E1)",
        "    February 2018: not submitted",
        "    March 2018: 9 (return 1, Counts!E3)",
    ]
    assert lines[-1] == "The agencies wrote no note on these counts."


def test_a_total_that_is_not_there_says_why() -> None:
    made = chain(
        indicator(), numerator=None, value=None, symbol="x", reason="not submitted: March 2018"
    )
    assert next(sums_in_words(made)) == (
        "Numerator for Q4 2017/18: there is none (not submitted: March 2018)."
    )


# --- The figure ---


def test_a_count_has_nothing_to_divide_by() -> None:
    made = chain(indicator(), value=Decimal(8), before_value=Decimal(10), change="-2")
    assert list(figure_in_words(made)) == [
        "Q4 2017/18: 8, a count: there is nothing to divide by.",
        "Q4 2016/17: 10, a count: there is nothing to divide by.",
        "Change: 8 less 10 is -2, which is told as -2.",
    ]


def test_a_quotient_that_ends_is_written_whole_and_one_that_goes_on_is_cut() -> None:
    lines = list(figure_in_words(chain(percentage(), before_denominator=30)))
    assert lines[:2] == [
        "Q4 2017/18: 100 × 8 ÷ 40 = 20, rounded half up to 1 decimal: 20.0%.",
        "Q4 2016/17: 100 × 10 ÷ 30 = 33.333333…, rounded half up to 1 decimal: 25.0%.",
    ]


def test_a_change_in_per_cent_is_told_of_what_it_was() -> None:
    measured = rate(change="per cent")
    made = chain(measured, numerator=9, denominator=40_000, before_denominator=40_000,
                 change="-10.0 per cent")  # fmt: skip
    assert list(figure_in_words(made))[-1] == (
        "Change: 2.25 less 2.5 is -0.25, -10 per cent of what it was, which is told as "
        "-10.0 per cent."
    )


@pytest.mark.parametrize(
    ("before", "said"),
    [
        ("2012-04-01", "The earlier figure is under the same definition."),
        ("2011-04-01", "The earlier figure is under that of 1 April 2011."),
        (None, "There is no earlier figure under a definition."),
    ],
)
def test_it_is_said_under_which_definition_the_earlier_figure_is(
    before: str | None, said: str
) -> None:
    assert list(definition_in_words(chain(percentage(), before_definition=before)))[-1] == said


# --- The judgements ---


def test_a_process_chart_is_told_with_its_limits_its_parameters_and_every_point() -> None:
    evidence = {
        "change": {
            "chart": "XmR chart",
            "lower": 39.1845,
            "method": "process limits",
            "parameters": {"factor": 2.66, "screen": None, "near": 2 / 3},
            "points_used": [["2017-11", 47, None], ["2017-12", None, None]],
            "signal": None,
        }
    }
    lines = list(judgements_in_words(chain(indicator(), evidence)))
    assert lines[lines.index("Change over time: Not compared.") :] == [
        "Change over time: Not compared.",
        "  Said.",
        "  Method: process limits.",
        "  Chart: XmR chart.",
        "  Lower: 39.1845.",
        "  Signal: none.",
        "  Parameters: factor 2.66; screen none; near 0.666667.",
        "  Points used:",
        "    November 2017: 47",
        "    December 2017: no figure",
    ]


def test_a_trend_is_told_with_the_counts_and_the_value_of_each_year() -> None:
    points = [["2016-17", 1345, 2054, "65.5"], ["2017-18", 60, 200, "30"]]
    evidence = {"change": {"slopes_agree": True, "points_used": points}}
    assert list(judgements_in_words(chain(percentage(), evidence)))[-4:] == [
        "  Slopes agree: yes.",
        "  Points used:",
        "    2016/17: 1,345 of 2,054, 65.5",
        "    2017/18: 60 of 200, 30",
    ]


def test_an_interval_without_an_end_says_so() -> None:
    evidence = {"change": {"interval_99.8": [1.25, None]}}
    last = list(judgements_in_words(chain(indicator(), evidence)))[-1]
    assert last == "  Interval at 99.8%: 1.25 to without end."


# --- The rating ---


def test_a_judgement_that_cannot_be_made_gives_way_to_the_next() -> None:
    rule = {"preset": "better-or-worse", "colours": {"Improved": "blue"}}
    measured = percentage(rating=rule, benchmark=benchmark())
    made = chain(measured, change_rating="Improved", colour="blue")
    assert list(rating_in_words(made))[1:] == [
        "Position among others is not judged: Not compared.",
        "Change over time is judged: Improved. So that is the rating.",
        "Rating: Improved (shape: tick; colour: blue, the indicator's own).",
    ]


def test_where_nothing_can_be_judged_the_rating_says_why() -> None:
    made = chain(
        percentage(), change_rating="Baseline", rating="Baseline", shape="ring", colour="grey"
    )
    assert list(rating_in_words(made))[1:] == [
        "Change over time is not judged: Baseline.",
        "So nothing is judged, and the rating says why.",
        "Rating: Baseline (shape: ring; colour: grey, the usual one).",
    ]
