"""A catalogue's folder, written by a test."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from safeboard.catalogue import library
from safeboard.catalogue.library import Additions, Catalogue
from safeboard.errors import CatalogueError

VISITS = """\
title: Visits made on time
question: Are children seen when they should be?
agency: police
polarity: high
form: percentage
decimals: 1

definitions:
  - from: 2016-04-01
    text: Of the visits due in the period, the share made on time.
    source: Partnership's own definition

items:
  visits:
    label: Visits due
    kind: flow
    every: month
  visits_on_time:
    label: Visits made on time
    kind: flow
    every: month

numerator: visits_on_time
denominator: visits
window: quarter
compare_with: same period last year
change: percentage points
benchmark: none
rating: significant-change

examples:
  - name: three of four
    given: {visits_on_time: 3, visits: 4}
    expect: 75.0
"""


@dataclass(frozen=True)
class CatalogueFolder:
    """A catalogue in a folder, read as the built-in one is."""

    path: Path

    def write(self, name: str, text: str) -> None:
        """Write one of its files."""
        file = self.path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, "utf-8")

    def change(self, old: str, new: str) -> None:
        """Change one passage of its indicator, which has to be there."""
        assert VISITS.count(old) == 1, f"'{old}' is not there, or more than once"
        self.write("visits/visits-on-time.yaml", VISITS.replace(old, new))

    def read(self, additions: Additions | None = None) -> Catalogue:
        """Return what it declares, and what a partnership makes of it."""
        return library.read(additions, built_in=self.path)

    def refusal(self) -> str:
        """Return what is said when it is refused."""
        with pytest.raises(CatalogueError) as caught:
            self.read()
        return str(caught.value)
