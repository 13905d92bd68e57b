"""The gate: only what a profile's readers may see leaves it."""

from datetime import date

import polars as pl
import pytest

from safeboard.disclosure.gate import NoDisclosureControlError, protect, refuse_unsafe
from safeboard.disclosure.release import CORRECTIONS, RELEASED_NOTES, Release
from safeboard.errors import ExitCode
from safeboard.indicators.figures import FIGURES
from safeboard.vocabulary.area import Area
from safeboard.vocabulary.period import Period
from safeboard.vocabulary.profile import Profile


def release(profile: Profile) -> Release:
    """Return an empty release for a profile."""
    return Release(
        partnership="St Helens",
        areas=(Area("342", "St. Helens", "E08000013"),),
        period=Period.parse("2017-18-Q4"),
        profile=profile,
        as_of=date(2018, 6, 30),
        number=2,
        figures=pl.DataFrame(schema=FIGURES),
        ratings=pl.DataFrame(),
        charts=pl.DataFrame(),
        sayings=pl.DataFrame(),
        happened=pl.DataFrame(),
        chance="",
        caution="",
        others=pl.DataFrame(),
        quartiles=pl.DataFrame(),
        distributions=pl.DataFrame(),
        funnels=pl.DataFrame(),
        notes=pl.DataFrame(schema=RELEASED_NOTES),
        contexts=(),
        returns=(),
        corrections=pl.DataFrame(schema=CORRECTIONS),
        supersedes=1,
        reason="Three were recorded late.",
        introduction="",
        inputs={},
    )


def test_the_public_profile_is_refused_and_says_what_to_do() -> None:
    with pytest.raises(NoDisclosureControlError) as caught:
        protect(release(Profile.PUBLIC))
    assert str(caught.value) == (
        "public profile: small counts are not suppressed yet, so a child could be identified. "
        "Nothing was published. Use '--profile restricted', and keep the release to the board."
    )
    assert caught.value.exit_code is ExitCode.DISCLOSURE


def test_the_public_profile_is_refused_before_any_work_is_done() -> None:
    with pytest.raises(NoDisclosureControlError):
        refuse_unsafe(Profile.PUBLIC)
    refuse_unsafe(Profile.RESTRICTED)


def test_the_board_sees_all_of_its_release() -> None:
    given = release(Profile.RESTRICTED)
    assert protect(given) is given


def test_a_releases_name_says_period_profile_and_number() -> None:
    assert release(Profile.RESTRICTED).name == "2017-18-Q4-restricted-2"


def test_each_profile_has_its_marking() -> None:
    assert {each.value: each.marking for each in Profile} == {
        "restricted": "OFFICIAL-SENSITIVE: for members of the partnership's board",
        "public": "OFFICIAL: for publication",
    }
