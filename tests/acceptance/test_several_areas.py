"""A partnership of several areas is told, for each area, who has sent what."""

from datetime import UTC, datetime
from pathlib import Path

from safeboard.pipeline import returns
from safeboard.pipeline.partnership import open_partnership
from safeboard.pipeline.starting import start_demonstration
from safeboard.vocabulary.period import Period
from tests.databases import settle

SECOND = '\n[[areas]]\nnumber = "343"\nname = "Sefton"\nons_code = "E08000014"\n'


def test_a_return_for_one_area_is_not_taken_for_the_others(engine: str, tmp_path: Path) -> None:
    folder = tmp_path / "ours"
    start_demonstration(folder)
    settings = folder / "safeboard.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + SECOND, encoding="utf-8")
    settle(folder)
    partnership = open_partnership(folder)
    now = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
    partnership.open_store(now)
    path = folder / "returns" / "lado-2017-18.xlsx"
    outcome = returns.check_and_store(partnership, path, by="an analyst", now=now)
    assert outcome.receipt is not None
    sent = {
        agency.name: len(arrived)
        for agency, arrived in returns.arrivals(partnership, Period.parse("2017-18-Q4")).items()
        if agency.code == "lado"
    }
    assert sent == {
        "Local authority designated officer (LADO), St. Helens": 1,
        "Local authority designated officer (LADO), Sefton": 0,
    }
