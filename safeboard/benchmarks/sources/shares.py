"""Which numbers of an open data file a percentage or a rate was made from.

Source: the Department for Education, *Children in need*, the releases of 2024 and 2025, whose
files say it only by the names of their columns. A rate's denominator is a population, which is not
in the file: a year to March 2025 is divided by the estimate of the middle of 2024.
"""

from collections.abc import Collection

DENOMINATORS = {
    "rereferral_percent": "referral_count",
    "no_further_action_percent": "referral_count",
    "not_in_need_percent": "referral_count",
    "rereferral_child_percent": "referral_child_count",
    "CPP_subsequent_percent": "CPP_start",
}

_ENDINGS = ("_percent", "_rate", "_per_10000_children")


def numerator_of(name: str, columns: Collection[str]) -> str | None:
    """Return the column that holds the numerator of a percentage or a rate, if there is one."""
    for ending in _ENDINGS:
        if name.endswith(ending):
            stem = name.removesuffix(ending)
            return next((each for each in (f"{stem}_count", stem) if each in columns), None)
    return None
