"""Headlines beside their benchmarks: a band, or which of the other states holds, in words."""

from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from safeboard.benchmarks.compared import COMPARED
from safeboard.benchmarks.comparison import compare
from safeboard.benchmarks.published import DISTRIBUTIONS
from safeboard.catalogue.indicator import Indicator
from safeboard.indicators.windows import windows_around
from safeboard.vocabulary.period import Period
from tests.builders import (
    HALTON,
    RESIDENCE,
    ST_HELENS,
    Count,
    benchmark,
    catalogue,
    definition,
    figures_of,
    indicator,
    item,
    percentage,
    stock,
)
from tests.unit.evidence import numbers_missing

AS_OF = date(2018, 12, 31)


def year(period: str, **given: object) -> dict[str, object]:
    """Return a year of the national distribution, as re-referrals had it, but for `given`."""
    return {
        "source": "LAIT",
        "measure": "Visits",
        "period": period,
        "published": date(2018, 10, 25),
        "quartile_1": Decimal("16.25"),
        "quartile_2": Decimal("20.1"),
        "quartile_3": Decimal("24.025"),
        "authorities": Decimal(152),
        "england": Decimal("21.9"),
    } | given


def compared(
    measured: Indicator,
    counts: list[Count],
    *years: dict[str, object],
    period: str = "2017-18-Q4",
    areas: tuple[str, ...] = (ST_HELENS,),
) -> dict[str, Any]:
    """Return an indicator's headline beside its benchmark."""
    given = catalogue(measured, residence=RESIDENCE)
    asked = Period.parse(period)
    figures = figures_of(given, counts, *windows_around(asked), areas=areas)
    published = pl.DataFrame(years, schema=DISTRIBUTIONS)
    made = compare(figures, given, published, asked, AS_OF)
    assert made.schema == COMPARED
    assert made.height == len(areas)
    return made.row(0, named=True)


def yearly(**changes: object) -> Indicator:
    """Return the share of visits in time in a year to date, counted yearly and set beside LAIT."""
    items = {"in_time": item(every="quarter"), "visits": item(every="quarter")}
    declared = {"items": items, "window": "year to date", "polarity": "low"}
    return percentage(**(declared | {"benchmark": benchmark()} | changes))


def in_time(
    thousandths: int, year: str = "2017-18", whole: int = 1000, area: str = ST_HELENS
) -> list[Count]:
    """Return counts of a whole year of which so many of `whole` were in time."""
    return [
        Count(code, f"{year}-Q{quarter}", value if quarter == 4 else 0, area=area)
        for code, value in (("in_time", thousandths), ("visits", whole))
        for quarter in (1, 2, 3, 4)
    ]


# --- Bands ---

EDGES = [
    ("0.0", "A", "D"),
    ("16.2", "A", "D"),
    ("16.3", "B", "C"),
    ("20.0", "B", "C"),
    ("20.1", "B", "C"),
    ("20.2", "C", "B"),
    ("24.0", "C", "B"),
    ("24.1", "D", "A"),
    ("100.0", "D", "A"),
]


@pytest.mark.parametrize(("value", "when_low", "when_high"), EDGES)
def test_a_value_on_a_quartile_lies_in_the_group_below_it(
    value: str, when_low: str, when_high: str
) -> None:
    counts = in_time(int(Decimal(value) * 10))
    for polarity, band in (("low", when_low), ("high", when_high)):
        row = compared(yearly(polarity=polarity), counts, year("2017-18"))
        assert (row["value"], row["comparison"], row["band"]) == (Decimal(value), "banded", band)


def test_a_value_on_the_first_quartile_is_best_where_low_is_good_and_worst_where_high_is() -> None:
    edges = year("2017-18", quartile_1=Decimal("18.5"))
    counts = in_time(343, whole=1855)
    assert compared(yearly(), counts, edges)["band"] == "A"
    assert compared(yearly(polarity="high"), counts, edges)["band"] == "D"


