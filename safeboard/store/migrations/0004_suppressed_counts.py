"""Let a count be suppressed by its agency: it has no value, like those that are not there.

SQLite makes a table again to change its constraints, and its triggers go with the old one.
"""

from importlib import import_module

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

_KEPT = import_module("safeboard.store.migrations.0003_keep_for_good")
_NAME = "a_value_exactly_where_the_state_is_a_number"


def _for_each_event(editor: BaseDatabaseSchemaEditor, statement: str) -> None:
    for event in ("update", "delete"):
        editor.execute(statement.format(table="store_count", event=event))


def freeze(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Make the triggers of counts."""
    _for_each_event(editor, _KEPT.MAKE[editor.connection.vendor])


def thaw(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Drop the triggers of counts."""
    _for_each_event(editor, _KEPT.DROP[editor.connection.vendor])


class Migration(migrations.Migration):
    """Change the constraint, between dropping the triggers of counts and making them again."""

    dependencies = [("store", "0003_keep_for_good")]
    operations = [
        migrations.RunPython(thaw, freeze),
        migrations.RemoveConstraint("count", _NAME),
        migrations.AddConstraint(
            "count",
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "counted"), ("value__gte", 0), ("value__isnull", False)),
                    models.Q(("state", "none"), ("value", 0), ("value__isnull", False)),
                    models.Q(
                        ("state__in", ("not yet available", "not held by us", "suppressed")),
                        ("value__isnull", True),
                    ),
                    _connector="OR",
                ),
                name=_NAME,
            ),
        ),
        migrations.RunPython(freeze, thaw),
    ]
