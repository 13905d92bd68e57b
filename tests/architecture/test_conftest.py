"""A test that lacks what it leans on is skipped in words, and fails where that has to be there."""

import pytest

from tests.conftest import do_without


def test_without_the_reference_files_a_test_is_skipped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SAFEBOARD_REQUIRE_SHARED", raising=False)
    with pytest.raises(pytest.skip.Exception, match="it is not there"):
        do_without("../shared: it is not there.", required_by="SAFEBOARD_REQUIRE_SHARED")


def test_where_they_are_required_it_fails_instead(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAFEBOARD_REQUIRE_SHARED", "1")
    with pytest.raises(pytest.fail.Exception, match="SAFEBOARD_REQUIRE_SHARED=1 says"):
        do_without("../shared: it is not there.", required_by="SAFEBOARD_REQUIRE_SHARED")


def test_a_test_carries_the_mark_of_what_it_leans_on(
    shared: object, request: pytest.FixtureRequest
) -> None:
    assert request.node.get_closest_marker("shared") is not None
    assert request.node.get_closest_marker("browser") is None
