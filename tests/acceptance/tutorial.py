"""A tutorial as a program: the steps that a page asks its reader to take, in order."""

import re
import shlex
import subprocess
import sys
from calendar import month_name
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.databases import surroundings

DATE = rf"\b\d{{1,2}} (?:{'|'.join(month_name[1:])}) \d{{4}}\b"


@dataclass(frozen=True)
class Command:
    """A command to type, and what the page says it answers."""

    typed: str
    answer: str


@dataclass(frozen=True)
class File:
    """A text to save under a name."""

    name: str
    text: str


@dataclass(frozen=True)
class Mending:
    """A text to change in the file that was saved last."""

    name: str
    old: str
    new: str


@dataclass(frozen=True)
class Filling:
    """Cells to type into a workbook's sheet: rows by their label, columns by their heading."""

    workbook: str
    sheet: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Sight:
    """A row that the reader should see in a release's page."""

    page: str
    cells: tuple[str, ...]


Step = Command | File | Mending | Filling | Sight

_OPENING = re.compile(
    r"^```console\n(?P<console>.*?)^```"
    r"|Save this as `(?P<file>[^`]+)`.*?^```\w+\n(?P<text>.*?)^```"
    r"|change `(?P<old>[^`]+)`\s+to `(?P<new>[^`]+)`"
    r"|[Oo]pen `(?P<book>[^`]+[.]xlsx)`"
    r"|[Oo]pen `(?P<page>[^`]+[.]html)`"
    r"|^(?P<table>\|[^\n]+\|\n\|[-|]+\|\n(?:\|[^\n]+\|\n)+)",
    flags=re.MULTILINE | re.DOTALL,
)


def steps(page: str) -> Iterator[Step]:
    """Yield the steps of a page.

    A table is typed into the workbook, or looked for in the page, that was opened last. The first
    heading of what is typed names the sheet.
    """
    opened = saved = ""
    for found in _OPENING.finditer(page):
        if found["console"] is not None:
            yield from _commands(found["console"])
        elif found["file"] is not None:
            saved = found["file"]
            yield File(saved, found["text"])
        elif found["old"] is not None:
            yield Mending(saved, found["old"], found["new"])
        elif found["table"] is None:
            opened = found["book"] or found["page"]
        elif opened.endswith(".xlsx"):
            yield _filling(opened, found["table"])
        elif opened:
            yield from (Sight(opened, cells) for cells in _cells(found["table"])[1:])


def _commands(block: str) -> Iterator[Command]:
    for typed in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, _, answer = typed.partition("\n")
        yield Command(command, answer)


def _filling(workbook: str, table: str) -> Filling:
    heading, *rows = _cells(table)
    sheet, _, first = heading[0].partition(": ")
    return Filling(workbook, sheet, (first, *heading[1:]), tuple(rows))


def _cells(table: str) -> list[tuple[str, ...]]:
    lines = [line for line in table.splitlines() if not re.fullmatch(r"\|[-|]+\|", line)]
    return [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines]


class Reader:
    """Somebody who follows a tutorial in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        # A wide terminal, and nothing set but where the store is.
        root = str(Path(__file__).parents[2])
        wide = {"COLUMNS": "200", "PYTHONUTF8": "1", "PYTHONPATH": root}
        self.surroundings = surroundings(folder) | wide

    def type(self, command: Command) -> str:
        """Type a command and return everything that it answered, with its code if that is not 0."""
        program, *arguments = shlex.split(command.typed)
        if program == "cd":
            self.folder = self.folder / arguments[0]
            return ""
        assert program == "safeboard", f"{command.typed}: the reader can type only safeboard and cd"
        done = subprocess.run(
            [sys.executable, "-m", "safeboard", *arguments],
            cwd=self.folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            check=False,
            env=self.surroundings,
        )
        assert "Traceback" not in done.stdout, done.stdout
        return done.stdout

    def save(self, file: File) -> None:
        """Save a text."""
        path = self.folder / file.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(file.text, encoding="utf-8")

    def mend(self, mending: Mending) -> None:
        """Change a text that stands once in a file."""
        path = self.folder / mending.name
        text = path.read_text("utf-8")
        assert text.count(mending.old) == 1, f"{mending.name}: '{mending.old}' does not stand once"
        path.write_text(text.replace(mending.old, mending.new), encoding="utf-8")

    def look(self, sight: Sight) -> bool:
        """Tell whether a page has a row of a table with these texts."""
        page = (self.folder / sight.page).read_text("utf-8")
        rows = re.findall(r"<tr.*?</tr>", page, flags=re.DOTALL)
        texts = [" ".join(unescape(re.sub(r"<[^>]*>", " ", row)).split()) for row in rows]
        return any(all(cell in text for cell in sight.cells) for text in texts)

    def fill(self, filling: Filling) -> None:
        """Type into a workbook, as one does in a spreadsheet program."""
        path = self.folder / filling.workbook
        workbook = load_workbook(path)
        sheet = workbook[filling.sheet]
        place = _columns(sheet, filling.columns)
        for label, *typed in filling.rows:
            row = _row(sheet, place[0], label)
            for column, text in zip(place[1:], typed, strict=True):
                sheet.cell(row, column).value = int(text) if text.isdigit() else text or None
            if row > sheet.max_row or sheet.cell(row, place[0]).value is None:
                sheet.cell(row, place[0]).value = label
        workbook.save(path)


def _columns(sheet: Worksheet, headings: tuple[str, ...]) -> list[int]:
    """Return the columns of a sheet that have these headings."""
    for row in sheet.iter_rows():
        found = {cell.value: cell.column for cell in row}
        if set(headings) <= found.keys():
            return [int(found[heading] or 0) for heading in headings]
    raise AssertionError(f"{sheet.title} has no row with the headings {', '.join(headings)}")


def _row(sheet: Worksheet, column: int, label: str) -> int:
    """Return the row with a label; on the sheet of notes the first that is empty."""
    last = 0
    for (cell,) in sheet.iter_rows(min_col=column, max_col=column):
        if cell.value == label:
            return int(cell.row)
        last = int(cell.row) if cell.value is not None else last
    assert sheet.title == "Notes", f"{sheet.title} has no row '{label}'"
    return last + 1


def plain(text: str) -> str:
    """Return an answer without what differs from day to day and from terminal to terminal."""
    dated = re.sub(DATE, "(a day)", text)
    lines = (" ".join(re.sub("[─━]+", " ", line).split()) for line in dated.splitlines())
    return "\n".join(line for line in lines if line)


def agrees(said: str, answered: str) -> bool:
    """Tell whether an answer is the one a page shows; a line of … stands for any lines."""
    pattern = "\n".join(
        ".*" if line == "…" else re.escape(line) for line in plain(said).splitlines()
    )
    return re.fullmatch(pattern, plain(answered), flags=re.DOTALL) is not None
