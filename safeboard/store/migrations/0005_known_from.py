"""Note when each return became known: never before the one before it, whatever a clock said.

Of the returns that are there it is the latest moment at which any return until then was received.
"""

from datetime import timedelta

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from safeboard.store.triggers import keep_for_good, let_go


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
        let_go("store_submission"),
        migrations.AddField("submission", "known_from", models.DateTimeField(null=True)),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AlterField("submission", "known_from", models.DateTimeField(unique=True)),
        keep_for_good("store_submission"),
    ]