def test_a_value_on_the_last_quartile_is_not_in_the_group_above_it() -> None:
    edges = year("2017-18", quartile_2=Decimal("18"), quartile_3=Decimal("18.5"))
    counts = in_time(343, whole=1855)
    assert compared(yearly(), counts, edges)["band"] == "C"
    assert compared(yearly(polarity="high"), counts, edges)["band"] == "B"


def test_a_band_is_of_the_figure_as_it_is_shown_because_the_national_values_are_rounded_too() -> (
    None
):
    # 18.4906 per cent is shown, and published, as 18.5.
    edges = year("2017-18", quartile_1=Decimal("18.495"))
    assert compared(yearly(), in_time(343, whole=1855), edges)["band"] == "B"


def test_the_band_is_said_with_its_edges_the_number_of_authorities_and_england() -> None:
    counts = in_time(343, whole=1855) + in_time(345, "2016-17", whole=2054)
    before = year(
        "2016-17",
        quartile_1=Decimal("15.975"),
        quartile_2=Decimal("19.95"),
        quartile_3=Decimal("23.8"),
    )
    row = compared(yearly(), counts, year("2017-18"), before)
    assert (row["band"], row["before_band"], row["england"]) == ("B", "B", "21.9%")
    assert row["comparison_text"] == (
        "Band B: the second-best quarter of 152 local authorities (quartiles 16.25%, 20.1% and "
        "24.025%). Band B in 2016/17 (quartiles 15.975%, 19.95% and 23.8%; England 21.9%). "
        "England 21.9% in 2017/18."
    )
    assert row["benchmark_title"] == "Visits, nationally"
    assert row["vintage"] == "LAIT, published 25 October 2018"


@pytest.mark.parametrize(
    ("thousandths", "words"),
    [
        (100, "Band A: the best quarter of 152 local authorities"),
        (170, "Band B: the second-best quarter of 152 local authorities"),
        (220, "Band C: the third-best quarter of 152 local authorities"),
        (400, "Band D: the lowest-placed quarter of 152 local authorities"),
    ],
)
def test_each_band_is_a_letter_and_a_quarter_in_words(thousandths: int, words: str) -> None:
    row = compared(yearly(), in_time(thousandths), year("2017-18"))
    assert row["comparison_text"].startswith(words)


def test_without_the_number_of_authorities_and_without_england_the_band_says_neither() -> None:
    row = compared(yearly(), in_time(100), year("2017-18", authorities=None, england=None))
    assert row["comparison_text"] == (
        "Band A: the best quarter (quartiles 16.25%, 20.1% and 24.025%)."
    )
    assert row["england"] is None


def test_the_year_itself_is_banded_as_its_year_to_date_is() -> None:
    row = compared(yearly(window="year"), in_time(100), year("2017-18"))
    assert (row["window"], row["comparison"], row["band"]) == ("year", "banded", "A")


def test_two_areas_are_banded_by_one_distribution() -> None:
    given = catalogue(yearly())
    counts = in_time(100) + in_time(400, area=HALTON)
    period = Period.parse("2017-18-Q4")
    areas = (ST_HELENS, HALTON)
    figures = figures_of(given, counts, *windows_around(period), areas=areas)
    published = pl.DataFrame([year("2017-18")], schema=DISTRIBUTIONS)
    made = compare(figures, given, published, period, AS_OF)
    assert made.select("area", "band").rows() == [(ST_HELENS, "A"), (HALTON, "D")]


# --- Years ---


def test_the_figures_own_year_comes_before_later_and_earlier_ones() -> None:
    others = [year("2016-17", england=Decimal(1)), year("2018-19", england=Decimal(2))]
    assert compared(yearly(), in_time(100), *others, year("2017-18"))["england"] == "21.9%"


def test_a_later_year_is_never_taken() -> None:
    row = compared(yearly(), in_time(100), year("2018-19"))
    assert (row["comparison"], row["band"], row["england"]) == ("not yet published", None, None)


