"""The one-file promise: a new YAML file alone is in everything, from the template to the pages."""

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

import polars as pl
import pytest
from openpyxl import load_workbook

from safeboard.catalogue import reference
from safeboard.pipeline import releasing, returns
from safeboard.pipeline.partnership import Partnership, open_partnership
from safeboard.pipeline.releasing import Released
from safeboard.pipeline.request import Request
from safeboard.pipeline.starting import start
from safeboard.store import database
from safeboard.vocabulary.period import Period
from safeboard.vocabulary.profile import Profile
from tests.databases import settle
from tests.unit.returns import Entry, Place, fill

CODE = "return-interviews-within-72-hours"
INTERVIEWS = """\
title: Return interviews within 72 hours
question: Are children who come back heard at once?
agency: police
polarity: high
form: percentage
decimals: 1

definitions:
  - from: 2016-04-01
    text: Of the children found in the period, the share interviewed within 72 hours.
    source: Statutory guidance on children who run away, January 2014

items:
  children_found:
    label: Children found after going missing
    kind: flow
    every: month
  interviewed_within_72_hours:
    label: Children found who were interviewed within 72 hours
    kind: flow
    every: month
    part_of: children_found

numerator: interviewed_within_72_hours
denominator: children_found
window: quarter
compare_with: same period last year
change: percentage points
benchmark: none
rating: significant-change

examples:
  - name: three of four
    given: {interviewed_within_72_hours: 3, children_found: 4}
    expect: 75.0
  - name: nobody went missing
    given: {interviewed_within_72_hours: 0, children_found: 0}
    expect: "[z]"
"""

LAST_YEAR, THIS_YEAR = Period.parse("2016-17-Q4"), Period.parse("2017-18-Q4")
NOW = datetime(2018, 6, 30, 9, 0, tzinfo=UTC)

# By month: children interviewed, of children found. 30 of 60 last year, 72 of 80 this year.
COUNTS = {
    LAST_YEAR: [(10, 20), (8, 18), (12, 22)],
    THIS_YEAR: [(25, 28), (24, 26), (23, 26)],
}


@dataclass(frozen=True)
class Made:
    """A partnership with the file, and what it published."""

    partnership: Partnership
    released: Released

    def page(self, name: str) -> str:
        """Return one of the release's pages."""
        return (self.released.folder / name).read_text("utf-8")

    def table(self, name: str) -> list[dict[str, str]]:
        """Return the rows of one of the release's data tables about the new indicator."""
        path = self.released.folder / "data" / f"{name}.csv"
        with path.open(encoding="utf-8", newline="") as file:
            return [row for row in csv.DictReader(file) if row["indicator"] == CODE]


def partnership_in(folder: Path) -> Partnership:
    """Return a new partnership's, with the file in its catalogue's folder and nothing else."""
    start(folder)
    theme = folder / "catalogue" / "missing"
    theme.mkdir()
    (theme / f"{CODE}.yaml").write_text(INTERVIEWS, "utf-8")
    return open_partnership(folder)


def template(partnership: Partnership, period: Period) -> bytes:
    """Return the workbook that the police are sent."""
    ((_, content),) = returns.templates(partnership, ["police"], period)
    return content


def filled(partnership: Partnership, period: Period) -> bytes:
    """Return the police's workbook with every count answered."""
    counts: dict[Place, Entry] = {}
    months = [part.code for part in period.parts(Period.parse("2018-01").kind)]
    for month, (interviewed, found) in zip(months, COUNTS[period], strict=True):
        counts["interviewed_within_72_hours", "", month] = interviewed
        counts["children_found", "", month] = found
    return fill(template(partnership, period), counts, others=0, catalogue=partnership.catalogue)


