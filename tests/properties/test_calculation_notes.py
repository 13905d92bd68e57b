"""Notes are tied to the figures that a slow, plain twin ties them to, in the same order."""

from itertools import product
from random import Random

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from safeboard.indicators.annotation import ANNOTATED, tie_notes
from safeboard.indicators.calculation import calculate
from safeboard.vocabulary.item import ItemKind
from safeboard.vocabulary.period import Period
from tests.builders import counts_frame
from tests.properties.generated import Case, cases
from tests.properties.plain_figures import LENGTH, items_of, parts_of, stretch_of, written

Note = dict[str, str]
RETURNS = ["2017-18-Q4", "2017-18-Q2", "2016-17", "2017-18"]
COLUMNS = ["area", "item", "period", "dimension", "category", "text", "return_period"]


def notes_on(case: Case, random: Random) -> list[Note]:
    """Return notes on items, their periods and categories, and some on a whole return."""
    notes = []
    for number in range(random.randrange(12)):
        item = random.choice([*case.catalogue.items.values()])
        places = [("", "")] + [
            (dimension, category)
            for dimension in item.by
            for category in case.catalogue.breakdowns[dimension].categories
        ]
        covered = random.choice(RETURNS)
        periods = ["", *(part.code for part in item.schedule.asked_in(Period.parse(covered)))]
        dimension, category = random.choice(places)
        values = (
            random.choice([*case.areas, "340"]),
            random.choice([item.code, item.code, item.code, ""]),
            random.choice(periods),
            dimension,
            category,
            random.choice([f"Note {number}.", "The same words."]),
            covered,
        )
        notes.append(dict(zip(COLUMNS, values, strict=True)))
    return notes


def is_about(note: Note, row: dict[str, str], case: Case) -> bool:
    """Tell whether a note is about a count that a figure uses."""
    if note["area"] != row["area"] or not note["item"]:
        return False
    if note["item"] not in items_of(case.catalogue, case.catalogue.indicators[row["indicator"]]):
        return False
    if note["dimension"] and (note["dimension"], note["category"]) != (
        row["dimension"],
        row["category"],
    ):
        return False
    item = case.catalogue.items[note["item"]]
    (window,) = [
        each
        for each in case.windows
        if (each.kind.value, each.period.code) == (row["window"], row["period"])
    ]
    used = parts_of(item, stretch_of(window))
    if note["period"]:
        return note["period"] in [written(*part) for part in used]
    covered = Period.parse(note["return_period"])
    if item.kind is ItemKind.DISTINCT:
        # Each of its windows is asked for in the return that covers the period it ends with.
        months = LENGTH[item.every.value]
        return any(covered.first <= last + 1 - months and last <= covered.last for _, last in used)
    return any(covered.first <= first and last <= covered.last for first, last in used)


def of_successors(notes: list[Note], case: Case) -> list[Note]:
    """Return the notes of areas that merged as notes of the area that they went into."""
    return [
        {**note, "area": origin.area, "text": f"{one.name}: {note['text']}"}
        for origin in case.asked.origins
        if origin.is_merger
        for one in origin.predecessors
        for note in notes
        if note["area"] == one.number
    ]


def plainly_tied(notes: list[Note], figures: pl.DataFrame, case: Case) -> list[dict[str, str]]:
    """Return each figure's key with each note about it, the same words once for each figure."""
    tied = []
    keys = figures.select(ANNOTATED[:-1]).rows(named=True)
    for row, note in product(keys, [*notes, *of_successors(notes, case)]):
        made = {**row, "text": note["text"]}
        if is_about(note, row, case) and made not in tied:
            tied.append(made)
    return tied


@settings(max_examples=60, deadline=None)
@given(cases(), st.integers(0, 10**6))
def test_the_notes_equal_the_plain_twins(case: Case, seed: int) -> None:
    notes = notes_on(case, Random(seed))
    counts = counts_frame([])
    figures = calculate(case.catalogue, counts.lazy(), case.people, case.asked)
    frame = pl.DataFrame(notes, schema=dict.fromkeys(COLUMNS, pl.String))
    made = tie_notes(frame, figures, case.catalogue, case.asked)
    assert made.rows(named=True) == plainly_tied(notes, figures, case)
