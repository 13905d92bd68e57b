"""Settings written again, with one of them changed and every other line as it was."""

import json
import re
import tomllib

from safeboard.errors import SettingsError
from safeboard.settings import FILE, UnreadableSettingsError

_DATABASE, _ADDRESS = (f"(?:{name}|\"{name}\"|'{name}')" for name in ("database", "address"))
_SECTION = re.compile(rf"\s*\[\s*{_DATABASE}\s*\]\s*(#.*)?")
_LINE = re.compile(rf"\s*{_ADDRESS}\s*=")
_AT_ONCE = re.compile(rf"\s*{_DATABASE}\s*(=|\.\s*{_ADDRESS}\s*=)")
"""The section on one line: `database = {address = …}` or `database.address = …`."""


class UnwrittenSettingError(SettingsError):
    """The settings name their database in a way that cannot be written again."""

    def __init__(self) -> None:
        super().__init__(
            f"{FILE}: another database cannot be written into these settings as they are. Put a "
            "copy of them into the folder with the lines '[database]' and 'address = …' last, "
            "and do it again."
        )


def with_database(settings: bytes, address: str) -> bytes:
    """Return the text of settings with another `address` of the database, "" for none.

    Raises: SettingsError where they are no TOML, or would say anything else differently.
    """
    text = settings.decode("utf-8-sig")
    written = _written(text.removesuffix("\n").split("\n"), address)
    try:
        given = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UnreadableSettingsError(error) from error
    try:
        is_only_change = tomllib.loads(written) == {**given, "database": {"address": address}}
    except tomllib.TOMLDecodeError as error:
        raise UnwrittenSettingError from error
    if not is_only_change:
        raise UnwrittenSettingError
    return written.encode()


def _written(given: list[str], address: str) -> str:
    """Return lines of settings with the address put where it was, or at the end."""
    said = f"address = {json.dumps(address, ensure_ascii=False)}"
    lines: list[str] = []
    above, within, there = True, False, False
    for line in given:
        if line.lstrip().startswith("["):
            above, within = False, _SECTION.fullmatch(line) is not None
        elif within and _LINE.match(line):
            continue
        elif above and _AT_ONCE.match(line):
            lines.append(f"database.{said}")
            there = True
            continue
        lines.append(line)
        if within and not there:
            lines.append(said)
            there = True
    if not there:
        lines += ["", "[database]", said]
    return "\n".join(lines) + "\n"
