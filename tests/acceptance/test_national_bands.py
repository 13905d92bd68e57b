"""The national tool's bands, by the command: a table, or one line that says what to do."""

import subprocess
import sys
from pathlib import Path

import polars as pl

from tests.conftest import ROOT


def bands(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "safeboard", "benchmarks", "bands", str(folder), *options]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_the_table_is_written_for_a_year_with_the_codes_of_authorities(
    shared: Path, tmp_path: Path
) -> None:
    into = tmp_path / "bands.csv"
    codes = shared / "samples" / "dfe-published" / "d3_cpps_subsequent_plan_2013_to_2025.csv"
    done = bands(
        *(shared / "lait", "--year", "2018", "--mode", "national"),
        *("-o", str(into), "--codes", str(codes)),
    )
    assert done.returncode == 0, done.stderr
    assert str(into) in done.stdout
    table = pl.read_csv(into, infer_schema_length=None)
    st_helens = table.filter(
        pl.col("measure").str.starts_with("Percentage of re-referrals"), la_number=342
    )
    assert st_helens.select("area_code", "value", "rank", "of", "band", "change").rows() == [
        ("E08000013", 18.5, 60, 152, "B", 1.6999999999999993)
    ]
    assert [path.name for path in tmp_path.iterdir()] == ["bands.csv"]


def test_the_table_can_be_written_as_parquet(shared: Path, tmp_path: Path) -> None:
    into = tmp_path / "bands.parquet"
    done = bands(shared / "lait", "-o", str(into))
    assert done.returncode == 0, done.stderr
    table = pl.read_parquet(into)
    assert table["measure"].n_unique() == 446
    # Of the tool's 158 authorities, the three that ended in 2019 are in no measure's latest year.
    assert table["la_number"].n_unique() == 155


def test_a_year_that_no_measure_has_is_told(shared: Path, tmp_path: Path) -> None:
    done = bands(shared / "lait", "--year", "1999", "-o", str(tmp_path / "bands.csv"))
    assert done.returncode == 2
    assert done.stderr == (
        "safeboard: --year: no measure has the year '1999'. "
        "Use latest, all, or a year from 2013 to 2025.\n"
    )
    assert not list(tmp_path.iterdir())


def test_a_folder_without_the_tools_files_is_told(tmp_path: Path) -> None:
    done = bands(tmp_path, "-o", str(tmp_path / "bands.csv"))
    assert done.returncode == 4
    assert done.stderr == (
        "safeboard: la_code_list.xlsx: there is no such file. "
        "Fetch the national tool's files again, all from one version.\n"
    )


def test_a_file_of_another_kind_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    done = bands(tmp_path, "-o", str(tmp_path / "bands.xls"))
    assert done.returncode == 2
    assert "ends neither in .csv nor in .parquet. Use one of them." in done.stderr
