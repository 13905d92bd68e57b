"""Authorities that were abolished, which the national tool goes on ranking.

Source: the structural changes orders of 2018, 2020 and 2022. The Department's old numbers stay in
its files, with what was published for years before the change, and with placeholders after it.
"""

import polars as pl

ABOLISHED = {835: 2019, 836: 2019, 837: 2019, 928: 2021, 909: 2023}
"""By an authority's number, the year on whose 1 April it ended.

Dorset, Poole and Bournemouth; Northamptonshire; Cumbria.
"""


def reaches() -> pl.Expr:
    """Return the last year that an edition is about; needs its year and order.

    A year written 2023 ends in March 2023 or lies in it; one written 2023/24 begins then.
    """
    begins = pl.col("year").str.contains(r"^[0-9]{4}[-/][0-9]").cast(pl.Int64)
    return pl.col("order") + begins


def were_abolished() -> pl.Expr:
    """Tell whether an area no longer was there in an edition; needs the columns area, reaches."""
    ended = pl.col("area").replace_strict(ABOLISHED, default=9999, return_dtype=pl.Int64)
    return pl.col("reaches") > ended
