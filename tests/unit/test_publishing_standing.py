"""Where a figure stands: beside others, over the bands, and in the funnel of all authorities."""

import json
import re
from dataclasses import replace
from typing import Any

import polars as pl
import pytest

from safeboard.assurance.position.funnels import FUNNELS
from safeboard.benchmarks.others import OTHERS
from safeboard.benchmarks.published import VALUES
from safeboard.benchmarks.used import QUARTILES
from safeboard.disclosure.release import Release
from safeboard.publishing.charts.chart import Chart
from safeboard.publishing.charts.funnel import funnels_of, of_funnel
from safeboard.publishing.charts.standing import of_standing, standings_of
from safeboard.publishing.folder import files_of
from safeboard.publishing.headline import Headline, headlines
from safeboard.vocabulary.form import Form
from tests.acceptance.reading import read_page
from tests.unit.small_release import catalogue, ratings, release

MEASURE = ("LAIT", "Second plans", "2017-18")
NAMES = ["benchmark_source", "benchmark_measure", "benchmark_period"]

PLACE = {
    "area": "342", "numerator": 16, "denominator": 161, "value": 9.9379, "average": 20.1515,
    "drawn_lower_95": 14.0, "drawn_upper_95": 26.5, "drawn_lower_998": 10.5,
    "drawn_upper_998": 30.0, "place": "below the 99.8% limit",
}  # fmt: skip


def others() -> pl.DataFrame:
    """Return whom second plans stand beside: the neighbours first, out of order."""
    rows = [
        ("342", "statistical neighbours", None, "20.66", "21.05", None, None, "10"),
        ("342", "England", "970", "20.2", None, None, None, None),
        ("342", "the region", "981", "20.7", None, None, None, None),
        ("876", "England", "970", "20.2", None, None, None, None),
    ]
    text = dict.fromkeys(OTHERS.names(), pl.String)
    given = [(*MEASURE, *row) for row in rows]
    return pl.DataFrame(given, schema=text, orient="row").cast(OTHERS)


def quartiles() -> pl.DataFrame:
    row = (*MEASURE, "16.575", "20", "23.325", "148", "20.2")
    text = dict.fromkeys(QUARTILES.names(), pl.String)
    return pl.DataFrame([row], schema=text, orient="row").cast(QUARTILES)


def values(*numbers: float) -> pl.DataFrame:
    rows = [(*MEASURE, str(301 + place), one, None, None) for place, one in enumerate(numbers)]
    return pl.DataFrame(rows, schema=VALUES, orient="row")


def funnel(**changes: Any) -> pl.DataFrame:  # noqa: ANN401 - a column's value
    """Return a funnel of St. Helens and one other authority."""
    key = {"indicator": "second-plans", **dict(zip(NAMES, MEASURE, strict=True))}
    halton = {**PLACE, "area": "876", "denominator": 50, "value": 22.0, "drawn_upper_998": 48.0,
              "place": "within the limits"}  # fmt: skip
    return pl.DataFrame([{**key, **PLACE, **changes}, {**key, **halton}], schema=FUNNELS)


def known(**changes: Any) -> Release:  # noqa: ANN401 - a field's or a column's value
    """Return the release, its second plans compared with a measure; changes to that row as text."""
    row = dict(zip(NAMES, MEASURE, strict=True)) | {
        name: changes.pop(name) for name in ("comparison", "band") if name in changes
    }
    beside = ratings().with_columns(
        pl.when(indicator="second-plans").then(pl.lit(value)).otherwise(name).alias(name)
        for name, value in row.items()
    )
    given = {"others": others(), "quartiles": quartiles(), "ratings": beside}
    return release(**(given | changes))


def second_plans(given: Release) -> Headline:
    found = headlines(given, catalogue(), "342")
    return next(each for each in found if each.indicator.code == "second-plans")


def chart_of(**changes: Any) -> Chart:  # noqa: ANN401
    """Return where second plans stand."""
    given = known(**changes)
    chart = of_standing(second_plans(given), standings_of(given, "342")["second-plans"])
    assert chart
    return chart


def words_in(chart: Chart) -> list[str]:
    return re.findall(r">([^<>]+)</t", chart.svg)


def test_its_table_has_the_area_first_and_then_the_others_and_the_edges_of_the_bands() -> None:
    table = chart_of().table
    assert table
    assert table.caption == "Second plans: St. Helens beside others, 2017/18"
    assert table.rows == (
        ("St. Helens", "9.9%"),
        ("England", "20.2%"),
        ("Its region", "20.7%"),
        ("Statistical neighbours, mean of 10", "20.7%"),
        ("Statistical neighbours, median", "21.1%"),
        ("Between bands A and B", "16.575%"),
        ("Between bands B and C", "20%"),
        ("Between bands C and D", "23.325%"),
    )


def test_an_edge_is_written_whole_and_the_bands_have_their_letters() -> None:
    words = words_in(chart_of())
    assert {"16.575%", "20%", "23.325%", "9.9%", "St. Helens"} <= set(words)
    assert "".join(word for word in words if word in set("ABCD")) == "ABCD"


