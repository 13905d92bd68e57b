"""The ONS codes of authorities, from any of the Department for Education's open data files."""

from collections.abc import Iterable
from pathlib import Path

import polars as pl

from safeboard.benchmarks.kept import rows_in
from safeboard.benchmarks.published import ReferenceFileError
from safeboard.store.vintages import Vintage, values_of

CODES = pl.Schema({"la_number": pl.String, "area_code": pl.String})
"""One row for each authority: its number and its code in the latest year of the file."""

WITH_CODES = ("open data", "populations")
"""The kinds of vintages whose rows have ONS codes."""

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
    coded = [
        rows_in(values_of(each))
        .filter(pl.col("area_code").is_not_null(), pl.col("area") < "970")
        .select("area", "area_code", "year")
        .unique()
        for each in vintages
        if each.of.kind in WITH_CODES
    ]
    if not coded:
        return CODES.to_frame()
    return (
        pl.concat(coded)
        .sort("year", maintain_order=True)
        .unique("area", keep="last", maintain_order=True)
        .select(la_number="area", area_code="area_code")
    )
