"""However a return is spoilt, it is stored, or has findings, or gets one clear error."""

from collections import Counter
from pathlib import Path

from tests.fuzzing.trial import ENDINGS, outcome
from tests.unit.store_builders import new_store

RETURNS = 500
"""`make fuzz` tries 10,000 others."""


def test_no_cell_of_a_spoilt_return_is_lost_and_nothing_crashes(
    engine: str, tmp_path: Path
) -> None:
    with new_store(tmp_path / "store"):
        ended = Counter(outcome(seed) for seed in range(RETURNS))
    assert set(ended) == set(ENDINGS)
    assert all(number > RETURNS // 10 for number in ended.values()), ended
