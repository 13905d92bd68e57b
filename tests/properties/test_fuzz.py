"""However a return is spoilt, it is stored, or has findings, or gets one clear error."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from safeboard.intake.known import Known
from safeboard.intake.returns import read_return
from tests.fuzzing.grids import complete
from tests.fuzzing.trial import ENDINGS, Sent, hold_accounts, outcome
from tests.unit.returns import ST_HELENS
from tests.unit.small_catalogue import small_catalogue
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


@pytest.mark.parametrize("lost", range(16))
def test_a_count_that_was_lost_would_be_noticed_though_no_other_reader_knows_the_file(
    lost: int,
) -> None:
    sent = Sent("return.xlsx", complete(), None)
    checked = read_return(sent.content, sent.name, Known(small_catalogue(), (ST_HELENS,)))
    hold_accounts(checked, sent)
    part = checked.parts[0]
    others = part.counts.with_row_index("at").filter(at=lost).drop("at")
    without = part.counts.join(others, on="cell", how="anti")
    assert without.height == 15
    with pytest.raises(AssertionError, match="lost"):
        hold_accounts(replace(checked, parts=(replace(part, counts=without),)), sent)
