"""What a return's words mean, written out by hand: no part of ours has a say in it."""

import re

from safeboard.vocabulary.item import CountState

QUARTER = "2017-18-Q4"
"""The period of every return."""

_PERIODS = {
    text: code
    for code, texts in {
        "2018-01": ("2018-01", "january 2018", "jan-18", "jan", "january", "2018-01-01"),
        "2018-02": ("2018-02", "february 2018", "feb", "february"),
        "2018-03": ("2018-03", "march 2018", "mar", "march"),
        QUARTER: ("2017-18-q4", "q4 2017/18", "q4 17/18", "2017/18 qtr 4", "q4"),
    }.items()
    for text in texts
}


def find_period(text: str) -> str | None:
    """Return the period that a text in small letters names; idle marks in it change nothing."""
    return _PERIODS.get(" ".join(re.sub("[,.()']", " ", text).split()))


AREAS = {"342": "342", "st helens": "342", "340": "340", "knowsley": "340"}

ITEMS = {
    **dict.fromkeys(
        (
            *("open_children", "children open"),
            "children open (counted at the end of the quarter)",
        ),
        "open_children",
    ),
    **dict.fromkeys(("progressed", "referrals that progressed"), "progressed"),
    "referrals": "referrals",
}

CATEGORIES = {
    "": ("", ""),
    "online": ("kind", "online"),
    "another kind": ("kind", "other"),
    "in the area": ("residence", "here"),
    "elsewhere": ("residence", "elsewhere"),
    "not recorded": ("residence", "not_recorded"),
}
ONLY_ITEM = {"kind": "referrals", "residence": "open_children"}
"""The item of a row that names a category alone: no other has its breakdown."""

BREAKDOWNS = {"": "", "kind": "kind", "where they live": "residence"}

PANEL_LABELS = {
    "referrals": ("referrals", "", ""),
    "online": ("referrals", "kind", "online"),
    "another kind": ("referrals", "kind", "other"),
    "progressed": ("progressed", "", ""),
    "all": ("open_children", "", ""),
    "here": ("open_children", "residence", "here"),
    "elsewhere": ("open_children", "residence", "elsewhere"),
    "not recorded": ("open_children", "residence", "not_recorded"),
}
"""What the panel calls its counts in its own workbook: item, breakdown and category."""

MARKS = {"provisional": "p", "estimated": "e"}

STATES = {
    **{"none": CountState.NONE, "nil": CountState.NONE},
    "not held by us": CountState.NOT_HELD,
}
"""What a cell says in place of a number, but for below which number a count is kept back."""
