"""The page about St Helens says of the example's release what that release says."""

import csv
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.unit.evidence import numbers_missing

PAGE = (ROOT / "docs" / "explanation" / "st-helens.md").read_text("utf-8")


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder that `safeboard demo` made."""
    folder = tmp_path_factory.mktemp("st-helens") / "demo"
    command = [sys.executable, "-m", "safeboard", "demo", "--into", str(folder)]
    subprocess.run(command, capture_output=True, check=True, cwd=ROOT)
    return folder


@pytest.fixture(scope="module")
def ratings(demonstration: Path) -> dict[str, dict[str, str]]:
    """Return the release's ratings, by indicator."""
    (table,) = demonstration.glob("published/*/data/ratings.csv")
    with table.open(encoding="utf-8-sig", newline="") as rows:
        return {row["indicator"]: row for row in csv.DictReader(rows)}


def test_each_of_the_thirteen_faults_has_its_answer() -> None:
    rows = re.findall(r"^\| (\d+) \|([^|]*\w[^|]*)\|([^|]*\w[^|]*)\|([^|]*\w[^|]*)\|$", PAGE, re.M)
    assert [int(row[0]) for row in rows] == list(range(1, 14))


def test_disclosure_is_called_unsolved_as_long_as_a_public_release_is_refused(
    demonstration: Path,
) -> None:
    assert re.search(r"^\| 5 \|.*\| \*\*No[.]\*\*", PAGE, re.M)
    command = [sys.executable, "-m", "safeboard", "release", "--folder", str(demonstration)]
    command += ["--period", "2017-18-Q4", "--profile", "public"]
    assert subprocess.run(command, capture_output=True, check=False, cwd=ROOT).returncode == 6


def test_the_page_counts_the_ratings_as_they_are(ratings: dict[str, dict[str, str]]) -> None:
    judged = {"Improved", "Worsened", "No significant change", "Higher", "Lower"}
    words = [row["rating"] for row in ratings.values()]
    by_test = sum(word in judged for word in words)
    banded = sum(word.startswith("Band") for word in words)
    grey = len(words) - by_test - banded
    said = (
        f"Of {len(words)} indicators, {by_test} are judged by a test, two have a band, and {grey}"
    )
    assert banded == 2
    assert said in PAGE


@pytest.mark.parametrize(
    ("indicator", "rating", "change"),
    [
        ("children-in-need", "Not tested: a stock without a rule", "-15.6 per cent"),
        ("rate-of-children-in-need", "Not tested: a stock without a rule", "-16.2 per cent"),
        ("re-referrals-within-12-months", "Band B", "+1.7 percentage points"),
        ("re-referrals-within-two-years", "No significant change", "+1.5"),
        ("second-or-subsequent-plans", "Band A", "-13.5 percentage points"),
        ("second-plans-within-two-years", "Improved", "-13.2"),
        ("referrals-to-early-help", "No significant change", "+28.7"),
        ("early-help-contacts-closed", "Higher", "+30.3"),
        ("contacts-progressed-to-referral", "Lower", "-7.8"),
        ("section-47-to-initial-conference", "No significant change", "-12"),
    ],
)
def test_a_change_on_the_page_is_that_of_the_release(
    ratings: dict[str, dict[str, str]], indicator: str, rating: str, change: str
) -> None:
    assert ratings[indicator]["rating"] == rating
    assert ratings[indicator]["change"].startswith(change)
    assert change in PAGE


def rows_of_what_changed() -> list[list[str]]:
    """Return the cells of the table of ratings that changed, the titles without their mark."""
    section = PAGE.partition("## Which ratings changed")[2].partition("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("| ")][1:]
    return [[cell.strip(" ¹") for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]


def test_each_rating_that_changed_is_said_with_the_numbers_of_the_release(
    ratings: dict[str, dict[str, str]],
) -> None:
    by_title = {row["title"]: row for row in ratings.values()}
    rows = rows_of_what_changed()
    assert len(rows) == 17
    for title, _, rating, why in rows:
        released = by_title[title]
        assert rating == released["rating"], title
        assert numbers_missing(why, released["evidence"]) == [], title
        if why.startswith("two periods: "):
            assert released["rated_by"] == "change", title


def test_the_page_says_what_chance_alone_would_do_as_the_release_does(demonstration: Path) -> None:
    (page,) = demonstration.glob("published/*/index.html")
    (said,) = re.findall('<p class="chance">(.*)</p>', page.read_text("utf-8"))
    assert f'"{said}"' in " ".join(PAGE.split())


def test_the_page_counts_the_process_charts_as_they_are(demonstration: Path) -> None:
    (table,) = demonstration.glob("published/*/data/charts.csv")
    with table.open(encoding="utf-8-sig", newline="") as rows:
        last = {row["indicator"]: row for row in csv.DictReader(rows)}
    limited = [row for row in last.values() if row["state"] == "limits"]
    assert (len(last), len(limited), sum(row["signal"] != "" for row in limited)) == (18, 8, 5)
    assert "five of the eight end with a signal" in " ".join(PAGE.split())
    assert "18 of the 25 have one. Eight have 24 months and limits, ten" in PAGE
