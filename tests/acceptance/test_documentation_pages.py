"""The pages for people: no dead link, and every key, column and rating that there is."""

import re
import subprocess
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from urllib.parse import unquote

import pytest
from pydantic import BaseModel

from safeboard.benchmarks.published import (
    BENCHMARK_COLUMNS,
    POPULATION_COLUMNS,
    STATISTICS,
    read_published,
)
from safeboard.catalogue import library
from safeboard.catalogue.breakdown import Breakdown
from safeboard.catalogue.choice import Choice
from safeboard.catalogue.declared_item import DeclaredItem, Formerly
from safeboard.catalogue.definition import Definition
from safeboard.catalogue.event import Event
from safeboard.catalogue.indicator import DeclaredBenchmark, Example, Indicator
from safeboard.catalogue.library import Additions
from safeboard.catalogue.rating_rule import ChangeRule, PositionRule, ProcessRule, RatingRule
from safeboard.catalogue.target_rule import Range, TargetRule
from safeboard.intake.layouts.declared_table import Counted, LayoutCell, LayoutTable, TableItem
from safeboard.intake.layouts.layout import CountExpected, Layout, LayoutExample
from safeboard.settings import (
    DatabaseSection,
    FilesSection,
    PartnershipSection,
    ReturnsSection,
    Settings,
    read_settings,
)
from safeboard.settings.areas import AreaSection, PredecessorSection
from safeboard.settings.events import EventSection
from safeboard.vocabulary.benchmark import Comparison
from safeboard.vocabulary.rating import Rating
from tests.conftest import ROOT
from tests.unit.layouts import layout_of, read_counts, through, typed

HOW_TO = ROOT / "docs" / "how-to"
SECTIONS: dict[str, type[BaseModel]] = {
    "partnership": PartnershipSection,
    "areas": AreaSection,
    "areas.predecessors": PredecessorSection,
    "events": EventSection,
    "indicators": Choice,
    "returns": ReturnsSection,
    "files": FilesSection,
    "database": DatabaseSection,
}


def pages() -> list[Path]:
    """Return every Markdown file that git keeps or is about to."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "*.md"]
    if not (ROOT / ".git").exists():
        return sorted(path for path in ROOT.rglob("*.md") if ".venv" not in path.parts)
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def anchors(page: str) -> set[str]:
    """Return the names that a page's headings can be linked by, as code hosts make them."""
    headings = re.findall(r"^#{1,6} +(.+?) *$", without_code(page), flags=re.MULTILINE)
    plain = (re.sub(r"[^\w\- ]", "", each.lower()) for each in headings)
    return {each.replace(" ", "-") for each in plain}


def without_code(page: str) -> str:
    """Return a page without its blocks of code, in which a bracket is no link."""
    return re.sub(r"^```.*?^```", "", page, flags=re.MULTILINE | re.DOTALL)


def dead_links(path: Path) -> Iterator[str]:
    """Yield each link of a page that leads nowhere, in words."""
    prose = re.sub(r"`[^`\n]*`", "", without_code(path.read_text("utf-8")))
    for link in re.findall(r"\]\(([^)\s]+)\)", prose):
        if re.match(r"[a-z]+:", link):
            continue
        name, _, anchor = unquote(link).partition("#")
        target = (path.parent / name).resolve() if name else path
        if not target.exists():
            yield f"{path.name}: '{link}' leads nowhere. Mend the link."
        elif anchor and target.suffix == ".md" and anchor not in anchors(target.read_text("utf-8")):
            yield f"{path.name}: '{link}' names no heading. Mend the link."


def documented(page: str) -> set[str]:
    """Return what a page says something of: the code in the first cell of a table's row."""
    cells = re.findall(r"^\|([^|]*)\|[^\n]*\w", page, flags=re.MULTILINE)
    return {said for cell in cells for said in re.findall(r"`([^`]+)`", cell)}


def keys(model: type[BaseModel]) -> set[str]:
    """Return the keys that a file gives a model by."""
    return {field.alias or name for name, field in model.model_fields.items()}


def entries(cells: str) -> list[int | str]:
    """Return what a row of a table on a page would be typed as."""
    texts = [each.strip() for each in cells.split("|")]
    return [int(text) if text.isdigit() else text for text in texts]


def block(page: Path, language: str) -> str:
    """Return a page's first block of code in a language."""
    found = re.search(rf"```{language}\n(.*?)```", page.read_text("utf-8"), flags=re.DOTALL)
    assert found, f"{page.name}: it has no block of {language}."
    return found[1]


def test_no_link_between_the_pages_is_dead() -> None:
    found = [line for path in pages() for line in dead_links(path)]
    assert not found, "\n" + "\n".join(found)


