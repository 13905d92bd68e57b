"""The one-file promise, so far as returns go: a new file is in the template and in the checks."""

from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from safeboard.catalogue import library
from safeboard.catalogue.library import Catalogue
from tests.unit.returns import check, choice_of_example, fill, template

BARRING = """
title: Referrals barred from working with children
question: Do the gravest referrals lead to barring?
agency: lado
polarity: neutral
form: count
decimals: 0
definitions:
  - {from: 2016-04-01, text: Referrals of the period passed to the barring service., source: Ours}
items:
  referrals_barred:
    label: LADO referrals passed to the barring service
    kind: flow
    every: quarter
    by: [residence]
    part_of: lado_referrals
numerator: referrals_barred
window: quarter
compare_with: same period last year
change: number
benchmark: none
rating: none
examples:
  - {name: some, given: {referrals_barred: 2}, expect: 2}
"""

TOTAL = ("referrals_barred", "", "2017-18-Q4")
HERE = ("referrals_barred", "within_area", "2017-18-Q4")


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    """Return the example's indicators with one more file, in a partnership's own folder."""
    folder = tmp_path / "lado"
    folder.mkdir()
    (folder / "referrals-barred.yaml").write_text(BARRING, "utf-8")
    return library.read(library.Additions(tmp_path, choice=choice_of_example()))


def test_a_new_file_is_in_the_template(catalogue: Catalogue) -> None:
    workbook = load_workbook(BytesIO(template("lado", "2017-18-Q4", catalogue)))
    rows = [row[:4] for row in workbook["Counts"].iter_rows(min_row=11, values_only=True)]
    assert ("referrals_barred", "LADO referrals passed to the barring service") in [
        row[:2] for row in rows
    ]
    assert sum(row[0] == "referrals_barred" for row in rows) == 1 + 3
    told = {cell for row in workbook["Start here"].iter_rows(values_only=True) for cell in row}
    assert "Referrals of the period passed to the barring service." in told


def test_a_new_file_is_in_the_checks(catalogue: Catalogue) -> None:
    sent = template("lado", "2017-18-Q4", catalogue)
    blank = check(fill(sent, {TOTAL: None}, others=0, catalogue=catalogue), catalogue)
    assert [finding.check for finding in blank.findings] == ["missing"]
    unlike = check(fill(sent, {TOTAL: 3}, others=0, catalogue=catalogue), catalogue)
    assert [finding.check for finding in unlike.findings] == [
        "part-over-whole",
        "total-unlike-parts",
    ]
    good = check(
        fill(
            sent,
            {TOTAL: 3, HERE: 3, ("lado_referrals", "", "2017-18-Q4"): 53},
            others=0,
            catalogue=catalogue,
        ),
        catalogue,
    )
    assert good.findings == ()
    assert good.submission is not None
    assert good.submission.counts.filter(item="referrals_barred")["value"].sum() == 6


def test_without_the_file_its_rows_are_unknown_and_the_template_is_said_to_be_another(
    catalogue: Catalogue,
) -> None:
    sent = fill(template("lado", "2017-18-Q4", catalogue), others=0, catalogue=catalogue)
    checks = [finding.check for finding in check(sent).findings]
    assert checks == ["another-catalogue", *["unknown-item"] * 4]
