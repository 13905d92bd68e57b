"""Keep findings for good too: what was noticed, and how it was answered, is never changed."""

from django.db import migrations

from safeboard.store.triggers import keep_for_good


class Migration(migrations.Migration):
    """Make or drop the triggers of findings."""

    dependencies = [("store", "0005_known_from")]
    operations = [keep_for_good("store_finding")]
