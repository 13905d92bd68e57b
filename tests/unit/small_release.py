"""A made-up release, small enough to know by heart, with one of each thing that a page shows.

It is the second for the fourth quarter of 2017/18. Its nine indicators stand in three themes:

- visits: `visits` (no significant change), `seen-in-time` (improved, provisional);
- plans: `second-plans` (band A), `late-visits` (worsened), `rate-of-children-open` (a stock);
- exploitation: `repeat-visits` (too small), `open-by-residence` (shares of a whole, with a category
  outside the base), `contacts` (a baseline) and `referrals` (not submitted).
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl

from safeboard.assurance.position.funnels import FUNNELS
from safeboard.assurance.process.charted import CHARTED
from safeboard.assurance.process.shown import HAPPENED, SAYINGS
from safeboard.assurance.rated import RATED
from safeboard.benchmarks.others import OTHERS
from safeboard.benchmarks.published import VALUES
from safeboard.benchmarks.used import QUARTILES
from safeboard.catalogue.indicator import Indicator
from safeboard.catalogue.library import Catalogue
from safeboard.disclosure.release import (
    CORRECTIONS,
    RELEASED_NOTES,
    Context,
    Release,
    ReturnReceived,
)
from safeboard.indicators.figures import FIGURES
from safeboard.vocabulary.agency import Agency
from safeboard.vocabulary.area import Area
from safeboard.vocabulary.period import Period
from safeboard.vocabulary.profile import Profile
from safeboard.vocabulary.rating import Rating
from tests.builders import RESIDENCE, benchmark, definition, indicator, item, percentage, rate
from tests.builders import catalogue as catalogue_of

ST_HELENS = Area("342", "St. Helens", "E08000013")
HALTON = Area("876", "Halton", "E06000006")
POLICE, HOUSING = Agency("police", "Police"), Agency("housing", "Housing")
Q4 = "2017-18-Q4"
_EARLIER = ("period", "definition", "numerator", "denominator", "value", "symbol", "reason")

SHARED_NOTE = "Two teams were joined in February."
OTHER_NOTE = "Counted by hand."
CHANCE = "Chance alone would raise about one flag in every 100 releases like this."
CAUTION = "If counts vary twice as much, it would be more."

# Indicator, window, period, numerator, denominator, value; the earlier figure before the headline.
_NUMBERS = """
visits quarter 2016-17-Q4 56 - 56
visits quarter 2017-18-Q1 50 - 50
visits quarter 2017-18-Q2 52 - 52
visits quarter 2017-18-Q3 0 - 0
visits quarter 2017-18-Q4 48 - 48
visits month 2018-01 16 - 16
visits month 2018-02 15 - 15
visits month 2018-03 17 - 17
seen-in-time quarter 2016-17-Q4 100 200 50.0
seen-in-time quarter 2017-18-Q4 150 200 75.0
second-plans year_to_date 2016-17-Q4 54 230 23.5
second-plans year_to_date 2017-18-Q4 16 161 9.9
late-visits quarter 2016-17-Q4 20 - 20
late-visits quarter 2017-18-Q4 1060 - 1060
rate-of-children-open snapshot 2016-17-Q4 1859 36387 510.9
rate-of-children-open snapshot 2017-18-Q4 1569 36647 428.1
repeat-visits quarter 2016-17-Q4 1 - 1
repeat-visits quarter 2017-18-Q4 3 - 3
contacts quarter 2017-18-Q4 2000 - 2000
"""

# The same, with a symbol and its reason in place of the numbers.
_SYMBOLS = """
open-by-residence snapshot 2016-17-Q4 z shown by category only
open-by-residence snapshot 2017-18-Q4 z shown by category only
contacts quarter 2016-17-Q4 z no definition was in force yet
referrals quarter 2016-17-Q4 x not held by the agency
referrals quarter 2017-18-Q4 x not submitted: February 2018
"""

_NO_REFERENT: dict[str, Any] = {
    "comparison": "no national referent",
    "comparison_text": "No national referent.",
}
_BAND = "Band A: the best quarter of 148 local authorities. Band D in 2016/17."

# What the stages before disclosure said of each headline, where it is not what `_rating` supposes.
_SAID: dict[str, dict[str, Any]] = {
    "visits": {"change": "-8", "rating": "No significant change"},
    "seen-in-time": {"change": "+25.0 percentage points", "rating": "Improved"},
    "second-plans": {
        "change": "-13.5 percentage points",
        "change_note": "Worked out from the counts. The rounded percentages differ by 13.6.",
        "change_rating": "Improved",
        "change_sentence": "9.9% (16 of 161) in 2017/18 against 23.5% (54 of 230) in 2016/17.",
        "rating": "Band A",
        "sentence": _BAND,
        "comparison": "banded",
        "comparison_text": _BAND,
        "band": "A",
        "before_band": "D",
        "england": "20.2%",
        "benchmark_title": "Second plans, nationally",
        "vintage": "LAIT, published 8 April 2018",
    },
    "late-visits": {"change": "+1,040", "rating": "Worsened"},
    "rate-of-children-open": {
        "change": "-16.2 per cent",
        "rating": "Not tested: a stock without a rule",
    },
    "repeat-visits": {"change": "+2", "rating": "Numbers too small to judge"},
    "open-by-residence": {"rating": "Not tested: no rule"},
    "contacts": {"rating": "Baseline"},
    "referrals": {"rating": "Not submitted"},
}


def catalogue() -> Catalogue:
    """Return the catalogue of the release's indicators, all the police's."""
    return catalogue_of(
        indicator("visits", theme="visits"),
        percentage("seen-in-time", theme="visits", items={"in_time": item()}, uses=["visits"]),
        _second_plans(),
        _counting("late-visits", "Late visits", theme="plans", polarity="low"),
        _rate_of_children_open(),
        _counting("repeat-visits", "Repeat visits"),
        _open_by_residence(),
        _counting("contacts", "Contacts", definitions=[definition("2018-01-01")]),
        _counting("referrals", "Referrals"),
        residence=RESIDENCE,
    )


def release(**changes: object) -> Release:
    """Return the release, but for `changes` to its fields."""
    made = Release(
        partnership="Partnership of St Helens",
        areas=(ST_HELENS,),
        period=Period.parse(Q4),
        profile=Profile.RESTRICTED,
        as_of=date(2018, 6, 30),
        number=2,
        figures=figures(),
        ratings=ratings(),
        charts=CHARTED.to_frame(),
        sayings=SAYINGS.to_frame(),
        happened=HAPPENED.to_frame(),
        chance=CHANCE,
        caution=CAUTION,
        others=OTHERS.to_frame(),
        quartiles=QUARTILES.to_frame(),
        distributions=VALUES.to_frame(),
        funnels=FUNNELS.to_frame(),
        notes=notes(
            ("visits", "quarter", Q4, "", SHARED_NOTE),
            ("visits", "month", "2018-02", "", SHARED_NOTE),
            ("late-visits", "quarter", Q4, "", SHARED_NOTE),
            ("late-visits", "quarter", Q4, "", OTHER_NOTE),
        ),
        contexts=(Context(POLICE, Period.parse(Q4), "A hard winter.\n\nStaff were new.", "342"),),
        returns=(
            ReturnReceived(POLICE, Period.parse(Q4), date(2018, 5, 4)),
            ReturnReceived(HOUSING, Period.parse(Q4), None),
        ),
        corrections=corrections(),
        supersedes=1,
        reason="The police counted March again.",
        introduction="The first paragraph.\n\nThe second.",
        inputs={"software": "0.1", "counts": "0" * 64},
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # as a test gives them


def figures() -> pl.DataFrame:
    """Return the figures: columns FIGURES."""
    rows = [_numbered(*line.split()) for line in _NUMBERS.split("\n") if line]
    rows += [_symbolic(*line.split(maxsplit=4)) for line in _SYMBOLS.split("\n") if line]
    rows += [
        _category("inside", 11, 31, "35.5"),
        _category("outside", 20, 31, "64.5"),
        _category("not_recorded", 4, None, None),
    ]
    return pl.DataFrame(rows, schema=FIGURES)


def ratings() -> pl.DataFrame:
    """Return the rated headlines, in the catalogue's order: columns RATED."""
    totals = figures().filter(pl.col("category") == "")
    rows = {(each["indicator"], each["period"]): each for each in totals.iter_rows(named=True)
            if each["window"] != "month"}  # fmt: skip
    return pl.DataFrame(
        [_rating(rows[code, Q4], rows[code, "2016-17-Q4"], said) for code, said in _SAID.items()],
        schema=RATED,
    )


