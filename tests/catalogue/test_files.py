"""One catalogue file: whatever is wrong in it is refused, with its line and what to do."""

from datetime import date

import pytest

from safeboard.catalogue.files import WrongContentError
from safeboard.errors import ExitCode
from tests.catalogue.folder import VISITS, CatalogueFolder

DEFINITIONS = """\
definitions:
  - from: 2016-04-01
    text: Of the visits due in the period, the share made on time.
    source: Partnership's own definition
"""
BENCHMARK = "benchmark: {source: LAIT, measure: V, title: Visits, window: year, match: same}"


def test_a_file_that_is_right_is_read(folder: CatalogueFolder) -> None:
    indicator = folder.read().indicators["visits-on-time"]
    assert (indicator.title, indicator.theme) == ("Visits made on time", "visits")
    assert indicator.definitions[0].in_force == date(2016, 4, 1)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        pytest.param(
            "decimals: 1",
            "decimal: 1",
            "visits/visits-on-time.yaml, line 1: there is no 'decimals'. "
            "Add a line 'decimals: …'.\n"
            "visits/visits-on-time.yaml, line 6: 'decimal' is not a known key. "
            "Correct its spelling or take it out.",
            id="unknown key",
        ),
        pytest.param(
            "    label: Visits due\n",
            "    label: Visits due\n    colour: red\n",
            "visits/visits-on-time.yaml, line 16: 'colour' under 'visits' is not a known key. "
            "Correct its spelling or take it out.",
            id="unknown key of an item",
        ),
        pytest.param(
            "polarity: high",
            "polarity: high\npolarity: low",
            'visits/visits-on-time.yaml, line 5: it repeats the key "polarity". '
            "Keep one of the two.",
            id="repeated key",
        ),
        pytest.param(
            "  visits_on_time:\n",
            "  visits:\n",
            'visits/visits-on-time.yaml, line 18: it repeats the key "visits". '
            "Keep one of the two.",
            id="repeated item",
        ),
        pytest.param(
            DEFINITIONS,
            "",
            "visits/visits-on-time.yaml, line 1: there is no 'definitions'. "
            "Add a line 'definitions: …'.",
            id="no definition",
        ),
        pytest.param(
            DEFINITIONS,
            "definitions: []\n",
            "visits/visits-on-time.yaml, line 8: 'definitions' is empty. Put at least one there.",
            id="empty definitions",
        ),
        pytest.param(
            "    text: Of the visits due in the period, the share made on time.\n",
            "",
            "visits/visits-on-time.yaml, line 9: there is no 'text' under 'definitions'. "
            "Add a line 'text: …'.",
            id="definition without words",
        ),
        pytest.param(
            "2016-04-01",
            "2016-13-01",
            "visits/visits-on-time.yaml, line 9: 'from' under 'definitions' is wrong: "
            "input should be a date such as 2018-01-01. Correct it.",
            id="a date that cannot be",
        ),
        pytest.param(
            "items:\n",
            "  - {from: 2015-04-01, text: Older., source: Ours}\n\nitems:\n",
            "visits/visits-on-time.yaml, line 8: definitions must each begin later than the one "
            "before. Order them.",
            id="definitions out of order",
        ),
        pytest.param(
            "title: Visits made on time",
            "title: [Visits",
            "visits/visits-on-time.yaml, line 2: this is not YAML (expected ',' or ']', but got "
            "':'). Mend the indentation, the colon or the quotes there.",
            id="not YAML",
        ),
        pytest.param(
            VISITS,
            "- title\n",
            "visits/visits-on-time.yaml, line 1: it should hold lines of the form 'key: value'. "
            "Begin with 'title: …', as every indicator does.",
            id="a list",
        ),
        pytest.param(
            VISITS,
            VISITS + 'note: "\0"\n',
            "visits/visits-on-time.yaml, line 1: this is not a text file. "
            "Save it as text, in UTF-8.",
            id="not text",
        ),
        pytest.param(
            "agency: police",
            "agency: police\ncode: visits",
            "visits/visits-on-time.yaml, line 4: 'code' is not a key here: the file's name and "
            "folder say it. Take the line out.",
            id="a code of its own",
        ),
        pytest.param(
            "polarity: high",
            "polarity: up",
            "visits/visits-on-time.yaml, line 4: 'polarity' is wrong: "
            "input should be 'high', 'low' or 'neutral'. Correct it.",
            id="unknown polarity",
        ),
        pytest.param(
            "denominator: visits\n",
            "",
            "visits/visits-on-time.yaml, line 5: a percentage needs a denominator. "
            "Add a line 'denominator: …'.",
            id="percentage of nothing",
        ),
        pytest.param(
            "form: percentage",
            "form: count",
            "visits/visits-on-time.yaml, line 24: a count has no denominator. "
            "Take the line 'denominator' out.",
            id="count of something",
        ),
        pytest.param(
            "denominator: visits\n",
            "denominator: whole\n",
            "visits/visits-on-time.yaml, line 24: the denominator 'whole' needs a breakdown. "
            "Add a line 'by: […]'.",
            id="whole without parts",
        ),
        pytest.param(
            "change: percentage points",
            "change: per cent",
            "visits/visits-on-time.yaml, line 27: a change between percentages is told in "
            "percentage points, and no other is. Mend 'change: per cent' or 'form: percentage'.",
            id="per cent of a percentage",
        ),
        pytest.param(
            "denominator: visits\n",
            "denominator: visit\n",
            "visits/visits-on-time.yaml, line 24: 'visit' is neither declared under 'items' nor "
            "named under 'uses'. Declare it, or name it there.",
            id="item from nowhere",
        ),
        pytest.param(
            "numerator: visits_on_time",
            "uses: [visits]\nnumerator: visits_on_time",
            "visits/visits-on-time.yaml, line 23: 'visits' under 'uses' is declared here or not "
            "used. Take it out of 'uses'.",
            id="uses what it declares",
        ),
        pytest.param(
            "benchmark: none",
            BENCHMARK.replace("same", "differs"),
            "visits/visits-on-time.yaml, line 28: its match 'differs', so say how in a line "
            "'because: …'.",
            id="differs, and does not say how",
        ),
        pytest.param(
            "benchmark: none",
            BENCHMARK.replace("same", "same, banded: false"),
            "visits/visits-on-time.yaml, line 28: it is not banded, so say why in a line "
            "'unbanded_because: …'.",
            id="not banded, and does not say why",
        ),
        pytest.param(
            "benchmark: none",
            "benchmark: nothing",
            "visits/visits-on-time.yaml, line 28: 'benchmark' is wrong: "
            "input should be lines of the form 'key: value' or 'none'. Correct it.",
            id="unknown benchmark",
        ),
        pytest.param(
            "rating: significant-change",
            "rating: band-or-change",
            "visits/visits-on-time.yaml, line 29: the rule 'band-or-change' needs a benchmark. "
            "Use 'rating: significant-change'.",
            id="band of nothing",
        ),
        pytest.param(
            "    expect: 75.0",
            "    expect: 74.9",
            "visits/visits-on-time.yaml, line 32: the example 'three of four' does not hold: its "
            "counts make 75.0, and it expects 74.9. Correct the counts, or what is expected.",
            id="example that does not hold",
        ),
        pytest.param(
            "    expect: 75.0",
            "    expect: 75.04",
            "visits/visits-on-time.yaml, line 32: the example 'three of four' does not fit: it "
            "expects 75.04, and the indicator's decimals are 1. Correct the example.",
            id="example with too many decimals",
        ),
        pytest.param(
            "    expect: 75.0",
            '    expect: "[q]"',
            "visits/visits-on-time.yaml, line 32: the example 'three of four' does not fit: it "
            "expects '[q]', which is neither a number nor a symbol. Correct the example.",
            id="example with an unknown symbol",
        ),
        pytest.param(
            "visits: 4}",
            "visit: 4}",
            "visits/visits-on-time.yaml, line 32: the example 'three of four' does not fit: it "
            "gives 'visit', which the indicator does not count. Correct the example.",
            id="example of something else",
        ),
        pytest.param(
            "visits: 4}",
            "visits: 4.5}",
            "visits/visits-on-time.yaml, line 33: 'visits' under 'given' is wrong: "
            "input should be a whole number or lines of the form 'key: value'. Correct it.",
            id="example with half a visit",
        ),
    ],
)
def test_what_is_wrong_is_refused_with_its_line_and_what_to_do(
    folder: CatalogueFolder, old: str, new: str, says: str
) -> None:
    folder.change(old, new)
    assert folder.refusal() == says


