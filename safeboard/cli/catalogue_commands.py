"""The commands about indicators: list them, explain one, write their reference."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from safeboard.cli.options import HERE, Folder
from safeboard.cli.speech import counted, say, say_table
from safeboard.errors import UsageError

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
    code: Annotated[str, typer.Argument(help="The indicator's code.")], folder: Folder = HERE
) -> None:
    """Explain one indicator: what it counts, its definition, benchmark, rule and examples."""
    from difflib import get_close_matches

    from safeboard.catalogue import library
    from safeboard.catalogue.reference import explained

    catalogue = _catalogue(folder)
    if code not in catalogue.indicators and code in (built_in := library.read()).indicators:
        say("Not used here: see 'indicators' in docs/how-to/settings.md.\n")
        catalogue = built_in
    if code not in catalogue.indicators:
        raise UnknownIndicatorError(code, get_close_matches(code, catalogue.indicators, 2))
    say(explained(catalogue.indicators[code], catalogue))


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
