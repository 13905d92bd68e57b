"""The commands about indicators: list them, explain one, write their reference."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from safeboard.cli.options import HERE, AsOf, Folder, moment_of, partnership_in, period_of
from safeboard.cli.speech import counted, progress, say, say_table
from safeboard.errors import UsageError
from safeboard.vocabulary.profile import Profile

if TYPE_CHECKING:
    from safeboard.catalogue.indicator import Indicator
    from safeboard.catalogue.library import Catalogue

indicators = typer.Typer(
    no_args_is_help=True, help="List the indicators, explain one, or write their reference."
)


class UnknownIndicatorError(UsageError):
    """An indicator was named that there is not."""

    def __init__(self, code: str, near: list[str]) -> None:
        hint = f"Did you mean {' or '.join(near)}?" if near else "See 'safeboard indicators list'."
        super().__init__(f"'{code}': there is no such indicator. {hint}")


class NotUsedError(UsageError):
    """A rating was asked for of a built-in indicator that the partnership does not use."""

    def __init__(self, code: str) -> None:
        super().__init__(
            f"'{code}': this indicator is not used here, so it has no rating. Choose it under "
            "'indicators' in safeboard.toml, or leave '--period' out."
        )


class NoPeriodError(UsageError):
    """An option was given that only explains a rating, without the rating's period."""

    def __init__(self, option: str) -> None:
        super().__init__(
            f"{option}: it is about a rating, and no period is named. Add '--period 2017-18-Q4', "
            "or leave it out."
        )


@dataclass(frozen=True)
class RatingAsked:
    """Which rating is to be explained, as it was typed."""

    period: str
    area: str
    as_of: str


@indicators.command("list")
def list_them(
    folder: Folder = HERE,
    with_unused: Annotated[
        bool, typer.Option("--all", help="Add the built-in indicators that are not used here.")
    ] = False,
) -> None:
    """List the indicators that are used here: code, title, theme and who supplies it."""
    from safeboard.catalogue import library

    used, built_in = _catalogue(folder), library.read()
    others = [each for each in built_in.indicators.values() if each.code not in used.indicators]
    rows = [_row(each, used) for each in used.indicators.values()]
    if with_unused:
        own = _own_codes(folder)
        uses = [_use(code, own, built_in) for code in used.indicators]
        say_table(
            ("Code", "Title", "Theme", "Supplied by", "Used here"),
            [
                *((*row, use) for row, use in zip(rows, uses, strict=True)),
                *((*_row(each, built_in), "no") for each in others),
            ],
        )
        return
    say_table(("Code", "Title", "Theme", "Supplied by"), rows)
    if others:
        say(f"{counted(len(others), 'built-in indicator')} not used here: --all lists them too.")


@indicators.command()
def explain(
    code: Annotated[str, typer.Argument(help="The indicator's code, or how it begins.")],
    period: Annotated[
        str, typer.Option("--period", "-p", help="Explain its rating in this: 2017-18-Q4.")
    ] = "",
    area: Annotated[
        str, typer.Option("--area", help="The area's number, such as 342; all if not named.")
    ] = "",
    as_of: AsOf = "",
    folder: Folder = HERE,
) -> None:
    """Explain one indicator: what it counts, its definition, benchmark, rule and examples.

    With --period, explain its rating: the whole chain from the counts, with every number used.
    """
    from safeboard.catalogue import library
    from safeboard.catalogue.reference import explained

    if period:
        _say_chains(code, RatingAsked(period, area, as_of), folder)
        return
    if area or as_of:
        raise NoPeriodError("--area" if area else "--as-of")
    catalogue = _catalogue(folder)
    built_in = library.read()
    if not _begun_by(code, catalogue) and _begun_by(code, built_in):
        say("Not used here: see 'indicators' in docs/how-to/settings.md.\n")
        catalogue = built_in
    codes = _named(code, catalogue)
    say("\n\n".join(explained(catalogue.indicators[each], catalogue) for each in codes))


@indicators.command()
def reference(
    into: Annotated[Path, typer.Argument(help="The folder to write the pages into.")],
    folder: Folder = HERE,
) -> None:
    """Write the reference: a page for each indicator, from the catalogue, and their index."""
    from safeboard.catalogue.reference import pages

    into.mkdir(parents=True, exist_ok=True)
    written = pages(_catalogue(folder))
    for name, text in written.items():
        (into / name).write_text(text, encoding="utf-8")
    say(f"Wrote {len(written)} pages into {into}")


def _say_chains(code: str, asked: RatingAsked, folder: Path) -> None:
    """Say what the ratings rest on of the indicators whose code begins so."""
    from datetime import UTC, datetime

    from safeboard.catalogue import library
    from safeboard.pipeline.explaining import Wanted
    from safeboard.pipeline.explaining import explain as chains
    from safeboard.pipeline.request import Request
    from safeboard.publishing.wording import day

    now = datetime.now(UTC)
    moment = moment_of(asked.as_of) if asked.as_of else now.date()
    request = Request(period_of(asked.period), Profile.RESTRICTED, moment)
    partnership = partnership_in(folder)
    if not _begun_by(code, partnership.catalogue) and _begun_by(code, library.read()):
        raise NotUsedError(code)
    wanted = Wanted(_named(code, partnership.catalogue), asked.area)
    partnership.open_existing_store(look=True)
    with progress() as tell:
        lines = chains(partnership, request, wanted, now=now, tell=tell)
    say(f"{request.profile.marking}")
    say(f"As known on {day(moment)}, in a release for {request.period}.\n")
    say("\n".join(lines))


def _begun_by(code: str, catalogue: "Catalogue") -> list[str]:
    """Return the one code that this is, or else those that begin so, in the catalogue's order."""
    known = catalogue.indicators
    return [code] if code in known else [each for each in known if code and each.startswith(code)]


def _named(code: str, catalogue: "Catalogue") -> list[str]:
    """Return the codes that a code, or the beginning of one, names.

    Raises: UnknownIndicatorError.
    """
    from difflib import get_close_matches

    if begun := _begun_by(code, catalogue):
        return begun
    raise UnknownIndicatorError(code, get_close_matches(code, catalogue.indicators, 2))


def _row(indicator: "Indicator", catalogue: "Catalogue") -> tuple[str, ...]:
    return (
        indicator.code,
        indicator.title,
        catalogue.themes[indicator.theme],
        catalogue.agencies[indicator.agency].name,
    )


def _use(code: str, own: set[str], built_in: "Catalogue") -> str:
    if code not in own:
        return "yes"
    return "yours, in place of the built-in" if code in built_in.indicators else "your own"


def _own_codes(folder: Path) -> set[str]:
    """Return the codes of a partnership's own indicators."""
    from safeboard.catalogue.library import indicator_files
    from safeboard.settings import FILE, read_settings

    if not (folder / FILE).is_file():
        return set()
    own = read_settings(folder).additions.folder
    return {path.stem for path in indicator_files(own)} if own else set()


def _catalogue(folder: Path) -> "Catalogue":
    """Return a partnership's catalogue, or the built-in one outside a partnership's folder."""
    from safeboard.catalogue import library
    from safeboard.pipeline.partnership import open_partnership
    from safeboard.settings import FILE

    if folder != HERE or (folder / FILE).is_file():
        return open_partnership(folder).catalogue
    return library.read()
