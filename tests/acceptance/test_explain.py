"""`safeboard indicators explain --period` tells a rating's whole chain, and changes nothing."""

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest

from safeboard.errors import ExitCode
from safeboard.pipeline.starting import start_demonstration
from tests.databases import address_of, drop_database, name_database, settle, surroundings

PERIOD = ("--period", "2017-18-Q4")


@pytest.fixture(scope="module")
def folder(engine: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder that `safeboard demo` made."""
    folder = tmp_path_factory.mktemp("explain") / "demo"
    command = [sys.executable, "-m", "safeboard", "demo", "--into", str(folder)]
    around = surroundings(folder / "store")
    subprocess.run(command, capture_output=True, check=True, env=around)
    name_database(folder)
    return folder


def typed(folder: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "safeboard", "indicators", "explain", *words]
    return subprocess.run(
        [*command, "--folder", str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def lines(folder: Path) -> list[str]:
    """Return what is said of re-referrals within 12 months, line by line."""
    done = typed(folder, "re-referrals-within-12-months", *PERIOD, "--area", "342")
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.splitlines()


def step(lines: list[str], number: int) -> list[str]:
    """Return the lines of a step, without its heading."""
    (start,) = [place for place, line in enumerate(lines) if line.startswith(f"## {number}. ")]
    after = lines[start + 2 :]
    ends = [place for place, line in enumerate(after) if line.startswith("#")]
    return [line for line in after[: ends[0] if ends else None] if line]


def test_the_rating_and_who_may_read_it_stand_first(lines: list[str]) -> None:
    assert lines[0] == "OFFICIAL-SENSITIVE: for members of the partnership's board"
    assert lines[1].endswith(", in a release for Q4 2017/18.")
    assert lines[3] == "# Re-referrals within 12 months: St. Helens, 2017/18"
    assert lines[5].startswith("Band B: the second-best quarter of 152 local authorities")


def test_each_count_is_named_with_its_return_and_cell(lines: list[str]) -> None:
    counts = step(lines, 1)
    assert counts[:6] == [
        "Referrals with an earlier referral in the 12 months before "
        "(re_referrals_within_12_months)",
        "  From Children's social care, every month: events, which are added up.",
        "  For 2017/18:",
        "    April 2017: 28 (return 9, Counts!E14)",
        "    May 2017: 30 (return 9, Counts!F14)",
        "    June 2017: 31 (return 9, Counts!G14)",
    ]
    assert sum("(return 9, Counts!" in line for line in counts) == 24
    assert sum("(return 8, Counts!" in line for line in counts) == 24
    (received,) = [line for line in counts if line.startswith("Return 9: ")]
    assert received.startswith("Return 9: social-care-2017-18.xlsx, received ")
    assert received.endswith(" UTC, sent in by demonstration.")
    assert any(line.startswith("Note: The year's total, 343, is published") for line in counts)


def test_the_counts_are_added_up_in_both_years(lines: list[str]) -> None:
    assert step(lines, 2) == [
        "Numerator for 2017/18: 28 + 30 + 31 + 30 + 24 + 29 + 30 + 32 + 25 + 28 + 27 + 29 = 343.",
        "Denominator for 2017/18: 150 + 166 + 168 + 160 + 128 + 158 + 163 + 170 + 136 + 152 + 145 "
        "+ 159 = 1,855.",
        "Numerator for 2016/17: 29 + 30 + 32 + 30 + 24 + 30 + 30 + 31 + 25 + 28 + 27 + 29 = 345.",
        "Denominator for 2016/17: 172 + 181 + 190 + 178 + 141 + 176 + 180 + 186 + 150 + 168 + 160 "
        "+ 172 = 2,054.",
    ]


def test_the_quotients_are_exact_and_rounded_last(lines: list[str]) -> None:
    # 34,300 / 1,855 = 18.4905660..., 34,500 / 2,054 = 16.7964946...
    assert step(lines, 3) == [
        "2017/18: 100 × 343 ÷ 1,855 = 18.490566…, rounded half up to 1 decimal: 18.5%.",
        "2016/17: 100 × 345 ÷ 2,054 = 16.796494…, rounded half up to 1 decimal: 16.8%.",
        "Change: 18.490566… less 16.796494… is 1.694071…, which is told as +1.7 percentage points.",
    ]


def test_the_definition_in_force_is_said_with_its_source(lines: list[str]) -> None:
    definition = step(lines, 4)
    assert definition[0].startswith("Since 1 April 2016: Of the referrals that children's social")
    assert definition[1].startswith("Source: Department for Education, ")
    assert definition[2] == "The earlier figure is under the same definition."


def test_the_benchmark_is_told_with_vintage_quartiles_england_region_and_neighbours(
    lines: list[str],
) -> None:
    said = step(lines, 5)
    assert said[:5] == [
        "Percentage of re-referrals to children's social care within 12 months: LAIT, measure "
        "ReReferral, for a year.",
        "Its definition is the same.",
        "Vintage: LAIT, published 8 April 2026.",
        "For the figure, 2017/18: quartiles of 152 authorities 16.25%, 20.1%, 24.025%; England "
        "21.9%.",
        "For the earlier figure, 2016/17: quartiles of 152 authorities 15.975%, 19.95%, 23.8%; "
        "England 21.9%.",
    ]
    assert sorted(said[5:7]) == [
        "Its region: 22.3%.",
        "Its statistical neighbours: mean 17.35%, median 17.85%, of 10 with a value.",
    ]


def test_the_three_judgements_are_told_with_method_parameters_and_result(lines: list[str]) -> None:
    said = step(lines, 6)
    assert said[:2] == ["Distance from a target: No target.", "  No target is set."]
    assert said[2] == "Position among others: Band B."
    assert said[4:6] == ["  Method: band.", "  Band: B."]
    change = said.index("Change over time: No significant change.")
    assert said[change + 1 :] == [
        "  18.5% (343 of 1,855) in 2017/18 against 16.8% (345 of 2,054) in 2016/17: chance alone "
        "may well bring a change of this size.",
        "  Method: two periods.",
        "  Test: Newcombe's interval.",
        "  Interval at 95%: -0.6955 to 4.096.",
        "  Interval at 99.8%: -2.0703 to 5.4889.",
        "  Interval unit: percentage points.",
        "  P-value: none.",
        "  Significant at 95%: no.",
        "  Significant at 99.8%: no.",
        "  Parameters: dispersion 1; dispersion periods 12; level that rates 99.8%; small cell 5; "
        "small denominator 10; small numerator 5.",
        "  Dispersion of: 2016-04: 29 of 172, 2016-05: 30 of 181, 2016-06: 32 of 190, "
        "2016-07: 30 of 178, 2016-08: 24 of 141, 2016-09: 30 of 176, 2016-10: 30 of 180, "
        "2016-11: 31 of 186, 2016-12: 25 of 150, 2017-01: 28 of 168, "
        "2017-02: 27 of 160, 2017-03: 29 of 172.",
    ]


def test_the_rule_says_why_the_band_is_the_rating(lines: list[str]) -> None:
    rule, taken, rating = step(lines, 7)
    assert rule.startswith("Rule: band-or-change (")
    assert "It is rated by its position among others, or where that cannot be judged by" in rule
    assert taken == "Position among others is judged: Band B. So that is the rating."
    assert rating == "Rating: Band B (shape: letter; colour: no colour, the usual one)."


def test_a_code_that_several_begin_with_explains_each_under_its_own_heading(folder: Path) -> None:
    done = typed(folder, "re-referrals", *PERIOD)
    headings = [line for line in done.stdout.splitlines() if line.startswith("# ")]
    assert headings == [
        "# Re-referrals within 12 months: St. Helens, 2017/18",
        "# Re-referrals within two years: St. Helens, 2017/18",
    ]


def test_a_figure_that_is_not_there_says_which_counts_are_missing(folder: Path) -> None:
    done = typed(folder, "missing-from-care", *PERIOD)
    assert "    January 2018: not submitted" in done.stdout
    assert "Numerator for Q4 2017/18: there is none (not submitted)." in done.stdout
    assert "Q4 2017/18: [x], not submitted." in done.stdout
    assert "Rating: Not submitted (shape: ring; colour: grey, the usual one)." in done.stdout


def test_a_rate_names_the_estimates_of_both_years_and_a_change_in_per_cent(folder: Path) -> None:
    done = typed(folder, "rate-of-children-in-need", *PERIOD)
    assert (
        "Denominator for 31 March 2017: 36,387 children aged 0 to 17, the estimate of mid-2016."
        in done.stdout
    )
    # 15,690,000 / 36,647 = 428.1387..., and 428.1387 / 510.8967 - 1 = -16.1985...%.
    assert (
        "Change: 428.138728… less 510.896748… is -82.758019…, -16.198580… per cent of what it was, "
        "which is told as -16.2 per cent."
    ) in done.stdout


def test_a_code_that_none_begins_with_is_answered_with_near_ones(folder: Path) -> None:
    done = typed(folder, "rereferrals-within-12-months", *PERIOD)
    assert done.returncode == ExitCode.USAGE
    assert "Did you mean re-referrals-within-12-months" in done.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((*PERIOD, "--area", "999"), "--area 999: it is none of this partnership's. Use 342"),
        (("--area", "342"), "--area: it is about a rating, and no period is named."),
        (("--period", "spring"), "--period: "),
        ((*PERIOD, "--as-of", "3026-01-01"), "--as-of 3026-01-01: that has not come"),
    ],
)
def test_what_cannot_be_asked_is_said_in_one_line(
    folder: Path, words: tuple[str, ...], said: str
) -> None:
    done = typed(folder, "contacts", *words)
    assert (done.returncode, done.stdout) == (ExitCode.USAGE, "")
    assert done.stderr.startswith(f"safeboard: {said}")


def test_a_built_in_indicator_that_is_not_used_here_has_no_rating(folder: Path) -> None:
    done = typed(folder, "care-leavers-in", *PERIOD)
    assert (done.returncode, done.stdout) == (ExitCode.USAGE, "")
    assert "this indicator is not used here, so it has no rating" in done.stderr


def test_a_period_whose_series_would_begin_before_periods_do_is_explained_too(folder: Path) -> None:
    done = typed(folder, "contacts-progressed", "--period", "2016-17-Q1")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Contacts that became a referral: St. Helens, Q1 2016/17" in done.stdout


def test_before_anything_was_known_every_count_is_missing(folder: Path) -> None:
    done = typed(folder, "contacts", *PERIOD, "--as-of", "2018-01-01")
    assert done.returncode == 0
    assert "    March 2018: not submitted" in done.stdout


def test_looking_changes_nothing(folder: Path) -> None:
    def every() -> dict[str, str]:
        files = (path for path in folder.rglob("*") if path.is_file())
        return {
            str(path): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in files
            if path.suffix not in (".db-shm", ".db-wal")
        }

    before = every()
    assert typed(folder, "contacts", *PERIOD).returncode == 0
    assert every() == before


def test_where_nothing_was_received_no_store_is_made(engine: str, tmp_path: Path) -> None:
    folder = tmp_path / "partnership"
    start_demonstration(folder)
    settle(folder)
    done = typed(folder, "contacts", *PERIOD)
    assert done.returncode == ExitCode.STORE
    assert "nothing was received yet" in done.stderr
    if not address_of(folder / "store"):
        assert not (folder / "store").exists()
    drop_database(folder / "store")
