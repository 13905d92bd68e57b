"""Who stands beside a figure, in words: its region and its statistical neighbours."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from safeboard.catalogue.indicator import Indicator
from safeboard.vocabulary.benchmark import Others
from safeboard.vocabulary.form import written


def in_words(others: pl.DataFrame, indicator: Indicator) -> str:
    """Say what the region and the neighbours have; England stands in the comparison itself.

    `others` has the columns of OTHERS, for one figure.
    """
    said = []
    for row in others.iter_rows(named=True):
        if row["others"] == Others.REGION:
            said.append(f"Its region: {written(row['value'], indicator.form, indicator.decimals)}.")
        if row["others"] == Others.NEIGHBOURS:
            said.append(_neighbours(row, indicator))
    return " ".join(said)


def in_numbers(others: pl.DataFrame) -> dict[str, dict[str, str | int]]:
    """Return what each of the others has, by whom: its value, as a text, and what is known of it.

    `others` has the columns of OTHERS, for one figure.
    """
    names = ["value", "median", "members", "numerator", "denominator"]
    return {
        row["others"]: {
            name: row[name] if isinstance(row[name], int) else f"{row[name].normalize():f}"
            for name in names
            if row[name] is not None
        }
        for row in others.iter_rows(named=True)
    }


def _neighbours(row: Mapping[str, Any], indicator: Indicator) -> str:
    mean = written(row["value"], indicator.form, indicator.decimals)
    members = "" if row["members"] is None else f", of the {row['members']} that have a value"
    median = ""
    if row["median"] is not None:
        median = f", median {written(row['median'], indicator.form, indicator.decimals)}"
    return f"Statistical neighbours: mean {mean}{median}{members}."
