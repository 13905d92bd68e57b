"""The commands about returns: template, check, submit, status."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from safeboard.cli.options import (
    HERE,
    AsOf,
    ByLayout,
    Folder,
    InPeriod,
    moment_of,
    partnership_in,
    period_of,
)
from safeboard.cli.receipt import say_put_off, say_receipt
from safeboard.cli.speech import counted, progress, say, say_error, say_table
from safeboard.errors import ExitCode, UnreadableError
from safeboard.intake.workbook.refusal import shown

if TYPE_CHECKING:
    from safeboard.pipeline.partnership import Partnership
    from safeboard.pipeline.returns import Arrival, Outcome

Files = Annotated[list[Path], typer.Argument(help="The workbooks that agencies sent.")]


def template(
    period: InPeriod,
    agency: Annotated[
        list[str] | None,
        typer.Option("--agency", "-a", help="An agency's code; every agency if none is named."),
    ] = None,
    all_areas: Annotated[
        bool, typer.Option("--all-areas", help="One workbook for all areas, not one for each.")
    ] = False,
    into: Annotated[Path, typer.Option("--into", "-o", help="Where to put the workbooks.")] = HERE,
    folder: Folder = HERE,
) -> None:
    """Write the workbook that an agency fills in for a period."""
    from safeboard.pipeline.returns import templates

    partnership = partnership_in(folder)
    asked = period_of(period)
    agencies = agency or list(partnership.asked_in(asked))
    into.mkdir(parents=True, exist_ok=True)
    each = 1 if all_areas else len(partnership.settings.areas)
    with progress(len(agencies) * each) as tell:
        for name, content in templates(partnership, agencies, asked, all_areas=all_areas):
            tell(f"Writing {name}")
            path = into / name
            if path.exists():
                say(f"  kept {path}, which is there already")
                continue
            path.write_bytes(content)
            say(f"  wrote {path}")


def check(
    files: Files,
    layout: ByLayout = "",
    into: Annotated[
        Path | None,
        typer.Option(
            "--into",
            "-o",
            help="Where to put copies with the findings; 'checked' beside each file if not named.",
        ),
    ] = None,
    folder: Folder = HERE,
) -> None:
    """Say what is wrong in returns, and write it into a copy of each. Nothing is stored.

    Ends with 1 if anything is left to mend or to answer.
    """
    from safeboard.pipeline import returns
    from safeboard.pipeline.copies import write_copy
    from safeboard.pipeline.layouts import find_layout

    partnership = partnership_in(folder)
    named = find_layout(partnership, layout)
    has_store = partnership.find_store()

    def one(path: Path) -> bool:
        outcome = returns.check(partnership, path, named, has_store=has_store)
        _say_findings(outcome)
        if copy := write_copy(partnership, outcome, into):
            say(f"  The findings are in a copy: {shown(str(copy))}")
        return not any(finding.is_open for finding in outcome.checked.findings)

    _each(files, one)


def submit(
    files: Files,
    by: Annotated[str, typer.Option("--by", help="Who hands them in, for the record.")] = "",
    layout: ByLayout = "",
    folder: Folder = HERE,
) -> None:
    """Check returns and store those without an error; each is stored whole or not at all.

    Ends with 1 if one was not stored. Queries do not stop a return: answer them in its notes.
    """
    import getpass
    from datetime import UTC, datetime

    from safeboard.pipeline import returns
    from safeboard.pipeline.layouts import find_layout

    partnership = partnership_in(folder)
    named = find_layout(partnership, layout)
    partnership.open_store(datetime.now(UTC))
    who = by or getpass.getuser()
    names = {area.number: area.name for area in partnership.settings.known_places}

    def one(path: Path) -> bool:
        outcome = returns.check_and_store(partnership, path, named, by=who, now=datetime.now(UTC))
        _say_findings(outcome)
        say_receipt(outcome, names)
        return outcome.is_stored_whole

    _each(files, one)


def status(
    period: InPeriod,
    as_of: AsOf = "",
    queries: Annotated[
        bool, typer.Option("--queries", help="Show each query too, with its answer.")
    ] = False,
    folder: Folder = HERE,
) -> None:
    """Show who has sent what for a period, and who has not."""
    from datetime import UTC, datetime

    from safeboard.pipeline.returns import arrivals

    partnership, asked = partnership_in(folder), period_of(period)
    has_store = partnership.find_store()
    rows: list[tuple[str, ...]] = []
    known = moment_of(as_of) if as_of else None
    found = arrivals(partnership, asked, known, has_store=has_store)
    for agency, arrived in found.items():
        rows += (_row(agency.name, each, each.queries) for each in arrived)
        if not arrived:
            rows.append((agency.name, "not sent", "", ""))
    files = _files(partnership, [each for arrived in found.values() for each in arrived])
    rows += (_row(name, each, each.of_file) for name, each in files if each.of_file)
    say(f"Returns for {asked}")
    say_table(("Agency", "Sent", "Received", "Open queries"), rows)
    if not has_store:
        say("Nobody has sent anything yet, for any period: there is no store. 'submit' makes it.")
        return
    if known:
        say_put_off(known, datetime.now(UTC))
    if queries:
        _say_queries([each for arrived in found.values() for each in arrived], files)


def add_to(app: typer.Typer) -> None:
    """Add these commands to the application."""
    for command in (template, check, submit, status):
        app.command()(command)


def _each(files: list[Path], one: Callable[[Path], bool]) -> None:
    """Do something with each file; an unreadable one does not stop the others."""
    unreadable, ended_well = False, True
    with progress(len(files)) as tell:
        for path in files:
            tell(f"Reading {path.name}")
            try:
                ended_well &= one(path)
            except UnreadableError as error:
                say_error(str(error))
                unreadable = True
    if unreadable:
        raise typer.Exit(ExitCode.UNREADABLE)
    if not ended_well:
        raise typer.Exit(ExitCode.FINDINGS)


def _row(name: str, arrival: "Arrival", still_open: int) -> tuple[str, str, str, str]:
    """Return the row of what came: an area's return, or a whole file."""
    received = f"{arrival.received.day} {arrival.received:%B %Y}"
    return name, f"return for {arrival.period}", received, str(still_open or "none")


def _files(partnership: "Partnership", arrived: "list[Arrival]") -> "list[tuple[str, Arrival]]":
    """Return each file once, by a name for it as a whole, with the first area it came for."""
    once = {each.submission: each for each in reversed(arrived)}
    agencies = partnership.catalogue.agencies
    return [
        (f"{agencies[each.agency.code].name}, whole file", each)
        for each in sorted(once.values(), key=arrived.index)
    ]


def _say_queries(arrived: "list[Arrival]", files: "list[tuple[str, Arrival]]") -> None:
    """Write what each return was asked, and what its agency answered; then what each file was."""
    from safeboard.store.queries import queries_of

    asked = queries_of([each.submission for each in arrived])
    of_areas = [(each.agency.name, each, each.area) for each in arrived]
    for name, each, area in (*of_areas, *((name, each, "") for name, each in files)):
        queries = [query for query in asked[each.submission] if query.area == area]
        if queries:
            say(f"{name}, return for {each.period}")
        for query in queries:
            say(f"  {query}")


def _say_findings(outcome: "Outcome") -> None:
    findings = outcome.checked.findings
    say(f"{shown(outcome.path.name)}: {counted(len(findings), 'finding')}")
    for finding in findings:
        say(f"  {shown(str(finding))}")
