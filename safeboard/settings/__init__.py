"""A partnership's settings: `safeboard.toml` in its folder."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from pydantic import Field, ValidationError, field_validator
from pydantic.json_schema import SkipJsonSchema
from pydantic_settings import BaseSettings, SettingsConfigDict
from pydantic_settings.exceptions import SettingsError as UnparsedVariableError

from safeboard.catalogue.breakdown import Breakdown
from safeboard.catalogue.choice import Choice
from safeboard.catalogue.library import Additions
from safeboard.errors import SettingsError
from safeboard.settings.areas import AreaSection
from safeboard.settings.events import EventSection
from safeboard.settings.problems import UNKNOWN, problems_in
from safeboard.settings.section import Section
from safeboard.vocabulary.area import Area, as_they_were, refuse_mixed, with_predecessors

FILE = "safeboard.toml"


class NoSettingsError(SettingsError):
    """A folder is no partnership's."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"{folder.resolve()}: there is no {FILE} here. Run the command in a partnership's "
            "folder, name one with --folder, or make one with 'safeboard new'."
        )


class UnreadableSettingsError(SettingsError):
    """The settings are not TOML, or not text in UTF-8."""

    def __init__(self, error: tomllib.TOMLDecodeError | UnicodeDecodeError) -> None:
        if isinstance(error, UnicodeDecodeError):
            super().__init__(f"{FILE}: this is not text in UTF-8. Save it again as UTF-8.")
            return
        super().__init__(
            f"{FILE}: this is not TOML ({error}). Mend the quotes or brackets on that line."
        )


class WrongSettingError(SettingsError):
    """The settings hold something that they should not, or lack something."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(f"{FILE}: {problem}" for problem in problems))


class UnreadableVariableError(SettingsError):
    """An environment variable gives a section in a form that nobody can read."""

    def __init__(self, error: UnparsedVariableError) -> None:
        field = str(error).split('"')[1]
        super().__init__(
            f"SAFEBOARD_{field.upper()}: this environment variable is not JSON, as a whole section "
            f"has to be. Correct it, or put the section into {FILE}."
        )


class PartnershipSection(Section):
    """Who the partnership is."""

    name: str = Field(min_length=1)
    """Its name, as every workbook and release shows it."""
    introduction: str = ""
    """Words shown at the top of every release. Empty if there is nothing to say."""


class ReturnsSection(Section):
    """Who sends returns."""

    agencies: tuple[str, ...] = ()
    """The agencies that a return is expected from; if none, all that supply an item."""


class FilesSection(Section):
    """Where the partnership's files lie, from its folder."""

    benchmarks: str = "benchmarks.csv"
    """The file of benchmarks."""
    populations: str = "populations.csv"
    """The file of populations."""
    catalogue: str = "catalogue"
    """The folder of the partnership's own indicators."""
    layouts: str = "layouts"
    """The folder of layouts, by which agencies' own workbooks are read."""
    store: str = "store"
    """The folder of the store."""
    published: str = "published"
    """The folder that releases are published in."""


class DatabaseSection(Section):
    """Where the store's tables are: a database in PostgreSQL, or if none a file of their own."""

    address: str = ""
    """The database's address, such as postgresql://user@host/name; never with a password."""

    @field_validator("address")
    @classmethod
    def _whole_and_without_secret(cls, address: str) -> str:
        if not address:
            return address
        try:
            given = urlsplit(address)
        except ValueError:
            given = urlsplit("")
        options = parse_qs(given.query)
        named = given.path.strip("/") or "dbname" in options or "service" in options
        if given.scheme not in ("postgresql", "postgres") or not named:
            raise ValueError("it should be like postgresql://user@host/name")
        if given.password or "password" in options:
            raise ValueError("a password may not stand in it; keep it in PGPASSWORD or ~/.pgpass")
        return address


class Settings(BaseSettings):
    """Everything a partnership decides.

    What the file leaves out may come from environment variables, such as SAFEBOARD_FILES__STORE.
    """

    model_config = SettingsConfigDict(
        extra="forbid",
        frozen=True,
        env_prefix="SAFEBOARD_",
        env_nested_delimiter="__",
        use_attribute_docstrings=True,
    )

    folder: SkipJsonSchema[Path]
    partnership: PartnershipSection
    areas: tuple[AreaSection, ...] = Field(min_length=1)
    """One block for each local authority that the partnership covers."""
    indicators: Choice = Choice()
    returns: ReturnsSection = ReturnsSection()
    files: FilesSection = FilesSection()
    database: DatabaseSection = DatabaseSection()
    agencies: dict[str, str] = {}
    """Agencies of the partnership's own, by code and name."""
    events: tuple[EventSection, ...] = ()
    """What happened, one block each: breaks, recording changes, rebases and events."""
    breakdowns: dict[str, Breakdown] = {}
    """Breakdowns of its own, or its own categories in place of the built-in ones."""

    @field_validator("areas")
    @classmethod
    def _areas_differ(cls, areas: tuple[AreaSection, ...]) -> tuple[AreaSection, ...]:
        refuse_mixed([each.place for each in areas])
        return areas

    @property
    def benchmarks(self) -> Path:
        """Return the file of benchmarks."""
        return self.folder / self.files.benchmarks

    @property
    def populations(self) -> Path:
        """Return the file of populations."""
        return self.folder / self.files.populations

    @property
    def layouts(self) -> Path:
        """Return the folder of layouts."""
        return self.folder / self.files.layouts

    @property
    def store(self) -> Path:
        """Return the folder of the store."""
        return self.folder / self.files.store

    @property
    def published(self) -> Path:
        """Return the folder that releases are published in."""
        return self.folder / self.files.published

    @property
    def places(self) -> tuple[Area, ...]:
        """Return the areas."""
        return tuple(each.place for each in self.areas)

    def places_on(self, day: date) -> tuple[Area, ...]:
        """Return the areas as they were on a day, which returns until then are about."""
        return as_they_were(self.places, day)

    @property
    def known_places(self) -> tuple[Area, ...]:
        """Return the areas and those they were made of, which counts may be about too."""
        return with_predecessors(self.places)

    @property
    def additions(self) -> Additions:
        """Return what the partnership uses of the catalogue, and what it adds."""
        own = self.folder / self.files.catalogue
        folder = own if own.is_dir() else None
        return Additions(folder, self.agencies, self.breakdowns, self.indicators)


def read_settings(folder: Path, *, alone: bool = False) -> Settings:
    """Return the settings of the partnership whose folder this is.

    Folders that they name have to be there, unless the settings are still `alone`: in a folder
    that a backup is restored into. Raises: SettingsError.
    """
    path = folder / FILE
    if not path.is_file():
        raise NoSettingsError(folder)
    try:
        given: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UnreadableSettingsError(error) from error
    if "folder" in given:
        raise WrongSettingError([UNKNOWN.format("folder")])
    try:
        settings = Settings(folder=folder, **given)
    except ValidationError as error:
        raise WrongSettingError(problems_in(error)) from error
    except UnparsedVariableError as error:
        raise UnreadableVariableError(error) from error
    if not alone and (missing := _missing_folders(settings)):
        raise WrongSettingError(missing)
    return settings


def _missing_folders(settings: Settings) -> list[str]:
    """Return which folders are named and not there: what is in them would be left out unseen."""
    named = {"catalogue", "layouts"} & settings.files.model_fields_set
    folders = {name: settings.folder / getattr(settings.files, name) for name in sorted(named)}
    return [
        f"'files.{name}' is wrong: there is no folder '{path}'. Correct its name or make it."
        for name, path in folders.items()
        if not path.is_dir()
    ]
