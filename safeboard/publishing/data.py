"""The published data: tidy CSV, each file with its metadata (CSV on the Web) beside it."""

import json
from dataclasses import dataclass

import polars as pl

from safeboard.catalogue.library import Catalogue
from safeboard.disclosure.release import Release
from safeboard.publishing.authorities import authorities
from safeboard.publishing.columns import COLUMNS
from safeboard.publishing.released import PLACE

_DECIMALS_HELD = 4
_SIGNED_NUMBER = r"^[+-][0-9][0-9,]*(\.[0-9]+)?( per cent| percentage points)?$"


@dataclass(frozen=True)
class DataTable:
    """A table to be written, with its title, in words."""

    name: str
    title: str
    frame: pl.DataFrame

    @property
    def csv(self) -> bytes:
        """Return it as CSV: UTF-8, a line feed after each row."""
        return self.frame.write_csv(line_terminator="\n").encode()


def data_tables(release: Release, catalogue: Catalogue) -> tuple[DataTable, ...]:
    """Return a release's tables: figures, ratings, notes, process charts, and all authorities."""
    given = (
        ("figures", "Every figure", release.figures),
        ("ratings", "Every headline with its change, benchmark and rating", release.ratings),
        ("notes", "Every note on a figure", release.notes),
        ("charts", "Every point of a process chart, with its limits", _charted(release.charts)),
    )
    among = "Every authority that a figure stands among, as published"
    return (
        *(DataTable(name, title, _tidy(frame, release, catalogue)) for name, title, frame in given),
        DataTable("authorities", among, authorities(release)),
    )


def _charted(charts: pl.DataFrame) -> pl.DataFrame:
    """Return the points of charts, with numbers to four decimals; each is a total."""
    numbers = ["plotted", "mean", "lower", "upper"]
    return charts.rename({"value": "plotted"}).with_columns(
        pl.col(numbers).round(_DECIMALS_HELD),
        **dict.fromkeys(("dimension", "category"), pl.lit("")),
    )


def metadata(table: DataTable, release: Release) -> bytes:
    """Return what a table's columns mean, and the marking it is published under.

    Source: W3C, Metadata Vocabulary for Tabular Data, 17 December 2015.
    """
    described = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": f"{table.name}.csv",
        "dc:title": f"{table.title}: {release.partnership}, {release.period}",
        "dc:identifier": release.name,
        "dc:publisher": release.partnership,
        "dc:rights": release.profile.marking,
        "dc:temporal": f"{release.period.first_day}/{release.period.last_day}",
        "dc:date": release.as_of.isoformat(),
        "dc:description": (
            f"Release {release.number}, {release.profile}, as known on {release.as_of}. Text that "
            "a spreadsheet would take for a formula begins with an apostrophe."
        ),
        "tableSchema": {
            "columns": [_column(name) for name in table.frame.columns],
            "primaryKey": [name for name in PLACE if name in table.frame.columns]
            + (["text"] if "text" in table.frame.columns else []),
        },
    }
    return (json.dumps(described, indent=2, ensure_ascii=False) + "\n").encode()


def _column(name: str) -> dict[str, object]:
    column = COLUMNS[name]
    missing = f" Empty: {column.missing}" if column.missing else ""
    return {
        "name": name,
        "titles": column.title,
        "dc:description": f"{column.words}.{missing}",
        "datatype": column.datatype,
        "required": not column.missing,
    }


def _tidy(frame: pl.DataFrame, release: Release, catalogue: Catalogue) -> pl.DataFrame:
    """Return a frame with names beside its codes, and values with their own decimals."""
    named = frame.with_row_index("order").join(_names(catalogue), on="indicator", how="left")
    named = named.join(_areas(release), on="area", how="left")
    named = named.join(_categories(catalogue), on=["dimension", "category"], how="left")
    values = [name for name in ("value", "before_value") if name in frame.columns]
    texts = [name for name, kind in named.schema.items() if kind == pl.String]
    order = [
        *PLACE[:1], "area_name", "indicator", "title", "unit", *PLACE[2:], "category_label",
        *(name for name in frame.columns if name not in PLACE),
    ]  # fmt: skip
    return (
        named.sort("order")
        .with_columns(
            *(_with_decimals(name) for name in values), *(_harmless(name) for name in texts)
        )
        .select(order)
    )


def _with_decimals(name: str) -> pl.Expr:
    """Write a value with the decimals of its indicator, which it was rounded to."""
    cut = _DECIMALS_HELD - pl.col("decimals") + (pl.col("decimals") == 0).cast(pl.Int64)
    text = pl.col(name).cast(pl.String)
    return text.str.slice(0, (text.str.len_chars().cast(pl.Int64) - cut).cast(pl.UInt32))


def _harmless(name: str) -> pl.Expr:
    """Put an apostrophe before text that a spreadsheet would take for a formula."""
    text = pl.col(name)
    formula = text.str.contains(r"^[=@\t\r\n+-]") & ~text.str.contains(_SIGNED_NUMBER)
    return pl.when(formula).then(pl.lit("'") + text).otherwise(text).alias(name)


def _names(catalogue: Catalogue) -> pl.DataFrame:
    rows = [
        (each.code, each.title, each.form.value, each.decimals)
        for each in catalogue.indicators.values()
    ]
    schema = {
        "indicator": pl.String, "title": pl.String, "unit": pl.String, "decimals": pl.Int64,
    }  # fmt: skip
    return pl.DataFrame(rows, schema=schema, orient="row")


def _areas(release: Release) -> pl.DataFrame:
    rows = [(each.number, each.name) for each in release.areas]
    return pl.DataFrame(rows, schema={"area": pl.String, "area_name": pl.String}, orient="row")


def _categories(catalogue: Catalogue) -> pl.DataFrame:
    rows = [
        (dimension, code, category.label)
        for dimension, breakdown in catalogue.breakdowns.items()
        for code, category in breakdown.categories.items()
    ]
    columns = ["dimension", "category", "category_label"]
    return pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String), orient="row")
