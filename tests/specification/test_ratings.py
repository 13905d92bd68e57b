"""What St Helens' public counts are rated, with the published quartiles and populations."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from safeboard.assurance.rating import rate
from safeboard.benchmarks.comparison import compare
from safeboard.benchmarks.headlines import headline_window
from safeboard.benchmarks.published import read_published
from safeboard.indicators.calculation import calculate
from safeboard.indicators.windows import Asked, parts_of, windows_around
from safeboard.vocabulary.period import Period
from safeboard.vocabulary.rating import Colour, Rating
from tests.builders import ST_HELENS, Count, counts_frame
from tests.conftest import ROOT
from tests.unit.returns import built_in

EXAMPLE = ROOT / "examples" / "st-helens-2017-18"
CATALOGUE = built_in()
PERIOD = Period.parse("2017-18-Q4")
AS_OF = date(2026, 6, 30)

# The Department for Education's published counts: this year's, then last year's.
PUBLIC = {
    "children_in_need": (1569, 1859),
    "re_referrals_within_12_months": (343, 345),
    "referrals": (1855, 2054),
    "second_or_subsequent_plans": (16, 54),
    "plans_started": (161, 230),
}


def counts() -> Iterator[Count]:
    """Yield the public counts: a stock at the year's end, a flow all in the year's last part."""
    for code, years in PUBLIC.items():
        item = CATALOGUE.items[code]
        for year, total in zip(("2017-18", "2016-17"), years, strict=True):
            *earlier, last = Period.parse(year).parts(item.every)
            yield Count(code, last.code, total)
            yield from (Count(code, part.code, 0) for part in earlier)


@pytest.fixture(scope="module")
def rated() -> dict[str, dict[str, Any]]:
    """Return the headline of each indicator of St Helens, compared and rated."""
    known = read_published(EXAMPLE / "benchmarks.csv", EXAMPLE / "populations.csv", AS_OF)
    asked = Asked((ST_HELENS,), windows_around(PERIOD))
    figures = calculate(CATALOGUE, counts_frame(counts()).lazy(), known.populations, asked)
    compared = compare(figures, CATALOGUE, known.distributions, PERIOD, AS_OF)
    return {row["indicator"]: row for row in rate(compared, CATALOGUE).rows(named=True)}


def test_re_referrals_rose_by_points_and_stay_in_band_b(rated: dict[str, dict[str, Any]]) -> None:
    row = rated["re-referrals-within-12-months"]
    assert [str(row[name]) for name in ("value", "before_value")] == ["18.5000", "16.8000"]
    assert (row["change"], row["change_note"]) == ("+1.7 percentage points", "")
    assert (row["band"], row["before_band"], row["rating"]) == ("B", "B", "Band B")
    assert (row["change_rating"], row["england"]) == ("No significant change", "21.9%")
    for words in ("16.25%, 20.1% and 24.025%", "Band B in 2016/17", "England 21.9% in 2017/18"):
        assert words in row["sentence"]


def test_second_plans_went_from_band_d_to_band_a(rated: dict[str, dict[str, Any]]) -> None:
    row = rated["second-or-subsequent-plans"]
    assert (row["band"], row["before_band"], row["rating"]) == ("A", "D", "Band A")
    assert row["change"] == "-13.5 percentage points"
    assert row["change_note"] == (
        "Worked out from the counts. The rounded percentages, 23.5% and 9.9%, differ by 13.6."
    )
    assert row["change_rating"] == "Improved"
    assert json.loads(row["evidence"])["change"]["significant_at_99.8"]
    for words in ("16.575%, 20% and 23.325%", "Band D in 2016/17", "England 20.2% in 2017/18"):
        assert words in row["sentence"]


def test_children_in_need_fell_and_a_stock_is_not_tested(
    rated: dict[str, dict[str, Any]],
) -> None:
    row = rated["children-in-need"]
    assert (row["value"], row["before_value"]) == (1569, 1859)
    assert (row["change"], row["rating"]) == (
        "-15.6 per cent",
        "Not tested: a stock without a rule",
    )


def test_the_rate_of_children_in_need_has_a_referent_and_no_band(
    rated: dict[str, dict[str, Any]],
) -> None:
    row = rated["rate-of-children-in-need"]
    assert [str(row[name]) for name in ("value", "before_value")] == ["428.1000", "510.9000"]
    assert (row["denominator"], row["before_denominator"]) == (36647, 36387)
    assert (row["population_year"], row["change"]) == (2017, "-16.2 per cent")
    assert (row["comparison"], row["england"]) == ("national referent without a band", "345.4")
    assert row["band"] is None


def test_what_was_not_submitted_says_so_and_nothing_has_a_colour_without_a_figure(
    rated: dict[str, dict[str, Any]],
) -> None:
    assert rated.keys() == CATALOGUE.indicators.keys()
    submitted = {code for code, row in rated.items() if row["value"] is not None}
    assert submitted == {
        "children-in-need",
        "rate-of-children-in-need",
        "re-referrals-within-12-months",
        "second-or-subsequent-plans",
    }
    for code, row in rated.items():
        if code not in submitted:
            assert Rating(row["rating"]).colour is Colour.GREY
            assert row["change"] is None


def test_every_indicator_has_a_headline_whose_window_it_declares(
    rated: dict[str, dict[str, Any]],
) -> None:
    for code, row in rated.items():
        declared = headline_window(CATALOGUE.indicators[code], CATALOGUE, PERIOD)
        assert (row["window"], row["period"]) == (declared.kind.value, declared.period.code)
        for item in CATALOGUE.indicators[code].item_codes:
            assert parts_of(CATALOGUE.items[item].schedule, declared)
