"""However a return is spoilt, it is stored, or has findings, or gets one clear error."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from random import Random

import polars as pl
import pytest

from safeboard.intake.returns import CheckedReturn, read_return
from safeboard.intake.submission import Note
from tests.fuzzing.good import GOOD, Good, one_area, own_workbook, two_areas
from tests.fuzzing.grids import Grid, as_ods, as_text, as_xlsx
from tests.fuzzing.readers import filled, other_readings
from tests.fuzzing.trial import ENDINGS, Sent, hold, outcome
from tests.unit.store_builders import new_store

RETURNS = 500
"""`make fuzz` tries 10,000 others."""

each_good_return = pytest.mark.parametrize("good", GOOD)


def test_no_cell_of_a_spoilt_return_is_lost_and_nothing_crashes(
    engine: str, tmp_path: Path
) -> None:
    with new_store(tmp_path / "store"):
        ended = Counter(outcome(seed) for seed in range(RETURNS))
    assert set(ended) == set(ENDINGS)
    assert all(number > RETURNS // 10 for number in ended.values()), ended


@cache
def good_and_read(good: Callable[[], Good]) -> tuple[Sent, CheckedReturn]:
    """Return a good return, and what is made of it beside what was sent before."""
    it = good()
    sent = Sent("return.xlsx", it.content, it.known(past=True), it.words, it.grid)
    checked = read_return(sent.content, sent.name, sent.known)
    hold(checked, sent)
    return sent, checked


def assert_noticed(
    good: Callable[[], Good], change: Callable[[pl.DataFrame], pl.DataFrame], said: str
) -> None:
    """Hold that the trial fails, in these words, once the counts of any part are others."""
    sent, checked = good_and_read(good)
    for part in checked.parts:
        counts = change(part.counts)
        assert not counts.equals(part.counts)
        changed = replace(part, counts=counts)
        parts = tuple(changed if each is part else each for each in checked.parts)
        with pytest.raises(AssertionError, match=said):
            hold(replace(checked, parts=parts), sent)


@each_good_return
def test_a_good_return_is_stored_whole(good: Callable[[], Good]) -> None:
    checked = read_return(good().content, "return.xlsx", good().known(past=False))
    assert checked.findings == ()
    assert checked.submission is not None
    assert checked.submission.counts.height == good().counts


@each_good_return
def test_a_count_that_was_lost_would_be_noticed(good: Callable[[], Good]) -> None:
    for cell in good_and_read(good)[1].parts[0].counts["cell"]:
        assert_noticed(good, partial(_without, cell), "lost")


def _without(cell: str, counts: pl.DataFrame) -> pl.DataFrame:
    at = counts["cell"].to_list().index(cell) if cell in counts["cell"] else 0
    return pl.concat([counts[:at], counts[at + 1 :]])


@pytest.mark.parametrize(
    ("column", "other"),
    [
        ("item", {"referrals": "progressed", "progressed": "referrals"}),
        ("period", {"2018-01": "2018-02", "2018-02": "2018-03", "2018-03": "2018-01"}),
        ("area", {"342": "340", "340": "342"}),
        ("category", {"online": "other", "other": "online"}),
        ("dimension", {"residence": "kind"}),
        ("flag", {"": "p"}),
    ],
)
@each_good_return
def test_a_count_stored_for_another_place_or_time_would_be_noticed(
    good: Callable[[], Good], column: str, other: dict[str, str]
) -> None:
    assert_noticed(good, lambda counts: counts.with_columns(pl.col(column).replace(other)), "for")


@pytest.mark.parametrize("good", [one_area, own_workbook])
def test_a_mark_that_was_lost_would_be_noticed(good: Callable[[], Good]) -> None:
    sent, checked = good_and_read(good)
    part = checked.parts[0]
    assert part.counts["flag"].to_list().count("e") == 1
    unmarked = replace(part, counts=part.counts.with_columns(flag=pl.lit("")))
    with pytest.raises(AssertionError, match="marked"):
        hold(replace(checked, parts=(unmarked, *checked.parts[1:])), sent)


@each_good_return
def test_a_number_that_was_misread_would_be_noticed(good: Callable[[], Good]) -> None:
    assert_noticed(good, lambda counts: counts.with_columns(pl.col("value") + 1), "for")


@each_good_return
def test_one_cell_read_for_two_counts_would_be_noticed(good: Callable[[], Good]) -> None:
    assert_noticed(good, lambda counts: pl.concat([counts, counts.head(1)]), "two counts")


@pytest.mark.parametrize("counted", ["cells_read", "cells_stored"])
@pytest.mark.parametrize("by", [-1, 1])
@each_good_return
def test_a_return_that_counts_its_cells_wrong_would_be_noticed(
    good: Callable[[], Good], counted: str, by: int
) -> None:
    sent, checked = good_and_read(good)
    wrong = replace(checked, **{counted: getattr(checked, counted) + by})
    with pytest.raises(AssertionError):
        hold(wrong, sent)


@pytest.mark.parametrize(
    "other",
    [
        lambda note: replace(note, item="reviews"),
        lambda note: replace(note, text="Other words."),
        lambda note: replace(note, period="2018-02"),
        lambda note: replace(note, category="here", dimension="residence"),
    ],
)
@each_good_return
def test_a_note_on_something_else_would_be_noticed(
    good: Callable[[], Good], other: Callable[[Note], Note]
) -> None:
    sent, checked = good_and_read(good)
    part = checked.parts[-1]
    notes = (*part.notes[:-1], other(part.notes[-1]))
    with pytest.raises(AssertionError):
        hold(replace(checked, parts=(*checked.parts[:-1], replace(part, notes=notes))), sent)


@each_good_return
def test_a_note_that_was_lost_would_be_noticed(good: Callable[[], Good]) -> None:
    sent, checked = good_and_read(good)
    silent = tuple(replace(part, notes=()) for part in checked.parts)
    with pytest.raises(AssertionError, match="lost"):
        hold(replace(checked, parts=silent), sent)


@pytest.mark.parametrize("form", [as_xlsx, as_ods, as_text])
@pytest.mark.parametrize(
    ("good", "sheet", "place"),
    [
        (one_area, "Counts", (25, 9)),
        (two_areas, "Counts 340 Knowsley", (16, 5)),
        (own_workbook, "Panel", (21, 2)),
        (own_workbook, "Panel", (30, 9)),
    ],
)
def test_a_finding_that_was_lost_would_be_noticed(
    good: Callable[[], Good],
    sheet: str,
    place: tuple[int, int],
    form: Callable[[Grid, Random], tuple[str, bytes, Grid]],
) -> None:
    """The cell is no count where it stands: only its finding accounts for it."""
    grid = {sheet: {**good().grid[sheet], place: "many"}}
    name, content, held = form(grid, Random(1))
    sent = Sent(name, content, good().known(past=False), good().words, held)
    checked = read_return(sent.content, sent.name, sent.known)
    hold(checked, sent)

    with pytest.raises(AssertionError, match="lost"):
        hold(replace(checked, findings=()), sent)


def test_a_cell_that_our_reader_does_not_see_would_be_noticed() -> None:
    sent, checked = good_and_read(one_area)
    assert sent.grid is not None
    counts = {**sent.grid["Counts"], (25, 9): 3}
    with pytest.raises(AssertionError, match="missed"):
        hold(checked, replace(sent, grid={**sent.grid, "Counts": counts}))


@each_good_return
def test_a_file_that_was_spoilt_is_held_to_what_other_readers_find(
    good: Callable[[], Good],
) -> None:
    readings = other_readings(good().content, "return.xlsx")
    assert [filled(each) for each in readings] == [filled(good().grid)] * 2
