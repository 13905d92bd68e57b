"""What happened to a series, as the settings tell it: held to the catalogue and to the areas."""

from pathlib import Path

import pytest

from safeboard.errors import SettingsError
from safeboard.pipeline.partnership import open_partnership

SETTINGS = """
[partnership]
name = "Ours"

[[areas]]
number = "342"
name = "St. Helens"
ons_code = "E08000013"

[[events]]
indicator = "{indicator}"
area = "{area}"
on = 2018-01-01
kind = "{kind}"
text = "Contacts about one family are recorded once."
"""


def refusal(
    folder: Path, indicator: str = "contacts", area: str = "342", kind: str = "event"
) -> str:
    text = SETTINGS.format(indicator=indicator, area=area, kind=kind)
    (folder / "safeboard.toml").write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        open_partnership(folder)
    return str(caught.value)


def test_an_event_of_an_indicator_that_there_is_not(tmp_path: Path) -> None:
    assert refusal(tmp_path, indicator="contcts") == (
        "safeboard.toml: event 1 is of the indicator 'contcts', which there is not. Did you mean "
        "contacts?"
    )


def test_an_event_in_an_area_that_is_not_the_partnerships(tmp_path: Path) -> None:
    assert refusal(tmp_path, area="343") == (
        "safeboard.toml: event 1 is of the area '343', which there is not. Did you mean 342?"
    )


def test_a_rebase_that_nobody_decided(tmp_path: Path) -> None:
    assert "a rebase is somebody's decision. Say whose it is under 'by'" in refusal(
        tmp_path, kind="rebase"
    )


def test_a_kind_of_event_that_there_is_not(tmp_path: Path) -> None:
    assert "events" in refusal(tmp_path, kind="earthquake")
