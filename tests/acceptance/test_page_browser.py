"""The pages of the demonstration's release, opened in a browser that has no network."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

PHONE, WIDE = 360, 1280
PAGES = ("index.html", "about.html")
MARKING = "OFFICIAL-SENSITIVE: for members of the partnership's board"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
AXE = files("axe_playwright_python").joinpath("axe.min.js")

VIOLATIONS = """
async rules => {
    const found = await axe.run(document, {runOnly: {type: "tag", values: rules}});
    const said = (rule, node) => `${rule.id}: ${node.target} ${node.failureSummary}`;
    return {
        violations: found.violations.flatMap(rule => rule.nodes.map(node => said(rule, node))),
        passes: found.passes.map(rule => rule.id),
    };
}
"""

# Each tag's word, whether it takes up room, and whether its ink differs from what it stands on.
TAGS = """
() => [...document.querySelectorAll(".tag")].map(tag => {
    const word = tag.lastElementChild, shape = tag.firstElementChild;
    const box = word.getBoundingClientRect();
    const style = getComputedStyle(word), under = getComputedStyle(tag).backgroundColor;
    return {
        word: word.textContent,
        shape: shape.innerHTML.trim(),
        seen: box.width > 0 && box.height > 0 && style.visibility === "visible",
        inked: style.color !== under && shape.getBoundingClientRect().width > 0,
    };
})
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the demonstration's release."""
    into = tmp_path_factory.mktemp("demo") / "demo"
    command = [sys.executable, "-m", "safeboard", "demo", "--into", str(into)]
    subprocess.run(command, check=True, capture_output=True)
    (published,) = (into / "published").iterdir()
    return published


@pytest.fixture(scope="module")
def browser(chromium: Path) -> Iterator[Browser]:
    """Return a browser that runs as root too, as it does in a container."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Return an empty page that no request leaves."""
    context = browser.new_context(viewport={"width": WIDE, "height": 900})
    context.set_offline(True)
    yield context.new_page()
    context.close()


def show(page: Page, path: Path, width: int = WIDE) -> None:
    """Open a file at a width."""
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(path.as_uri())


@pytest.mark.parametrize("name", PAGES)
def test_a_page_asks_for_nothing_but_its_own_files_and_has_no_errors(
    page: Page, folder: Path, name: str
) -> None:
    asked: list[str] = []
    failed: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("requestfailed", lambda request: failed.append(request.url))
    page.on("console", lambda message: failed.append(message.text))
    page.on("pageerror", lambda error: failed.append(str(error)))
    show(page, folder / name)
    page.wait_for_load_state("networkidle")
    assert asked[:2] == [(folder / name).as_uri(), (folder / "style.css").as_uri()]
    assert [url for url in asked if not url.startswith(folder.as_uri())] == []
    assert failed == []


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("width", [PHONE, WIDE])
def test_a_page_is_never_wider_than_its_window(
    page: Page, folder: Path, name: str, width: int
) -> None:
    show(page, folder / name, width)
    assert page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("width", [PHONE, WIDE])
def test_a_page_breaks_no_rule_of_accessibility_that_a_program_can_check(
    page: Page, folder: Path, name: str, width: int
) -> None:
    show(page, folder / name, width)
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate(VIOLATIONS, RULES)
    assert found["violations"] == []
    assert {"color-contrast", "document-title", "html-has-lang"} <= set(found["passes"])


def test_a_fault_of_accessibility_is_found(page: Page) -> None:
    page.set_content("<p style='color: #999; background: #fff'>Pale</p>")
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate(VIOLATIONS, RULES)["violations"]
    assert [line.split(":")[0] for line in found] == [
        "color-contrast",
        "document-title",
        "html-has-lang",
    ]


@pytest.mark.parametrize("media", ["screen", "print"])
@pytest.mark.parametrize("colours", ["none", "active"])
def test_each_rating_can_be_read_without_its_colour(
    page: Page, folder: Path, media: str, colours: str
) -> None:
    page.emulate_media(
        media="print" if media == "print" else "screen",
        forced_colors="active" if colours == "active" else "none",
    )
    show(page, folder / "index.html")
    tags = page.evaluate(TAGS)
    assert {"Improved", "Band A", "No significant change", "Not submitted"} <= {
        tag["word"] for tag in tags
    }
    assert [tag["word"] for tag in tags if not (tag["seen"] and tag["inked"])] == []
    rated = {tag["word"]: tag["shape"] for tag in tags}
    shapes = {
        rated[word] for word in ("Improved", "Band A", "Lower", "No significant change", "Baseline")
    }
    assert len(shapes) == 5


@pytest.mark.parametrize("name", PAGES)
def test_the_edge_of_a_printed_sheet_takes_its_words_from_the_marking(
    page: Page, folder: Path, name: str
) -> None:
    show(page, folder / name)
    style = str(page.locator("style").text_content())
    said = re.sub(r"\\([0-9a-f]{6})", lambda found: chr(int(found[1], 16)), style)
    assert f'@top-left {{ content: "{MARKING}"; }}' in said
    assert f'@bottom-left {{ content: "{MARKING}"; }}' in said


@pytest.mark.parametrize("name", PAGES)
def test_every_printed_sheet_carries_the_marking_twice(
    page: Page, folder: Path, tmp_path: Path, name: str
) -> None:
    reader = shutil.which("pdftotext")
    if reader is None:
        pytest.skip("pdftotext: it is not installed, so no printed sheet was read.")
    show(page, folder / name)
    printed = tmp_path / "printed.pdf"
    page.pdf(path=printed, prefer_css_page_size=True)
    text = subprocess.run([reader, printed, "-"], capture_output=True, check=True).stdout
    *sheets, rest = text.decode().split("\f")
    assert len(sheets) > 1
    assert rest == ""
    assert [sheet.count(MARKING) for sheet in sheets] == [2] * len(sheets)


def test_a_reader_with_a_keyboard_reaches_the_content_first(page: Page, folder: Path) -> None:
    show(page, folder / "index.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the main content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_the_data_of_a_chart_are_folded_on_a_screen_and_printed_on_paper(
    page: Page, folder: Path, tmp_path: Path
) -> None:
    show(page, folder / "index.html")
    table = page.locator(".chart-data table").first
    assert not table.is_visible()
    page.locator(".chart-data summary").first.click()
    assert table.is_visible()
    reader = shutil.which("pdftotext")
    if reader is None:
        pytest.skip("pdftotext: it is not installed, so no printed sheet was read.")
    show(page, folder / "index.html")
    printed = tmp_path / "printed.pdf"
    page.pdf(path=printed, prefer_css_page_size=True)
    text = subprocess.run([reader, printed, "-"], capture_output=True, check=True).stdout.decode()
    folded = page.locator(".chart-data").count()
    assert text.count("Points of the chart: ") == folded > 1
