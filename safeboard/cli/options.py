"""The options that several commands take."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from safeboard.errors import UsageError
from safeboard.vocabulary.period import Period, UnknownPeriodError

if TYPE_CHECKING:
    from safeboard.pipeline.partnership import Partnership

Folder = Annotated[
    Path, typer.Option("--folder", "-f", help="The partnership's folder; this one if not named.")
]
InPeriod = Annotated[
    str,
    typer.Option("--period", "-p", help="A month, quarter or year: 2018-01, 2017-18-Q4, 2017-18."),
]
HERE = Path()


class PeriodOptionError(UsageError):
    """The period of a command is none."""

    def __init__(self, error: UnknownPeriodError) -> None:
        super().__init__(f"--period: {error}")


def period_of(text: str) -> Period:
    """Return the period that an option names.

    Raises: PeriodOptionError.
    """
    try:
        return Period.parse(text)
    except UnknownPeriodError as error:
        raise PeriodOptionError(error) from error


def partnership_in(folder: Path) -> "Partnership":
    """Return the partnership whose folder is named."""
    from safeboard.pipeline.partnership import open_partnership

    return open_partnership(folder)
