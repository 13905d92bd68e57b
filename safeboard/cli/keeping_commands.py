"""The commands that keep a partnership safe: backup, restore, audit."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from safeboard.cli.options import HERE, By, Folder, moment_of, partnership_in, who
from safeboard.cli.speech import counted, progress, say, say_table

if TYPE_CHECKING:
    from safeboard.store.backup.file import Backup


def backup(
    file: Annotated[Path, typer.Argument(help="The file to make, or to check.")],
    check: Annotated[
        bool, typer.Option("--check", help="Check a backup that was made. Nothing is written.")
    ] = False,
    by: By = "",
    folder: Folder = HERE,
) -> None:
    """Save everything of a partnership into one file, and check every byte of it.

    Others may go on working meanwhile. A file that is there is never written over.
    """
    from datetime import UTC, datetime

    from safeboard.pipeline import backups
    from safeboard.store.backup.file import checked_backup

    if check:
        with progress() as tell:
            checked = checked_backup(file, tell)
        _say_backup(checked, "is whole: every checksum is right")
        return
    partnership = partnership_in(folder)
    now = datetime.now(UTC)
    partnership.open_existing_store()
    with progress() as tell:
        kept = backups.make_backup(partnership, file, by=who(by), now=now, tell=tell)
    _say_backup(kept.backup, "was made, and read again: every checksum is right")
    for path in kept.left_out:
        say(f"  left out {path}, which lies outside the partnership's folder: copy it yourself")


def restore(
    file: Annotated[Path, typer.Argument(help="The backup.")],
    database: Annotated[
        str | None,
        typer.Option("--database", help='Another database than its settings name; "" for none.'),
    ] = None,
    by: By = "",
    folder: Folder = HERE,
) -> None:
    """Bring a partnership back from a backup, into a folder whose store has nothing in it.

    Nothing that is in the folder is written over.
    """
    from datetime import UTC, datetime

    from safeboard.pipeline.backups import Into, restore_backup

    now = datetime.now(UTC)
    with progress() as tell:
        restored = restore_backup(file, Into(folder, database), by=who(by), now=now, tell=tell)
    _say_backup(restored.backup, "was restored whole")
    for path in restored.kept:
        say(f"  kept {path} as it is here, which is not as it is in the backup")
    say(f"The store is in {restored.settings.database.address or restored.settings.store}")


def audit(
    since: Annotated[
        str, typer.Option("--since", help="Only from this day or time (UTC) on: 2018-06-30.")
    ] = "",
    of: Annotated[str, typer.Option("--who", help="Only what was done by these letters.")] = "",
    about: Annotated[
        str, typer.Option("--about", help="Only lines with these letters in what was done.")
    ] = "",
    csv: Annotated[
        bool, typer.Option("--csv", help="Print comma-separated values, for a spreadsheet.")
    ] = False,
    folder: Folder = HERE,
) -> None:
    """Show who did what to which, and when, oldest first."""
    from safeboard.store.audit import audit_trail

    begin = moment_of(since, "--since") if since else None
    partnership_in(folder).open_existing_store(look=True)
    lines = audit_trail(begin, of, about)
    if csv:
        say(lines.write_csv(datetime_format="%Y-%m-%dT%H:%M:%SZ").removesuffix("\n"))
        return
    rows = [
        (f"{line['at']:%Y-%m-%d %H:%M:%S}", line["who"], line["did"], line["which"])
        for line in lines.iter_rows(named=True)
    ]
    say_table(("When (UTC)", "Who", "Did", "Which"), rows)


def add_to(app: typer.Typer) -> None:
    """Add these commands to the application."""
    for command in (backup, restore, audit):
        app.command()(command)


def _say_backup(backup: "Backup", became: str) -> None:
    told = backup.told
    rows = {name: table["rows"] for name, table in told["tables"].items()}
    say(f"{backup.path} {became}.")
    say(f"  of {told['partnership']}, made on {told['made_at'][:10]} by {told['made_by']}")
    say(
        f"  {counted(rows['store_submission'], 'return')} with "
        f"{counted(rows['store_count'], 'count')}, {counted(rows['store_received'], 'file')} as "
        f"received, {counted(rows['store_release'], 'release')}; "
        f"{backup.path.stat().st_size / 1_000_000:,.1f} MB"
    )
    say(f"  its manifest's checksum, SHA-256: {backup.seal}")
