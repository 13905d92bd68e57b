"""The library: every indicator, item, breakdown, agency and theme, and the rules between files."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from pydantic import RootModel

from safeboard.catalogue import declarations, rules
from safeboard.catalogue.breakdown import Breakdown
from safeboard.catalogue.choice import Choice
from safeboard.catalogue.declarations import Located
from safeboard.catalogue.files import checked, read_yaml
from safeboard.catalogue.indicator import Indicator
from safeboard.catalogue.item import Item
from safeboard.vocabulary.agency import Agency

BUILT_IN = Path(__file__).parent


class Names(RootModel[dict[str, str]]):
    """A file of codes and the names that people use."""


class Breakdowns(RootModel[dict[str, Breakdown]]):
    """A file of breakdowns."""


@dataclass(frozen=True)
class Additions:
    """What a partnership adds to the built-in catalogue, and which of its indicators it uses.

    Agencies and breakdowns of its own come in place of the built-in ones.
    """

    folder: Path | None = None
    agencies: Mapping[str, str] = field(default_factory=dict)
    breakdowns: Mapping[str, Breakdown] = field(default_factory=dict)
    choice: Choice = field(default_factory=Choice)


@dataclass(frozen=True)
class Catalogue:
    """All that a partnership measures. Indicators stand in the order of their themes, then by code.

    `items` are what those indicators count, wherever they are declared. `version` is the first
    twelve characters of the SHA-256 of all that they follow from.
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
    """Return the catalogue: the built-in indicators that are used, and a partnership's own.

    Raises: CatalogueError naming file, line, what is wrong and what to do; SettingsError where what
    is chosen is not there.
    """
    additions = additions or Additions()
    agencies = {**_names(built_in / "agencies.yaml"), **additions.agencies}
    breakdowns = {**_built_in_breakdowns(built_in), **additions.breakdowns}
    used, others = _read_files(additions, built_in)
    themes = _themes(used, built_in)
    order = list(themes)
    used.sort(key=lambda pair: (order.index(pair[1].theme), pair[1].code))
    items = declarations.items_declared(used, others)
    known = {code for _, each in others for code in each.items}
    rules.hold_between_files(used, items, agencies.keys(), breakdowns, known)
    read_catalogue = Catalogue(
        indicators={each.code: each for _, each in used},
        items=dict(sorted(items.items(), key=lambda pair: order.index(pair[1].theme))),
        breakdowns=breakdowns,
        agencies={code: Agency(code, name) for code, name in agencies.items()},
        themes={t: title for t, title in themes.items() if any(i.theme == t for _, i in used)},
        version="",
    )
    return replace(read_catalogue, version=_version(read_catalogue, [*used, *others], additions))


def indicator_files(folder: Path) -> list[Path]:
    """Return a catalogue folder's indicator files, in order."""
    return sorted(path for path in folder.glob("*/*.yaml") if not path.name.startswith("."))


def read_indicator(path: Path) -> Indicator:
    """Return the indicator that a file declares; its name is its code, its folder its theme."""
    content = read_yaml(path, "indicator")
    indicator = checked(Indicator, content, path, code=path.stem, theme=path.parent.name)
    return rules.examples_hold(indicator, content, path)


def _read_files(additions: Additions, built_in: Path) -> tuple[Located, Located]:
    """Return the indicators that are used, and of the others those that had to be read for items.

    Only those are read that name an item which no used one declares.
    """
    files = indicator_files(built_in)
    own = indicator_files(additions.folder) if additions.folder else []
    chosen = additions.choice.among(files, own)
    replacing = [path for path in own if path.stem in additions.choice.replace]
    relied_on = [(path, read_indicator(path)) for path in [*chosen, *replacing]]
    added = [(path, read_indicator(path)) for path in own if path not in replacing]
    lacking = [code.encode() for code in declarations.lacking(relied_on, added)]
    unused = [path for path in files if path not in chosen]
    others = [
        (path, read_indicator(path))
        for path in unused
        if lacking and any(code in path.read_bytes() for code in lacking)
    ]
    declarations.refuse_taken(relied_on, added, others)
    return [*relied_on, *added], others


def _themes(used: Located, built_in: Path) -> dict[str, str]:
    """Return the titles of themes, in order: those that the built-in list has not come last."""
    themes = _names(built_in / "themes.yaml")
    return themes | {
        each.theme: each.theme.replace("_", " ").capitalize()
        for _, each in used
        if each.theme not in themes
    }


def _names(path: Path) -> dict[str, str]:
    return checked(Names, read_yaml(path), path).root


def _built_in_breakdowns(folder: Path) -> dict[str, Breakdown]:
    path = folder / "breakdowns.yaml"
    return checked(Breakdowns, read_yaml(path), path).root


def _version(catalogue: Catalogue, read_from: Located, additions: Additions) -> str:
    """Return a digest of everything that the catalogue follows from.

    What is built in and not used is no part of it: an indicator more to choose from is no change.
    """
    digest = hashlib.sha256()
    declaring = {each.indicator for each in catalogue.items.values()} | catalogue.indicators.keys()
    for path, indicator in sorted(read_from, key=lambda pair: pair[0].parts[-2:]):
        if indicator.code in declaring:
            digest.update(f"{path.parent.name}/{path.name}\n".encode())
            digest.update(path.read_bytes())
    agencies = {each.agency for each in catalogue.items.values()}
    dimensions = {each for item in catalogue.items.values() for each in item.by}
    for named in (
        [*catalogue.themes.items()],
        sorted((code, catalogue.agencies[code].name) for code in agencies),
        sorted((code, catalogue.breakdowns[code]) for code in dimensions),
        sorted(additions.agencies.items()),
        sorted(additions.breakdowns.items()),
    ):
        digest.update(repr(named).encode())
    return digest.hexdigest()[:12]
