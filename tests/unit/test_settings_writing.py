"""Settings written again say another database, and are as they were in every other line."""

import pytest

from safeboard.settings.writing import with_database

LIVE = 'address = "postgresql://live/x"'
NAMED = f'# Ours\n[database] # live\n{LIVE}\n\n[[areas]]\naddress = "kept"\n'
PLAIN = '[partnership]\nname = "Anywhere"\n'


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (NAMED, '# Ours\n[database] # live\naddress = ""\n\n[[areas]]\naddress = "kept"\n'),
        (PLAIN, PLAIN + '\n[database]\naddress = ""\n'),
    ],
)
def test_only_the_line_of_the_database_changes(before: str, after: str) -> None:
    assert with_database(before.encode(), "").decode() == after


def test_an_address_is_written_as_a_text_of_the_settings() -> None:
    written = with_database(PLAIN.encode(), 'postgresql://a@b/"c"').decode()
    assert written.endswith('[database]\naddress = "postgresql://a@b/\\"c\\""\n')
