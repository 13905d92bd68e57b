"""The built-in indicators as a core dataset: every theme, every banded measure, honest words."""

import re
import tomllib
from pathlib import Path

import pytest

from safeboard.catalogue import library
from safeboard.catalogue.choice import Choice
from safeboard.catalogue.indicator import Indicator
from safeboard.catalogue.library import Additions
from safeboard.pipeline.starting import STARTER
from safeboard.vocabulary.polarity import Polarity
from tests.specification.test_catalogue_benchmarks import dictionary

CATALOGUE = library.read()
INDICATORS = [pytest.param(each, id=each.code) for each in CATALOGUE.indicators.values()]

THEMES_OF_THE_REFERENCE = {
    "Front door": "front_door",
    "Early help": "early_help",
    "Children in need": "child_in_need",
    "Child protection": "child_protection",
    "Children looked after": "looked_after",
    "Missing": "missing",
    "Exploitation": "exploitation",
    "LADO": "lado",
    "Private fostering": "private_fostering",
    "Health": "health",
    "Police / DA": "domestic_abuse",
    "Education": "education",
    "Youth justice": "youth_justice",
    "Workforce": "workforce",
    "Learning and assurance": "assurance",
    "Context": "context",
}

TOPICS = ("Child Protection", "Children in Need", "Children Looked After")

AVERAGE_SCORES = {
    "CIN_Avg_Attain8_KS4",
    "CPPO_KS4_A8",
    "CINProgKS2-4_Avg_Prog8",
    "CIN_EngBacAPS",
    "LAC_KS2_AVG_Prog8_R",
    "LAC_KS2_AVG_Prog8_W",
    "LAC_KS2_AVG_Prog8_M",
    "LAC_KS4_AVG_Attain8",
    "LAC_KS4_AVG_Prog8",
}
"""Averages of scores, some below zero: no quotient of two counts, so no indicator can be one."""


def test_every_theme_of_the_reference_has_an_indicator(shared: Path) -> None:
    text = (shared / "reference" / "users-and-peers.md").read_text("utf-8")
    section = text.split("### 3.2 ")[1].split("### 3.3 ")[0]
    themes = re.findall(r"^\| \*\*(.+?)\*\* \|", section, flags=re.MULTILINE)
    assert themes
    assert not [each for each in themes if THEMES_OF_THE_REFERENCE[each] not in CATALOGUE.themes]


def test_every_banded_measure_of_children_in_need_protected_and_looked_after_is_there(
    shared: Path,
) -> None:
    banded = {
        short
        for (short, _), row in dictionary(shared).items()
        if row["Topic"] in TOPICS
        and row["Polarity"] in ("High", "Low")
        and row["No_Quartile"] != "N"
        and "DISCONTINUE" not in row["Table_status"]
    }
    named = {each.national.measure for each in CATALOGUE.indicators.values() if each.national}
    assert len(banded) > 50
    assert banded - named - AVERAGE_SCORES == set()
    assert banded >= AVERAGE_SCORES


def test_the_label_of_every_count_is_its_own() -> None:
    labels = [item.label for item in CATALOGUE.items.values()]
    assert len(labels) == len(set(labels))


@pytest.mark.parametrize("indicator", INDICATORS)
def test_an_indicator_asks_a_question_and_its_counts_say_what_to_count(
    indicator: Indicator,
) -> None:
    assert indicator.question.endswith("?")
    for definition in indicator.definitions:
        assert definition.text.endswith(".")
        assert definition.source
    for item in indicator.items.values():
        assert item.guidance.startswith("Count ")


@pytest.mark.parametrize("indicator", INDICATORS)
def test_an_indicator_says_of_the_national_definition_that_it_is(
    indicator: Indicator,
) -> None:
    source = indicator.definitions[-1].source
    same = indicator.national and indicator.national.match == "same"
    assert bool(re.search("is the national definition", source)) == bool(same)


def test_a_neutral_percentage_or_rate_says_why_neither_way_is_good() -> None:
    unexplained = [
        each.code
        for each in CATALOGUE.indicators.values()
        if each.polarity is Polarity.NEUTRAL
        and each.denominator
        and each.rating != "none"
        and "either a high nor a low" not in each.definitions[-1].text
    ]
    assert unexplained == []


def test_what_is_known_only_from_the_field_is_provisional_and_says_why() -> None:
    for code, indicator in CATALOGUE.indicators.items():
        latest = indicator.definitions[-1]
        if "The field's practice" in latest.source:
            assert "was not read in a source" in latest.provisional, code
        if latest.provisional:
            assert latest.words.endswith(f"This definition is provisional: {latest.provisional}.")
            assert indicator.national is None, code


def test_a_new_partnership_begins_with_about_thirty_of_every_theme() -> None:
    given = tomllib.loads((STARTER / "safeboard.toml").read_text("utf-8"))["indicators"]
    begun = library.read(Additions(choice=Choice(**given)))
    assert 30 <= len(begun.indicators) <= 35
    assert begun.themes == CATALOGUE.themes
    assert {item.agency for item in begun.items.values()} == set(CATALOGUE.agencies)
