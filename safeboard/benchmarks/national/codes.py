"""The ONS codes of authorities, from any of the Department for Education's open data files."""

from pathlib import Path

import polars as pl

from safeboard.benchmarks.published import ReferenceFileError

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
