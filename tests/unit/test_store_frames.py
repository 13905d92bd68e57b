"""Frames come back from the tables exactly as they are in them."""

from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safeboard.store.frames import read_frame
from tests.unit.store_builders import new_store

WORDS_AND_NUMBERS = pl.Schema({"said": pl.String, "counted": pl.Int64})


@pytest.fixture(autouse=True, scope="module")
def store(engine: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with new_store(tmp_path_factory.mktemp("frames") / "store") as folder:
        yield folder


def read(rows: list[tuple[str | None, int | None]]) -> list[tuple[object, ...]]:
    """Return rows as the database hands them back."""
    line = "SELECT CAST(%s AS text) AS said, CAST(%s AS bigint) AS counted"
    given_ = tuple(value for row in rows for value in row)
    return read_frame(" UNION ALL ".join([line] * len(rows)), given_, WORDS_AND_NUMBERS).rows()


def test_texts_and_whole_numbers_come_back_to_the_last_letter_and_digit() -> None:
    rows: list[tuple[str | None, int | None]] = [
        ('a "quoted", \\slashed\\ name', 9_223_372_036_854_775_807),
        ("two\nlines\tand\x1fa mark", -9_223_372_036_854_775_808),
        ("Llanfair é 😀", 0),
        ("", None),
        (None, 7),
    ]
    assert sorted(map(repr, read(rows))) == sorted(map(repr, rows))


def test_nothing_selected_is_a_frame_without_rows() -> None:
    query = "SELECT number AS said, 1 AS counted FROM store_area WHERE number = %s"
    found = read_frame(query, ("999",), WORDS_AND_NUMBERS)
    assert (found.schema, found.height) == (WORDS_AND_NUMBERS, 0)


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(
            st.none() | st.text(st.characters(exclude_characters="\0", codec="utf-8")),
            st.none() | st.integers(-(2**63), 2**63 - 1),
        ),
        min_size=1,
        max_size=20,
    )
)
def test_any_texts_and_whole_numbers_come_back(rows: list[tuple[str | None, int | None]]) -> None:
    assert sorted(map(repr, read(rows))) == sorted(map(repr, rows))
