"""A partnership's choice among the built-in indicators, and its own in the place of one."""

from pathlib import Path

import pytest

from safeboard.catalogue.choice import Choice
from safeboard.catalogue.library import Additions
from safeboard.errors import CatalogueError, ExitCode, SettingsError
from tests.catalogue.folder import VISITS, CatalogueFolder
from tests.catalogue.test_library import COUNT_OF_VISITS

MEETINGS = (
    COUNT_OF_VISITS.replace("title: Visits due", "title: Meetings held")
    .replace(
        "uses: [visits]\n", "items:\n  meetings: {label: Meetings, kind: flow, every: month}\n"
    )
    .replace("numerator: visits", "numerator: meetings")
    .replace("given: {visits: 4}", "given: {meetings: 4}")
)


@pytest.fixture
def built_in(folder: CatalogueFolder) -> CatalogueFolder:
    """Return a catalogue of three: visits on time and visits due, and meetings in another theme."""
    folder.write("themes.yaml", "visits: Visits\nmeetings: Meetings\n")
    folder.write("visits/visits-due.yaml", COUNT_OF_VISITS)
    folder.write("meetings/meetings-held.yaml", MEETINGS)
    return folder


@pytest.fixture
def own(tmp_path: Path) -> CatalogueFolder:
    """Return an empty folder for a partnership's own indicators."""
    (tmp_path / "own").mkdir()
    return CatalogueFolder(tmp_path / "own")


def used(built_in: CatalogueFolder, **choice: tuple[str, ...]) -> list[str]:
    """Return the codes of the indicators that a choice uses."""
    return list(built_in.read(Additions(choice=Choice(**choice))).indicators)


def refusal(built_in: CatalogueFolder, own: CatalogueFolder, **choice: tuple[str, ...]) -> str:
    """Return what is said when a choice is refused, or the partnership's own files beside it."""
    with pytest.raises((SettingsError, CatalogueError)) as caught:
        built_in.read(Additions(own.path, choice=Choice(**choice)))
    assert caught.value.exit_code is ExitCode.CATALOGUE_OR_SETTINGS
    return str(caught.value)


# --- What is used ---


def test_who_chooses_nothing_uses_all(built_in: CatalogueFolder) -> None:
    assert used(built_in) == ["visits-due", "visits-on-time", "meetings-held"]


def test_a_theme_brings_all_its_indicators(built_in: CatalogueFolder) -> None:
    assert used(built_in, themes=("visits",)) == ["visits-due", "visits-on-time"]


def test_single_indicators_stand_beside_those_of_themes(built_in: CatalogueFolder) -> None:
    assert used(built_in, themes=("meetings",), codes=("visits-on-time",)) == [
        "visits-on-time",
        "meetings-held",
    ]


def test_an_indicator_is_left_out_of_its_theme_or_of_all(built_in: CatalogueFolder) -> None:
    assert used(built_in, themes=("visits",), leave_out=("visits-due",)) == ["visits-on-time"]
    assert used(built_in, leave_out=("visits-due",)) == ["visits-on-time", "meetings-held"]


def test_own_indicators_are_used_whatever_is_chosen(
    built_in: CatalogueFolder, own: CatalogueFolder
) -> None:
    own.write("visits/calls.yaml", MEETINGS.replace("meetings", "calls"))
    catalogue = built_in.read(Additions(own.path, choice=Choice(codes=("visits-on-time",))))
    assert list(catalogue.indicators) == ["calls", "visits-on-time"]


def test_agencies_are_asked_only_for_what_is_used(built_in: CatalogueFolder) -> None:
    catalogue = built_in.read(Additions(choice=Choice(themes=("meetings",))))
    assert list(catalogue.items) == ["meetings"]
    assert catalogue.items_of("police") == []
    assert dict(catalogue.themes) == {"meetings": "Meetings"}


# --- Items that another file declares ---


