"""A return is checked against what was sent before, and what the agency answers is kept."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from safeboard.pipeline import returns
from safeboard.pipeline.partnership import Partnership, open_partnership
from safeboard.pipeline.starting import start
from safeboard.store.queries import queries_of
from safeboard.vocabulary.period import Period
from tests.databases import settle
from tests.unit.returns import TypedNote, fill

NOW = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)


@pytest.fixture
def partnership(engine: str, tmp_path: Path) -> Partnership:
    """Return a partnership that has received nothing."""
    start(tmp_path / "ours")
    settle(tmp_path / "ours")
    return open_partnership(tmp_path / "ours")


def saved(partnership: Partnership, period: str, every: int, *notes: TypedNote) -> Path:
    """Save early help's return for a quarter, with every count the same."""
    ((name, content),) = returns.templates(partnership, ["early-help"], Period.parse(period))
    path = partnership.settings.folder / name
    path.write_bytes(fill(content, others=every, notes=notes))
    return path


def test_without_a_store_a_check_asks_nothing_about_the_past_and_makes_none(
    partnership: Partnership,
) -> None:
    assert partnership.find_store() is False
    outcome = returns.check(partnership, saved(partnership, "2017-18-Q3", 20), has_store=False)
    assert outcome.checked.findings == ()
    assert not partnership.settings.store.exists()


def test_a_return_copied_from_the_last_is_found_by_check_and_its_answer_is_stored(
    partnership: Partnership,
) -> None:
    partnership.open_store(NOW)
    first = saved(partnership, "2017-18-Q3", 20)
    returns.check_and_store(partnership, first, by="an analyst", now=NOW)
    assert partnership.find_store() is True
    second = saved(partnership, "2017-18-Q4", 20, TypedNote(note="Counted twice: it is so."))
    (query,) = returns.check(partnership, second, has_store=True).checked.findings
    assert (query.check, query.answer) == ("copied-forward", "Counted twice: it is so.")
    returns.check_and_store(partnership, second, by="an analyst", now=NOW)
    found = returns.arrivals(partnership, Period.parse("2017-18-Q4"))
    (arrival,) = (each for arrived in found.values() for each in arrived)
    assert arrival.queries == 0
    ((stored,),) = queries_of([arrival.submission]).values()
    assert (stored.check, stored.answer) == ("copied-forward", "Counted twice: it is so.")


def test_a_corrected_return_is_asked_what_changed(partnership: Partnership) -> None:
    partnership.open_store(NOW)
    first = saved(partnership, "2017-18-Q3", 20)
    returns.check_and_store(partnership, first, by="an analyst", now=NOW)
    outcome = returns.check(partnership, saved(partnership, "2017-18-Q3", 21), has_store=True)
    # Three months of each of three items.
    assert [finding.check for finding in outcome.checked.findings] == ["restated"] * 9
    assert all(finding.is_open for finding in outcome.checked.findings)
    note = TypedNote("Referrals to early help", note="Referrals by telephone were left out.")
    corrected = saved(partnership, "2017-18-Q3", 21, note)
    outcome = returns.check(partnership, corrected, has_store=True)
    answers = [finding.answer for finding in outcome.checked.findings if not finding.is_open]
    assert answers == ["Referrals by telephone were left out."] * 3
