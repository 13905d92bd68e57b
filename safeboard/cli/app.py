"""The application: its commands, and how an error ends one.

Heavy libraries are imported inside the commands, so that help appears at once.
"""

import sys
from pathlib import Path
from typing import Annotated

import typer

import safeboard
from safeboard.cli import (
    benchmark_commands,
    catalogue_commands,
    keeping_commands,
    layout_commands,
    release_commands,
    return_commands,
    vintage_commands,
)
from safeboard.cli.speech import say, say_error
from safeboard.errors import ExitCode, SafeboardError

app = typer.Typer(
    name="safeboard",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Turn the counts that a safeguarding partnership's agencies hold into a dashboard "
    "that its board can trust.",
    epilog="Every command explains itself: safeboard COMMAND --help. "
    "Exit codes: 0 done, 1 findings, 2 usage, 3 unreadable input, 4 catalogue or settings, "
    "5 store, 6 disclosure.",
)


@app.callback(invoke_without_command=True)
def safeboard_itself(
    *,
    version: Annotated[bool, typer.Option("--version", help="Show the version and end.")] = False,
) -> None:
    """Answer what is asked of the program itself."""
    if version:
        say(f"safeboard {safeboard.__version__}")
        raise typer.Exit


@app.command()
def new(folder: Annotated[Path, typer.Argument(help="The folder to make.")]) -> None:
    """Make a partnership's folder with settings, ready to edit."""
    from safeboard.pipeline.starting import start

    for path in start(folder):
        say(f"  made {path}")
    say(f"Now edit {folder / 'safeboard.toml'}: the partnership's name and its areas.")


@app.command()
def schemas(into: Annotated[Path, typer.Argument(help="The folder to write them into.")]) -> None:
    """Write the JSON Schemas of the files that people write, for their editor."""
    from safeboard.pipeline.schemas import write_schemas

    for path in write_schemas(into):
        say(f"  wrote {path}")


return_commands.add_to(app)
release_commands.add_to(app)
keeping_commands.add_to(app)
vintage_commands.add_to(benchmark_commands.benchmarks)
app.add_typer(catalogue_commands.indicators, name="indicators")
app.add_typer(benchmark_commands.benchmarks, name="benchmarks")
app.add_typer(layout_commands.layouts, name="layouts")


def main() -> None:
    """Run a command; an error of ours is said in words and ends with its own exit code."""
    try:
        app()
    except SafeboardError as error:
        say_error(str(error))
        sys.exit(error.exit_code)
    except OSError as error:
        place = error.filename or "a file"
        say_error(f"{place}: {error.strerror or error}. Choose another place, or free this one.")
        sys.exit(ExitCode.USAGE)
    except KeyboardInterrupt:
        say_error("Stopped. Nothing was left half done.")
        sys.exit(130)
