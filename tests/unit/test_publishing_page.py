"""The page of a release: figures with their base, notes that can be followed, nothing run."""

import re
from collections import Counter
from functools import cache

import polars as pl
import pytest

from safeboard.catalogue.library import Catalogue
from safeboard.disclosure.release import Context, Release
from safeboard.publishing.folder import files_of
from safeboard.publishing.key import RATINGS
from safeboard.vocabulary.period import Period
from safeboard.vocabulary.rating import Rating
from tests.acceptance.reading import Element, read_page
from tests.unit.small_release import (
    CAUTION,
    CHANCE,
    HALTON,
    OTHER_NOTE,
    POLICE,
    Q4,
    SHARED_NOTE,
    ST_HELENS,
    catalogue,
    notes,
    release,
)

ATTACK = "</style></p><script>alert('1')</script><img src=x onerror=alert(1)>"


def html_of(given: Release, known: Catalogue | None = None) -> str:
    """Return a release's first page."""
    return files_of(given, known or catalogue())["index.html"].decode()


@cache
def page() -> Element:
    """Return the release's first page, read."""
    return read_page(html_of(release()))


@cache
def both_areas() -> Release:
    """Return the release with the same figures for another area as well."""
    given = release()
    frames = {
        name: pl.concat([frame, frame.with_columns(area=pl.lit("876"))])
        for name, frame in (
            ("figures", given.figures), ("ratings", given.ratings), ("notes", given.notes),
        )
    }  # fmt: skip
    return release(areas=(ST_HELENS, HALTON), **frames)


def without_figures() -> Release:
    """Return the release as it is where nobody sent anything: every figure is a symbol."""
    given = release()
    absent = {
        "numerator": pl.lit(None, pl.Int64),
        "denominator": pl.lit(None, pl.Int64),
        "value": pl.lit(None, given.figures.schema["value"]),
        "symbol": pl.lit("x"),
        "reason": pl.lit("not submitted"),
        "flags": pl.lit(""),
    }
    said = {"change": pl.lit(None, pl.String), "rating": pl.lit("Not submitted")}
    before = {f"before_{name}": column for name, column in absent.items() if name != "flags"}
    return release(
        figures=given.figures.with_columns(**absent),
        ratings=given.ratings.with_columns(**absent, **before, **said),
        notes=notes(),
    )


def ids(given: Element) -> Counter[str]:
    """Return how often each id stands in a page."""
    own = [given.attributes["id"]] if "id" in given.attributes else []
    inner = [ids(each) for each in given.inside if isinstance(each, Element)]
    return sum(inner, Counter(own))


def row(indicator: str, window: str = "quarter", period: str = Q4, category: str = "") -> Element:
    """Return a row of an indicator's tables."""
    return page().one("article", id=f"indicator-{indicator}").one(
        "tr", data_window=window, data_period=period, data_category=category
    )  # fmt: skip


def summary(indicator: str) -> dict[str, str]:
    """Return an indicator's cells in the summary, by their heading."""
    cells = page().one("table", class_="summary").one("tr", data_indicator=indicator).all("td")
    return {cell.attributes["data-label"]: cell.words for cell in cells}


@pytest.mark.parametrize(
    ("indicator", "figure", "rating"),
    [
        ("visits", "48 Q4 2017/18", "No significant change"),
        ("seen-in-time", "75.0% (150 of 200) Q4 2017/18 Provisional", "Improved"),
        ("second-plans", "9.9% (16 of 161) 2017/18", "Band A"),
        ("late-visits", "1,060 Q4 2017/18", "Worsened"),
        (
            "rate-of-children-open",
            "428.1 per 10,000 (1,569 among 36,647 children aged 0 to 17) 31 March 2018",
            "Not tested: a stock without a rule",
        ),
        ("repeat-visits", "3 Q4 2017/18", "Numbers too small to judge"),
        ("contacts", "2,000 Q4 2017/18", "Baseline"),
        ("referrals", "[x] not submitted: February 2018 Q4 2017/18", "Not submitted"),
        ("open-by-residence", "Shown by category below 31 March 2018", "Not tested: no rule"),
    ],
)
def test_the_summary_shows_each_figure_with_its_base_and_its_rating(
    indicator: str, figure: str, rating: str
) -> None:
    cells = summary(indicator)
    assert re.sub(r" \[note \d\]", "", cells["Figure"]) == figure
    assert cells["Assurance, and why"].startswith(rating)


def test_the_summary_says_what_to_look_at_first() -> None:
    assert page().one("p", class_="look-first").words == "Look first at: Late visits (Worsened)."


def test_the_summary_opens_with_the_flags_that_chance_alone_would_raise() -> None:
    assert page().one("section", id="summary").one("p", class_="chance").words == CHANCE


def test_about_the_indicators_says_the_same_with_its_caution() -> None:
    about = read_page(files_of(release(), catalogue())["about.html"].decode())
    assert f"{CHANCE} {CAUTION}" in about.one("section", id="chance").words


