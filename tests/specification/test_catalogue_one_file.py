"""The one-file promise, as far as the catalogue goes: a new file alone declares an indicator."""

from pathlib import Path

from safeboard.catalogue import library
from safeboard.catalogue.library import Additions

PRIVATE_FOSTERING = """\
title: Private fostering notifications
question: Do people know that they have to tell us?
agency: social-care
polarity: neutral
form: count
decimals: 0

definitions:
  - from: 2017-04-01
    text: Notifications of a private fostering arrangement received in the period.
    source: Partnership's own definition

items:
  private_fostering_notifications:
    label: Private fostering notifications received
    kind: flow
    every: quarter

numerator: private_fostering_notifications
window: quarter
compare_with: same period last year
change: number
benchmark: none
rating: significant-change

examples:
  - {name: two, given: {private_fostering_notifications: 2}, expect: 2}
"""


def test_a_new_file_alone_adds_an_indicator_its_item_and_its_theme(tmp_path: Path) -> None:
    before = library.read()
    theme = tmp_path / "private_fostering"
    theme.mkdir()
    (theme / "private-fostering-notifications.yaml").write_text(PRIVATE_FOSTERING, "utf-8")
    after = library.read(Additions(folder=tmp_path))

    assert after.indicators.keys() - before.indicators.keys() == {"private-fostering-notifications"}
    assert [item.label for item in after.items_of("social-care")][-1] == (
        "Private fostering notifications received"
    )
    assert list(after.themes.values())[-1] == "Private fostering"
    assert after.version != before.version
