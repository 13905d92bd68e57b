"""The commands about indicators: list them, explain one, write their reference."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from safeboard.cli.options import HERE, Folder
from safeboard.cli.speech import say, say_table
from safeboard.errors import UsageError

if TYPE_CHECKING:
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
def list_them(folder: Folder = HERE) -> None:
    """List every indicator: its code, title, theme and the agency that supplies it."""
    catalogue = _catalogue(folder)
    rows = [
        (
            each.code,
            each.title,
            catalogue.themes[each.theme],
            catalogue.agencies[each.agency].name,
        )
        for each in catalogue.indicators.values()
    ]
    say_table(("Code", "Title", "Theme", "Supplied by"), rows)


@indicators.command()
def explain(
    code: Annotated[str, typer.Argument(help="The indicator's code.")], folder: Folder = HERE
) -> None:
    """Explain one indicator: what it counts, its definition, benchmark, rule and examples."""
    from difflib import get_close_matches

    from safeboard.catalogue.reference import explained

    catalogue = _catalogue(folder)
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


def _catalogue(folder: Path) -> "Catalogue":
    """Return a partnership's catalogue, or the built-in one outside a partnership's folder."""
    from safeboard.catalogue import library
    from safeboard.pipeline.partnership import open_partnership
    from safeboard.settings import FILE

    if folder != HERE or (folder / FILE).is_file():
        return open_partnership(folder).catalogue
    return library.read()