def notes(*given: tuple[str, str, str, str, str]) -> pl.DataFrame:
    """Return notes: indicator, window, period, category of residence or "", and text."""
    rows = [
        ("342", code, window, period, "residence" if category else "", category, text)
        for code, window, period, category, text in given
    ]
    return pl.DataFrame(rows, schema=RELEASED_NOTES, orient="row")


def corrections() -> pl.DataFrame:
    """Return one correction: of the headline of visits."""
    why = "The police counted March again. (the counts were restated)"
    row = ("342", "visits", "quarter", Q4, "", "", "47", "48", why)
    return pl.DataFrame([row], schema=CORRECTIONS, orient="row")


def _second_plans() -> Indicator:
    return percentage(
        "second-plans", theme="plans", title="Second plans", polarity="low", numerator="second",
        denominator="plans", items={"second": item("Second plans"), "plans": item("Plans")},
        window="year to date", benchmark=benchmark(title="Second plans, nationally"),
        rating="band-or-change",
    )  # fmt: skip


def _rate_of_children_open() -> Indicator:
    open_ = item("Children open", kind="stock", every="quarter")
    return rate(
        "rate-of-children-open", theme="plans", title="Rate of children open",
        items={"open": open_}, numerator="open", window="snapshot",
    )  # fmt: skip


