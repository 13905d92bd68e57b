"""The example's returns pass their checks: nothing is wrong, and the one question is answered."""

from pathlib import Path

import pytest

from safeboard.catalogue import library
from safeboard.intake.known import Known
from safeboard.intake.returns import CheckedReturn, read_return
from safeboard.settings import read_settings
from tests.specification.example_workbooks import EXAMPLE, RETURNS

HOLIDAY = "this figure includes meetings relating to referrals received over the holiday period"


def checked(path: Path) -> CheckedReturn:
    """Return what intake makes of one of the example's workbooks."""
    settings = read_settings(EXAMPLE)
    catalogue = library.read(settings.additions)
    return read_return(path.read_bytes(), path.name, Known(catalogue, settings.places))


@pytest.mark.parametrize("path", sorted(RETURNS.glob("*.xlsx")), ids=lambda path: path.stem)
def test_a_return_is_stored_whole_with_every_cell_accounted_for(path: Path) -> None:
    result = checked(path)
    assert result.submission is not None
    assert f"{result.submission.agency}-{result.submission.period.code}" == path.stem
    assert result.submission.areas == ("342",)
    assert result.cells_read == result.cells_stored > 0
    assert not any(finding.is_open for finding in result.findings)


def test_24_of_20_is_asked_about_and_answered_by_the_footnote() -> None:
    queries = {path.stem: checked(path).findings for path in RETURNS.glob("*.xlsx")}
    ((stem, (query,)),) = ((stem, found) for stem, found in queries.items() if found)
    assert (stem, query.check) == ("exploitation-panel-2017-18", "part-over-whole")
    assert (query.sheet, query.cell) == ("Counts", "N17")
    assert "this count (24) is larger than the count it is part of" in query.message
    assert query.answer == HOLIDAY
