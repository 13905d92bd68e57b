"""Starting: a folder is made for a new partnership or the demonstration; nothing is overwritten."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from safeboard.benchmarks.published import read_published
from safeboard.errors import ExitCode
from safeboard.pipeline.partnership import open_partnership
from safeboard.pipeline.starting import FolderInUseError, start, start_demonstration


def names(folder: Path, paths: list[Path]) -> list[str]:
    return [path.relative_to(folder).as_posix() for path in paths]


def test_a_new_partnerships_folder_has_settings_references_and_a_place_for_indicators(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "partnerships" / "ours"
    assert names(folder, start(folder)) == [
        "README.md",
        "benchmarks.csv",
        "catalogue/README.md",
        "layouts/README.md",
        "populations.csv",
        "safeboard.toml",
        "schemas/breakdowns.schema.json",
        "schemas/indicator.schema.json",
        "schemas/layout.schema.json",
        "schemas/names.schema.json",
        "schemas/settings.schema.json",
    ]


def test_a_new_partnership_can_be_opened_as_it_is(tmp_path: Path) -> None:
    start(tmp_path)
    partnership = open_partnership(tmp_path)
    assert partnership.settings.additions.folder == tmp_path / "catalogue"
    assert "social-care" in partnership.expected
    settings = partnership.settings
    known = read_published(settings.benchmarks, settings.populations, date(2030, 1, 1))
    assert known.distributions.is_empty()


def test_an_empty_folder_may_be_started_in(tmp_path: Path) -> None:
    start(tmp_path)
    assert (tmp_path / "safeboard.toml").is_file()


@pytest.mark.parametrize("make", [start, start_demonstration])
def test_a_folder_with_something_in_it_is_left_alone(
    tmp_path: Path, make: Callable[[Path], object]
) -> None:
    (tmp_path / "notes.txt").write_text("Ours.", "utf-8")
    with pytest.raises(FolderInUseError) as caught:
        make(tmp_path)
    assert str(caught.value) == (
        f"{tmp_path}: this folder is not empty, and nothing was changed in it. "
        "Name a new folder, or empty this one yourself."
    )
    assert caught.value.exit_code is ExitCode.USAGE
    assert names(tmp_path, list(tmp_path.iterdir())) == ["notes.txt"]


@pytest.mark.parametrize("make", [start, start_demonstration])
def test_a_file_in_the_folders_place_is_left_alone(
    tmp_path: Path, make: Callable[[Path], object]
) -> None:
    file = tmp_path / "ours"
    file.write_text("A file.", "utf-8")
    with pytest.raises(FolderInUseError):
        make(file)
    assert file.read_text("utf-8") == "A file."


def test_the_demonstration_is_a_partnership_with_its_returns(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    workbooks = start_demonstration(folder)
    # The police sent nothing for the second year.
    assert names(folder, workbooks) == [
        "returns/early-help-2016-17.xlsx",
        "returns/early-help-2017-18.xlsx",
        "returns/exploitation-panel-2016-17.xlsx",
        "returns/exploitation-panel-2017-18.xlsx",
        "returns/lado-2016-17.xlsx",
        "returns/lado-2017-18.xlsx",
        "returns/police-2016-17.xlsx",
        "returns/social-care-2016-17.xlsx",
        "returns/social-care-2017-18.xlsx",
    ]
    assert [area.name for area in open_partnership(folder).settings.places] == ["St. Helens"]


def test_a_demonstration_takes_the_place_of_an_earlier_one_whole(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    start_demonstration(folder)
    (folder / "published").mkdir()
    (folder / "published" / "index.html").write_text("Earlier.", "utf-8")
    (folder / "safeboard.toml").write_text("spoilt", "utf-8")
    start_demonstration(folder)
    assert not (folder / "published").exists()
    open_partnership(folder)


def test_an_empty_folder_may_hold_the_demonstration(tmp_path: Path) -> None:
    start_demonstration(tmp_path)
    assert (tmp_path / "safeboard.toml").is_file()
