"""Databases for tests: SQLite, or the server that one variable names; each store has its own.

A store's database on the server is named after the store's folder, so that whoever knows the
folder, in whatever process, finds it.
"""

import os
import shutil
from functools import cache
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

VARIABLE = "SAFEBOARD_TEST_DATABASE"
"""The environment variable that names a database on a server where tests may make others."""

_made: set[Path] = set()


def server() -> str:
    """Return the address of the server's database, or "" where tests are run on SQLite."""
    return os.environ.get(VARIABLE, "")


def address_of(store: Path) -> str:
    """Return the address of the database of the store in a folder, "" where that is a file."""
    if not server():
        return ""
    return urlsplit(server())._replace(path=f"/{_name(store)}").geturl()


def make_database(store: Path, like: Path | None = None) -> str:
    """Make the database of a store, empty or as another is, and return its address."""
    if server():
        drop_database(store)
        _made.add(store)
        template = "template0" if like is None else _name(like)
        _ask("CREATE DATABASE {} TEMPLATE {}", _name(store), template)
    return address_of(store)


def find_database(store: Path) -> str:
    """Return the address of the database of a store, which is made empty if there is none."""
    if server():
        named = _connection().execute(
            "SELECT 1 FROM pg_database WHERE datname = %s", [_name(store)]
        )
        return address_of(store) if named.fetchone() else make_database(store)
    return ""


def drop_database(store: Path) -> None:
    """Drop the database of a store, if there is one, and whoever is connected to it."""
    if server():
        _ask("DROP DATABASE IF EXISTS {} WITH (FORCE)", _name(store))
        _made.discard(store)


def drop_all() -> None:
    """Drop what this process made and has not dropped."""
    for store in tuple(_made):
        drop_database(store)


def settle(partnership: Path, like: Path | None = None) -> None:
    """Give the store of a partnership's folder a database, and name it in its settings."""
    make_database(partnership / "store", like and like / "store")
    name_database(partnership)


def name_database(partnership: Path) -> None:
    """Name the database of a partnership's store in its settings, where there is one."""
    if address := address_of(partnership / "store"):
        settings = partnership / "safeboard.toml"
        text = settings.read_text("utf-8").partition("\n[database]\n")[0]
        settings.write_text(f'{text}\n[database]\naddress = "{address}"\n', "utf-8")


def copy_partnership(old: Path, new: Path) -> Path:
    """Copy a partnership's folder, and its store, which is not open; return the new folder."""
    shutil.copytree(old, new)
    settle(new, like=old)
    return new


def remove_partnership(folder: Path) -> None:
    """Remove a partnership's folder, and its store."""
    drop_database(folder / "store")
    shutil.rmtree(folder)


def surroundings(store: Path) -> dict[str, str]:
    """Return the environment of a command that is to find a database of its own for a store.

    What the tests themselves are told is not passed on.
    """
    kept = {key: value for key, value in os.environ.items() if not key.startswith("SAFEBOARD_")}
    return {**kept, "SAFEBOARD_DATABASE__ADDRESS": make_database(store)}


def _name(store: Path) -> str:
    return f"safeboard_test_{sha256(str(store.resolve()).encode()).hexdigest()[:24]}"


@cache
def _connection() -> "psycopg.Connection[tuple[object, ...]]":
    return psycopg.connect(server(), autocommit=True)


def _ask(statement: str, *names: str) -> None:
    """Say a statement about databases to the server."""
    _connection().execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
