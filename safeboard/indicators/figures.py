"""The frame of figures: its columns, their units, and what missing means."""

import polars as pl

VALUE = pl.Decimal(38, 4)

FIGURES = pl.Schema(
    {
        "area": pl.String(),
        "indicator": pl.String(),
        "window": pl.String(),
        "period": pl.String(),
        "dimension": pl.String(),
        "category": pl.String(),
        "definition": pl.String(),
        "numerator": pl.Int64(),
        "denominator": pl.Int64(),
        "value": VALUE,
        "symbol": pl.String(),
        "reason": pl.String(),
        "flags": pl.String(),
        "population_year": pl.Int64(),
    }
)
"""One row for each area, indicator, window and category: the matrix is complete.

`window` and `period` are a WindowKind and a period's code; `dimension` and `category` are empty
for the total. `definition` is the ISO date from which the definition used was in force, null where
none was. `numerator` and `denominator` are exact counts, null where not all were supplied or, for
`denominator`, where the form has none. Exactly one of `value` (rounded half up to the
indicator's decimals) and `symbol` (a Symbol's letter) is set; `reason` says in words why there is a
symbol and is empty beside a value. `flags` holds Flag letters in order, "" for none.
`population_year` is the mid-year of the estimate a rate was divided by, null for other forms.
"""
