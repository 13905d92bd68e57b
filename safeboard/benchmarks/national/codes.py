"""The ONS codes of authorities, from any of the Department for Education's open data files."""

from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

import polars as pl

from safeboard.benchmarks.published import ReferenceFileError
from safeboard.benchmarks.sources.area_codes import ENGLAND
from safeboard.benchmarks.sources.open_data import OPEN_DATA, POPULATIONS
from safeboard.store.vintages import Vintage, values_of

CODES = pl.Schema({"la_number": pl.String, "area_code": pl.String})
"""One row for each authority: its number and its code in the latest year of the file."""

_COLUMNS = ["old_la_code", "new_la_code", "time_period"]


def read_codes(path: Path) -> pl.DataFrame:
    """Return the columns of CODES. Raises: ReferenceFileError."""
    remedy = f"Name one of the Department's open data files, with the columns {', '.join(_COLUMNS)}"
    try:
        rows = pl.read_csv(path, columns=_COLUMNS, infer_schema=False)
    except FileNotFoundError as error:
        raise ReferenceFileError(path, "there is no such file", remedy) from error
    except (pl.exceptions.PolarsError, OSError) as error:
        raise ReferenceFileError(path, "it cannot be read", remedy) from error
    named = rows.filter(
        pl.col("old_la_code").str.contains(r"^[0-9]{3}$"),
        pl.col("new_la_code").str.contains(r"^E[0-9]{8}$"),
    )
    return (
        named.sort("time_period", maintain_order=True)
        .unique("old_la_code", keep="last", maintain_order=True)
        .select(la_number="old_la_code", area_code="new_la_code")
    )


def codes_in(vintages: Iterable[Vintage]) -> pl.DataFrame:
    """Return the columns of CODES, as the vintages say that have codes: the latest year's."""
    return (
        _coded(vintages)
        .sort("year", maintain_order=True)
        .unique("area", keep="last", maintain_order=True)
        .select(la_number="area", area_code="area_code")
    )


def pairs_in(vintages: Iterable[Vintage]) -> pl.DataFrame:
    """Return the columns of PAIRS: every number and code that the vintages have together."""
    return _coded(vintages).select("area", "area_code").unique()


def _coded(vintages: Iterable[Vintage]) -> pl.DataFrame:
    """Return authorities with their codes: area, area_code, year."""
    columns = ["area", "area_code", "year"]
    coded = [
        pl.read_parquet(BytesIO(values_of(each)), columns=columns)
        .filter(pl.col("area_code").is_not_null(), pl.col("area") < ENGLAND)
        .unique()
        for each in vintages
        if each.of.kind in (OPEN_DATA, POPULATIONS)
    ]
    empty = pl.DataFrame(schema=dict.fromkeys(columns, pl.String))
    return pl.concat([empty, *coded])
