"""Refuse, in the database itself, every change to what is kept for good.

Each kind of database has its own words for a trigger; one that has none here cannot hold a store.
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

FROZEN = (
    "store_received",
    "store_submission",
    "store_submissionarea",
    "store_count",
    "store_note",
    "store_release",
    "store_releasefigure",
    "store_audit",
)

MAKE = {
    "sqlite": """
        CREATE TRIGGER {table}_refuses_{event} BEFORE {event} ON {table}
        BEGIN SELECT RAISE(ABORT, '{table} is kept for good: no {event}'); END
    """
}
DROP = {"sqlite": "DROP TRIGGER {table}_refuses_{event}"}


def _for_each(editor: BaseDatabaseSchemaEditor, statement: str) -> None:
    for table in FROZEN:
        for event in ("update", "delete"):
            editor.execute(statement.format(table=table, event=event))


def freeze(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Make the triggers."""
    _for_each(editor, MAKE[editor.connection.vendor])


def thaw(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Drop the triggers."""
    _for_each(editor, DROP[editor.connection.vendor])


class Migration(migrations.Migration):
    """Make or drop them all."""

    dependencies = [("store", "0002_releases")]
    operations = [migrations.RunPython(freeze, thaw)]