@pytest.mark.parametrize(
    ("latest", "lag"), [("2016-17", "one year"), ("2015-16", "2 years"), ("2013-14", "4 years")]
)
def test_without_its_own_year_the_latest_earlier_one_is_taken_and_the_lag_is_said(
    latest: str, lag: str
) -> None:
    row = compared(yearly(), in_time(100), year(latest), year("2012-13", quartile_1=Decimal(1)))
    assert row["band"] == "A"
    shown = latest.replace("-", "/")
    assert row["comparison_text"].endswith(
        f"England 21.9% in {shown}, {lag} before: the latest published."
    )


def test_the_lag_is_said_where_the_file_has_no_value_for_england_too() -> None:
    row = compared(yearly(), in_time(100), year("2016-17", england=None))
    assert row["comparison_text"].endswith(
        "24.025%). The national figures are those of 2016/17, one year before: "
        "the latest published."
    )


def test_the_band_before_says_so_where_it_is_by_the_quartiles_of_another_year() -> None:
    counts = in_time(100) + in_time(400, "2016-17")
    row = compared(yearly(), counts, year("2017-18"), year("2014-15"))
    assert " Band D in 2016/17 (by the quartiles of 2014/15: " in row["comparison_text"]


def test_a_band_before_needs_a_figure_and_a_distribution() -> None:
    both = in_time(100) + in_time(400, "2016-17")
    assert compared(yearly(), both, year("2017-18"))["before_band"] is None
    assert compared(yearly(), in_time(100), year("2016-17"))["before_band"] is None
    assert compared(yearly(), both, year("2016-17"))["before_band"] == "D"


# --- The other states ---


def state(row: dict[str, Any]) -> tuple[str, str]:
    assert row["band"] is None
    assert row["before_band"] is None
    return row["comparison"], row["comparison_text"]


def test_without_a_benchmark_there_is_no_national_referent() -> None:
    row = compared(yearly(benchmark="none"), in_time(100), year("2017-18"))
    assert state(row) == ("no national referent", "No national referent.")
    assert (row["england"], row["benchmark_title"], row["vintage"]) == (None, None, None)


def test_a_referent_whose_definition_differs_says_how_and_gives_no_band() -> None:
    because = "the national figure counts 12 months, ours 24"
    measured = yearly(benchmark=benchmark(match="differs", because=because))
    assert state(compared(measured, in_time(100), year("2017-18"))) == (
        "definition differs",
        "Definition differs from the national one: the national figure counts 12 months, ours 24. "
        "Not banded. England 21.9% in 2017/18.",
    )


def test_a_quarter_stands_beside_a_year_without_a_band() -> None:
    measured = yearly(window="quarter")
    assert state(compared(measured, in_time(100), year("2017-18"))) == (
        "part of a year",
        "Part of a year against a year: not banded. England 21.9% in 2017/18.",
    )


def test_a_year_to_date_is_part_of_a_year_until_its_last_quarter() -> None:
    counts = [
        Count(code, f"2017-18-Q{n}", value) for n in (1, 2, 3) for code, value in
        (("in_time", 10), ("visits", 100))
    ]  # fmt: skip
    row = compared(yearly(), counts, year("2017-18"), period="2017-18-Q3")
    assert state(row)[0] == "part of a year"


def snapshot(**changes: object) -> Indicator:
    """Return a share at one moment, set beside the national one at 31 March."""
    items = {
        "seen": item("Seen", kind="stock", every="quarter"),
        "open": item("Open", kind="stock", every="quarter"),
    }
    declared = {
        "items": items, "numerator": "seen", "denominator": "open", "window": "snapshot",
        "polarity": "low", "benchmark": benchmark(window="snapshot"),
    }  # fmt: skip
    return percentage(**(declared | changes))


def at(period: str, seen: int) -> list[Count]:
    return [Count("seen", period, seen), Count("open", period, 1000)]