def test_an_item_is_collected_though_the_indicator_that_declares_it_is_not_used(
    built_in: CatalogueFolder,
) -> None:
    catalogue = built_in.read(Additions(choice=Choice(codes=("visits-due",))))
    assert list(catalogue.indicators) == ["visits-due"]
    assert list(catalogue.items) == ["visits"]
    assert [item.code for item in catalogue.items_of("police")] == ["visits"]
    (definition,) = catalogue.items["visits"].definitions
    assert definition.text == "Of the visits due in the period, the share made on time."


def test_a_count_is_not_held_to_a_whole_that_nobody_sends(built_in: CatalogueFolder) -> None:
    label = "    label: Visits made on time\n"
    built_in.change(label, f"{label}    part_of: meetings\n")
    of_all = built_in.read().items["visits_on_time"]
    alone = built_in.read(Additions(choice=Choice(themes=("visits",)))).items["visits_on_time"]
    assert of_all.wholes == ("meetings", "visits")
    assert alone.wholes == ("visits",)


def test_an_own_indicator_uses_an_item_of_one_that_is_not_used(
    built_in: CatalogueFolder, own: CatalogueFolder
) -> None:
    own.write("visits/all-visits.yaml", COUNT_OF_VISITS)
    catalogue = built_in.read(Additions(own.path, choice=Choice(themes=("meetings",))))
    assert list(catalogue.items) == ["visits", "meetings"]
    assert [item.code for item in catalogue.items_of("police")] == ["visits"]


def test_an_own_indicator_may_count_anew_what_no_built_in_one_here_counts(
    built_in: CatalogueFolder, own: CatalogueFolder
) -> None:
    own.write("visits/visits-in-time.yaml", VISITS.replace("Visits due", "Visits planned"))
    catalogue = built_in.read(Additions(own.path, choice=Choice(themes=("meetings",))))
    assert catalogue.items["visits"].label == "Visits planned"


def test_an_own_indicator_never_changes_what_a_built_in_one_counts(
    built_in: CatalogueFolder, own: CatalogueFolder
) -> None:
    own.write("visits/visits-in-time.yaml", VISITS)
    assert refusal(built_in, own, codes=("visits-due",)) == (
        "visits/visits-in-time.yaml, line 14: the item 'visits' is already declared in "
        "visits/visits-on-time.yaml. Name it under 'uses: [visits]' instead, or give yours another "
        "code."
    )


# --- In the place of a built-in one ---


def test_an_own_indicator_takes_the_place_of_a_built_in_one_that_the_settings_name(
    built_in: CatalogueFolder, own: CatalogueFolder
) -> None:
    own.write("visits/visits-on-time.yaml", VISITS.replace("Visits due", "Visits planned"))
    choice = Choice(replace=("visits-on-time",))
    catalogue = built_in.read(Additions(own.path, choice=choice))
    assert list(catalogue.indicators) == ["visits-due", "visits-on-time", "meetings-held"]
    # What the built-in visits-due counts is now what the partnership declared.
    assert catalogue.items["visits"].label == "Visits planned"


def test_an_own_indicator_in_its_place_still_finds_the_items_of_the_built_in_one(
    built_in: CatalogueFolder, own: CatalogueFolder
) -> None:
    own.write("visits/visits-on-time.yaml", COUNT_OF_VISITS)
    choice = Choice(replace=("visits-on-time",))
    catalogue = built_in.read(Additions(own.path, choice=choice))
    assert catalogue.indicators["visits-on-time"].form == "count"
    assert list(catalogue.items) == ["visits", "meetings"]


def test_an_own_indicator_with_the_code_of_a_built_in_one_has_to_be_meant(
    built_in: CatalogueFolder, own: CatalogueFolder
) -> None:
    own.write("visits/visits-due.yaml", COUNT_OF_VISITS)
    assert refusal(built_in, own) == (
        "visits/visits-due.yaml: there is a built-in indicator 'visits-due' too. To use yours in "
        "its place, add 'visits-due' to 'indicators.replace' in safeboard.toml; or give this file "
        "another name."
    )


