"""The library: every indicator, item, breakdown, agency and theme, and the rules between files."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import RootModel

from safeboard.catalogue import rules
from safeboard.catalogue.breakdown import Breakdown
from safeboard.catalogue.files import checked, read_yaml
from safeboard.catalogue.indicator import Indicator
from safeboard.catalogue.item import Item
from safeboard.vocabulary.agency import Agency

BUILT_IN = Path(__file__).parent

_LISTS = ("themes.yaml", "agencies.yaml", "breakdowns.yaml")


class Names(RootModel[dict[str, str]]):
    """A file of codes and the names that people use."""


class Breakdowns(RootModel[dict[str, Breakdown]]):
    """A file of breakdowns."""


@dataclass(frozen=True)
class Additions:
    """What a partnership adds to the built-in catalogue; its own come in place of the built-in."""

    folder: Path | None = None
    agencies: Mapping[str, str] = field(default_factory=dict)
    breakdowns: Mapping[str, Breakdown] = field(default_factory=dict)


@dataclass(frozen=True)
class Catalogue:
    """All that is measured. Indicators stand in the order of their themes, then by code.

    `version` is the first twelve characters of the SHA-256 of all that it was read from.
    """

    indicators: Mapping[str, Indicator]
    items: Mapping[str, Item]
    breakdowns: Mapping[str, Breakdown]
    agencies: Mapping[str, Agency]
    themes: Mapping[str, str]
    version: str

    def items_of(self, agency: str) -> list[Item]:
        """Return the items that an agency supplies, in the order of their indicators."""
        return [item for item in self.items.values() if item.agency == agency]

    def indicators_of(self, theme: str) -> list[Indicator]:
        """Return a theme's indicators, in order."""
        return [each for each in self.indicators.values() if each.theme == theme]

    def indicators_using(self, item: str) -> list[Indicator]:
        """Return the indicators that count an item."""
        return [each for each in self.indicators.values() if item in each.item_codes]


def read(additions: Additions | None = None, *, built_in: Path = BUILT_IN) -> Catalogue:
    """Return the catalogue: the built-in one and a partnership's additions.

    Raises: CatalogueError naming file, line, what is wrong and what to do.
    """
    additions = additions or Additions()
    folders = [built_in, additions.folder] if additions.folder else [built_in]
    themes = _names(built_in / "themes.yaml")
    agencies = {**_names(built_in / "agencies.yaml"), **additions.agencies}
    breakdowns = {**_built_in_breakdowns(built_in), **additions.breakdowns}
    paths = [path for folder in folders for path in indicator_files(folder)]
    indicators = [(path, read_indicator(path)) for path in paths]
    themes |= {
        each.theme: each.theme.replace("_", " ").capitalize()
        for _, each in indicators
        if each.theme not in themes
    }
    order = list(themes)
    indicators.sort(key=lambda pair: (order.index(pair[1].theme), pair[1].code))
    items = rules.items_declared(indicators)
    rules.hold_between_files(indicators, items, agencies.keys(), breakdowns)
    return Catalogue(
        indicators={each.code: each for _, each in indicators},
        items=items,
        breakdowns=breakdowns,
        agencies={code: Agency(code, name) for code, name in agencies.items()},
        themes={
            t: title for t, title in themes.items() if any(i.theme == t for _, i in indicators)
        },
        version=_version(paths, built_in, additions),
    )


def indicator_files(folder: Path) -> list[Path]:
    """Return a catalogue folder's indicator files, in order."""
    return sorted(path for path in folder.glob("*/*.yaml") if not path.name.startswith("."))


def read_indicator(path: Path) -> Indicator:
    """Return the indicator that a file declares; its name is its code, its folder its theme."""
    content = read_yaml(path, "indicator")
    indicator = checked(Indicator, content, path, code=path.stem, theme=path.parent.name)
    return rules.examples_hold(indicator, content, path)


def _names(path: Path) -> dict[str, str]:
    return checked(Names, read_yaml(path), path).root


def _built_in_breakdowns(folder: Path) -> dict[str, Breakdown]:
    path = folder / "breakdowns.yaml"
    return checked(Breakdowns, read_yaml(path), path).root


def _version(paths: Iterable[Path], built_in: Path, additions: Additions) -> str:
    """Return a digest of everything that the catalogue follows from."""
    digest = hashlib.sha256()
    for path in [*(built_in / name for name in _LISTS), *paths]:
        digest.update(f"{path.parent.name}/{path.name}\n".encode())
        digest.update(path.read_bytes())
    digest.update(repr(sorted(additions.agencies.items())).encode())
    digest.update(repr(sorted(additions.breakdowns.items())).encode())
    return digest.hexdigest()[:12]