def test_a_refusal_ends_with_the_exit_code_for_the_catalogue(folder: CatalogueFolder) -> None:
    folder.change("polarity: high", "polarity: up")
    with pytest.raises(WrongContentError) as caught:
        folder.read()
    assert caught.value.exit_code is ExitCode.CATALOGUE_OR_SETTINGS


def test_a_benchmark_with_a_band_needs_a_polarity(folder: CatalogueFolder) -> None:
    text = VISITS.replace("benchmark: none", BENCHMARK).replace(
        "polarity: high", "polarity: neutral"
    )
    folder.write("visits/visits-on-time.yaml", text)
    assert folder.refusal() == (
        "visits/visits-on-time.yaml, line 28: a band needs to know which way is good, and the "
        "polarity is neutral. Set 'polarity', or 'banded: false' under 'benchmark'."
    )


def test_a_name_that_cannot_be_a_code_is_refused(folder: CatalogueFolder) -> None:
    folder.write("visits/Visits on time.yaml", VISITS)
    assert folder.refusal() == (
        "visits/Visits on time.yaml: 'Visits on time' cannot be a code. Name the file and its "
        "folder with small letters, digits, hyphens and underscores, a letter first."
    )


@pytest.mark.parametrize("word", ["NO", "yes", "on", "2016-04-01"])
def test_a_word_stays_the_word_that_was_written(folder: CatalogueFolder, word: str) -> None:
    folder.change("title: Visits made on time", f"title: {word}")
    assert folder.read().indicators["visits-on-time"].title == word


def test_the_definition_in_force_is_the_latest_that_has_begun(folder: CatalogueFolder) -> None:
    folder.change("items:\n", "  - {from: 2018-01-01, text: Newer., source: Ours}\n\nitems:\n")
    indicator = folder.read().indicators["visits-on-time"]
    older, newer = indicator.definitions
    assert indicator.definition_on(date(2016, 3, 31)) is None
    assert indicator.definition_on(date(2016, 4, 1)) is older
    assert indicator.definition_on(date(2017, 12, 31)) is older
    assert indicator.definition_on(date(2018, 1, 1)) is newer


def test_an_example_that_expects_nought_says_0(folder: CatalogueFolder) -> None:
    folder.change("visits_on_time: 3, visits: 4", "visits_on_time: 0, visits: 4")
    folder.write(
        "visits/visits-on-time.yaml",
        (folder.path / "visits" / "visits-on-time.yaml").read_text("utf-8").replace("75.0", "0"),
    )
    (example,) = folder.read().indicators["visits-on-time"].examples
    assert repr(example.expect) == "0"
