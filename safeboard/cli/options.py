"""The options that several commands take."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from safeboard.errors import UsageError
from safeboard.vocabulary.period import Period, UnknownPeriodError

if TYPE_CHECKING:
    from safeboard.pipeline.partnership import Partnership
    from safeboard.store.moments import Moment

Folder = Annotated[
    Path, typer.Option("--folder", "-f", help="The partnership's folder; this one if not named.")
]
InPeriod = Annotated[
    str,
    typer.Option("--period", "-p", help="A month, quarter or year: 2018-01, 2017-18-Q4, 2017-18."),
]
By = Annotated[str, typer.Option("--by", help="Who does it, for the record.")]
AsOf = Annotated[
    str,
    typer.Option(
        "--as-of",
        help="Use what was known on this day, or at this time (UTC): 2018-06-30, 2018-06-30T14:30.",
    ),
]
ByLayout = Annotated[
    str, typer.Option("--layout", help="The layout to read by; the one that fits if not named.")
]
HERE = Path()


class PeriodOptionError(UsageError):
    """The period of a command is none."""

    def __init__(self, error: UnknownPeriodError) -> None:
        super().__init__(f"--period: {error}")


class MomentOptionError(UsageError):
    """The day or time of a command is none."""

    def __init__(self, option: str, text: str) -> None:
        super().__init__(
            f"{option}: '{text}' is not a day or a time. Write it as 2018-06-30 or "
            "2018-06-30T14:30."
        )


def moment_of(text: str, option: str = "--as-of") -> "Moment":
    """Return the day or the time that an option names; a time without a zone is in UTC.

    Raises: MomentOptionError.
    """
    try:
        if len(text) <= len("2018-06-30"):
            return date.fromisoformat(text)
        time = datetime.fromisoformat(text)
    except ValueError as error:
        raise MomentOptionError(option, text) from error
    return time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)


def who(by: str = "") -> str:
    """Return who does something: the computer's user, if nobody is named."""
    import getpass

    return by or getpass.getuser()


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
