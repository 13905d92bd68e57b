"""Importing what is published nationally, by the command: the real files, kept and asked about."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest

from safeboard.pipeline.importing import ImportAsked, import_benchmarks
from safeboard.pipeline.partnership import open_partnership
from safeboard.pipeline.releasing import release
from safeboard.pipeline.request import Request
from safeboard.pipeline.starting import start, start_demonstration
from safeboard.store.database import close_store
from safeboard.vocabulary.period import Period
from safeboard.vocabulary.profile import Profile
from tests.conftest import ROOT
from tests.databases import drop_database, settle
from tests.unit.tool_files import of_authorities, write_tool

RELEASED_AT = datetime(2018, 6, 30, 12, tzinfo=UTC)


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "safeboard", *arguments, "--folder", str(folder)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def partnership(
    shared: Path, engine: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """Return a partnership's folder into which the national tool was imported."""
    folder = tmp_path_factory.mktemp("imports") / "partnership"
    start(folder)
    settle(folder)
    done = run(folder, "benchmarks", "import", str(shared / "lait"), "--by", "Pat Example")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        "bds_long_0.parquet: the national tool's values, 641,070 of 641,070 rows kept",
        "lait_data_dictionary.csv: the national tool's measures, 448 of 448 rows kept",
        "la_code_list.xlsx: the national tool's areas, 171 of 171 rows kept",
        "sn_may_2025.xlsx: the national tool's statistical neighbours, 158 of 158 rows kept",
        "  Imported as vintage 1: LAIT, published 2026-04-01.",
    ]
    yield folder
    drop_database(folder / "store")


def test_the_open_data_is_kept_row_by_row_and_what_is_unknown_is_told(
    shared: Path, partnership: Path
) -> None:
    folder = shared / "samples" / "dfe-published"
    day = ("--published", "2025-10-30", "--by", "Pat Example")
    undated = run(partnership, "benchmarks", "import", str(folder))
    assert undated.returncode == 2
    assert "nothing was imported. Say so with --published 2025-10-30" in undated.stderr
    done = run(partnership, "benchmarks", "import", str(folder), *day)
    # Two of the files are cut out of the national tool's, and are not as it is published.
    assert done.returncode == 1, done.stderr
    lines = done.stdout.splitlines()
    assert "lait_safeguarding_2016_2025.csv: it is not recognised: " in done.stdout
    rows = {"b1": 2132, "c1": 2132, "c4": 1967, "d1": 1967, "d3": 2132, "headline": 12}
    for name, number in rows.items():
        (line,) = (each for each in lines if each.startswith(name))
        assert line.endswith(
            f": open data of the Department for Education, {number:,} of {number:,} rows kept"
        )
    assert sum("2,132 of 2,132 rows kept" in each for each in lines) == 4
    assert any(each.startswith("sn_model_2025_wide.csv: statistical neigh") for each in lines)
    listed = run(partnership, "benchmarks", "list").stdout
    assert "DfE c1_children_in_need_referrals_and_rereferrals" in listed
    into = partnership / "bands.csv"
    run(partnership, "benchmarks", "bands", "--year", "2018", "-o", str(into))
    codes = pl.read_csv(into, infer_schema=False).filter(la_number="342")["area_code"].unique()
    assert codes.to_list() == ["E08000013"]


def test_the_vintage_is_asked_without_naming_files(partnership: Path) -> None:
    asked = ("benchmarks", "show", "rate-of-children-in-need", "--area", "342")
    done = run(partnership, *asked, "--year", "2018", "--mode", "national")
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0] == "Children in Need rate per 10,000, 2018: St. Helens (342)"
    assert lines[1] == "Its value is 428.1 (Rate per 10,000). Neither way is good."
    assert lines[-1] == "Source: vintage 1, LAIT, published 2026-04-01."
    other = run(partnership, *asked, "--vintage", "99")
    assert other.returncode == 2
    assert "--vintage 99: it is no vintage of the national tool. Use one of 1, " in other.stderr


def test_the_same_files_change_nothing_and_who_imported_them_is_in_the_audit(
    shared: Path, partnership: Path
) -> None:
    done = run(partnership, "benchmarks", "import", str(shared / "lait"), "--by", "Kim Example")
    assert done.returncode == 0
    assert "  It is here already, as vintage 1: LAIT, published 2026-04-01." in done.stdout
    audit = run(partnership, "audit", "--about", "vintage 1,", "--csv").stdout
    assert audit.count("imported benchmarks") == 1
    assert "Pat Example" in audit


def test_a_backup_brings_the_vintages_back(partnership: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept.zip"
    assert run(partnership, "backup", str(kept)).returncode == 0
    again = tmp_path / "again"
    again.mkdir()
    (again / "safeboard.toml").write_text((partnership / "safeboard.toml").read_text())
    settle(again)
    restored = run(again, "restore", str(kept))
    assert restored.returncode == 0, restored.stderr
    shown = run(again, "benchmarks", "show", "ReReferral", "--area", "342", "--year", "2018")
    assert "It is in band B." in shown.stdout
    drop_database(again / "store")


def test_outside_a_partnership_and_before_an_import_it_is_said_what_to_do(tmp_path: Path) -> None:
    asked = ("benchmarks", "show", "ReReferral", "--area", "342")
    outside = run(tmp_path, *asked)
    assert outside.returncode == 4
    assert outside.stderr.endswith(
        "Or name a folder with the national tool's four files with --from.\n"
    )
    start(tmp_path / "new")
    before = run(tmp_path / "new", *asked)
    assert before.returncode == 2
    assert before.stderr.endswith(
        ": the national tool was not imported here. Import its four files with 'safeboard "
        "benchmarks import FOLDER', or name their folder with --from.\n"
    )


def test_an_import_changes_nothing_that_was_released(engine: str, tmp_path: Path) -> None:
    folder = tmp_path / "demonstration"
    start_demonstration(folder)
    settle(folder)
    partnership = open_partnership(folder)
    partnership.open_store(RELEASED_AT)
    request = Request(Period.parse("2017-18-Q4"), Profile.RESTRICTED, RELEASED_AT.date())
    before = release(partnership, request, now=RELEASED_AT)
    files = {path: path.read_bytes() for path in before.folder.rglob("*") if path.is_file()}
    tool = write_tool(tmp_path / "tool", {"2018": of_authorities("1", "2", "3", "4", "5")})
    later = datetime(2018, 7, 2, 9, tzinfo=UTC)
    import_benchmarks(ImportAsked([tool], date(2018, 6, 1), "Pat Example", later))
    again = release(partnership, request, now=later)
    assert again.already
    assert again.release.number == before.release.number == 1
    assert {path: path.read_bytes() for path in before.folder.rglob("*") if path.is_file()} == files
    close_store()
    drop_database(folder / "store")
