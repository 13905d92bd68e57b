"""Keep of each vintage what it is of, whose files it was read from, and who imported it."""

from typing import Any

from django.db import migrations, models

from safeboard.store.triggers import keep_for_good


def _added(name: str, field: "models.Field[Any, Any]") -> migrations.AddField:
    """Return the step that adds a column; rows from before, which nothing made, have it empty."""
    return migrations.AddField("vintage", name, field, preserve_default=False)


class Migration(migrations.Migration):
    """Add the columns, and then the triggers: the table is kept for good from now on."""

    dependencies = [("store", "0010_long_texts")]
    operations = [
        _added("kind", models.TextField(default="")),
        _added("dataset", models.TextField(default="")),
        _added("names", models.TextField(default="")),
        _added("origin", models.CharField(max_length=64, default="")),
        _added("by", models.TextField(default="")),
        keep_for_good("store_vintage"),
    ]
