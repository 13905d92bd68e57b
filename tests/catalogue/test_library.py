"""The catalogue as a whole: what its files may say of one another, and what a partnership adds."""

from pathlib import Path

import pytest

from safeboard.catalogue import library
from safeboard.catalogue.breakdown import Breakdown
from safeboard.catalogue.library import Additions
from tests.catalogue.folder import VISITS, CatalogueFolder

COUNT_OF_VISITS = """\
title: Visits due
question: How many children should be seen?
agency: social-care
polarity: neutral
form: count
decimals: 0

definitions:
  - {from: 2016-04-01, text: Visits due in the period., source: Ours}

uses: [visits]

numerator: visits
window: quarter
compare_with: same period last year
change: number
benchmark: none
rating: none

examples:
  - {name: four, given: {visits: 4}, expect: 4}
"""


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        pytest.param(
            "agency: police",
            "agency: fire",
            "visits/visits-on-time.yaml, line 3: there is no agency 'fire'. "
            "Use one of police, social-care, or add it to safeboard.toml.",
            id="unknown agency",
        ),
        pytest.param(
            "  visits:\n    label: Visits due\n    kind: flow\n    every: month\n",
            "",
            "visits/visits-on-time.yaml, line 20: 'visits' is neither declared under 'items' nor "
            "named under 'uses'. Declare it, or name it there.",
            id="item that nobody declares",
        ),
        pytest.param(
            "  visits:\n    label: Visits due\n    kind: flow\n    every: month\n"
            "  visits_on_time:\n    label: Visits made on time\n    kind: flow\n    every: month\n",
            "  visits_on_time:\n    label: Visits made on time\n    kind: flow\n    every: month\n"
            "uses: [visits]\n",
            "visits/visits-on-time.yaml, line 18: no file declares the item 'visits'. "
            "Correct the code, or declare it.",
            id="uses what nobody declares",
        ),
        pytest.param(
            "    label: Visits made on time\n",
            "    label: Visits made on time\n    part_of: meetings\n",
            "visits/visits-on-time.yaml, line 20: no file declares the item 'meetings'. "
            "Correct the code, or declare it.",
            id="part of what nobody declares",
        ),
        pytest.param(
            "    label: Visits due\n",
            "    label: Visits due\n    by: [age, height]\n",
            "visits/visits-on-time.yaml, line 16: there is no breakdown 'height'. "
            "Use one of age, or add it to safeboard.toml.",
            id="unknown breakdown of an item",
        ),
        pytest.param(
            "window: quarter",
            "by: [height]\nwindow: quarter",
            "visits/visits-on-time.yaml, line 25: there is no breakdown 'height'. "
            "Use one of age, or add it to safeboard.toml.",
            id="unknown breakdown of the indicator",
        ),
        pytest.param(
            "window: quarter",
            "by: [age]\nwindow: quarter",
            "visits/visits-on-time.yaml, line 25: 'visits_on_time' is not collected by 'age'. "
            "Add 'by: [age]' to the item, or take it out of the indicator.",
            id="breakdown that its item has not",
        ),
        pytest.param(
            "window: quarter",
            "window: snapshot",
            "visits/visits-on-time.yaml, line 25: 'visits_on_time' is a flow, and the window is "
            "'snapshot'. A stock is shown by a snapshot, and nothing else is.",
            id="snapshot of a flow",
        ),
        pytest.param(
            "    label: Visits due\n    kind: flow\n    every: month\n",
            "    label: Visits due\n    kind: flow\n    every: year\n",
            "visits/visits-on-time.yaml, line 25: 'visits' is collected every year, too seldom for "
            "a quarter. Choose a longer window, or collect it more often.",
            id="item collected too seldom",
        ),
    ],
)
def test_what_does_not_fit_the_other_files_is_refused(
    folder: CatalogueFolder, old: str, new: str, says: str
) -> None:
    folder.change(old, new)
    assert folder.refusal() == says


def test_a_second_declaration_of_an_item_is_refused(folder: CatalogueFolder) -> None:
    folder.write("visits/late-visits.yaml", VISITS.replace("visits_on_time", "visits_late"))
    assert folder.refusal() == (
        "visits/visits-on-time.yaml, line 14: the item 'visits' is already declared in "
        "visits/late-visits.yaml. Name it under 'uses: [visits]' instead, or give yours another "
        "code."
    )


def test_a_second_file_of_one_name_is_refused(folder: CatalogueFolder) -> None:
    folder.write("other/visits-on-time.yaml", COUNT_OF_VISITS)
    assert folder.refusal() == (
        "other/visits-on-time.yaml, line 1: the indicator 'visits-on-time' is already declared in "
        "visits/visits-on-time.yaml. Give this file another name."
    )


def test_an_item_is_used_in_another_file_and_stays_with_its_own_agency(
    folder: CatalogueFolder,
) -> None:
    folder.write("visits/visits-due.yaml", COUNT_OF_VISITS)
    catalogue = folder.read()
    assert [each.code for each in catalogue.indicators_using("visits")] == [
        "visits-due",
        "visits-on-time",
    ]
    assert [each.code for each in catalogue.items_of("police")] == ["visits", "visits_on_time"]
    assert catalogue.items_of("social-care") == []


def test_the_divided_count_lies_within_what_divides_it(folder: CatalogueFolder) -> None:
    items = folder.read().items
    assert items["visits_on_time"].wholes == ("visits",)
    assert items["visits"].wholes == ()


def test_themes_stand_in_their_order_and_a_new_one_comes_last(folder: CatalogueFolder) -> None:
    folder.write("themes.yaml", "visits: Visits\nempty: Nothing here\n")
    folder.write("a_new_theme/visits-due.yaml", COUNT_OF_VISITS)
    catalogue = folder.read()
    assert dict(catalogue.themes) == {"visits": "Visits", "a_new_theme": "A new theme"}
    assert list(catalogue.indicators) == ["visits-on-time", "visits-due"]


def test_a_partnership_adds_agencies_breakdowns_and_indicators(
    folder: CatalogueFolder, tmp_path: Path
) -> None:
    own = CatalogueFolder(tmp_path / "own")
    own.path.mkdir()
    own.write(
        "visits/visits-due.yaml",
        COUNT_OF_VISITS.replace("agency: social-care", "agency: fire"),
    )
    additions = Additions(
        folder=own.path,
        agencies={"fire": "Fire and rescue"},
        breakdowns={
            "age": Breakdown.model_validate(
                {"label": "Age group", "categories": {"young": "Young", "old": "Old"}}
            )
        },
    )
    catalogue = library.read(additions, built_in=folder.path)
    assert catalogue.agencies["fire"].name == "Fire and rescue"
    assert list(catalogue.breakdowns["age"].categories) == ["young", "old"]
    assert [each.code for each in catalogue.indicators_of("visits")] == [
        "visits-due",
        "visits-on-time",
    ]


def test_the_version_follows_everything_it_was_read_from(folder: CatalogueFolder) -> None:
    before = folder.read().version
    assert folder.read().version == before
    folder.change("share made on time", "share that was made on time")
    after = folder.read().version
    assert len(after) == 12
    assert after != before


def test_the_version_follows_what_the_partnership_adds(folder: CatalogueFolder) -> None:
    additions = Additions(agencies={"fire": "Fire and rescue"})
    with_fire = library.read(additions, built_in=folder.path)
    assert with_fire.version != folder.read().version


def test_a_hidden_file_is_not_an_indicator(folder: CatalogueFolder) -> None:
    folder.write("visits/.visits-due.yaml", "not: an indicator")
    assert list(folder.read().indicators) == ["visits-on-time"]
