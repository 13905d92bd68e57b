"""Which national tool is meant: a vintage of it that was imported, or the files in a folder."""

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from safeboard.benchmarks.national.codes import codes_in, read_codes
from safeboard.benchmarks.national.tool import KIND, NationalTool, read_tool
from safeboard.benchmarks.sources.area_codes import PAIRS
from safeboard.benchmarks.sources.national_tool import LAIT
from safeboard.benchmarks.sources.read import ReadSource
from safeboard.catalogue.library import Catalogue
from safeboard.errors import SettingsError, UsageError
from safeboard.pipeline.importing import read_files
from safeboard.pipeline.partnership import Tell, open_partnership, quietly
from safeboard.settings import NoSettingsError
from safeboard.store.vintages import Vintage, all_vintages, values_of


class NotImportedError(UsageError):
    """There is no vintage of the national tool to be asked."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"{folder.resolve()}: the national tool was not imported here. Import its four files "
            "with 'safeboard benchmarks import FOLDER', or name their folder with --from."
        )


class NoPartnershipError(SettingsError):
    """Nothing says where vintages are kept."""

    def __init__(self, error: NoSettingsError) -> None:
        super().__init__(
            f"{error} Or name a folder with the national tool's four files with --from."
        )


class UnknownVintageError(UsageError):
    """There is no vintage of the national tool with this number."""

    def __init__(self, number: int, known: list[int]) -> None:
        numbers = ", ".join(str(each) for each in known)
        super().__init__(
            f"--vintage {number}: it is no vintage of the national tool. Use one of {numbers}, "
            "which 'safeboard benchmarks list' describes."
        )


class UnsoundToolError(SettingsError):
    """The files in a folder are not the national tool's four, or not as they were published."""

    def __init__(self, folder: Path, what: str) -> None:
        super().__init__(
            f"{folder}: {what}. Fetch the national tool's four files again, all from one version."
        )


@dataclass(frozen=True)
class ToolAsked:
    """Where the tool is: a folder of its files, or else a partnership's vintage, by its number."""

    partnership: Path
    files: Path | None = None
    codes: Path | None = None
    vintage: int | None = None


@dataclass(frozen=True)
class FoundTool:
    """The national tool, where it is from in words, and the ONS codes of authorities.

    `catalogue` is the partnership's, None where files were named.
    """

    tool: NationalTool
    told: str
    codes: pl.DataFrame | None
    catalogue: Catalogue | None = None


def find_tool(asked: ToolAsked, tell: Tell = quietly) -> FoundTool:
    """Return the national tool that is asked for. Raises: SafeboardError."""
    if asked.files is not None:
        codes = read_codes(asked.codes) if asked.codes else None
        tool = read_tool(_read_folder(asked.files, tell).content)
        return FoundTool(tool, f"the files in {asked.files}", codes)
    try:
        partnership = open_partnership(asked.partnership)
    except NoSettingsError as error:
        raise NoPartnershipError(error) from error
    vintages = all_vintages() if partnership.find_store() else ()
    tell("Reading the national tool")
    vintage = _choose(asked, [each for each in vintages if each.of.kind == KIND])
    codes = read_codes(asked.codes) if asked.codes else codes_in(vintages)
    told = f"vintage {vintage.number}, {vintage}"
    return FoundTool(read_tool(values_of(vintage)), told, codes, partnership.catalogue)


def _choose(asked: ToolAsked, vintages: list[Vintage]) -> Vintage:
    """Return the vintage of the tool with a number, or that which was published last."""
    if not vintages:
        raise NotImportedError(asked.partnership)
    if asked.vintage is None:
        return vintages[-1]
    by_number = {each.number: each for each in vintages}
    if asked.vintage not in by_number:
        raise UnknownVintageError(asked.vintage, sorted(by_number))
    return by_number[asked.vintage]


def _read_folder(folder: Path, tell: Tell) -> ReadSource:
    """Return the tool as it is read from its files. Raises: UnsoundToolError."""
    read = read_files([folder], PAIRS.to_frame(), tell)
    tool = next((each for each in read if isinstance(each, ReadSource) and each.of == LAIT), None)
    if tool is None:
        raise UnsoundToolError(folder, "it does not have all four files of the national tool")
    for each in tool.accounts:
        if each.left_out:
            raise UnsoundToolError(folder / each.name, str(each.left_out[0]))
    return tool
