"""Settings written again say another database, and are as they were in every other line."""

import pytest

from safeboard.settings import UnreadableSettingsError
from safeboard.settings.writing import UnwrittenSettingError, with_database

LIVE = 'address = "postgresql://live/x"'
NAMED = f'# Ours\n[database] # live\n{LIVE}\n\n[[areas]]\naddress = "kept"\n'
PLAIN = '[partnership]\nname = "Anywhere"\n'


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (NAMED, '# Ours\n[database] # live\naddress = ""\n\n[[areas]]\naddress = "kept"\n'),
        (PLAIN, PLAIN + '\n[database]\naddress = ""\n'),
        (f"database = {{ {LIVE} }}  # live\n{PLAIN}", f'database.address = ""\n{PLAIN}'),
        (f"database . {LIVE}\n{PLAIN}", f'database.address = ""\n{PLAIN}'),
        (f'{PLAIN}["database"]\n"{LIVE[:7]}" {LIVE[7:]}', f'{PLAIN}["database"]\naddress = ""\n'),
        ('note = "a\u2028b"\r\n', 'note = "a\u2028b"\r\n\n[database]\naddress = ""\n'),
    ],
)
def test_only_the_line_of_the_database_changes(before: str, after: str) -> None:
    assert with_database(before.encode(), "").decode() == after


def test_an_address_is_written_as_a_text_of_the_settings() -> None:
    written = with_database(PLAIN.encode(), 'postgresql://a@b/"c"').decode()
    assert written.endswith('[database]\naddress = "postgresql://a@b/\\"c\\""\n')


def test_settings_that_could_come_to_say_something_else_are_refused() -> None:
    misleading = f'{PLAIN}introduction = """\n[database]\n{LIVE}\n"""\n'
    with pytest.raises(UnwrittenSettingError, match="Put a copy of them into the folder"):
        with_database(misleading.encode(), "")


def test_settings_that_are_no_toml_are_refused_as_such() -> None:
    with pytest.raises(UnreadableSettingsError, match="this is not TOML"):
        with_database(b"name =", "")
