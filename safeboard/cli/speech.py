"""How the command line speaks: results to standard output, errors and progress beside it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def say(text: str = "") -> None:
    """Write a line of a result."""
    print(text)


def say_error(text: str) -> None:
    """Write what stopped a command, beside its results."""
    import sys

    print(f"safeboard: {text}", file=sys.stderr)


def counted(count: int, noun: str) -> str:
    """Return how many there are of something, in words."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def say_table(headings: "Sequence[str]", rows: "Sequence[Sequence[str]]") -> None:
    """Write a table that fits the terminal, and is plain text where there is none."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table

    table = Table(box=SIMPLE_HEAD, header_style="bold", pad_edge=False)
    for number, heading in enumerate(headings):
        # What stands first is what people type: it is never cut short.
        first = number == 0
        table.add_column(heading, no_wrap=first, overflow="fold" if first else "ellipsis")
    for row in rows:
        table.add_row(*row)
    console = Console(markup=False, highlight=False, soft_wrap=False)
    if not console.is_terminal:
        console.width = 200
    console.print(table)


@contextmanager
def progress(total: int | None = None) -> "Iterator[Callable[[str], None]]":
    """Show a bar that goes on with each step told; where there is no terminal, nothing."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TimeElapsedColumn(),
    )
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as bar:
        task = bar.add_task("Beginning", total=total)
        begun = False

        def tell(step: str) -> None:
            nonlocal begun
            bar.update(task, description=step, advance=1 if begun else 0)
            begun = True

        yield tell
