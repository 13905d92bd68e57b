"""The commands about layouts: list them, or try one on an agency's own workbook."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from safeboard.cli.options import HERE, ByLayout, Folder, partnership_in
from safeboard.cli.speech import counted, say, say_table
from safeboard.errors import ExitCode
from safeboard.intake.workbook.refusal import shown

if TYPE_CHECKING:
    from safeboard.pipeline.layouts import Tried

layouts = typer.Typer(
    no_args_is_help=True, help="List the layouts of agencies' own workbooks, or try one."
)


@layouts.command("list")
def list_them(folder: Folder = HERE) -> None:
    """List every layout, each held to the catalogue and to its worked examples."""
    partnership = partnership_in(folder)
    rows = [
        (
            each.name,
            each.title,
            partnership.catalogue.agencies[each.agency].name,
            counted(len(each.examples), "example"),
        )
        for each in partnership.layouts
    ]
    say_table(("Name", "Title", "Agency", "Held to"), rows)


@layouts.command()
def check(
    files: Annotated[list[Path], typer.Argument(help="Agencies' own workbooks.")],
    layout: ByLayout = "",
    folder: Folder = HERE,
) -> None:
    """Show each count that a layout reads in a workbook, with its cell, and what is missing.

    Nothing is stored. Ends with 1 if the layout does not fit, or something is wrong with a count.
    """
    from safeboard.pipeline.layouts import find_layout, try_layout

    partnership = partnership_in(folder)
    named = find_layout(partnership, layout)
    ended_well = True
    for path in files:
        tried = try_layout(partnership, path, named)
        _say_tried(tried)
        ended_well &= not any(finding.is_open for finding in tried.findings)
    if not ended_well:
        raise typer.Exit(ExitCode.FINDINGS)


def _say_tried(tried: "Tried") -> None:
    read = counted(tried.counts.height, "count")
    as_what = f" as a return for {tried.period}" if tried.period else ""
    say(f"{shown(tried.path.name)}: read by the layout '{tried.layout.name}'{as_what}: {read}")
    rows = [
        (
            f"{row['sheet']}!{row['cell']}",
            row["item"],
            f"{row['dimension']}/{row['category']}" if row["category"] else "total",
            row["period"],
            row["area"],
            row["state"] if row["value"] is None else f"{row['value']:,}",
        )
        for row in tried.counts.iter_rows(named=True)
    ]
    say_table(("Cell", "Item", "Category", "Period", "Area", "Count"), rows)
    for finding in tried.findings:
        say(f"  {shown(str(finding))}")