def test_a_snapshot_is_banded_at_the_end_of_march_and_at_no_other_date() -> None:
    march = compared(snapshot(), at("2017-18-Q4", 100), year("2017-18"))
    assert (march["comparison"], march["band"]) == ("banded", "A")
    december = compared(snapshot(), at("2017-18-Q3", 100), year("2017-18"), period="2017-18-Q3")
    assert state(december) == (
        "snapshot at another date",
        "A snapshot at another date than the national one: not banded. England 21.9% in 2017/18.",
    )


def test_a_snapshot_before_at_another_date_has_no_band() -> None:
    counts = at("2017-18-Q4", 100) + at("2017-18-Q3", 400)
    measured = snapshot(compare_with="previous period")
    row = compared(measured, counts, year("2017-18"))
    assert (row["before_period"], row["before_value"]) == ("2017-18-Q3", 40)
    assert (row["band"], row["before_band"]) == ("A", None)


def test_a_referent_of_which_no_year_was_published_says_by_when() -> None:
    assert state(compared(yearly(), in_time(100))) == (
        "not yet published",
        "National referent: no year had been published by 31 December 2018.",
    )


def test_a_referent_that_the_catalogue_does_not_band_says_why() -> None:
    measured = yearly(
        polarity="neutral",
        benchmark=benchmark(banded=False, unbanded_because="neither way is good"),
    )
    assert state(compared(measured, in_time(100), year("2017-18"))) == (
        "national referent without a band",
        "National referent without a band: neither way is good. England 21.9% in 2017/18.",
    )


@pytest.mark.parametrize("absent", ["quartile_1", "quartile_2", "quartile_3"])
def test_a_year_that_lacks_a_quartile_gives_no_band(absent: str) -> None:
    row = compared(yearly(), in_time(220), year("2017-18", **{absent: None}))
    assert state(row) == (
        "national referent without a band",
        "National referent without a band: the source publishes no quartiles for it. "
        "England 21.9% in 2017/18.",
    )


def test_without_a_figure_there_is_nothing_to_set_beside_the_referent() -> None:
    assert state(compared(yearly(), [], year("2017-18"))) == (
        "no figure to compare",
        "There is a national referent, and no figure to set beside it. England 21.9% in 2017/18.",
    )


def test_no_figure_is_said_before_a_definition_that_differs() -> None:
    measured = yearly(benchmark=benchmark(match="differs", because="ours counts 24 months"))
    assert state(compared(measured, [], year("2017-18")))[0] == "no figure to compare"


def test_the_source_and_the_measure_both_have_to_be_the_indicators() -> None:
    others = [year("2017-18", measure="Another"), year("2017-18", source="Another")]
    assert state(compared(yearly(), in_time(100), *others))[0] == "not yet published"


# --- Headlines ---


def test_the_headline_stands_beside_the_figure_that_its_change_is_measured_from() -> None:
    row = compared(yearly(), in_time(343, whole=1855) + in_time(345, "2016-17", whole=2054))
    assert (row["period"], row["numerator"], row["denominator"]) == ("2017-18-Q4", 343, 1855)
    assert row["before_period"] == "2016-17-Q4"
    assert (row["before_numerator"], row["before_denominator"]) == (345, 2054)
    assert (row["value"], row["before_value"]) == (Decimal("18.5"), Decimal("16.8"))


def test_where_the_earlier_figure_is_missing_its_reason_is_kept() -> None:
    row = compared(yearly(), in_time(343))
    assert (row["before_symbol"], row["before_reason"]) == ("x", "not submitted")
    assert row["before_definition"] == "2012-04-01"


def test_the_definition_of_each_of_the_two_figures_is_kept() -> None:
    measured = yearly(definitions=[definition("2012-04-01"), definition("2017-04-01")])
    row = compared(measured, in_time(100) + in_time(100, "2016-17"))
    assert (row["before_definition"], row["definition"]) == ("2012-04-01", "2017-04-01")


def test_a_headline_is_the_total_and_not_a_category() -> None:
    measured = stock(
        items={"open": item("Open", kind="stock", every="quarter", by=["residence"])},
        by=["residence"],
    )
    counts = [
        Count("open", "2017-18-Q4", 104),
        Count("open", "2017-18-Q4", 55, category="inside"),
    ]
    row = compared(measured, counts)
    assert (row["value"], row["category"], row["before_period"]) == (104, "", "2016-17-Q4")


