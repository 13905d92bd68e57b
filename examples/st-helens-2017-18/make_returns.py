"""Make this example's returns from the tables in `numbers/`: what the five agencies sent.

Each table is filled into the very workbook that the agency would be sent. Run it again after
changing a number, with the project's Python, from anywhere:

    .venv/bin/python examples/st-helens-2017-18/make_returns.py

The same numbers give the same bytes, so that only what changed differs.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from safeboard.catalogue import library
from safeboard.catalogue.library import Catalogue
from safeboard.intake.address import column_letters
from safeboard.intake.template import sheets
from safeboard.intake.template.styles import height_of
from safeboard.intake.template.writer import ReturnOrder, write_template
from safeboard.settings import read_settings
from safeboard.vocabulary.period import Period

HERE = Path(__file__).parent
RETURNS = HERE / "returns"
COLUMNS = sheets.note_columns(several_areas=False)

Numbers = Mapping[str, Any]
"""What one table in `numbers/` says."""

Row = tuple[str, str, str]
"""What a row of the sheet counts: the item's code, the labels of the breakdown and category."""


def workbooks() -> Iterator[tuple[str, bytes]]:
    """Yield each return's file name and its content."""
    settings = read_settings(HERE)
    catalogue = library.read(settings.additions)
    for path in sorted((HERE / "numbers").glob("*.toml")):
        numbers = tomllib.loads(path.read_text(encoding="utf-8"))
        order = ReturnOrder(
            catalogue=catalogue,
            agency=numbers["agency"],
            period=Period.parse(numbers["period"]),
            areas=settings.places[:1],
            partnership=settings.partnership.name,
        )
        yield f"{path.stem}.xlsx", filled(order, numbers)


def filled(order: ReturnOrder, numbers: Numbers) -> bytes:
    """Return an agency's workbook with its counts and notes in it."""
    book = load_workbook(BytesIO(write_template(order)))
    fill_counts(book[sheets.COUNTS], order, numbers)
    fill_notes(book[sheets.NOTES], order.catalogue, numbers)
    content = BytesIO()
    book.save(content)
    return without_the_time(content.getvalue(), order.period)


def fill_counts(sheet: Worksheet, order: ReturnOrder, numbers: Numbers) -> None:
    """Write every count into its cell."""
    columns = {cell.value: cell.column for cell in sheet[sheets.CODES_ROW]}
    rows: dict[Row, int] = {
        (row[0].value, row[2].value or "", row[3].value or ""): row[0].row
        for row in sheet.iter_rows(min_row=sheets.HEADING_ROW + 1)
    }
    for code, breakdown, category, counts in tables(order.catalogue, numbers):
        periods = order.period.parts(order.catalogue.items[code].every)
        for period, count in zip(periods, counts, strict=True):
            if count != "":
                row = rows[code, breakdown, category]
                sheet.cell(row, columns[period.code]).value = count


def tables(
    catalogue: Catalogue, numbers: Numbers
) -> Iterator[tuple[str, str, str, list[int | str]]]:
    """Yield each item's counts, with the labels of the breakdown and category they are for."""
    for item in numbers["item"]:
        yield item["code"], "", "", item["counts"]
        for dimension, categories in item.get("by", {}).items():
            breakdown = catalogue.breakdowns[dimension]
            for category, counts in categories.items():
                yield item["code"], breakdown.label, breakdown.categories[category].label, counts


def fill_notes(sheet: Worksheet, catalogue: Catalogue, numbers: Numbers) -> None:
    """Write the context and, one in a row, the notes."""
    sheet.cell(sheets.CONTEXT_ROW + 1, 1).value = numbers["context"].strip()
    widths = [
        sheet.column_dimensions[column_letters(column)].width
        for column in range(1, len(COLUMNS) + 1)
    ]
    for row, note in enumerate(notes(catalogue, numbers), start=sheets.NOTE_HEADING_ROW + 1):
        texts = [note.get(heading, "") for heading in COLUMNS]
        for column, text in enumerate(texts, start=1):
            sheet.cell(row, column).value = text or None
        sheet.row_dimensions[row].height = height_of(texts, widths)


def notes(catalogue: Catalogue, numbers: Numbers) -> Iterator[Mapping[sheets.NoteColumn, str]]:
    """Yield each note, by the heading that each part of it stands under."""
    for item in numbers["item"]:
        about = {sheets.NoteColumn.ITEM: catalogue.items[item["code"]].label}
        if "note" in item:
            yield {**about, sheets.NoteColumn.NOTE: item["note"]}
        labels = {
            code: category.label
            for dimension in item.get("by", {})
            for code, category in catalogue.breakdowns[dimension].categories.items()
        }
        for note in item.get("notes", []):
            if "category" in note:
                about = {**about, sheets.NoteColumn.CATEGORY: labels[note["category"]]}
            for period in note["periods"]:
                yield {
                    **about,
                    sheets.NoteColumn.PERIOD: str(Period.parse(period)),
                    sheets.NoteColumn.NOTE: note["text"],
                }


def without_the_time(content: bytes, period: Period) -> bytes:
    """Return a workbook dated by its period, not by when it was made."""
    day = period.last_day
    dated = BytesIO()
    with ZipFile(BytesIO(content)) as given, ZipFile(dated, "w") as archive:
        for name in given.namelist():
            part = given.read(name)
            if name == "docProps/core.xml":
                stamp = rf"\g<1>{day.isoformat()}T00:00:00Z".encode()
                part = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", stamp, part)
            entry = ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
            archive.writestr(entry, part, ZIP_DEFLATED)
    return dated.getvalue()


if __name__ == "__main__":
    RETURNS.mkdir(exist_ok=True)
    for name, content in workbooks():
        (RETURNS / name).write_bytes(content)
