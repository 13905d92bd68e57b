"""The commands about vintages: what was imported of what is published nationally."""

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from safeboard.cli.options import HERE, By, Folder, partnership_in, who
from safeboard.cli.speech import counted, progress, say, say_table
from safeboard.errors import ExitCode

if TYPE_CHECKING:
    from safeboard.pipeline.importing import Imported


def import_files(
    paths: Annotated[list[Path], typer.Argument(help="Files as published, or folders of them.")],
    published: Annotated[
        datetime | None,
        typer.Option(
            "--published",
            formats=["%Y-%m-%d"],
            help="The day on which they were published, where they do not say: 2025-10-30.",
        ),
    ] = None,
    by: By = "",
    folder: Folder = HERE,
) -> None:
    """Keep what was published: each source becomes a vintage, which never changes.

    Ends with 1 if a file or a row was left out.
    """
    from datetime import UTC

    from safeboard.pipeline.importing import ImportAsked, import_benchmarks

    now = datetime.now(UTC)
    partnership_in(folder).open_store(now)
    on: date | None = published.date() if published else None
    with progress() as tell:
        imported, unread = import_benchmarks(ImportAsked(paths, on, who(by), now), tell)
    for each in imported:
        _say_imported(each)
    for file in unread:
        say(str(file))
    if unread or any(account.left_out for each in imported for account in each.accounts):
        raise typer.Exit(ExitCode.FINDINGS)


def list_them(folder: Folder = HERE) -> None:
    """List the vintages that were imported, the one published last at the end."""
    from safeboard.store.vintages import all_vintages

    partnership = partnership_in(folder)
    vintages = all_vintages() if partnership.find_store() else ()
    rows = [
        (
            *(str(each.number), str(each.of), f"{each.published}", f"{each.imported_at:%Y-%m-%d}"),
            *(each.by, each.names, each.sha256[:12]),
        )
        for each in vintages
    ]
    say_table(("Vintage", "Source", "Published", "Imported", "By", "Files", "SHA-256"), rows)


def add_to(benchmarks: typer.Typer) -> None:
    """Add these commands to those about benchmarks."""
    benchmarks.command("import")(import_files)
    benchmarks.command("list")(list_them)


def _say_imported(imported: "Imported") -> None:
    for account in imported.accounts:
        kept = f"{account.kept:,} of {counted(account.rows, 'row')} kept"
        say(f"{account.name}: {account.recognised_as}, {kept}")
        for reason in account.left_out:
            say(f"  {reason}")
    vintage = imported.vintage
    if vintage is None:
        say("  No row of it could be kept, so nothing of it was imported.")
    elif imported.already:
        say(f"  It is here already, as vintage {vintage.number}: {vintage}. Nothing changed.")
    else:
        say(f"  Imported as vintage {vintage.number}: {vintage}.")
