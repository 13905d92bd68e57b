"""The one-file promise, as far as the catalogue goes: a new file alone declares an indicator."""

from pathlib import Path

from safeboard.catalogue import library
from safeboard.catalogue.library import Additions

YOUNG_CARERS = """\
title: Young carers known
question: Who cares for the children who care for others?
agency: social-care
polarity: neutral
form: count
decimals: 0

definitions:
  - from: 2017-04-01
    text: Young carers who became known in the period.
    source: Partnership's own definition

items:
  young_carers_known:
    label: Young carers who became known
    kind: flow
    every: quarter

numerator: young_carers_known
window: quarter
compare_with: same period last year
change: number
benchmark: none
rating: significant-change

examples:
  - {name: two, given: {young_carers_known: 2}, expect: 2}
"""


def test_a_new_file_alone_adds_an_indicator_its_item_and_its_theme(tmp_path: Path) -> None:
    before = library.read()
    theme = tmp_path / "young_carers"
    theme.mkdir()
    (theme / "young-carers-known.yaml").write_text(YOUNG_CARERS, "utf-8")
    after = library.read(Additions(folder=tmp_path))

    assert after.indicators.keys() - before.indicators.keys() == {"young-carers-known"}
    assert [item.label for item in after.items_of("social-care")][-1] == (
        "Young carers who became known"
    )
    assert list(after.themes.values())[-1] == "Young carers"
    assert after.version != before.version
