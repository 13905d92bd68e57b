"""A test that lacks what it leans on is skipped in words, and fails where that has to be there."""

import re
from pathlib import Path

import pytest

from tests.conftest import ROOT, do_without


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


def test_a_test_that_opens_a_store_carries_its_mark(
    engine: str, request: pytest.FixtureRequest
) -> None:
    assert request.node.get_closest_marker("store") is not None
    assert request.node.get_closest_marker("sqlite") is None


MODULES = sorted((ROOT / "tests").rglob("test_*.py"))


def opens_a_store(module: str) -> bool:
    """Say whether a module of tests opens a store, itself or by a command that does."""
    return re.search(r"\b(new_store|open_store|reopen)\(|\bsurroundings\(", module) is not None


@pytest.mark.parametrize(
    "path", sorted((ROOT / "tests").rglob("test_*.py")), ids=lambda path: path.stem
)
def test_no_module_opens_a_store_without_asking_which_kind_is_tested(path: Path) -> None:
    module = path.read_text("utf-8")
    if path != Path(__file__) and opens_a_store(module):
        assert re.search(r"\b(engine|sqlite|postgresql)\b", module), (
            f"{path.name}: it opens a store. Ask for the fixture 'engine', so that it runs on both."
        )