def test_an_indicator_of_shares_only_has_a_headline_that_says_so() -> None:
    measured = percentage(
        items={"visits": item(by=["residence"])},
        numerator="visits",
        denominator="whole",
        by=["residence"],
    )
    row = compared(measured, [])
    assert (row["value"], row["symbol"], row["reason"]) == (None, "z", "shown by category only")


def test_each_indicator_has_one_headline_for_each_area_in_order() -> None:
    given = catalogue(indicator("first"), indicator(
        "second", items={}, uses=["visits"], window="year to date"))  # fmt: skip
    period = Period.parse("2017-18-Q4")
    areas = (HALTON, ST_HELENS)
    figures = figures_of(given, [], *windows_around(period), areas=areas)
    made = compare(figures, given, pl.DataFrame(schema=DISTRIBUTIONS), period, AS_OF)
    assert made.select("area", "indicator", "window").rows() == [
        (HALTON, "first", "quarter"),
        (HALTON, "second", "year to date"),
        (ST_HELENS, "first", "quarter"),
        (ST_HELENS, "second", "year to date"),
    ]


# --- Rolling twelve months ---


def rolling() -> Indicator:
    """Return the share of visits in time over twelve months, counted by quarter."""
    return yearly(window="rolling 12 months")


def by_quarter(periods: list[str], parts: int, wholes: int) -> list[Count]:
    """Return the same counts for each quarter."""
    return [
        Count(code, period, value)
        for period in periods
        for code, value in (("in_time", parts), ("visits", wholes))
    ]


def test_twelve_months_that_end_with_the_year_are_banded_by_that_year() -> None:
    counts = by_quarter([f"2017-18-Q{n}" for n in (1, 2, 3, 4)], 9, 50)
    row = compared(rolling(), counts, year("2017-18"))
    assert (row["comparison"], row["band"]) == ("banded", "B")
    assert row["comparison_text"] == (
        "Band B: the second-best quarter of 152 local authorities (quartiles 16.25%, 20.1% and "
        "24.025%). England 21.9% in 2017/18."
    )


def test_twelve_months_that_end_within_a_year_are_banded_by_the_last_that_was_over() -> None:
    quarters = ["2016-17-Q3", "2016-17-Q4", "2017-18-Q1", "2017-18-Q2"]
    row = compared(
        rolling(), by_quarter(quarters, 9, 50), year("2016-17"), year("2017-18"),
        period="2017-18-Q2",
    )  # fmt: skip
    assert (row["comparison"], row["band"]) == ("banded", "B")
    assert row["comparison_text"] == (
        "Band B: the second-best quarter of 152 local authorities (quartiles 16.25%, 20.1% and "
        "24.025%). England 21.9% in 2016/17, the last whole year by then."
    )


def test_the_twelve_months_before_are_named_with_their_band() -> None:
    quarters = [f"{code}-Q{n}" for code in ("2015-16", "2016-17", "2017-18") for n in (1, 2, 3, 4)]
    row = compared(
        rolling(), by_quarter(quarters, 9, 50), year("2016-17"), year("2015-16"),
        period="2017-18-Q2",
    )  # fmt: skip
    assert row["before_band"] == "B"
    assert (
        "Band B in 12 months to the end of Q2 2016/17 (by the quartiles of 2015/16: "
        in row["comparison_text"]
    )


def test_every_number_of_a_bands_sentence_stands_in_the_distribution() -> None:
    counts = in_time(343, whole=1855) + in_time(345, "2016-17", whole=2054)
    before = year("2016-17", quartile_1=Decimal("15.975"), england=Decimal("21.4"))
    row = compared(yearly(), counts, year("2017-18"), before)
    assert row["comparison_text"].startswith("Band B: ")
    assert numbers_missing(row["comparison_text"], row["distribution"]) == []
