"""The first steps of a chain in words: which counts there are, and how they are summed."""

from collections.abc import Iterator

import polars as pl

from safeboard.assurance.account.chain import Chain
from safeboard.catalogue.indicator import POPULATION, WHOLE
from safeboard.vocabulary.area import with_predecessors
from safeboard.vocabulary.figure import Flag
from safeboard.vocabulary.item import CountState, ItemKind
from safeboard.vocabulary.window import Window

_HOW = {
    ItemKind.FLOW: "events, which are added up",
    ItemKind.STOCK: "a number at one moment, of which the last one counts",
    ItemKind.DISTINCT: "children counted once, so that they are never added up",
}
_YEAR_BEFORE = "before_population_year"
_NOT_SUBMITTED = "not submitted"


def counts_in_words(chain: Chain) -> Iterator[str]:
    """Yield each count with what it covers, its return and cell; the returns; the notes."""
    for code in chain.indicator.item_codes:
        item = chain.catalogue.items[code]
        agency = chain.catalogue.agencies[item.agency].name
        yield f"{item.label} ({code})"
        yield f"  From {agency}, {item.schedule}: {_HOW[item.kind]}."
        for window in chain.windows:
            yield f"  For {window}:"
            counts = _of(chain, code, window)
            yield from (f"    {line}" for line in _lines(chain, counts))
    if chain.indicator.denominator == POPULATION:
        yield "Children aged 0 to 17"
        yield "  Not from an agency, but from the file of populations."
    for number, received in chain.returns.items():
        yield f"Return {number}: {received}."
    if not chain.notes:
        yield "The agencies wrote no note on these counts."
    yield from (f"Note: {note}" for note in chain.notes)


def sums_in_words(chain: Chain) -> Iterator[str]:
    """Yield how the counts make the numerator and the denominator of both windows."""
    for window, prefix in zip(chain.windows, ("", "before_"), strict=True):
        if chain.indicator.denominator == WHOLE:
            yield f"For {window}: each category out of those recorded; there is no total."
            continue
        named = [("Numerator", "numerator", chain.indicator.numerator)]
        if chain.indicator.denominator:
            named.append(("Denominator", "denominator", chain.indicator.denominator))
        for title, column, code in named:
            total = chain.row[f"{prefix}{column}"]
            yield f"{title} for {window}: {_sum(chain, code, window, total)}."


def _sum(chain: Chain, code: str, window: Window, total: int | None) -> str:
    """Write the counts of an item that make its total, or why there is none."""
    if total is None:
        is_now = window == chain.windows[0]
        reason = chain.row["reason" if is_now else "before_reason"]
        return f"there is none ({reason or 'it was not calculated'})"
    if code == POPULATION:
        year = chain.row["population_year" if window == chain.windows[0] else _YEAR_BEFORE]
        return f"{total:,} children aged 0 to 17, the estimate of mid-{year}"
    values = _of(chain, code, window)["value"].drop_nulls().to_list()
    if len(values) == 1:
        return f"{total:,}, as it was sent"
    return f"{' + '.join(f'{each:,}' for each in values)} = {total:,}"


def _of(chain: Chain, code: str, window: Window) -> pl.DataFrame:
    of_window = pl.col("window_period") == window.period.code
    return chain.used.filter(of_window, item=code)


def _lines(chain: Chain, counts: pl.DataFrame) -> Iterator[str]:
    """Yield a line for each count: what it covers, its value, and where it stood."""
    if counts.is_empty():
        yield "it cannot be counted for this."
    names = {area.number: area.name for area in with_predecessors([chain.area])}
    for row in counts.iter_rows(named=True):
        shown = row["part_shown"]
        if row["submission"] is None:
            yield f"{shown}: {_NOT_SUBMITTED}"
            continue
        whose = "" if row["area"] == chain.area.number else f", {names[row['area']]}"
        of = f", {_category(chain, row['dimension'], row['category'])}" if row["category"] else ""
        value = row["value"]
        said = CountState(row["state"]).reason if value is None else f"{value:,}"
        flag = f", {Flag(row['flag']).meaning}" if row["flag"] else ""
        where = f"return {row['submission']}, {row['sheet']}!{row['cell']}"
        yield f"{shown}{whose}{of}: {said}{flag} ({where})"


def _category(chain: Chain, dimension: str, category: str) -> str:
    return chain.catalogue.breakdowns[dimension].categories[category].label