def test_the_middle_edge_stands_a_line_lower_so_that_none_hides_another() -> None:
    chart = chart_of()
    assert re.findall(r'<tspan x="0" dy="16">([^<]+)</tspan>', chart.svg) == ["20%"]


def test_it_is_named_by_the_sentence_of_the_position() -> None:
    chart = chart_of()
    assert chart.sentence.startswith("Where it stands. Second plans: St. Helens beside others")
    assert chart.sentence.endswith(
        "Band A: the best quarter of 148 local authorities. Band D in 2016/17."
    )


def test_without_a_band_nothing_but_the_others_is_drawn() -> None:
    chart = chart_of(band=None, comparison="national referent without a band")
    assert not {"A", "B", "16.575%"} & set(words_in(chart))
    assert "England" in words_in(chart)


@pytest.mark.parametrize("state", ["definition differs", "part of a year", "not yet published"])
def test_what_cannot_be_compared_is_not_drawn_beside_others(state: str) -> None:
    assert standings_of(known(comparison=state), "342") == {}


def test_a_number_has_no_such_chart_because_englands_is_of_all_areas_together() -> None:
    given = known()
    shares = second_plans(given)
    number = shares.indicator.model_copy(update={"form": Form.COUNT})
    standing = standings_of(given, "342")["second-plans"]
    assert of_standing(replace(shares, indicator=number), standing) is None


def test_every_authority_that_has_a_value_is_a_stroke() -> None:
    chart = chart_of(distributions=values(5.0, 12.5, 31.0))
    assert "Every authority with a value (3)" in words_in(chart)
    (strokes,) = re.findall(r'<path d="(M[^"]*)" stroke="#5A6570"', chart.svg)
    assert strokes.count("M") == 3


def test_an_indicator_that_nothing_stands_beside_has_no_such_chart() -> None:
    given = known(others=OTHERS.to_frame(), quartiles=QUARTILES.to_frame())
    assert of_standing(second_plans(given), standings_of(given, "342")["second-plans"]) is None


def test_a_funnel_says_where_the_area_lies_with_every_number() -> None:
    given = known(funnels=funnel())
    chart = of_funnel(second_plans(given), "St. Helens", funnels_of(given)["second-plans"])
    assert chart
    assert chart.title == "Second plans: St. Helens among 2 authorities, 2017/18"
    assert chart.said == (
        "As published, St. Helens lies below the 99.8% limit: 9.9% (16 of 161), where all "
        "authorities together have 20.2% and chance alone would keep 95 in 100 of its size from "
        "14.0% to 26.5%. Of 2 authorities 1 lie beyond their 95% limits, where chance alone would "
        "bring about 0."
    )
    assert chart.table
    assert chart.table.rows[-2:] == (
        ("Authorities within the limits", "1"),
        ("Authorities below the 99.8% limit", "1"),
    )


def test_a_funnel_cuts_off_the_limits_of_the_smallest_and_shows_every_authority() -> None:
    given = known(funnels=funnel())
    chart = of_funnel(second_plans(given), "St. Helens", funnels_of(given)["second-plans"])
    assert chart
    # From 9.9 to 22, with room, the chart ends at 23.8: 26.5, 30 and 48 lie outside.
    lines = re.findall(r'<path d="(M[^"]*)" stroke="#12436D" stroke-width="1"', chart.svg)
    assert len(lines) == 2
    (dots,) = re.findall(r'<path d="(M[^"]*)" stroke="#5A6570" stroke-width="4.5"', chart.svg)
    assert dots.count("M") == 2


def test_an_area_that_has_no_place_in_a_funnel_is_not_drawn_in_it() -> None:
    given = known(funnels=funnel(area="343"))
    rows = funnels_of(given)["second-plans"]
    assert of_funnel(second_plans(given), "St. Helens", rows) is None


def test_every_authority_is_in_the_data_with_its_place_in_the_funnel() -> None:
    counted = values(12.5).with_columns(
        area=pl.lit("342"), numerator=pl.lit(16, pl.Int64), denominator=pl.lit(161, pl.Int64)
    )
    given = known(distributions=pl.concat([values(31.0), counted]), funnels=funnel())
    files = files_of(given, catalogue())
    assert files["data/authorities.csv"].decode().splitlines()[1:] == [
        "301,second-plans,LAIT,Second plans,2017-18,31.0,,,,,,,,",
        "342,second-plans,LAIT,Second plans,2017-18,12.5,16,161,20.1515,14.0,26.5,10.5,30.0,"
        "below the 99.8% limit",
    ]
    told = json.loads(files["data/authorities.csv-metadata.json"])
    assert told["tableSchema"]["primaryKey"] == ["area", "indicator"]


def test_the_page_has_both_charts_with_their_tables() -> None:
    page = read_page(files_of(known(funnels=funnel()), catalogue())["index.html"].decode())
    section = page.one("article", id="indicator-second-plans")
    captions = [each.words for each in section.all("figcaption")]
    assert captions == [
        "Second plans: St. Helens beside others, 2017/18",
        "Second plans: St. Helens among 2 authorities, 2017/18",
    ]
    assert captions == [each.words for each in section.all("caption")][-2:]
