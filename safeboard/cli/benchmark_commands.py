"""The commands about benchmarks: the national tool's bands, for every authority."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from safeboard.cli.speech import progress, say

benchmarks = typer.Typer(no_args_is_help=True, help="Work with what is published nationally.")

_STEPS = 3


class Mode(StrEnum):
    """As the national tool has it, or with its defects put right."""

    CORRECTED = "corrected"
    NATIONAL = "national"


ToolFolder = Annotated[Path, typer.Argument(help="The folder with the national tool's four files.")]
InMode = Annotated[Mode, typer.Option("--mode", help="As the national tool has it, or corrected.")]


@benchmarks.command("bands")
def write_them(
    tool: ToolFolder,
    into: Annotated[Path, typer.Option("--into", "-o", help="A .csv or .parquet file to write.")],
    year: Annotated[
        str, typer.Option("--year", help="latest, all, or one year as the tool writes it: 2018.")
    ] = "latest",
    mode: InMode = Mode.CORRECTED,
    codes: Annotated[
        Path | None,
        typer.Option("--codes", help="An open data file of the Department, for ONS codes."),
    ] = None,
) -> None:
    """Write rank, band, quartiles, change and neighbours of every authority in every measure."""
    from safeboard.benchmarks.national import standing
    from safeboard.pipeline.national import BandsAsked, write_bands

    asked = BandsAsked(tool, year, standing.Mode(mode.value), codes)
    with progress(_STEPS) as tell:
        table = write_bands(asked, into, tell)
    measures = table["measure"].n_unique()
    say(f"Wrote {table.height:,} rows of {measures:,} measures into {into}.")


@benchmarks.command("show")
def show_one(
    tool: ToolFolder,
    measure: Annotated[
        str, typer.Argument(help="A measure's short name or title, or an indicator's code.")
    ],
    area: Annotated[str, typer.Option("--area", help="The authority's number, such as 342.")],
    year: Annotated[str, typer.Option("--year", help="latest, or one year: 2018.")] = "latest",
    mode: InMode = Mode.CORRECTED,
) -> None:
    """Tell in words where one authority stands in one measure of the national tool."""
    from safeboard.benchmarks.national import standing
    from safeboard.pipeline.national import BandsAsked, tell_standing

    asked = BandsAsked(tool, year, standing.Mode(mode.value))
    for line in tell_standing(asked, measure, area):
        say(line)
