"""Settings: what a partnership decides, and each way of getting its file wrong, in words."""

from datetime import date
from pathlib import Path

import pytest

from safeboard.catalogue import library
from safeboard.errors import ExitCode, SettingsError
from safeboard.pipeline.starting import STARTER
from safeboard.settings import Settings, read_settings
from safeboard.vocabulary.area import Area

SETTINGS = """\
[partnership]
name = "St Helens Safeguarding Children Board"

[[areas]]
number = "342"
name = "St. Helens"
ons_code = "E08000013"
"""

SEFTON = """
[[areas]]
number = "343"
name = "Sefton"
ons_code = "E08000014"
"""


def read(folder: Path, text: str) -> Settings:
    """Return the settings of a folder whose file holds this text."""
    (folder / "safeboard.toml").write_text(text, "utf-8")
    return read_settings(folder)


def refusal(folder: Path, text: str) -> str:
    with pytest.raises(SettingsError) as caught:
        read(folder, text)
    assert caught.value.exit_code is ExitCode.CATALOGUE_OR_SETTINGS
    return str(caught.value)


# --- What they say ---


def test_the_least_that_a_partnership_says_is_its_name_and_an_area(tmp_path: Path) -> None:
    settings = read(tmp_path, SETTINGS)
    assert settings.partnership.name == "St Helens Safeguarding Children Board"
    assert settings.partnership.introduction == ""
    assert settings.places == (Area("342", "St. Helens", "E08000013"),)
    assert settings.returns.agencies == ()


def test_areas_keep_their_order(tmp_path: Path) -> None:
    settings = read(tmp_path, SETTINGS + SEFTON)
    assert [place.name for place in settings.places] == ["St. Helens", "Sefton"]


def test_files_lie_in_the_partnerships_folder_unless_it_says_where(tmp_path: Path) -> None:
    settings = read(tmp_path, SETTINGS + '[files]\nbenchmarks = "national/2018.csv"\n')
    assert settings.benchmarks == tmp_path / "national" / "2018.csv"
    assert settings.populations == tmp_path / "populations.csv"
    assert settings.store == tmp_path / "store"
    assert settings.published == tmp_path / "published"


def test_a_catalogue_of_its_own_is_added_once_its_folder_is_there(tmp_path: Path) -> None:
    assert read(tmp_path, SETTINGS).additions.folder is None
    (tmp_path / "catalogue").mkdir()
    assert read(tmp_path, SETTINGS).additions.folder == tmp_path / "catalogue"


@pytest.mark.parametrize("name", ["catalogue", "layouts"])
def test_a_folder_that_is_named_and_missing_is_refused(tmp_path: Path, name: str) -> None:
    text = SETTINGS + f'[files]\n{name} = "ours"\n'
    with pytest.raises(SettingsError) as refused:
        read(tmp_path, text)
    assert str(refused.value) == (
        f"safeboard.toml: 'files.{name}' is wrong: there is no folder '{tmp_path / 'ours'}'. "
        "Correct its name or make it."
    )
    (tmp_path / "ours").mkdir()
    assert getattr(read(tmp_path, text).files, name) == "ours"


def test_agencies_and_breakdowns_of_its_own_reach_the_catalogue(tmp_path: Path) -> None:
    own = """
[agencies]
youth-justice = "Youth justice service"

[breakdowns.residence]
label = "Where they live"
categories = { town_centre = "Town centre", not_recorded = { label = "?", in_base = false } }
"""
    catalogue = library.read(read(tmp_path, SETTINGS + own).additions)
    assert catalogue.agencies["youth-justice"].name == "Youth justice service"
    categories = catalogue.breakdowns["residence"].categories
    assert {code: (each.label, each.in_base) for code, each in categories.items()} == {
        "town_centre": ("Town centre", True),
        "not_recorded": ("?", False),
    }


def test_a_file_saved_by_a_windows_editor_is_read(tmp_path: Path) -> None:
    assert read(tmp_path, f"\ufeff{SETTINGS}".replace("\n", "\r\n")).places[0].number == "342"


def test_the_settings_of_a_new_partnership_are_valid() -> None:
    settings = read_settings(STARTER)
    assert settings.partnership.name == "Our safeguarding children partnership"
    assert [place.number for place in settings.places] == ["999"]
    library.read(settings.additions)


# --- The database ---


def test_the_stores_tables_are_in_its_folder_unless_a_database_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert read(tmp_path, SETTINGS).database.address == ""
    monkeypatch.setenv("SAFEBOARD_DATABASE__ADDRESS", "postgresql://db.example/board")
    assert read(tmp_path, SETTINGS).database.address == "postgresql://db.example/board"


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://safeboard@db.example:5433/board?sslmode=require",
        "postgresql:///?service=board",
        "postgresql://safeboard@/board?host=/run/postgresql",
    ],
)
def test_a_database_is_named_as_postgresql_names_it(tmp_path: Path, address: str) -> None:
    named = f'{SETTINGS}[database]\naddress = "{address}"\n'
    assert read(tmp_path, named).database.address == address


