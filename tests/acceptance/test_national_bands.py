"""The national tool's bands, by the command: a table, or one line that says what to do."""

import subprocess
import sys
from pathlib import Path

import polars as pl

from tests.conftest import ROOT


def bands(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return about("bands", folder, *options)


def about(what: str, folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    asked = [what, *options, "--from", str(folder)]
    command = [sys.executable, "-m", "safeboard", "benchmarks", *asked]
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
    (tmp_path / "empty").mkdir()
    done = bands(tmp_path / "empty", "-o", str(tmp_path / "bands.csv"))
    assert done.returncode == 2
    assert done.stderr == (
        f"safeboard: {tmp_path / 'empty'}: this folder has no file that ends in .parquet, .csv, "
        ".xlsx. Name the files that were published.\n"
    )


def test_a_file_of_another_kind_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    done = bands(tmp_path, "-o", str(tmp_path / "bands.xls"))
    assert done.returncode == 2
    assert "ends neither in .csv nor in .parquet. Use one of them." in done.stderr


def test_one_authority_is_told_of_in_words(shared: Path) -> None:
    done = about("show", shared / "lait", "ReReferral", "--area", "342", "--year", "2018")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        "Percentage of re-referrals to children's social care within 12 months, 2018: "
        "St. Helens (342)",
        "Its value is 18.5 (% of referrals). Low is good.",
        "That is 1.7 more than in the tool's year before, which is worse.",
        "It is number 60 of 152 authorities with a value; 1 is best.",
        "It is in band B. The quartiles are 16.25, 20.1, 24.025; printed, A is 0 to 16.2; "
        "B is 16.3 to 20.1; C is 20.2 to 24; D is 24.1 to 38.6.",
        "England: 21.9; North West: 22.3.",
        "Statistical neighbours: a mean of 17.4 and a median of 17.9; 10 of the 10 have a value.",
        f"Source: the files in {shared / 'lait'}.",
    ]


def test_a_measure_may_be_named_by_the_indicator_that_is_compared_with_it(shared: Path) -> None:
    done = about("show", shared / "lait", "rate-of-children-in-need", "--area", "342")
    assert done.stdout.startswith("Children in Need rate per 10,000, 2025: St. Helens (342)\n")
    assert "It is not ranked among the 153 authorities with a value.\n" in done.stdout


def test_an_indicator_with_another_benchmark_is_told(shared: Path) -> None:
    done = about("show", shared / "lait", "children-in-need", "--area", "342")
    assert done.returncode == 2
    assert done.stderr == (
        "safeboard: 'children-in-need': its benchmark is 'At31_episodes' of DfE, which is not in "
        "the national tool. Name a measure of the tool, or another indicator.\n"
    )


def test_a_name_that_is_nearly_a_measures_is_told_what_is_near(shared: Path) -> None:
    done = about("show", shared / "lait", "ReReferal", "--area", "342")
    assert done.returncode == 2
    assert done.stderr == (
        "safeboard: 'ReReferal': the national tool has no such measure. Did you mean ReReferral?\n"
    )


def test_an_authority_that_the_tool_does_not_have_is_told(shared: Path) -> None:
    done = about("show", shared / "lait", "ReReferral", "--area", "St Helens")
    assert done.returncode == 2
    assert "--area St Helens, --year latest: " in done.stderr
