"""Refuse, in the database itself, every change to what is kept for good."""

from django.db import migrations

from safeboard.store.triggers import keep_for_good


class Migration(migrations.Migration):
    """Make or drop the triggers."""

    dependencies = [("store", "0002_releases")]
    operations = [
        keep_for_good(
            "store_received",
            "store_submission",
            "store_submissionarea",
            "store_count",
            "store_note",
            "store_release",
            "store_releasefigure",
            "store_audit",
        )
    ]
