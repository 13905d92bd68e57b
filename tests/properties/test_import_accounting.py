"""Whatever an open data file holds, each of its rows is kept or left out with a reason."""

from hypothesis import given, settings
from hypothesis import strategies as st

from safeboard.benchmarks.sources.area_codes import PAIRS
from safeboard.benchmarks.sources.given import Given
from safeboard.benchmarks.sources.open_data import read_open_data

COLUMNS = {
    "time_period": ["2017", "2018", "201819", "soon"],
    "time_identifier": ["Reporting year", "Financial year", "Quarter 1", ""],
    "geographic_level": ["Local authority", "Regional", "National", "School", ""],
    "country_code": ["E92000001", "W92000004"],
    "region_code": ["E12000002", "E12000099", ""],
    "old_la_code": ["342", "343", "z", ""],
    "new_la_code": ["E08000013", "E08000014", "x", ""],
    "sex": ["Boys", "Girls"],
    "referrals": ["10", "12.5", "c", "", "1,000", "inf"],
    "rate": ["1", "2", "z", "n/a"],
}
ROWS = st.lists(
    st.tuples(*(st.sampled_from(values) for values in COLUMNS.values())), min_size=1, max_size=25
)


def plain_is_read(row: dict[str, str]) -> bool:
    """Say whether a row's values can be read, as the rule has it, one by one."""
    return row["referrals"] in ("10", "12.5", "c", "") and row["rate"] in ("1", "2", "z")


@settings(max_examples=150, deadline=None)
@given(cells=ROWS)
def test_every_row_is_kept_or_left_out_and_what_is_kept_has_a_place_and_can_be_read(
    cells: list[tuple[str, ...]],
) -> None:
    # Rows that can be read, so that half of each column of values and more are values.
    sure = [("2001", "Reporting year", "National", "E92000001", "", "", "", sex, "1", "1")
            for sex in ("Boys", "Girls")]  # fmt: skip
    enough = sure + [(f"20{year}", *sure[0][1:]) for year in range(20, 60)]
    lines = [",".join(f'"{cell}"' for cell in row) for row in (list(COLUMNS), *enough, *cells)]
    read = read_open_data(Given("data.csv", "\n".join(lines).encode()), PAIRS.to_frame())
    (account,) = read.accounts
    assert account.rows == len(enough) + len(cells)
    assert account.rows == account.kept + sum(each.rows for each in account.left_out)
    assert read.rows.height == 2 * account.kept
    assert read.rows["area"].null_count() == 0
    assert (read.rows["value"].is_null() == read.rows["symbol"].is_not_null()).all()
    key = ["measure", "category", "year", "area"]
    assert not read.rows.select(key).is_duplicated().any()
    named = [dict(zip(COLUMNS, row, strict=True)) for row in cells]
    unread = sum(not plain_is_read(row) for row in named)
    assert account.rows - account.kept >= unread
