"""A return of a million cells is read and checked in bounded memory, its history beside it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from performance.measuring import prepare_return

MEGABYTES = 5.2
MOST_MEMORY_MB = 500

PROGRAM = """
import json, sys
from dataclasses import replace
from pathlib import Path

from performance.big_return import history_in, known_of
from performance.stages import peak_megabytes, workload_in
from safeboard.intake.returns import read_return

folder = Path(sys.argv[1])
known = known_of(workload_in(folder))
known = replace(known, history=history_in(folder / "history.parquet"))
checked = read_return((folder / "return.xlsx").read_bytes(), "return.xlsx", known)
said = {"stored": checked.cells_stored, "checks": [each.check for each in checked.findings]}
print(json.dumps(said | {"peak": peak_megabytes()}))
"""


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a return of 770,000 counts and as many sent a year before it."""
    folder = tmp_path_factory.mktemp("large") / "return"
    prepare_return(folder, MEGABYTES)
    return folder


def test_a_million_cells_are_checked_beside_a_year_of_history_in_under_500_mb(large: Path) -> None:
    command = [sys.executable, "-c", PROGRAM, str(large)]
    done = subprocess.run(
        command, cwd=Path(__file__).parents[2], check=True, capture_output=True, text=True
    )
    said = json.loads(done.stdout)
    assert said["stored"] > 760_000
    assert said["checks"] == ["stray"]
    assert said["peak"] < MOST_MEMORY_MB
