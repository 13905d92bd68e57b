"""Import: files in which benchmarks are published become vintages, which the store keeps."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import polars as pl

from safeboard.benchmarks.national.codes import pairs_in
from safeboard.benchmarks.sources.accounting import Account
from safeboard.benchmarks.sources.given import SUFFIXES, Given
from safeboard.benchmarks.sources.read import ReadSource
from safeboard.benchmarks.sources.reading import Unread, read_sources
from safeboard.errors import UnreadableError, UsageError
from safeboard.pipeline.partnership import Tell, quietly
from safeboard.store.vintages import NewVintage, Vintage, all_vintages, register_vintage


class NothingToImportError(UsageError):
    """There is no file of a name that was given, or none in a folder."""

    def __init__(self, path: Path) -> None:
        what = f"this folder has no file that ends in {', '.join(SUFFIXES)}"
        if not path.is_dir():
            what = "there is no such file or folder"
        super().__init__(f"{path}: {what}. Name the files that were published.")


class UnreadFileError(UnreadableError):
    """A file could not be read from the disk."""

    def __init__(self, path: Path, error: OSError) -> None:
        super().__init__(f"{path}: it cannot be read ({error.strerror}). Look whether you may.")


class UndatedError(UsageError):
    """A file does not say when it was published, and nobody else did."""

    def __init__(self, names: Sequence[str]) -> None:
        which = ", ".join(names)
        says = "it does not say" if len(names) == 1 else "they do not say"
        super().__init__(
            f"{which}: {says} when the figures were published, and nothing was imported. Say so "
            "with --published 2025-10-30, and import what was published on another day apart."
        )


class NotPublishedYetError(UsageError):
    """The day of publication has not come."""

    def __init__(self, published: date) -> None:
        super().__init__(
            f"--published {published}: that day has not come. Use the day on which the figures "
            "were published."
        )


@dataclass(frozen=True)
class ImportAsked:
    """What is to be imported: files or folders, when they were published, by whom and when."""

    paths: Sequence[Path]
    published: date | None
    by: str
    now: datetime


@dataclass(frozen=True)
class Imported:
    """A vintage that was imported, or was there `already`, with what became of its files' rows.

    There is none where no row could be kept.
    """

    vintage: Vintage | None
    already: bool
    accounts: tuple[Account, ...]


def import_benchmarks(
    asked: ImportAsked, tell: Tell = quietly
) -> tuple[list[Imported], list[Unread]]:
    """Keep what the files hold, each source whole or not at all; the store must be open.

    Returns the vintages, and the files of which nothing was read. Raises: SafeboardError.
    """
    if asked.published and asked.published > asked.now.date():
        raise NotPublishedYetError(asked.published)
    read = read_files(asked.paths, pairs_in(all_vintages()), tell)
    sources = [each for each in read if isinstance(each, ReadSource)]
    if undated := [each for each in sources if _day_of(each, asked) is None]:
        raise UndatedError([name for each in undated for name in each.names])
    imported = []
    for source in sources:
        tell(f"Keeping {source.of}")
        imported.append(_keep(source, asked))
    return imported, [each for each in read if isinstance(each, Unread)]


def read_files(
    paths: Sequence[Path], known: pl.DataFrame, tell: Tell = quietly
) -> list[ReadSource | Unread]:
    """Return what files, and those in folders, hold; `known` (PAIRS) are codes known before.

    Raises: UsageError, UnreadableError.
    """
    given = []
    named = (inside for each in paths for inside in _files(each))
    # A file that is named twice, or with its folder, is one.
    for path in {each.resolve(): each for each in named}.values():
        tell(f"Reading {path.name}")
        try:
            given.append(Given(path.name, path.read_bytes()))
        except OSError as error:
            raise UnreadFileError(path, error) from error
    return list(read_sources(given, known))


def _files(path: Path) -> Iterator[Path]:
    """Yield a file, or those of a folder whose names end as data does."""
    if path.is_file():
        yield path
        return
    inside = sorted(each for each in path.glob("*") if each.suffix.lower() in SUFFIXES)
    if not inside:
        raise NothingToImportError(path)
    yield from inside


def _day_of(source: ReadSource, asked: ImportAsked) -> date | None:
    """Return when a source was published: as was said, or as its files say."""
    return source.published if source.dates_itself else asked.published or source.published


def _keep(source: ReadSource, asked: ImportAsked) -> Imported:
    published = _day_of(source, asked)
    if published is None or source.rows.is_empty():
        return Imported(None, already=False, accounts=source.accounts)
    new = NewVintage(
        of=source.of,
        names=", ".join(source.names),
        origin=source.origin,
        content=source.content,
        published=published,
        imported_at=asked.now,
        by=asked.by,
    )
    left_out = sum(each.rows - each.kept for each in source.accounts)
    told = f"; {source.rows.height:,} values, {left_out:,} rows left out"
    vintage, already = register_vintage(new, told)
    return Imported(vintage, already, source.accounts)
