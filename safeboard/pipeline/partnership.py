"""A partnership: its settings, its catalogue and its store, opened together."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
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


class UnknownEventError(SettingsError):
    """The settings tell of something that happened to nothing that there is."""

    def __init__(self, number: int, key: str, value: str, known: Iterable[str]) -> None:
        near = get_close_matches(value, known, 3)
        choice = ", ".join(known) if key == "area" else "those of 'safeboard indicators list'"
        hint = f"Did you mean {' or '.join(near)}?" if near else f"Use one of {choice}."
        super().__init__(
            f"safeboard.toml: event {number} is of the {key} '{value}', which there is not. {hint}"
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
        self._open(create=not self._has_released)
        register_areas(self.settings.known_places, now)

    def open_existing_store(self, *, look: bool = False) -> None:
        """Open the store that there is; who only wants to `look` changes nothing in it.

        Raises: StoreError, which is a MissingStoreError where nothing was ever received.
        """
        self._open(look=look)

    def find_store(self) -> bool:
        """Open the store to look into it, if there is one, and tell whether there is.

        Raises: StoreError where there is one that cannot be opened, or has been one.
        """
        try:
            self.open_existing_store(look=True)
        except MissingStoreError:
            return False
        return True

    @property
    def _has_released(self) -> bool:
        return next(self.settings.published.glob("*/manifest.json"), None) is not None

    def _open(self, *, create: bool = False, look: bool = False) -> None:
        """Open the store. Raises: LostStoreError where there is none, but a release from one."""
        settings = self.settings
        address = settings.database.address
        try:
            database.open_store(settings.store, address, create=create, look=look)
        except MissingStoreError as error:
            if not self._has_released:
                raise
            raise LostStoreError(address or settings.store, settings.published) from error


def open_partnership(folder: Path) -> Partnership:
    """Return the partnership whose folder this is.

    Raises: SettingsError, CatalogueError.
    """
    settings = read_settings(folder)
    partnership = Partnership(settings, library.read(settings.additions))
    for agency in settings.returns.agencies:
        if agency not in partnership.supplying:
            raise UnknownExpectedAgencyError(agency, partnership.supplying)
    _hold_events(partnership)
    return partnership


def _hold_events(partnership: Partnership) -> None:
    """Refuse an event of an indicator or an area that there is not, which nobody would ever see."""
    areas = [area.number for area in partnership.settings.places]
    for number, event in enumerate(partnership.settings.events, start=1):
        if event.indicator not in partnership.catalogue.indicators:
            raise UnknownEventError(
                number, "indicator", event.indicator, list(partnership.catalogue.indicators)
            )
        if event.area and event.area not in areas:
            raise UnknownEventError(number, "area", event.area, areas)
