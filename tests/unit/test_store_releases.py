"""Releases: numbered without a gap, frozen, and read back as they were published."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest

from safeboard.store import models
from safeboard.store.audit import audit_trail
from safeboard.store.errors import ContradictionError, UnknownReleaseError, WrongReleaseNumberError
from safeboard.store.releases import (
    RELEASED_FIGURES,
    all_releases,
    latest_release,
    record_release,
    released_figures,
)
from safeboard.vocabulary.profile import Profile
from tests.unit.store_builders import a_release, new_store, released

Q4 = "2017-18-Q4"


@pytest.fixture(autouse=True)
def store(engine: str, tmp_path: Path) -> Iterator[Path]:
    with new_store(tmp_path / "store") as folder:
        yield folder


def test_before_the_first_release_there_is_none_to_find() -> None:
    assert latest_release(Q4, Profile.RESTRICTED) is None
    assert all_releases() == ()


def test_a_release_is_found_as_it_was_recorded() -> None:
    record_release(a_release(1), released(contacts="20"))
    assert latest_release(Q4, Profile.RESTRICTED) == a_release(1)


def test_the_latest_release_is_the_one_with_the_highest_number() -> None:
    correction = replace(a_release(2), supersedes=1, reason="The police corrected January.")
    record_release(a_release(1), released(contacts="20"))
    record_release(correction, released(contacts="24"))
    assert latest_release(Q4, Profile.RESTRICTED) == correction
    assert all_releases() == (a_release(1), correction)


def test_each_profile_and_period_is_numbered_by_itself() -> None:
    record_release(a_release(1), released(contacts="20"))
    public = replace(a_release(1), profile=Profile.PUBLIC, fingerprint="public")
    earlier = replace(a_release(1), period="2017-18-Q3", fingerprint="earlier")
    record_release(public, released(contacts="20"))
    record_release(earlier, released(contacts="18"))
    assert latest_release(Q4, Profile.PUBLIC) == public
    assert latest_release("2017-18-Q3", Profile.RESTRICTED) == earlier


@pytest.mark.parametrize("number", [0, 1, 3])
def test_a_number_that_is_not_the_next_is_refused(number: int) -> None:
    record_release(a_release(1), released(contacts="20"))
    wrong = replace(a_release(number), fingerprint="another")
    with pytest.raises(WrongReleaseNumberError, match=r"the next release .* is number 2"):
        record_release(wrong, released(contacts="24"))
    assert len(all_releases()) == 1


def test_a_release_cannot_supersede_one_that_is_not_there() -> None:
    with pytest.raises(UnknownReleaseError, match=r"2017-18-Q4-restricted-7: .* no such release"):
        record_release(replace(a_release(1), supersedes=7), released(contacts="20"))


def test_the_same_inputs_cannot_be_released_twice() -> None:
    record_release(a_release(1), released(contacts="20"))
    again = replace(a_release(2), fingerprint="fingerprint of 1")
    with pytest.raises(ContradictionError, match="fingerprint"):
        record_release(again, released(contacts="20"))


def test_a_release_is_recorded_whole_or_not_at_all() -> None:
    twice = pl.concat([released(contacts="20"), released(contacts="21")])
    before = audit_trail()
    with pytest.raises(ContradictionError):
        record_release(a_release(1), twice)
    assert all_releases() == ()
    assert models.ReleaseFigure.objects.count() == 0
    assert audit_trail().equals(before)


def test_released_figures_are_read_back_as_they_were_published() -> None:
    figures = pl.DataFrame(
        [
            ("342", "re-referrals", "quarter", Q4, "", "", 12, 48, "25.0", None, "p", "25.0%",
             "Improved"),
            ("342", "contacts", "quarter", Q4, "kind", "sexual", None, None, None, "x", "", "[x]",
             None),
        ],
        schema=RELEASED_FIGURES,
        orient="row",
    )  # fmt: skip
    record_release(a_release(1), figures)
    assert released_figures(Q4, Profile.RESTRICTED, 1).equals(figures)


@pytest.mark.parametrize(("value", "symbol"), [(None, None), ("20", "x")])
def test_a_figure_has_a_value_or_a_symbol_and_never_both(
    value: str | None, symbol: str | None
) -> None:
    wrong = released(contacts="20").with_columns(
        pl.lit(value, pl.String).alias("value"), pl.lit(symbol, pl.String).alias("symbol")
    )
    with pytest.raises(ContradictionError, match="a_value_or_a_symbol_never_both"):
        record_release(a_release(1), wrong)


def test_figures_of_a_release_that_is_not_there_are_refused() -> None:
    with pytest.raises(UnknownReleaseError, match="2017-18-Q4-public-1"):
        released_figures(Q4, Profile.PUBLIC, 1)


def test_a_release_is_written_in_the_audit() -> None:
    record_release(a_release(1), released(contacts="20"), by="Pat Example")
    assert audit_trail().rows()[-1] == (
        datetime(2018, 5, 1, 12, tzinfo=UTC),
        "Pat Example",
        "made a release",
        "2017-18-Q4-restricted-1",
    )
