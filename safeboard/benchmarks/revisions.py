"""What a newer vintage revised: values and bands that an earlier one had otherwise."""

import polars as pl

from safeboard.benchmarks.kept import BENCHMARKS
from safeboard.benchmarks.national.standing import EXACT_DIGITS, Mode, Years, standing
from safeboard.benchmarks.national.tool import NationalTool

REVISIONS = pl.Schema(
    {
        "measure": pl.String,
        "category": pl.String,
        "year": pl.String,
        "statistic": pl.String,
        "area": pl.String,
        "what": pl.String,
        "before": pl.String,
        "after": pl.String,
    }
)
"""One row for each value, or band, that differs in a year which both vintages have.

`what` is value or band. `before` and `after` are as the vintages have them: a number, the source's
sign for a missing value, a letter, or null where there is no such row or no band.
"""

_EDITION = ["measure", "category", "year"]
_KEY = [*_EDITION, "statistic", "area"]
_OF_SETS = ("statistical neighbours", "", "")


def revised_values(before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    """Return the columns of REVISIONS for the rows (BENCHMARKS) of two vintages.

    What a spreadsheet's arithmetic left in a number's last digits is no revision.
    """
    both = before.select(_EDITION).unique().join(after.select(_EDITION).unique(), on=_EDITION)
    told = [_told(rows.join(both, on=_EDITION, how="semi")) for rows in (before, after)]
    return _differing(told[0], told[1], "value")


def revised_bands(before: NationalTool, after: NationalTool) -> pl.DataFrame:
    """Return the columns of REVISIONS for the bands of two vintages of the national tool.

    They are the corrected ones. A series with two titles has its band from either.
    """
    told = [_banded(tool) for tool in (before, after)]
    both = told[0].select(_EDITION).unique().join(told[1].select(_EDITION).unique(), on=_EDITION)
    kept = [rows.join(both, on=_EDITION, how="semi") for rows in told]
    return _differing(kept[0], kept[1], "band")


def revised_neighbours(before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    """Return the same for two sets of statistical neighbours (NEIGHBOUR_SETS)."""
    told = [
        rows.select(
            *(pl.lit(text).alias(name) for name, text in zip(_EDITION, _OF_SETS, strict=True)),
            statistic=pl.format("neighbour {}", "closest"),
            area="area",
            said="neighbour",
        )
        for rows in (before, after)
    ]
    return _differing(told[0], told[1], "value")


def _told(rows: pl.DataFrame) -> pl.DataFrame:
    """Return the key of each row, and what it says: its number or its sign."""
    number = pl.col("value").round_sig_figs(EXACT_DIGITS).cast(pl.String)
    return rows.select(BENCHMARKS.names()).select(*_KEY, said=pl.coalesce(number, "symbol"))


def _banded(tool: NationalTool) -> pl.DataFrame:
    """Return the same for the band of each authority in each year of each banded series."""
    series = tool.measures.select("measure", "series")
    rows = standing(tool, Years("all"), Mode.CORRECTED).join(series, on="measure")
    banded = rows.filter(pl.col("band").is_null() | (pl.col("band") != "-"))
    return banded.select(
        measure="series",
        category=pl.lit(""),
        year="year",
        statistic=pl.lit("value"),
        area=pl.col("area").cast(pl.String),
        said="band",
    ).unique(_KEY, keep="first", maintain_order=True)


def _differing(before: pl.DataFrame, after: pl.DataFrame, what: str) -> pl.DataFrame:
    joined = before.join(after, on=_KEY, how="full", coalesce=True, suffix="_after")
    return (
        joined.filter(pl.col("said").ne_missing(pl.col("said_after")))
        .select(*_KEY, what=pl.lit(what), before="said", after="said_after")
        .sort(_KEY)
        .cast(REVISIONS)
    )