def _open_by_residence() -> Indicator:
    lives = item("Children", kind="stock", every="quarter", by=["residence"])
    return percentage(
        "open-by-residence", theme="exploitation", title="Children open, by where they live",
        polarity="neutral", items={"lives": lives}, numerator="lives", denominator="whole",
        by=["residence"], window="snapshot", rating="none",
    )  # fmt: skip


def _counting(code: str, title: str, **changes: object) -> Indicator:
    """Return an indicator that counts an item of its own."""
    own = code.replace("-", "_")
    declared = {"theme": "exploitation", "title": title, "items": {own: item(title)}}
    return indicator(code, **(declared | {"numerator": own} | changes))


def _numbered(code: str, window: str, period: str, *counts: str) -> dict[str, Any]:
    numerator, denominator, value = counts
    is_rate = code.startswith("rate-")
    return _figure(code, window.replace("_", " "), period) | {
        "numerator": int(numerator),
        "denominator": None if denominator == "-" else int(denominator),
        "value": Decimal(value),
        "flags": "p" if code == "seen-in-time" and period == Q4 else "",
        "population_year": int(period[:4]) if is_rate else None,
    }


def _symbolic(code: str, window: str, period: str, *why: str) -> dict[str, Any]:
    symbol, reason = why
    undefined = {"definition": None} if code == "contacts" else {}
    return _figure(code, window, period) | {"symbol": symbol, "reason": reason} | undefined


def _category(
    category: str, numerator: int, denominator: int | None, value: str | None
) -> dict[str, Any]:
    return _figure("open-by-residence", "snapshot", Q4) | {
        "dimension": "residence",
        "category": category,
        "numerator": numerator,
        "denominator": denominator,
        "value": Decimal(value) if value else None,
        "symbol": None if value else "z",
        "reason": "" if value else "not part of the base",
    }


def _figure(code: str, window: str, period: str) -> dict[str, Any]:
    """Return a figure's row with neither value nor symbol."""
    row: dict[str, Any] = dict.fromkeys(FIGURES.names())
    empty = {"dimension": "", "category": "", "reason": "", "flags": ""}
    in_force = "2018-01-01" if code == "contacts" else "2012-04-01"
    return row | empty | {
        "area": "342", "indicator": code, "window": window, "period": period,
        "definition": in_force,
    }  # fmt: skip


def _rating(
    headline: Mapping[str, Any], before: Mapping[str, Any], said: Mapping[str, Any]
) -> dict[str, Any]:
    """Return a headline's row. What is not said of it is what can be said of any."""
    earlier = {f"before_{name}": before[name] for name in _EARLIER}
    sentence = f"Why it is rated: {said['rating'].lower()}."
    supposed = {
        "change": None, "change_note": "", "change_rating": said["rating"],
        "change_sentence": sentence, "sentence": sentence,
        "position_rating": "Not compared",
        "target_rating": "No target",
        "target_sentence": "No target is set.",
        "position_sentence": (_NO_REFERENT | dict(said))["comparison_text"],
        "rated_by": "change", "shape": Rating(said["rating"]).shape.value,
        "colour": Rating(said["rating"]).colour.value, "evidence": '{"rule": "made up"}',
    }  # fmt: skip
    row = dict.fromkeys(RATED.names())
    return row | dict(headline) | earlier | _NO_REFERENT | supposed | dict(said)
