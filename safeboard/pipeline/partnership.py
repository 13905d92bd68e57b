"""A partnership: its settings, its catalogue and its store, opened together."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path

from safeboard.catalogue import library
from safeboard.catalogue.library import Catalogue
from safeboard.errors import SettingsError
from safeboard.intake.expected import items_asked
from safeboard.intake.layouts.files import read_layouts
from safeboard.intake.layouts.layout import Layout
from safeboard.settings import Settings, read_settings
from safeboard.store import database
from safeboard.store.areas import register_areas
from safeboard.store.errors import LostStoreError, MissingStoreError
from safeboard.vocabulary.period import Period

Tell = Callable[[str], None]
"""What a long task calls with each step that it begins, in words."""


def quietly(_: str) -> None:
    """Tell nobody."""


class UnknownExpectedAgencyError(SettingsError):
    """The settings expect a return from an agency that supplies nothing."""

    def __init__(self, agency: str, supplying: tuple[str, ...]) -> None:
        super().__init__(
            f"safeboard.toml: 'returns.agencies' names '{agency}', whom no indicator asks for a "
            f"count. Use {', '.join(supplying)}, or add an indicator that names it."
        )


@dataclass(frozen=True)
class Partnership:
    """A partnership's settings, and the catalogue with what it adds."""

    settings: Settings
    catalogue: Catalogue

    @cached_property
    def layouts(self) -> tuple[Layout, ...]:
        """Return the layouts by which agencies' own workbooks are read. Raises: CatalogueError."""
        return read_layouts(self.settings.layouts, self.catalogue, self.settings.known_places)

    @property
    def expected(self) -> tuple[str, ...]:
        """Return the agencies that a return is expected from."""
        return self.settings.returns.agencies or self.supplying

    def asked_in(self, period: Period) -> tuple[str, ...]:
        """Return the expected agencies that a return for this period asks for a count."""
        return tuple(code for code in self.expected if items_asked(self.catalogue, code, period))

    @property
    def supplying(self) -> tuple[str, ...]:
        """Return the agencies that supply an item."""
        return tuple(dict.fromkeys(item.agency for item in self.catalogue.items.values()))

    def open_store(self, now: datetime) -> None:
        """Open the store, made where there is none, with the partnership's areas known to it.

        Where a release was published there has been a store, so none is made.
        Raises: StoreError.
        """
        settings = self.settings
        released = next(settings.published.glob("*/manifest.json"), None)
        try:
            database.open_store(settings.store, settings.database.address, create=released is None)
        except MissingStoreError as error:
            raise LostStoreError(
                settings.database.address or settings.store, settings.published
            ) from error
        register_areas(self.settings.known_places, now)

    def find_store(self) -> bool:
        """Open the store if there is one, and tell whether there is. None is made.

        Raises: StoreError where there is one that cannot be opened.
        """
        try:
            database.open_store(self.settings.store, self.settings.database.address)
        except MissingStoreError:
            return False
        return True


def open_partnership(folder: Path) -> Partnership:
    """Return the partnership whose folder this is.

    Raises: SettingsError, CatalogueError.
    """
    settings = read_settings(folder)
    partnership = Partnership(settings, library.read(settings.additions))
    for agency in settings.returns.agencies:
        if agency not in partnership.supplying:
            raise UnknownExpectedAgencyError(agency, partnership.supplying)
    return partnership
