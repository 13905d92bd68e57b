"""Note when each return became known: never before the one before it, whatever a clock said.

Of the returns that are there it is the latest moment at which any return until then was received.
"""

from datetime import timedelta
from importlib import import_module

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

_KEPT = import_module("safeboard.store.migrations.0003_keep_for_good")


def _for_each_event(editor: BaseDatabaseSchemaEditor, statement: str) -> None:
    for event in ("update", "delete"):
        editor.execute(statement.format(table="store_submission", event=event))


def freeze(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Make the triggers of submissions."""
    _for_each_event(editor, _KEPT.MAKE[editor.connection.vendor])


def thaw(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Drop the triggers of submissions."""
    _for_each_event(editor, _KEPT.DROP[editor.connection.vendor])


def fill(apps: StateApps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Give each return its moment, in the order of their numbers."""
    rows = apps.get_model("store", "Submission").objects.order_by("number")
    last = None
    for number, at in rows.values_list("number", "received__received_at"):
        last = at if last is None or at > last else last + timedelta(microseconds=1)
        rows.filter(number=number).update(known_from=last)


class Migration(migrations.Migration):
    """Add the column, fill it and hold it to its rule, between dropping and making the triggers."""

    dependencies = [("store", "0004_suppressed_counts")]
    operations = [
        migrations.RunPython(thaw, freeze),
        migrations.AddField("submission", "known_from", models.DateTimeField(null=True)),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AlterField("submission", "known_from", models.DateTimeField(unique=True)),
        migrations.RunPython(freeze, thaw),
    ]