@pytest.mark.parametrize("address", ["board", "mysql://db.example/board", "postgresql://db", "//["])
def test_what_names_no_database_is_refused(tmp_path: Path, address: str) -> None:
    assert refusal(tmp_path, f'{SETTINGS}[database]\naddress = "{address}"\n') == (
        "safeboard.toml: 'database.address' is wrong: it should be like "
        "postgresql://user@host/name. Correct it."
    )


@pytest.mark.parametrize(
    "address", ["postgresql://me:sesame@db/board", "postgresql://db/board?password=sesame"]
)
def test_a_password_in_the_settings_is_refused_and_not_said(tmp_path: Path, address: str) -> None:
    told = refusal(tmp_path, f'{SETTINGS}[database]\naddress = "{address}"\n')
    assert "a password may not stand in it; keep it in PGPASSWORD or ~/.pgpass" in told
    assert "sesame" not in told


# --- The environment ---


def test_what_the_file_leaves_out_may_come_from_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SAFEBOARD_FILES__STORE", "/srv/safeboard/store")
    monkeypatch.setenv("SAFEBOARD_PARTNERSHIP__INTRODUCTION", "For the board of 12 June.")
    settings = read(tmp_path, SETTINGS)
    assert settings.store == Path("/srv/safeboard/store")
    assert settings.partnership.introduction == "For the board of 12 June."


def test_what_the_file_gives_comes_before_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SAFEBOARD_PARTNERSHIP__NAME", "Another")
    monkeypatch.setenv("SAFEBOARD_FOLDER", "/elsewhere")
    settings = read(tmp_path, SETTINGS)
    assert settings.partnership.name == "St Helens Safeguarding Children Board"
    assert settings.folder == tmp_path


def test_variables_that_are_no_settings_are_no_matter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SAFEBOARD_REQUIRE_SHARED", "1")
    read(tmp_path, SETTINGS)


def test_a_variable_that_gives_a_section_in_no_readable_form_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SAFEBOARD_AGENCIES", "youth-justice")
    assert refusal(tmp_path, SETTINGS) == (
        "SAFEBOARD_AGENCIES: this environment variable is not JSON, as a whole section has to be. "
        "Correct it, or put the section into safeboard.toml."
    )


# --- What is wrong ---


