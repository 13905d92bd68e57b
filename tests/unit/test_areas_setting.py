"""A partnership's areas are told apart by number and by code."""

from pathlib import Path

import pytest

from safeboard.settings import UnreadableSettingsError, WrongSettingError, read_settings

AREA = '[[areas]]\nnumber = "{}"\nname = "{}"\nons_code = "{}"\n'


@pytest.mark.parametrize(
    ("number", "code", "which"),
    [("342", "E08000012", "number"), ("341", "E08000013", "ons_code")],
)
def test_two_areas_with_one_number_or_code_are_refused(
    tmp_path: Path, number: str, code: str, which: str
) -> None:
    areas = AREA.format("342", "St. Helens", "E08000013") + AREA.format(number, "Other", code)
    path = tmp_path / "safeboard.toml"
    path.write_text(f'{areas}[partnership]\nname = "Ours"\n', encoding="utf-8")
    with pytest.raises(WrongSettingError, match=f"two areas have one {which}, so their counts"):
        read_settings(tmp_path)


def test_settings_that_are_not_utf_8_are_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "safeboard.toml").write_bytes(b'[partnership]\nname = "Caf\xe9"\n')
    with pytest.raises(
        UnreadableSettingsError, match=r"this is not text in UTF-8\. Save it again as UTF-8\."
    ):
        read_settings(tmp_path)