def test_the_summary_counts_the_ratings() -> None:
    (tallies,) = page().all("ul", class_="tallies")
    assert tallies.attributes["aria-label"] == "How 9 indicators are rated"
    assert [each.words for each in tallies.all("li")] == [
        "1 Improved",
        "1 Worsened",
        "1 No significant change",
        "1 Band A",
        "1 Baseline",
        "1 Numbers too small to judge",
        "1 Not submitted",
        "1 Not tested: a stock without a rule",
        "1 Not tested: no rule",
    ]


def test_a_change_has_its_unit_and_what_it_is_measured_from() -> None:
    assert summary("seen-in-time")["Change"] == "+25.0 percentage points against Q4 2016/17"
    assert summary("contacts")["Change"] == (
        "No figure for Q4 2016/17 to compare with: [z] no definition was in force yet"
    )


def test_only_the_number_of_a_headline_is_large() -> None:
    article = page().one("article", id="indicator-rate-of-children-open")
    assert article.one("span", class_="value").words == "428.1"
    (base,) = article.all("span", class_="base")
    assert base.words == "per 10,000 (1,569 among 36,647 children aged 0 to 17)"


def test_no_percentage_stands_in_a_table_without_its_base() -> None:
    found = 0
    for each in page().all("tr"):
        figures = [
            cell.words for cell in each.all("td") if "figure" in cell.attributes.get("class", "")
        ]
        for text in (text for text in figures if "%" in text):
            found += 1
            others = [cell.words for cell in each.all("td", class_="number out-of")]
            assert re.search(r"\d of \d", text) or re.fullmatch("[0-9,]+", others[0]), each.words
    assert found == 8


def test_the_two_periods_of_a_comparison_are_marked() -> None:
    assert row("visits").one("th").words == "Q4 2017/18 this release"
    assert row("visits", period="2016-17-Q4").one("th").words == "Q4 2016/17 compared with"


def test_a_category_outside_the_base_says_so_and_has_no_share() -> None:
    where = {"window": "snapshot", "indicator": "open-by-residence"}
    inside, outside = row(category="inside", **where), row(category="not_recorded", **where)
    assert inside.all("td")[0].words == "11 of 31 (35.5%)"
    assert outside.all("td")[0].words == "4, not part of the base"


def test_a_symbol_has_its_reason_beside_it() -> None:
    assert [cell.words for cell in row("referrals").all("td")] == [
        "[x]",
        "Not submitted: February 2018",
    ]


def test_equal_notes_share_a_number_and_others_follow_in_order() -> None:
    listed = [each.words for each in page().all("ul", class_="footnotes")]
    assert [text.split(" Back to")[0] for text in listed] == [
        f"[note 1] {SHARED_NOTE}",
        f"[note 1] {SHARED_NOTE}",
    ]
    plans = page().one("section", id="theme-plans").one("ul", class_="footnotes").all("li")
    assert [each.words.split(" Back to")[0] for each in plans] == [
        f"[note 1] {SHARED_NOTE}",
        f"[note 2] {OTHER_NOTE}",
    ]


def test_a_note_stands_in_every_cell_that_it_is_about() -> None:
    assert [link.words for link in row("visits").all("a")] == ["[note 1]"]
    assert [link.words for link in row("visits", "month", "2018-02").all("a")] == ["[note 1]"]
    assert row("visits", "month", "2018-01").all("a") == []


@pytest.mark.parametrize("areas", [1, 2])
def test_every_link_within_the_page_leads_somewhere_and_back(areas: int) -> None:
    read = page() if areas == 1 else read_page(html_of(both_areas()))
    there = ids(read)
    assert [name for name, times in there.items() if times > 1] == []
    links = [link.attributes["href"] for link in read.all("a")]
    dead = [link for link in links if link.startswith("#") and link[1:] not in there]
    assert dead == []
    cited = {link.attributes["href"][1:] for link in read.all("a", class_="cite")}
    listed = [item for each in read.all("ul", class_="footnotes") for item in each.all("li")]
    assert cited == {item.attributes["id"] for item in listed}
    for item in listed:
        (back,) = item.all("a")
        (mark,) = read.all("a", id=back.attributes["href"][1:])
        assert mark.attributes["href"] == f"#{item.attributes['id']}"


def test_a_theme_without_notes_says_so() -> None:
    theme = page().one("section", id="theme-exploitation")
    assert theme.one("p", class_="no-notes").words == "No agency sent a note with these counts."
    assert page().one("section", id="theme-visits").all("p", class_="no-notes") == []


def test_an_agencys_words_stand_once_and_other_themes_point_to_them() -> None:
    (words,) = page().all("blockquote", class_="context")
    assert words.words == (
        "Police, with its return for Q4 2017/18 A hard winter. Staff were new."
    )  # fmt: skip
    where = page().one("section", id="theme-plans").one("p", class_="elsewhere")
    assert where.words == "Police’s words about its return stand in an earlier theme ."
    assert where.one("a").attributes["href"] == "#theme-visits"


def test_a_correction_says_what_was_what_is_and_why() -> None:
    corrected = page().one("table", class_="figures corrections").all("tr")[1]
    assert [cell.words for cell in (corrected.one("th"), *corrected.all("td"))] == [
        "Visits, Q4 2017/18",
        "47",
        "48",
        "The police counted March again. (the counts were restated)",
    ]
    assert page().one("p", class_="supersedes").words == (
        "This release takes the place of release 1. The police counted March again."
    )


