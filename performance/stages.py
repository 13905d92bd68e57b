"""The stages that are measured, each run by itself: `python -m performance.stages polars read …`.

A stage is prepared, untimed, and then run once; a fresh process takes each, so that neither what
was loaded before nor its memory is another's.
"""

import gc
import json
import resource
import sys
from collections.abc import Callable
from dataclasses import asdict, replace
from io import BytesIO
from pathlib import Path
from time import perf_counter, process_time
from typing import TYPE_CHECKING, Any

import polars as pl

from performance.workload import AS_OF, LAST, Sizes, Workload

if TYPE_CHECKING:
    from safeboard.intake.returns import CheckedReturn

Stage = Callable[[], object]
"""What is timed. What comes out is kept until the clock has stopped."""

PROGRAMS = ("safeboard", "polars", "pandas")
STAGES = ("read", "figures", "ratings", "figures to ratings", "store to ratings")
OF_A_RETURN = ("bare read", "check", "check with history", "store")
PROCESS_CHARTS = "process charts"
BANDS = {"bands, latest year": "latest", "bands, all years": "all"}
"""Two stages, and the years that each is asked for."""


def workload_in(folder: Path) -> Workload:
    """Return the workload whose sizes were written to a folder."""
    return Workload(Sizes(**json.loads((folder / "sizes.json").read_text())))


def write_sizes(folder: Path, workload: Workload) -> None:
    """Write a workload's sizes where `workload_in` finds them."""
    (folder / "sizes.json").write_text(json.dumps(asdict(workload.sizes)))


def ours(stage: str, folder: Path) -> Stage:
    """Prepare a stage of Safeboard's own."""
    from safeboard.assurance.rating import rate
    from safeboard.benchmarks.comparison import compare
    from safeboard.indicators.calculation import calculate
    from safeboard.store.database import open_store
    from safeboard.store.submissions import current_counts

    workload = workload_in(folder)
    catalogue, asked = workload.catalogue, workload.asked
    populations, distributions = workload.populations, workload.distributions

    def figures(counts: pl.DataFrame) -> pl.DataFrame:
        return calculate(catalogue, counts.lazy(), populations, asked)

    def ratings(made: pl.DataFrame) -> pl.DataFrame:
        return rate(compare(made, catalogue, distributions, LAST, AS_OF), catalogue)

    if stage in ("read", "store to ratings"):
        open_store(folder / "store")
        read = current_counts
        return read if stage == "read" else lambda: ratings(figures(read()))
    counts = pl.read_parquet(folder / "counts.parquet")
    if stage == "ratings":
        made = figures(counts)
        return lambda: ratings(made)
    return lambda: figures(counts) if stage == "figures" else ratings(figures(counts))


def script(program: str, stage: str, folder: Path) -> Stage:
    """Prepare the same stage of a script."""
    from performance.rivals import pandas_script, polars_script
    from performance.rivals.question import question

    asked = question(workload_in(folder))
    does: Any = polars_script if program == "polars" else pandas_script
    if stage == "read":
        return lambda: does.read(folder / "store")
    if stage == "store to ratings":
        return lambda: does.ratings(does.figures(does.read(folder / "store"), asked), asked)
    counts = does.read(folder / "store")
    if stage == "ratings":
        made = does.figures(counts, asked)
        return lambda: does.ratings(made, asked)
    if stage == "figures":
        return lambda: does.figures(counts, asked)
    return lambda: does.ratings(does.figures(counts, asked), asked)


def of_a_return(stage: str, folder: Path) -> Stage:
    """Prepare a stage of one large return."""
    from python_calamine import CalamineWorkbook

    from performance.big_return import history_in, known_of
    from safeboard.intake.returns import read_return

    content = (folder / "return.xlsx").read_bytes()
    if stage == "bare read":

        def bare() -> object:
            with CalamineWorkbook.from_filelike(BytesIO(content)) as workbook:
                names = [each.name for each in workbook.sheets_metadata]
                return [workbook.get_sheet_by_name(name).to_python() for name in names]

        return bare
    known = known_of(workload_in(folder))
    if stage == "check with history":
        known = replace(known, history=history_in(folder / "history.parquet"))
    if stage != "store":
        return lambda: read_return(content, "return.xlsx", known)
    return _storing(read_return(content, "return.xlsx", known), folder)


def of_charts(program: str, folder: Path) -> Stage:
    """Prepare the limits, signals and verdicts of many process charts."""
    from performance.process_charts import ProcessCharts, judge
    from performance.rivals import numpy_charts

    made = ProcessCharts(int((folder / "charts.txt").read_text()))
    if program == "safeboard":
        frames = made.frames
        return lambda: judge(*frames)
    arrays = made.values, made.counted, made.good, made.targets
    return lambda: numpy_charts.judge(*arrays)


def of_bands(program: str, stage: str, folder: Path) -> Stage:
    """Prepare the bands of every authority in every measure of a national tool."""
    from performance.national_tool import MadeTool
    from performance.rivals import pandas_bands
    from safeboard.benchmarks.national.bands import bands
    from safeboard.benchmarks.national.standing import Mode, Years

    tool = MadeTool(int((folder / "series.txt").read_text())).tool
    years = BANDS[stage]
    if program == "safeboard":
        return lambda: bands(tool, Years(years), Mode.NATIONAL)
    given = pandas_bands.tables(tool)
    return lambda: pandas_bands.bands(given, years)


def _storing(checked: "CheckedReturn", folder: Path) -> Stage:
    """Prepare an empty store, and then to submit a return to it."""
    from shutil import rmtree

    from performance.filling import START
    from safeboard.store.areas import register_areas
    from safeboard.store.database import open_store
    from safeboard.store.received import Received
    from safeboard.store.submissions import submit

    store = folder / "store-of-one"
    rmtree(store, ignore_errors=True)
    open_store(store, create=True)
    register_areas(workload_in(folder).areas, START)
    content = (folder / "return.xlsx").read_bytes()
    received = Received(content, "return.xlsx", "us", "bench", START)
    submission = checked.submission
    if submission is None:
        raise ValueError("the return has errors, so it cannot be stored. Mend `big_return`.")
    return lambda: submit(submission, checked.stored_findings, received)


def main(program: str, stage: str, folder: Path) -> None:
    """Run one stage and write its seconds and the process's peak memory."""
    if stage in OF_A_RETURN:
        run = of_a_return(stage, folder)
    elif stage in BANDS:
        run = of_bands(program, stage, folder)
    elif stage == PROCESS_CHARTS:
        run = of_charts(program, folder)
    else:
        run = ours(stage, folder) if program == "safeboard" else script(program, stage, folder)
    gc.collect()
    began, of_processor = perf_counter(), process_time()
    kept = run()
    taken = {
        "seconds": perf_counter() - began,
        "processor": process_time() - of_processor,
        "peak_megabytes": peak_megabytes(),
    }
    del kept
    sys.stdout.write(json.dumps(taken))


def peak_megabytes() -> float:
    """Return the most memory that this process held.

    On Linux `getrusage` would tell that of the process which started this one, where it had more.
    """
    told = Path("/proc/self/status")
    if told.exists():
        line = next(one for one in told.read_text().splitlines() if one.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], Path(sys.argv[3]))