def test_a_dead_link_is_named(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# One\n[a](gone.md) [b](#two) [c](#one) [d](https://example.org) `[e](x)`\n")
    assert list(dead_links(page)) == [
        "page.md: 'gone.md' leads nowhere. Mend the link.",
        "page.md: '#two' names no heading. Mend the link.",
    ]


def test_every_page_for_people_can_be_found_from_the_index() -> None:
    index = ROOT / "docs" / "README.md"
    linked = re.findall(r"\]\(([^)#\s]+)", index.read_text("utf-8"))
    reached = {(index.parent / each).resolve() for each in linked}
    sections = ("tutorial", "how-to", "explanation")
    wanted = {path for each in sections for path in (ROOT / "docs" / each).rglob("*.md")}
    assert not wanted - reached


def test_every_setting_is_documented() -> None:
    page = (HOW_TO / "settings.md").read_text("utf-8")
    wanted = {f"{name}.{key}" for name, model in SECTIONS.items() for key in keys(model)}
    whole = keys(Settings) - SECTIONS.keys() - {"folder"}
    assert not (wanted | whole | keys(Breakdown)) - documented(page)


def test_no_setting_is_documented_that_there_is_not() -> None:
    said = documented((HOW_TO / "settings.md").read_text("utf-8"))
    known = {f"{name}.{key}" for name, model in SECTIONS.items() for key in keys(model)}
    assert said <= known | keys(Settings) | keys(Breakdown)


def test_the_settings_that_are_shown_are_settings(tmp_path: Path) -> None:
    page = (HOW_TO / "settings.md").read_text("utf-8")
    shown = re.findall(r"```toml\n(.*?)```", page, flags=re.DOTALL)
    (tmp_path / "safeboard.toml").write_text('[partnership]\nname = "Ours"\n' + "".join(shown))
    settings = read_settings(tmp_path)
    assert [each.name for each in settings.places] == [
        "St. Helens",
        "Sefton",
        "Bournemouth and Poole",
    ]
    assert settings.agencies == {"fire-service": "Fire and rescue service"}
    assert [*settings.breakdowns] == ["residence", "missing_episodes"]


@pytest.mark.parametrize(
    "model",
    [
        Indicator, Definition, DeclaredItem, Formerly, DeclaredBenchmark, Example, RatingRule,
        ChangeRule, ProcessRule, PositionRule, TargetRule, Range, Event,
    ],
)  # fmt: skip
def test_every_key_of_an_indicators_file_is_documented(model: type[BaseModel]) -> None:
    said_by_its_place = {"code", "theme"}
    said = documented((HOW_TO / "add-an-indicator.md").read_text("utf-8"))
    assert not keys(model) - said_by_its_place - said


def test_the_complete_example_of_an_indicator_holds(tmp_path: Path) -> None:
    file = tmp_path / "front_door" / "referrals-not-in-need.yaml"
    file.parent.mkdir()
    file.write_text(block(HOW_TO / "add-an-indicator.md", "yaml"))
    catalogue = library.read(Additions(tmp_path))
    assert catalogue.indicators["referrals-not-in-need"].decimals == 1


@pytest.mark.parametrize(
    "model", [Layout, LayoutTable, LayoutCell, Counted, LayoutExample, CountExpected, TableItem]
)
def test_every_key_of_a_layouts_file_is_documented(model: type[BaseModel]) -> None:
    said = documented((HOW_TO / "read-an-agencys-own-workbook.md").read_text("utf-8"))
    assert not keys(model) - {"name"} - said - {"count"}


def test_the_complete_example_of_a_layout_reads_the_workbook_that_is_shown(tmp_path: Path) -> None:
    page = HOW_TO / "read-an-agencys-own-workbook.md"
    layout = layout_of(tmp_path, block(page, "yaml"))
    rows = re.findall(r"^\| (\d) \| (.+) \|$", page.read_text("utf-8"), flags=re.MULTILINE)
    sheet: dict[str, object] = {f"A{number}": [entries(cells)] for number, cells in rows}
    read = through(layout, typed({"Missing": sheet}))
    assert read.findings == ()
    assert read_counts(read)["Missing!E6"] == (
        "repeat_missing_from_care_episodes",
        "",
        "2018-03",
        4,
    )
    assert read.counts.height == 9


@pytest.mark.parametrize("columns", [BENCHMARK_COLUMNS, POPULATION_COLUMNS, STATISTICS])
def test_every_column_and_statistic_of_the_reference_files_is_documented(
    columns: tuple[str, ...],
) -> None:
    said = documented((HOW_TO / "keep-benchmarks.md").read_text("utf-8"))
    assert not set(columns) - said


def test_the_benchmarks_that_are_shown_can_be_read(tmp_path: Path) -> None:
    starter = ROOT / "safeboard" / "starter"
    shown = tmp_path / "benchmarks.csv"
    shown.write_text(block(HOW_TO / "keep-benchmarks.md", "csv"))
    read = read_published(shown, starter / "populations.csv", date(2026, 4, 8))
    assert read.distributions["quartile_2"].to_list() == [Decimal("20.1")]


@pytest.mark.parametrize("page", ["GLOSSARY.md", "docs/explanation/ratings.md"])
@pytest.mark.parametrize("rating", Rating)
def test_every_rating_is_explained(rating: Rating, page: str) -> None:
    assert rating.value in (ROOT / page).read_text("utf-8")


@pytest.mark.parametrize("comparison", sorted(set(Comparison) - {Comparison.BANDED}))
def test_every_reason_for_no_band_is_explained(comparison: Comparison) -> None:
    assert f"| {comparison.value} |" in (ROOT / "docs/explanation/ratings.md").read_text("utf-8")
