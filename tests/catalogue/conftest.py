"""A small catalogue in a folder of its own, which tests spoil one line at a time."""

from pathlib import Path

import pytest

from tests.catalogue.folder import VISITS, CatalogueFolder


@pytest.fixture
def folder(tmp_path: Path) -> CatalogueFolder:
    """Return a catalogue with one indicator, visits on time."""
    made = CatalogueFolder(tmp_path)
    made.write("themes.yaml", "visits: Visits\n")
    made.write("agencies.yaml", "police: Police\nsocial-care: Children's social care\n")
    made.write(
        "breakdowns.yaml",
        "age:\n  label: Age\n  categories:\n    under_ten: Under 10\n    ten_or_more: 10 or more\n",
    )
    made.write("visits/visits-on-time.yaml", VISITS)
    return made
