"""Keep every name, code and word whole, however long: PostgreSQL refused what SQLite kept."""

from typing import Any

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

TEXTS = {
    "area": ("name", "kind"),
    "received": ("name", "by", "channel"),
    "submission": ("agency", "catalogue_version", "source_kind", "state"),
    "count": ("item", "dimension", "category", "sheet", "cell"),
    "finding": ("check_name", "sheet", "cell"),
    "note": ("item", "dimension", "category", "readers", "author", "sheet", "cell"),
    "vintage": ("source",),
    "releasefigure": ("area", "indicator", "dimension", "category", "value", "shown", "rating"),
    "audit": ("who", "did"),
}
_SAID: dict[tuple[str, str], dict[str, Any]] = {
    ("area", "kind"): {"default": "local authority"},
    ("submission", "source_kind"): {"default": "workbook"},
    ("submission", "state"): {"default": "accepted"},
    ("releasefigure", "value"): {"null": True},
    ("releasefigure", "rating"): {"null": True},
}


def widen(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Make the columns texts of any length, as those of SQLite, which is left alone, are already.

    No table is made anew, so that the triggers stay.
    """
    if editor.connection.vendor != "postgresql":
        return
    for table, columns in TEXTS.items():
        changes = ", ".join(f'ALTER COLUMN "{column}" TYPE text' for column in columns)
        editor.execute(f"ALTER TABLE store_{table} {changes}")


class Migration(migrations.Migration):
    """Widen the columns in PostgreSQL, and declare them so in both."""

    dependencies = [("store", "0009_read_again")]
    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(widen, migrations.RunPython.noop)],
            state_operations=[
                migrations.AlterField(
                    table, column, models.TextField(**_SAID.get((table, column), {}))
                )
                for table, columns in TEXTS.items()
                for column in columns
            ],
        )
    ]
