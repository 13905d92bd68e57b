"""Measure stages: each in a process of its own, the programs in turn, several rounds of all."""

import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from performance.big_return import sizes_of, write_return, year_before
from performance.equality import hold_bands, hold_charts, hold_figures, hold_ratings
from performance.filling import fill_store
from performance.national_tool import MadeTool
from performance.process_charts import ProcessCharts
from performance.rivals import pandas_script, polars_script
from performance.rivals.question import question
from performance.stages import BANDS, write_sizes
from performance.workload import AS_OF, LAST, Sizes, Workload
from safeboard.assurance.rating import rate
from safeboard.benchmarks.comparison import compare
from safeboard.indicators.calculation import calculate
from safeboard.store.database import close_store, open_store
from safeboard.store.submissions import current_counts

Tell = Callable[[str], None]
Key = tuple[str, str]
"""A stage and the program that did it."""


@dataclass(frozen=True)
class Measured:
    """What the rounds of one stage took: seconds of each, and the highest peak in megabytes.

    `processor` is the time of all cores together, on which other work has less effect.
    """

    seconds: tuple[float, ...]
    processor: tuple[float, ...]
    peak_megabytes: float

    @property
    def median(self) -> float:
        """Return the median of its seconds."""
        return median(self.seconds)

    @property
    def of_processor(self) -> float:
        """Return the median of its seconds of processor time."""
        return median(self.processor)


@dataclass(frozen=True)
class Equal:
    """How much was the same, cell by cell, in all three programs."""

    counts: int
    figures: int
    ratings: int


def prepare(folder: Path, sizes: Sizes) -> Equal:
    """Fill a store in `folder`; then hold the three programs' answers to one another.

    Raises: UnequalError.
    """
    workload = Workload(sizes)
    folder.mkdir(parents=True)
    write_sizes(folder, workload)
    fill_store(folder / "store", workload)
    open_store(folder / "store")
    counts = current_counts()
    close_store()
    counts.write_parquet(folder / "counts.parquet")
    figures = calculate(workload.catalogue, counts.lazy(), workload.populations, workload.asked)
    compared = compare(figures, workload.catalogue, workload.distributions, LAST, AS_OF)
    ratings = rate(compared, workload.catalogue)
    asked = question(workload)
    theirs = polars_script.figures(polars_script.read(folder / "store"), asked)
    same = hold_figures(figures, theirs)
    rated = hold_ratings(ratings, polars_script.ratings(theirs, asked))
    others = pandas_script.figures(pandas_script.read(folder / "store"), asked)
    hold_figures(figures, pandas_script.as_figures(others))
    hold_ratings(ratings, pandas_script.as_ratings(pandas_script.ratings(others, asked)))
    return Equal(counts.height, same, rated)


def prepare_return(folder: Path, megabytes: float) -> float:
    """Write a return of about so many megabytes to `folder`; say how many there are."""
    workload = Workload(sizes_of(megabytes))
    folder.mkdir(parents=True)
    write_sizes(folder, workload)
    content = write_return(workload)
    (folder / "return.xlsx").write_bytes(content)
    year_before(workload).write_parquet(folder / "history.parquet")
    return len(content) / 1_000_000


def prepare_charts(folder: Path, charts: int) -> int:
    """Write down how many process charts are asked for; then hold the two programs' answers.

    Raises: UnequalError.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "charts.txt").write_text(str(charts))
    return hold_charts(ProcessCharts(charts))


def prepare_bands(folder: Path, series: int) -> int:
    """Write down of how many series bands are asked for; then hold the two programs' answers.

    Returns how many rows all years have. Raises: UnequalError.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "series.txt").write_text(str(series))
    made = MadeTool(series)
    return max(hold_bands(made, years) for years in BANDS.values())


def measure(folder: Path, wanted: Sequence[Key], rounds: int, tell: Tell) -> dict[Key, Measured]:
    """Return what each stage took, every stage in every round."""
    taken: dict[Key, list[dict[str, float]]] = defaultdict(list)
    for number in range(rounds):
        for stage, program in wanted:
            tell(f"round {1 + number} of {rounds}: {stage}, {program}")
            taken[stage, program].append(_run(program, stage, folder))
    return {
        key: Measured(
            tuple(one["seconds"] for one in ones),
            tuple(one["processor"] for one in ones),
            max(one["peak_megabytes"] for one in ones),
        )
        for key, ones in taken.items()
    }


def _run(program: str, stage: str, folder: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "performance.stages", program, stage, str(folder)]
    root = Path(__file__).parents[1]
    done = subprocess.run(command, cwd=root, check=True, capture_output=True, text=True)
    said: dict[str, float] = json.loads(done.stdout)
    return said