def test_a_correction_of_a_category_that_the_catalogue_has_lost_is_named_by_its_code() -> None:
    of_category = {"dimension": pl.lit("residence"), "category": pl.lit("abroad")}
    lost = release(corrections=release().corrections.with_columns(**of_category))
    corrected = read_page(html_of(lost)).one("table", class_="figures corrections").all("tr")[1]
    assert corrected.one("th").words == "Visits, Q4 2017/18, abroad (no longer declared)"


def test_a_correction_of_an_indicator_that_the_catalogue_has_lost_is_named_by_its_code() -> None:
    of_indicator = release().corrections.with_columns(indicator=pl.lit("calls"))
    lost = release(corrections=of_indicator)
    corrected = read_page(html_of(lost)).one("table", class_="figures corrections").all("tr")[1]
    assert corrected.one("th").words == "calls (no longer declared), Q4 2017/18"


def test_a_first_release_has_no_corrections() -> None:
    given = release()
    first = release(number=1, supersedes=None, reason="", corrections=given.corrections.clear())
    assert "corrections" not in ids(read_page(html_of(first)))


def test_who_sent_what_names_a_return_that_did_not_come() -> None:
    rows = page().one("table", class_="figures returns").all("tr")
    assert [each.words for each in rows[1:]] == [
        "Police Q4 2017/18 4 May 2018",
        "Housing Q4 2017/18 Not received",
    ]


def test_the_marking_opens_and_closes_each_page() -> None:
    marking = "OFFICIAL-SENSITIVE: for members of the partnership's board"
    files = files_of(release(), catalogue())
    for name in ("index.html", "about.html"):
        body = read_page(files[name].decode()).one("body")
        assert [each.words for each in body.all("p", class_="marking")] == [marking, marking]


def test_no_mark_is_an_asterisk() -> None:
    assert "*" not in html_of(release())


def test_what_people_wrote_is_shown_and_never_run() -> None:
    given = release(
        partnership=ATTACK,
        introduction=ATTACK,
        reason=ATTACK,
        notes=notes(("visits", "quarter", Q4, "", ATTACK)),
        contexts=(Context(POLICE, Period.parse(Q4), ATTACK, "342"),),
    )
    known = catalogue()
    named = known.indicators["visits"].model_copy(update={"title": ATTACK, "question": ATTACK})
    titled = Catalogue(**{**vars(known), "indicators": {**known.indicators, "visits": named}})
    files = files_of(given, titled)
    for name in ("index.html", "about.html"):
        html = files[name].decode()
        assert "<script" not in html
        assert "<img" not in html
        assert html.count("</style>") == 1
        assert "&lt;script&gt;alert" in html


def test_no_page_runs_anything_or_fetches_from_anywhere() -> None:
    files = files_of(release(), catalogue())
    for name in ("index.html", "about.html", "style.css"):
        text = files[name].decode()
        assert "<script" not in text
        assert not re.search(r"<[^>]*\son[a-z]+=", text)
        assert not re.search(r"""(href|src|srcset|action|data)=["'](https?:)?//""", text)
        assert not re.search(r"url\(|@import", text)


def test_words_about_one_area_do_not_stand_under_another() -> None:
    read = read_page(html_of(both_areas()))
    said = [
        [each.words for each in area.all("blockquote", class_="context")]
        for area in read.all("section", class_="area")
    ]
    assert said == [["Police, with its return for Q4 2017/18 A hard winter. Staff were new."], []]


def test_several_areas_each_have_their_summary_and_section() -> None:
    read = read_page(html_of(both_areas()))
    captions = [each.one("caption").words for each in read.all("table", class_="summary")]
    assert captions == [
        "Assurance of each indicator: St. Helens",
        "Assurance of each indicator: Halton",
    ]
    assert [each.one("h2").words for each in read.all("section", class_="area")] == [
        "St. Helens",
        "Halton",
    ]


def test_a_release_without_any_number_is_a_page_of_reasons() -> None:
    read = read_page(html_of(without_figures()))
    (tallies,) = read.all("ul", class_="tallies")
    assert [each.words for each in tallies.all("li")] == ["9 Not submitted"]
    cells = read.one("table", class_="summary").one("tr", data_indicator="visits").all("td")
    assert cells[0].words == "[x] not submitted Q4 2017/18"
    assert cells[1].words == "No figure to compare"
    assert read.all("svg", role="img") == []


def test_a_release_without_indicators_is_still_a_page() -> None:
    given = release()
    empty = release(
        figures=given.figures.clear(),
        ratings=given.ratings.clear(),
        notes=notes(),
        returns=(),
        contexts=(),
        corrections=given.corrections.clear(),
    )
    read = read_page(html_of(empty))
    assert read.one("h1").words == "Safeguarding dashboard, Q4 2017/18"
    assert read.all("section", class_="theme") == []


def test_whatever_is_said_of_a_figure_has_its_meaning_in_the_key() -> None:
    assert set(RATINGS) == set(Rating)
