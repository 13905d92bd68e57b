"""Measure everything, and print one table: `make bench`, or `python -m performance --help`."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer
from rich.console import Console

from performance.measuring import measure, prepare, prepare_bands, prepare_charts, prepare_return
from performance.report import ARRAYS, OURS, READER, Line, Report
from performance.stages import BANDS, OF_A_RETURN, PROCESS_CHARTS, PROGRAMS, STAGES
from performance.workload import Sizes

DEFAULT = Sizes()


def bench(
    indicators: Annotated[int, typer.Option(help="How many indicators.")] = DEFAULT.indicators,
    months: Annotated[int, typer.Option(help="How many months of counts.")] = DEFAULT.months,
    areas: Annotated[int, typer.Option(help="How many areas.")] = DEFAULT.areas,
    rounds: Annotated[int, typer.Option(help="How often each stage is measured.")] = 3,
    megabytes: Annotated[float, typer.Option(help="The size of the return; 0 for none.")] = 24.5,
    charts: Annotated[int, typer.Option(help="How many process charts; 0 for none.")] = 10_000,
    series: Annotated[int, typer.Option(help="How many series of bands; 0 for none.")] = 434,
    write: Annotated[Path | None, typer.Option(help="A file to write the report to, JSON.")] = None,
) -> None:
    """Measure Safeboard beside scripts in Polars and pandas that answer the same."""
    console = Console()
    sizes = Sizes(indicators, months, areas)
    with TemporaryDirectory() as name, console.status("Making the counts") as status:
        folder = Path(name)
        equal = prepare(folder / "once", sizes), prepare(folder / "twice", sizes.times(2))
        keys = [(stage, program) for stage in STAGES for program in PROGRAMS]
        small = measure(folder / "once", keys, rounds, status.update)
        large = measure(folder / "twice", keys, rounds, status.update)
        lines = {key: Line(small[key], large[key], shown=small[key]) for key in keys}
        if megabytes:
            status.update("Writing the return")
            # More than five million cells are refused, so a return grows from half its size.
            prepare_return(folder / "half", megabytes / 2)
            megabytes = prepare_return(folder / "whole", megabytes)
            keys = [(stage, READER if stage == "bare read" else OURS) for stage in OF_A_RETURN]
            small = measure(folder / "half", keys, rounds, status.update)
            large = measure(folder / "whole", keys, rounds, status.update)
            lines |= {key: Line(small[key], large[key], shown=large[key]) for key in keys}
        if charts:
            status.update("Making the process charts")
            charts = prepare_charts(folder / "once", charts)
            prepare_charts(folder / "twice", 2 * charts)
            keys = [(PROCESS_CHARTS, program) for program in (OURS, ARRAYS)]
            small = measure(folder / "once", keys, rounds, status.update)
            large = measure(folder / "twice", keys, rounds, status.update)
            lines |= {key: Line(small[key], large[key], shown=small[key]) for key in keys}
        banded = 0
        if series:
            status.update("Making the national tool")
            banded = prepare_bands(folder / "once", series)
            prepare_bands(folder / "twice", 2 * series)
            keys = [(stage, program) for stage in BANDS for program in (OURS, "pandas")]
            small = measure(folder / "once", keys, rounds, status.update)
            large = measure(folder / "twice", keys, rounds, status.update)
            lines |= {key: Line(small[key], large[key], shown=small[key]) for key in keys}
    report = Report(equal, megabytes, lines, charts, banded)
    _tell(console, report)
    if write:
        write.write_text(json.dumps(report.as_json(), indent=1))


def _tell(console: Console, report: Report) -> None:
    once, twice = report.equal
    console.print(
        f"{once.counts:,} counts, and {twice.counts:,} at twice the size. All {once.figures:,} and "
        f"{twice.figures:,} figures, {once.ratings:,} and {twice.ratings:,} ratings are the same "
        "in all three programs."
    )
    if report.megabytes:
        console.print(f"The return has {report.megabytes:.1f} MB, and grew from half of that.")
    if report.charts:
        console.print(
            f"All {report.charts:,} process charts have the same limits, signals and verdicts in "
            "both programs."
        )
    if report.banded:
        console.print(f"All {report.banded:,} rows of bands are the same in both programs.")
    console.print(report.table())
    for met, aim in report.aims():
        console.print(("met:    " if met else "MISSED: ") + aim)


if __name__ == "__main__":
    typer.run(bench)
