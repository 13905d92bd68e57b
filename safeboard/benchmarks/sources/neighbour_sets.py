"""Sets of statistical neighbours: who is compared with whom, by the numbers of authorities.

Source: the Department for Education's children's services statistical neighbours: the sheet that
belongs to the national tool, and its open data file, a row for each authority.
"""

import polars as pl

from safeboard.benchmarks.national.tool import FIRST_AUTHORITY, LAST_AUTHORITY
from safeboard.benchmarks.sources.accounting import Account, parted
from safeboard.benchmarks.sources.given import Given
from safeboard.benchmarks.sources.read import ReadSource, origin_of
from safeboard.store.vintages import Source

NEIGHBOUR_SETS = pl.Schema(
    {
        "area": pl.String,
        "neighbour": pl.String,
        "closest": pl.Int64,
        "closeness": pl.String,
    }
)
"""One row for each of an authority's ten neighbours; the closest is 1. `closeness` is in words."""

SET = Source("neighbours", "DfE", "statistical neighbours")
_TEN = range(1, 11)
_UNKNOWN_NEIGHBOUR = "a neighbour of it is no authority's number"
_TWICE = "an earlier row has its number"


def read_neighbour_set(given: Given) -> ReadSource:
    """Return a set as it was read from a file that holds nothing else."""
    if given.sheet:
        heading = given.heading("LA num", "SN1", "SN10")
        wide = _wide(given.sheet, heading)
    else:
        names = [name for place in _TEN for name in (f"SN_{place}", f"SN_{place}P")]
        renamed = {f"SN_{place}": f"near {place}" for place in _TEN}
        renamed |= {f"SN_{place}P": f"close {place}" for place in _TEN}
        wide = given.table.select("row", "old_la_code", *names)
        wide = wide.rename({"old_la_code": "number", **renamed})
    kept, left_out = parted(
        _numbered(wide),
        {
            "its number is no authority's": (~_is_authority("number"), "number"),
            _UNKNOWN_NEIGHBOUR: (~_has_ten(), "number"),
            _TWICE: (~pl.col("number").is_first_distinct(), "number"),
        },
    )
    rows = pl.concat(
        kept.select(
            area=pl.col("number").cast(pl.String),
            neighbour=pl.col(f"near {place}").cast(pl.String),
            closest=pl.lit(place, pl.Int64),
            closeness=pl.col(f"close {place}").str.strip_chars(),
        )
        for place in _TEN
    )
    return ReadSource(
        of=SET,
        names=(given.name,),
        origin=origin_of(given.sha256),
        rows=rows.sort("area", "closest").cast(NEIGHBOUR_SETS),
        tables={},
        published=None,
        accounts=(Account(given.name, str(given.kind), wide.height, kept.height, left_out),),
    )


def read_tools_neighbours(
    given: Given, areas: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame, Account]:
    """Return the neighbours of the national tool, and the region that each area is compared with.

    Columns area, neighbour, closest; and area, region. The tool itself knows regions by the names
    in its list of areas (area, name), and no other way.
    """
    wide = _wide(given.sheet, given.heading("LA num", "GOReg", "SN1", "SN10"))
    numbers = areas.filter(pl.col("area") > LAST_AUTHORITY).select(region="area", of_region="name")
    placed = _numbered(wide).join(numbers, on="of_region", how="left", maintain_order="left")
    kept, left_out = parted(
        placed,
        {
            "its number is no authority's": (~_is_authority("number"), "number"),
            "no area has the name of its region": (pl.col("region").is_null(), "of_region"),
            _UNKNOWN_NEIGHBOUR: (~_has_ten(), "number"),
            _TWICE: (~pl.col("number").is_first_distinct(), "number"),
        },
    )
    pairs = [
        kept.select(
            area="number", neighbour=pl.col(f"near {place}"), closest=pl.lit(place, pl.Int64)
        )
        for place in _TEN
    ]
    account = Account(given.name, str(given.kind), wide.height, kept.height, left_out)
    neighbours = pl.concat(pairs).sort("area", "closest")
    return neighbours, kept.select("region", area="number").select("area", "region"), account


def _wide(sheet: list[list[object]], heading: int) -> pl.DataFrame:
    """Return a row for each authority of the sheet; rows without any number are its headings."""
    names = sheet[heading]
    first, number = names.index("SN1"), names.index("LA num")
    region = names.index("GOReg") if "GOReg" in names else number
    rows = [
        (
            *(place, _text(row[number]), _text(row[region])),
            *(_text(row[first + column]) for column in range(20)),
        )
        for place, row in enumerate(sheet[heading + 1 :], start=heading + 2)
        if any(isinstance(cell, float) for cell in row)
    ]
    columns = [name for place in _TEN for name in (f"near {place}", f"close {place}")]
    return pl.DataFrame(rows, schema=["row", "number", "of_region", *columns], orient="row")


def _text(cell: object) -> str:
    """Return a cell as text; a whole number without decimals."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def _numbered(wide: pl.DataFrame) -> pl.DataFrame:
    numbers = ["number", *(f"near {place}" for place in _TEN)]
    return wide.with_columns(pl.col(numbers).cast(pl.Int64, strict=False))


def _is_authority(column: str) -> pl.Expr:
    return pl.col(column).is_between(FIRST_AUTHORITY, LAST_AUTHORITY).fill_null(value=False)


def _has_ten() -> pl.Expr:
    return pl.all_horizontal(_is_authority(f"near {place}") for place in _TEN)
