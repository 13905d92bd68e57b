"""The commands about releases: release, demo."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from safeboard.cli.options import (
    HERE,
    AsOf,
    Folder,
    InPeriod,
    moment_of,
    partnership_in,
    period_of,
    who,
)
from safeboard.cli.receipt import say_put_off
from safeboard.cli.speech import progress, say
from safeboard.vocabulary.profile import Profile

if TYPE_CHECKING:
    from safeboard.pipeline.releasing import Released

_STEPS = 4


def release(
    period: InPeriod,
    profile: Annotated[
        Profile, typer.Option("--profile", help="Who the release is for.")
    ] = Profile.RESTRICTED,
    as_of: AsOf = "",
    reason: Annotated[
        str, typer.Option("--reason", help="Why figures change, where a release is corrected.")
    ] = "",
    folder: Folder = HERE,
) -> None:
    """Publish a period's figures: frozen, numbered, and never changed afterwards.

    Running it again on unchanged inputs finds the release that exists.
    """
    from datetime import UTC, datetime

    from safeboard.pipeline import releasing
    from safeboard.pipeline.request import Request

    now = datetime.now(UTC)
    moment = moment_of(as_of) if as_of else now.date()
    partnership = partnership_in(folder)
    request = Request(period_of(period), profile, moment, reason, by=who())
    partnership.open_store(now)
    with progress(_STEPS) as tell:
        released = releasing.release(partnership, request, now=now, tell=tell)
    _say_released(released)
    if moment != now.date():
        say_put_off(moment, now)


def demo(
    into: Annotated[Path, typer.Option("--into", help="The folder to make.")] = Path("demo"),
) -> None:
    """Publish the St Helens Q4 2017/18 example, from agencies' workbooks through every stage."""
    from datetime import UTC, datetime

    from safeboard.pipeline import releasing, returns
    from safeboard.pipeline.request import Request
    from safeboard.pipeline.starting import start_demonstration
    from safeboard.vocabulary.period import Period

    workbooks = start_demonstration(into)
    partnership = partnership_in(into)
    partnership.open_store(datetime.now(UTC))
    with progress(len(workbooks) + _STEPS) as tell:
        for path in workbooks:
            tell(f"Checking and storing {path.name}")
            now = datetime.now(UTC)
            outcome = returns.check_and_store(partnership, path, by="demonstration", now=now)
            answered = sum(bool(each.answer) for each in outcome.checked.findings)
            told = f", {answered} query answered in its notes" if answered else ""
            counts = outcome.receipt.counts if outcome.receipt else 0
            say(f"  {path.name}: {counts} counts stored{told}")
        now = datetime.now(UTC)
        request = Request(Period.quarter(2017, 4), Profile.RESTRICTED, now.date())
        released = releasing.release(partnership, request, now=now, tell=tell)
    _say_released(released)


def add_to(app: typer.Typer) -> None:
    """Add these commands to the application."""
    for command in (release, demo):
        app.command()(command)


def _say_released(released: "Released") -> None:
    from safeboard.publishing.wording import day

    made = released.release
    if before := released.before:
        say(
            f"Finished {before.name}: it was registered before, but had no folder."
            if before.is_finished
            else f"{before.name} has no folder, and cannot be made again from what there is now: "
            "put its folder back from a backup."
        )
    title = f"{made.period}, {made.profile}, release {made.number}"
    if released.already:
        say(f"{title} exists already, from the same inputs: nothing changed.")
    else:
        say(f"Published {title}, as of {day(made.as_of)}.")
        if made.supersedes:
            count = made.corrections.height
            listed = "1 correction" if count == 1 else f"{count:,} corrections"
            say(f"It supersedes release {made.supersedes} and lists {listed}.")
    say(f"Open {released.folder / 'index.html'}")
