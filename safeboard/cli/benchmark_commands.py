"""The commands about bands: where every authority stands in the national tool."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from safeboard.cli.held import holding
from safeboard.cli.options import HERE, Folder
from safeboard.cli.speech import progress, say

if TYPE_CHECKING:
    from safeboard.pipeline.partnership import Tell
    from safeboard.pipeline.tools import FoundTool

benchmarks = typer.Typer(no_args_is_help=True, help="Work with what is published nationally.")

_STEPS = 3


class Mode(StrEnum):
    """As the national tool has it, or with its defects put right."""

    CORRECTED = "corrected"
    NATIONAL = "national"


InMode = Annotated[Mode, typer.Option("--mode", help="As the national tool has it, or corrected.")]


@dataclass(frozen=True)
class Where:
    """Where the national tool is read: in a vintage of a partnership's, or in a folder of files."""

    vintage: Annotated[
        int | None,
        typer.Option("--vintage", help="A vintage's number; the one published last if none is."),
    ] = None
    files: Annotated[
        Path | None,
        typer.Option("--from", help="A folder of the national tool's files, not a vintage."),
    ] = None
    folder: Folder = HERE

    def found(self, codes: Path | None = None, tell: "Tell | None" = None) -> "FoundTool":
        """Return the tool, and if a file is named for them the ONS codes in it."""
        from safeboard.pipeline.partnership import quietly
        from safeboard.pipeline.tools import ToolAsked, find_tool

        return find_tool(ToolAsked(self.folder, self.files, codes, self.vintage), tell or quietly)


@benchmarks.command("bands")
@holding(Where, "where")
def write_them(
    into: Annotated[Path, typer.Option("--into", "-o", help="A .csv or .parquet file to write.")],
    where: Where,
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
    from safeboard.pipeline.tables import refuse_suffix

    refuse_suffix(into)
    with progress(_STEPS) as tell:
        found = where.found(codes, tell)
        table = write_bands(found, BandsAsked(year, standing.Mode(mode.value)), into, tell)
    measures = table["measure"].n_unique()
    say(f"Wrote {table.height:,} rows of {measures:,} measures into {into}, from {found.told}.")


@benchmarks.command("show")
@holding(Where, "where")
def show_one(
    measure: Annotated[
        str, typer.Argument(help="An indicator's code, or a measure's short name or title.")
    ],
    area: Annotated[str, typer.Option("--area", help="The authority's number, such as 342.")],
    where: Where,
    year: Annotated[str, typer.Option("--year", help="latest, all, or one year: 2018.")] = "latest",
    mode: InMode = Mode.CORRECTED,
) -> None:
    """Tell in words where one authority stands in one measure of the national tool."""
    from safeboard.benchmarks.national import standing
    from safeboard.pipeline.national import BandsAsked, tell_standing

    found = where.found()
    asked = BandsAsked(year, standing.Mode(mode.value))
    for line in tell_standing(found, asked, measure, area):
        say(line)
    say(f"Source: {found.told}.")