@pytest.fixture(scope="module")
def made(engine: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    """Return what becomes of the file: two returns are sent in, and a release is published."""
    folder = tmp_path_factory.mktemp("partnership")
    partnership_in(folder)
    settle(folder)
    partnership = open_partnership(folder)
    partnership.open_store(NOW)
    for period in COUNTS:
        path = folder / f"police-{period.code}.xlsx"
        path.write_bytes(filled(partnership, period))
        outcome = returns.check_and_store(partnership, path, by="an analyst", now=NOW)
        assert outcome.checked.findings == ()
        assert outcome.receipt is not None
    request = Request(THIS_YEAR, Profile.RESTRICTED, date(2018, 6, 30))
    yield Made(partnership, releasing.release(partnership, request, now=NOW))
    database.close_store()


# --- Before a return is sent ---


def test_it_is_in_the_template(tmp_path: Path) -> None:
    workbook = load_workbook(BytesIO(template(partnership_in(tmp_path), THIS_YEAR)))
    rows = [row[:2] for row in workbook["Counts"].iter_rows(values_only=True)]
    assert ("children_found", "Children found after going missing") in rows
    told = {cell for row in workbook["Start here"].iter_rows(values_only=True) for cell in row}
    assert "Of the children found in the period, the share interviewed within 72 hours." in told


def test_it_is_in_the_checks(tmp_path: Path) -> None:
    partnership = partnership_in(tmp_path)
    wrong: dict[Place, Entry] = {
        ("interviewed_within_72_hours", "", "2018-01"): 29,
        ("children_found", "", "2018-01"): 28,
        ("children_found", "", "2018-02"): None,
    }
    content = fill(
        template(partnership, THIS_YEAR), wrong, others=0, catalogue=partnership.catalogue
    )
    path = tmp_path / "police.xlsx"
    path.write_bytes(content)
    findings = returns.check(partnership, path, has_store=False).checked.findings
    assert sorted(finding.check for finding in findings) == ["missing", "part-over-whole"]


def test_it_is_in_the_reference(tmp_path: Path) -> None:
    pages = reference.pages(partnership_in(tmp_path).catalogue)
    page = pages[f"{CODE}.md"]
    assert page.startswith("# Return interviews within 72 hours\n")
    for words in (
        "*Are children who come back heard at once?*",
        "## Definition from 1 April 2016",
        "| Children found after going missing | flow | every month | total only | Police |",
        "- three of four: interviewed_within_72_hours 3, children_found 4 makes 75.0",
    ):
        assert words in page
    link = f"[Return interviews within 72 hours]({CODE}.md)"
    assert f"| {link} | percentage | Police | no national referent |" in pages["index.md"]


# --- In the release ---


def test_it_is_calculated(made: Made) -> None:
    figures = made.released.release.figures.filter(pl.col("indicator") == CODE)
    quarters = figures.filter(pl.col("window") == "quarter").drop_nulls("value")
    assert quarters.select("period", "numerator", "denominator", "value").rows() == [
        ("2016-17-Q4", 30, 60, 50),
        ("2017-18-Q4", 72, 80, 90),
    ]
    autumn = figures.filter(window="quarter", period="2017-18-Q3")
    assert autumn.select("symbol", "reason").rows() == [("x", "not submitted")]


def test_it_is_rated(made: Made) -> None:
    (row,) = made.released.release.ratings.filter(pl.col("indicator") == CODE).rows(named=True)
    assert (row["change"], row["rating"]) == ("+40.0 percentage points", "Improved")
    assert row["sentence"] == (
        "90.0% (72 of 80) in Q4 2017/18 against 50.0% (30 of 60) in Q4 2016/17: chance alone "
        "would bring so large a change less than twice in 1,000 times."
    )
    assert row["comparison"] == "no national referent"


def test_it_is_in_the_data(made: Made) -> None:
    quarters = [row for row in made.table("figures") if row["window"] == "quarter" and row["value"]]
    assert [
        (row["title"], row["period"], row["numerator"], row["denominator"], row["value"])
        for row in quarters
    ] == [
        ("Return interviews within 72 hours", "2016-17-Q4", "30", "60", "50.0"),
        ("Return interviews within 72 hours", "2017-18-Q4", "72", "80", "90.0"),
    ]
    (rated,) = made.table("ratings")
    assert (rated["value"], rated["rating"]) == ("90.0", "Improved")


def test_it_is_on_the_page_and_on_the_page_about_the_indicators(made: Made) -> None:
    page, about = made.page("index.html"), made.page("about.html")
    for words in ("Return interviews within 72 hours", "90.0%", "72 of 80"):
        assert words in page
    for words in (
        "Return interviews within 72 hours",
        "Of the children found in the period, the share interviewed within 72 hours.",
        "Statutory guidance on children who run away, January 2014",
        "Children found after going missing",
    ):
        assert words in about


def test_the_release_says_which_catalogue_it_was_made_from(made: Made, tmp_path: Path) -> None:
    manifest = json.loads(made.page("manifest.json"))
    assert made.partnership.catalogue.version in json.dumps(manifest)
    start(tmp_path)
    without = open_partnership(tmp_path).catalogue
    assert without.version != made.partnership.catalogue.version
    assert CODE not in without.indicators
