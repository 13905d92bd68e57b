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
    from safeboard.pipeline.revising import Revised

RevisionsInto = Annotated[
    Path | None,
    typer.Option("--into", "-o", help="A .csv or .parquet file, for every revision by itself."),
]
_MOST = 5
"""How many measures and authorities are named, those with the most revisions first."""


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
    into: RevisionsInto = None,
    by: By = "",
    folder: Folder = HERE,
) -> None:
    """Keep what was published: each source becomes a vintage, which never changes.

    Tells what a newer vintage revised. Ends with 1 if a file or a row was left out.
    """
    from datetime import UTC

    from safeboard.pipeline.importing import ImportAsked, import_benchmarks
    from safeboard.pipeline.revising import revisions_of
    from safeboard.pipeline.tables import refuse_suffix

    if into:
        refuse_suffix(into)
    now = datetime.now(UTC)
    partnership_in(folder).open_store(now)
    on: date | None = published.date() if published else None
    with progress() as tell:
        imported, unread = import_benchmarks(ImportAsked(paths, on, who(by), now), tell)
        revised = revisions_of([each.vintage for each in imported if not each.already], tell)
    for each in imported:
        _say_imported(each)
    for file in unread:
        say(str(file))
    _say_revised(revised, into)
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


def revisions(
    vintage: Annotated[
        int | None,
        typer.Option("--vintage", help="A vintage's number; the one imported last if none is."),
    ] = None,
    into: RevisionsInto = None,
    folder: Folder = HERE,
) -> None:
    """Show what a vintage revised of the one that its source published before."""
    from safeboard.pipeline.revising import choose_vintage, revisions_of
    from safeboard.pipeline.tables import refuse_suffix

    if into:
        refuse_suffix(into)
    partnership = partnership_in(folder)
    chosen = choose_vintage(vintage) if partnership.find_store() else None
    with progress() as tell:
        revised = revisions_of([chosen], tell)
    if not revised:
        say("There is nothing to compare: it takes two vintages of one source.")
    _say_revised(revised, into)


def add_to(benchmarks: typer.Typer) -> None:
    """Add these commands to those about benchmarks."""
    benchmarks.command("import")(import_files)
    benchmarks.command("list")(list_them)
    benchmarks.command("revisions")(revisions)


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


def _say_revised(revised: "list[Revised]", into: Path | None) -> None:
    """Say how much was revised, by year, measure and authority; write all of it, if asked."""
    for each in revised:
        values, bands = (each.table.filter(what=what).height for what in ("value", "band"))
        say(
            f"Vintage {each.vintage.number} ({each.vintage}) revises {counted(values, 'value')} "
            f"and {counted(bands, 'band')} of vintage {each.before.number} ({each.before})."
        )
        if each.table.is_empty():
            continue
        headings = ("", "Values", "Bands")
        for column, what in (("year", "Year"), ("measure", "Measure"), ("area", "Area")):
            counts = each.counts(column)
            shown = sorted(counts) if column == "year" else counts[:_MOST]
            more = "" if len(shown) == len(counts) else f", {len(shown)} of {len(counts):,}"
            rows = [(name or "all", f"{one:,}", f"{other:,}") for name, one, other in shown]
            say_table((f"{what}{more}", *headings[1:]), rows)
    if into and revised:
        from safeboard.pipeline.revising import all_of
        from safeboard.pipeline.tables import write_table

        table = all_of(revised)
        write_table(table, into)
        say(f"Wrote {counted(table.height, 'revision')} into {into}.")
