"""Triggers, by which the database itself refuses every change to what is kept for good.

Each kind of database has its own words for one. A migration that changes the columns of a table
that is kept for good drops its triggers first and makes them again last, since SQLite makes the
table anew.
"""

from collections.abc import Callable

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

_Step = Callable[[StateApps, BaseDatabaseSchemaEditor], None]

_EVENTS = {
    "sqlite": {"update": "ROW", "delete": "ROW"},
    "postgresql": {"update": "ROW", "delete": "ROW", "truncate": "STATEMENT"},
}

_MAKE = {
    "sqlite": """
        CREATE TRIGGER {table}_refuses_{event} BEFORE {event} ON {table}
        BEGIN SELECT RAISE(ABORT, '{table} is kept for good: no {event}'); END
    """,
    "postgresql": """
        CREATE TRIGGER {table}_refuses_{event} BEFORE {event} ON {table}
        FOR EACH {what} EXECUTE FUNCTION store_refuses()
    """,
}
_DROP = {
    "sqlite": "DROP TRIGGER {table}_refuses_{event}",
    "postgresql": "DROP TRIGGER {table}_refuses_{event} ON {table}",
}

# What PostgreSQL's triggers do: like SQLite's, it fails as a broken constraint does.
_REFUSE = """
    CREATE OR REPLACE FUNCTION store_refuses() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION USING
            MESSAGE = TG_TABLE_NAME || ' is kept for good: no ' || lower(TG_OP),
            ERRCODE = 'integrity_constraint_violation';
    END $$
"""


def keep_for_good(*tables: str) -> migrations.RunPython:
    """Return the step of a migration that makes the triggers of these tables."""
    return migrations.RunPython(_made(tables), _dropped(tables))


def let_go(*tables: str) -> migrations.RunPython:
    """Return the step of a migration that drops them, to make them again at its end."""
    return migrations.RunPython(_dropped(tables), _made(tables))


def _made(tables: tuple[str, ...]) -> _Step:
    def make(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
        if editor.connection.vendor == "postgresql":
            editor.execute(_REFUSE)
        _for_each(editor, _MAKE, tables)

    return make


def _dropped(tables: tuple[str, ...]) -> _Step:
    def drop(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
        _for_each(editor, _DROP, tables)

    return drop


def _for_each(
    editor: BaseDatabaseSchemaEditor, statements: dict[str, str], tables: tuple[str, ...]
) -> None:
    vendor = editor.connection.vendor
    for table in tables:
        for event, what in _EVENTS[vendor].items():
            editor.execute(statements[vendor].format(table=table, event=event, what=what))
