"""What tests may lean on that is not in the repository: reference files, a browser, a server."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest

from tests import databases

ROOT = Path(__file__).parents[1]

# A test that asks for the fixture carries the mark: `-m "not browser"` leaves out exactly those.
MARK_OF_FIXTURE = {
    "shared": "shared",
    "chromium": "browser",
    "engine": "store",
    "sqlite": "sqlite",
    "postgresql": "postgresql",
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark each test by what it leans on."""
    for item in items:
        for fixture, mark in MARK_OF_FIXTURE.items():
            if fixture in getattr(item, "fixturenames", ()):
                item.add_marker(mark)


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of reference files beside the repository."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        do_without(
            "../shared: it is not there, so nothing was held to the reference files. "
            "Put the reference files beside the repository to run this test.",
            required_by="SAFEBOARD_REQUIRE_SHARED",
        )
    return folder


@pytest.fixture(scope="session")
def chromium() -> Path:
    """Return the program of an installed Chromium."""
    found = [shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome")]
    program = next(filter(None, found), None)
    if program is None:
        do_without(
            "Chromium: it is not installed, so no page was opened. "
            "Install it (on Debian: chromium) to run this test.",
            required_by="SAFEBOARD_REQUIRE_BROWSER",
        )
    return Path(program)


@pytest.fixture(scope="session")
def engine() -> Iterator[str]:
    """Return the kind of database that tests which open a store are run on."""
    yield "postgresql" if databases.server() else "sqlite"
    databases.drop_all()


@pytest.fixture(scope="session")
def sqlite(engine: str) -> None:
    """Run the test on SQLite alone: it is about SQLite's own file."""
    if engine != "sqlite":
        pytest.skip(f"SQLite: this test is about its file, and {databases.VARIABLE} is set.")


@pytest.fixture(scope="session")
def postgresql(engine: str) -> None:
    """Run the test on PostgreSQL alone: it is about what a server does."""
    if engine != "postgresql":
        do_without(
            f"PostgreSQL: {databases.VARIABLE} names no server. "
            "Run 'make test-postgresql', which starts one, to run this test.",
            required_by="SAFEBOARD_REQUIRE_POSTGRESQL",
        )


def do_without(reason: str, *, required_by: str) -> NoReturn:
    """Skip the test that asked, or fail it where the variable `required_by` is 1."""
    if os.environ.get(required_by) == "1":
        pytest.fail(f"{reason} ({required_by}=1 says that it has to be there.)", pytrace=False)
    pytest.skip(reason)