def test_a_folder_without_settings_is_no_partnerships(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        read_settings(tmp_path)
    assert str(caught.value) == (
        f"{tmp_path}: there is no safeboard.toml here. Run the command in a partnership's folder, "
        "name one with --folder, or make one with 'safeboard new'."
    )


def test_a_file_that_is_not_toml_says_on_which_line(tmp_path: Path) -> None:
    said = refusal(tmp_path, SETTINGS.replace('"342"', '"342'))
    assert said.startswith("safeboard.toml: this is not TOML (")
    assert "at line 5" in said
    assert said.endswith("Mend the quotes or brackets on that line.")


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    (tmp_path / "safeboard.toml").write_bytes(SETTINGS.replace("Board", "Ré").encode("latin-1"))
    with pytest.raises(SettingsError) as caught:
        read_settings(tmp_path)
    assert str(caught.value) == (
        "safeboard.toml: this is not text in UTF-8. Save it again as UTF-8."
    )


WRONG = [
    (
        'name = "St Helens Safeguarding Children Board"',
        "",
        "there is no 'partnership.name'. Add it.",
    ),
    (
        'name = "St Helens Safeguarding Children Board"',
        'name = ""',
        "'partnership.name' is wrong: it is empty. Correct it.",
    ),
    ('name = "St. Helens"\n', "", "there is no 'areas.1.name'. Add it."),
    (
        '"342"',
        '"42"',
        "'areas.1.number' is wrong: it should be three digits, such as 342. Correct it.",
    ),
    ('"342"', "342", "'areas.1.number' is wrong: it should be text, in quotes. Correct it."),
    (
        '"E08000013"',
        '"00BZ"',
        "'areas.1.ons_code' is wrong: it should be E and eight digits, such as E08000013. "
        "Correct it.",
    ),
    (
        "[[areas]]",
        "[areas]",
        "'areas' is wrong: it should be a list, in square brackets. Correct it.",
    ),
    (
        "[partnership]",
        "[partnership]\nmotto = 'Safe'",
        "'partnership.motto' is not a known setting. Correct its spelling or take it out.",
    ),
    (
        "[partnership]",
        "folder = '/elsewhere'\n[partnership]",
        "'folder' is not a known setting. Correct its spelling or take it out.",
    ),
    (
        "[partnership]",
        "areas_covered = 1\n[partnership]",
        "'areas_covered' is not a known setting. Correct its spelling or take it out.",
    ),
    (
        "[partnership]",
        "[returns]\nagencies = 'police'\n[partnership]",
        "'returns.agencies' is wrong: it should be a list, in square brackets. Correct it.",
    ),
    (
        "[partnership]",
        "[agencies]\nyouth-justice = 3\n[partnership]",
        "'agencies.youth-justice' is wrong: it should be text, in quotes. Correct it.",
    ),
    (
        "[partnership]",
        "[breakdowns.residence]\nlabel = 'Where'\n[partnership]",
        "there is no 'breakdowns.residence.categories'. Add it.",
    ),
    (
        "[partnership]",
        "[breakdowns.residence]\nlabel = 'Where'\ncategories = {}\n[partnership]",
        "'breakdowns.residence.categories' is wrong: it is empty. Correct it.",
    ),
    (
        "[partnership]",
        "[breakdowns.age]\nlabel = 'Age'\noptional = 'perhaps'\n"
        "categories = { a = 'A' }\n[partnership]",
        "'breakdowns.age.optional' is wrong: it should be true or false. Correct it.",
    ),
]


@pytest.mark.parametrize(("old", "new", "said"), WRONG)
def test_a_wrong_setting_is_named_with_what_to_do(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    assert SETTINGS.count(old) == 1
    assert refusal(tmp_path, SETTINGS.replace(old, new)) == f"safeboard.toml: {said}"


def test_everything_that_is_wrong_is_said_at_once(tmp_path: Path) -> None:
    assert refusal(tmp_path, "") == (
        "safeboard.toml: there is no 'partnership'. Add it.\n"
        "safeboard.toml: there is no 'areas'. Add it."
    )


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [("343", "342", "number"), ("E08000014", "E08000013", "ons_code")],
)
def test_two_areas_with_one_code_are_refused(tmp_path: Path, old: str, new: str, key: str) -> None:
    assert refusal(tmp_path, SETTINGS + SEFTON.replace(old, new)) == (
        f"safeboard.toml: 'areas' is wrong: two areas have one {key}, so their counts would be "
        "mixed. Correct it."
    )


# --- Areas that were made of others ---

MERGED = """
[[areas]]
number = "839"
name = "Bournemouth and Poole"
ons_code = "E06000058"
from = 2019-04-01

[[areas.predecessors]]
number = "837"
name = "Bournemouth"
ons_code = "E06000028"

[[areas.predecessors]]
number = "836"
name = "Poole"
ons_code = "E06000029"
"""
WEST_AND_NORTH = """
[[areas]]
number = "941"
name = "West Northamptonshire"
ons_code = "E06000062"
from = 2021-04-01
predecessors = [
    {number = "928", name = "Northamptonshire", ons_code = "E10000021", whole = false},
]

[[areas]]
number = "940"
name = "North Northamptonshire"
ons_code = "E06000061"
from = 2021-04-01
predecessors = [
    {number = "928", name = "Northamptonshire", ons_code = "E10000021", whole = false},
]
"""


def test_an_area_says_when_it_began_and_out_of_which(tmp_path: Path) -> None:
    settings = read(tmp_path, SETTINGS + MERGED)
    origin = settings.places[1].origin
    assert origin
    assert (origin.began, origin.names, origin.is_merger) == (
        date(2019, 4, 1), "Bournemouth and Poole", True,
    )  # fmt: skip
    assert [each.number for each in settings.places] == ["342", "839"]
    assert [each.number for each in settings.known_places] == ["342", "839", "837", "836"]


def test_one_area_may_be_divided_between_two(tmp_path: Path) -> None:
    settings = read(tmp_path, SETTINGS + WEST_AND_NORTH)
    assert [place.origin and place.origin.is_merger for place in settings.places] == [
        None, False, False,
    ]  # fmt: skip
    assert [each.number for each in settings.known_places] == ["342", "941", "940", "928"]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (
            "from = 2019-04-01",
            "",
            "safeboard.toml: 'areas.2' is wrong: an area made of others needs both 'from' and "
            "'predecessors'. Correct it.",
        ),
        (
            "from = 2019-04-01",
            "from = 2019-04-15",
            "safeboard.toml: 'areas.2' is wrong: an area begins with a month, so 'from' has to be "
            "its first day. Correct it.",
        ),
        (
            '"837"',
            '"342"',
            "safeboard.toml: 'areas' is wrong: two areas have one number, so their counts would be "
            "mixed. Correct it.",
        ),
    ],
)
def test_an_area_that_cannot_have_begun_so_is_refused(
    tmp_path: Path, old: str, new: str, says: str
) -> None:
    assert refusal(tmp_path, SETTINGS + MERGED.replace(old, new)) == says


def test_an_area_cannot_be_whole_in_two(tmp_path: Path) -> None:
    assert refusal(tmp_path, SETTINGS + WEST_AND_NORTH.replace(", whole = false", "")) == (
        "safeboard.toml: 'areas' is wrong: 928 cannot be whole in two areas: it would be counted "
        "twice. Correct it."
    )
