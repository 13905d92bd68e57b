"""Read a release's page as a reader does: by row and cell, with the notes that a cell cites."""

import csv
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

_VOID = {"meta", "link", "br", "hr", "img", "input", "col"}
_DRAWN = {"svg"}


@dataclass
class Element:
    """An element of a page, with what is in it in order."""

    tag: str
    attributes: dict[str, str]
    inside: list["Element | str"] = field(default_factory=list)

    @property
    def words(self) -> str:
        """Return its text as it is read, without what is only drawn."""
        said = [
            each if isinstance(each, str) else each.words
            for each in self.inside
            if isinstance(each, str) or each.tag not in _DRAWN
        ]
        return " ".join(" ".join(said).split())

    def all(self, tag: str, **wanted: str) -> list["Element"]:
        """Return the elements of a tag within it whose attributes are as wanted."""
        found = []
        for each in self.inside:
            if isinstance(each, str):
                continue
            named = {key.rstrip("_").replace("_", "-"): value for key, value in wanted.items()}
            if each.tag == tag and all(each.attributes.get(k) == v for k, v in named.items()):
                found.append(each)
            found += each.all(tag, **wanted)
        return found

    def one(self, tag: str, **wanted: str) -> "Element":
        """Return the only such element."""
        (found,) = self.all(tag, **wanted)
        return found


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open = [Element("document", {})]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {key: value or "" for key, value in attrs})
        self.open[-1].inside.append(element)
        if tag not in _VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].inside.append(Element(tag, {key: value or "" for key, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1].tag == tag, f"</{tag}> closes <{self.open[-1].tag}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].inside.append(data)


@dataclass(frozen=True)
class Published:
    """A published folder, read back."""

    folder: Path
    page: Element

    def summary(self, indicator: str) -> dict[str, str]:
        """Return an indicator's row in the summary: each cell's words by its heading."""
        table = self.page.one("table", class_="summary")
        row = table.one("tr", data_indicator=indicator)
        return {cell.attributes["data-label"]: cell.words for cell in row.all("td")}

    def cells(self, indicator: str, window: str, period: str, category: str = "") -> list[str]:
        """Return the cells of a row of an indicator's table, but for its notes."""
        row = self._row(indicator, window, period, category)
        return [cell.words for cell in row.all("td") if cell.attributes["class"] != "notes"]

    def notes(self, indicator: str, window: str, period: str, category: str = "") -> list[str]:
        """Return the words of the notes that a row cites."""
        row = self._row(indicator, window, period, category)
        targets = [link.attributes["href"].removeprefix("#") for link in row.all("a")]
        return [self._note(target) for target in targets]

    def rows(self, table: str) -> list[dict[str, str]]:
        """Return the rows of one of the data tables."""
        with (self.folder / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def figure(
        self, indicator: str, window: str, period: str, category: str = ""
    ) -> dict[str, str]:
        """Return a figure's row in the data."""
        wanted = {
            "indicator": indicator, "window": window, "period": period, "category": category,
        }  # fmt: skip
        (found,) = [row for row in self.rows("figures") if wanted.items() <= row.items()]
        return found

    def rating(self, indicator: str) -> dict[str, str]:
        """Return an indicator's row among the ratings."""
        (found,) = [row for row in self.rows("ratings") if row["indicator"] == indicator]
        return found

    def _row(self, indicator: str, window: str, period: str, category: str) -> Element:
        section = self.page.one("article", id=f"indicator-{indicator}")
        return section.one("tr", data_window=window, data_period=period, data_category=category)

    def _note(self, target: str) -> str:
        item = self.page.one("li", id=target)
        return " ".join(" ".join(each for each in item.inside if isinstance(each, str)).split())


def read_page(html: str) -> Element:
    """Return a page, read."""
    reader = _Reader()
    reader.feed(html)
    assert len(reader.open) == 1, f"<{reader.open[-1].tag}> is never closed"
    return reader.open[0]


def read_published(folder: Path) -> Published:
    """Return a published folder, read back."""
    return Published(folder, read_page((folder / "index.html").read_text(encoding="utf-8")))
