"""Copies: a return that was checked, with its findings written into it, for its agency."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path

from safeboard.errors import UsageError
from safeboard.intake.marked.copy import marked_copy
from safeboard.pipeline.partnership import Partnership
from safeboard.pipeline.returns import Outcome, content_of

FOLDER = "checked"
"""Where copies are put, beside the file that they are of."""


class CopyNotWrittenError(UsageError):
    """The copy cannot be written where it was to go."""

    def __init__(self, folder: Path, detail: str) -> None:
        super().__init__(
            f"{folder}: a copy with the findings cannot be written here ({detail}). "
            "Name another folder with --into."
        )


def write_copy(partnership: Partnership, outcome: Outcome, into: Path | None = None) -> Path | None:
    """Write the findings into a copy of a file, and return where it is; nothing is written over.

    None, and no copy, where nobody has anything to do. Raises: CopyNotWrittenError.
    """
    findings = outcome.checked.findings
    if not any(finding.is_open for finding in findings):
        return None
    folder = outcome.path.parent / FOLDER if into is None else into
    content = content_of(outcome.path)
    said = findings, partnership.catalogue, outcome.checked.notes
    copy = marked_copy(content, outcome.path.name, *said)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path in _names(folder, outcome.path.stem):
            try:
                with path.open("xb") as file:
                    file.write(copy)
            except FileExistsError:
                continue
            return path
    except OSError as error:
        raise CopyNotWrittenError(folder, error.strerror or str(error)) from error
    raise AssertionError


def _names(folder: Path, stem: str) -> Iterator[Path]:
    """Yield names for a copy, the plainest first."""
    yield folder / f"{stem}.xlsx"
    yield from (folder / f"{stem}-{number}.xlsx" for number in count(2))