def test_a_built_in_indicator_that_is_not_used_leaves_its_code_to_others(
    built_in: CatalogueFolder, own: CatalogueFolder
) -> None:
    own.write("calls/visits-due.yaml", MEETINGS.replace("meetings", "calls"))
    catalogue = built_in.read(Additions(own.path, choice=Choice(codes=("visits-on-time",))))
    assert catalogue.indicators["visits-due"].theme == "calls"


# --- What is wrong ---


@pytest.mark.parametrize(
    ("choice", "says"),
    [
        pytest.param(
            {"codes": ("visits-dew",)},
            "'indicators.codes' names 'visits-dew', and there is no such built-in indicator. "
            "Did you mean visits-due or visits-on-time?",
            id="unknown code",
        ),
        pytest.param(
            {"leave_out": ("fires",)},
            "'indicators.leave_out' names 'fires', and there is no such built-in indicator. "
            "'safeboard indicators list' outside this folder shows all that there are.",
            id="unlike any code",
        ),
        pytest.param(
            {"themes": ("visit",)},
            "'indicators.themes' names 'visit', and no built-in indicator has that theme. "
            "Use some of meetings, visits.",
            id="unknown theme",
        ),
        pytest.param(
            {"codes": ("calls",)},
            "'indicators.codes' names 'calls', which is an indicator of your own, and those are "
            "always used. Take it out here; an indicator that you do not use, take out of your "
            "catalogue's folder.",
            id="one's own",
        ),
        pytest.param(
            {"codes": ("visits-due",), "leave_out": ("visits-due",)},
            "'indicators.codes' and 'indicators.leave_out' both name 'visits-due'. Take it out of "
            "one of them.",
            id="chosen and left out",
        ),
        pytest.param(
            {"themes": ("meetings",), "leave_out": ("visits-due",)},
            "'indicators.leave_out' names 'visits-due', whose theme is not chosen, so it is not "
            "used anyway. Take it out.",
            id="left out of nothing",
        ),
        pytest.param(
            {"replace": ("visits-due",)},
            "'indicators.replace' names 'visits-due', and your catalogue's folder has no "
            "visits-due.yaml. Write that file, or take the code out.",
            id="replaced by nothing",
        ),
        pytest.param(
            {"replace": ("meetings-hold",)},
            "'indicators.replace' names 'meetings-hold', and there is no such built-in indicator. "
            "Did you mean meetings-held?",
            id="replaces nothing",
        ),
    ],
)
def test_a_choice_of_what_there_is_not_is_refused_with_what_to_do(
    built_in: CatalogueFolder,
    own: CatalogueFolder,
    choice: dict[str, tuple[str, ...]],
    says: str,
) -> None:
    own.write("visits/calls.yaml", MEETINGS.replace("meetings", "calls"))
    assert refusal(built_in, own, **choice) == f"safeboard.toml: {says}"


def test_everything_that_is_wrong_with_a_choice_is_said_at_once(
    built_in: CatalogueFolder, own: CatalogueFolder
) -> None:
    assert refusal(built_in, own, themes=("visit",), codes=("visits-dew",)).count("\n") == 1


# --- The version ---


def test_a_built_in_indicator_that_is_not_used_changes_no_version(
    built_in: CatalogueFolder,
) -> None:
    choice = Additions(choice=Choice(themes=("meetings",)))
    before = built_in.read(choice).version
    built_in.write("themes.yaml", "visits: Visits\nmeetings: Meetings\nvoice: Voice\n")
    built_in.write(
        "agencies.yaml", "police: Police\nsocial-care: Children's social care\nf: Fire\n"
    )
    built_in.write("voice/visits-wanted.yaml", COUNT_OF_VISITS)
    assert built_in.read(choice).version == before
    assert built_in.read().version != before


def test_what_a_used_indicator_counts_changes_the_version_wherever_it_is_declared(
    built_in: CatalogueFolder,
) -> None:
    choice = Additions(choice=Choice(codes=("visits-due",)))
    before = built_in.read(choice).version
    built_in.change("    label: Visits due\n", "    label: Visits planned\n")
    assert built_in.read(choice).version != before
