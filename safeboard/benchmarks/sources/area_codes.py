"""Areas by their codes: the Department's numbers, the ONS codes, and which are whose.

A few authorities have had two ONS codes, as when a county became one authority; a file may use
either for any year. A code belongs to one number for good, and a name is never asked.
"""

import polars as pl

PAIRS = pl.Schema({"area": pl.String, "area_code": pl.String})
"""One row for each authority's number and ONS code that were seen together."""

ENGLAND, ENGLANDS_CODE = "970", "E92000001"

REGIONS = {
    **{"E12000001": "980", "E12000002": "981", "E12000003": "982", "E12000004": "983"},
    **{"E12000005": "984", "E12000006": "985", "E12000007": "986", "E13000001": "987"},
    **{"E13000002": "988", "E12000008": "989", "E12000009": "990"},
}
"""The Department's number of each region, and of inner and outer London, by ONS code."""

LEVELS = ("National", "Regional", "Local authority")

_NUMBER, _CODE = "^[2-9][0-9]{2}$", "^E[0-9]{8}$"


def placed(table: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """Return a file's rows with `area`, null where that is not known, `area_code`, and `is_torn`.

    It is torn where number and code are those of different authorities. `known` (PAIRS) holds what
    was known before; the file's own rows add to it.
    """
    rows = _with_columns(table)
    named = pl.col("old_la_code").str.contains(_NUMBER)
    coded = pl.col("new_la_code").str.contains(_CODE)
    own = rows.filter(named & coded).select(area="old_la_code", area_code="new_la_code")
    pairs = pl.concat([known.select(PAIRS.names()), own]).unique()
    owners = pairs.group_by("area_code").agg(owners=pl.col("area"))
    found = rows.join(owners, left_on="new_la_code", right_on="area_code", how="left").sort("row")
    only = pl.when(pl.col("owners").list.len() == 1).then(pl.col("owners").list.first())
    level, region = pl.col("geographic_level"), pl.col("region_code")
    is_england = pl.col("country_code") == ENGLANDS_CODE
    of_authority = pl.when(named).then("old_la_code").otherwise(only)
    return found.with_columns(
        area=pl.when(level == "National")
        .then(pl.when(is_england).then(pl.lit(ENGLAND)))
        .when(level == "Regional")
        .then(region.replace_strict(REGIONS, default=None, return_dtype=pl.String))
        .when(level == "Local authority")
        .then(of_authority),
        area_code=pl.when(level == "National")
        .then("country_code")
        .when(level == "Regional")
        .then(region)
        .when(coded)
        .then("new_la_code"),
        is_torn=(level == "Local authority") & coded & (pl.col("owners").list.len() > 1),
    ).drop("owners")


def wrong_places() -> dict[str, tuple[pl.Expr, str]]:
    """Return why a row's area is not known, and the column that shows it, for `parted`."""
    level, unknown = pl.col("geographic_level"), pl.col("area").is_null()
    return {
        "its level is neither National, Regional nor Local authority": (
            ~level.is_in(LEVELS),
            "geographic_level",
        ),
        "its country is not England": (unknown & (level == "National"), "country_code"),
        "no region has its code": (unknown & (level == "Regional"), "region_code"),
        "no authority is known by its number or its code": (unknown, "new_la_code"),
        "its code is also given to an authority with another number": (
            pl.col("is_torn"),
            "new_la_code",
        ),
    }


def _with_columns(table: pl.DataFrame) -> pl.DataFrame:
    """Return a file's rows with every column that says where; a file of England lacks most."""
    names = ("country_code", "region_code", "old_la_code", "new_la_code")
    return table.with_columns(pl.lit("").alias(name) for name in names if name not in table.columns)
