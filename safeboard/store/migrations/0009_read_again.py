"""Let a file be stored again where something else is read in it: by a mended layout, say."""

from django.db import migrations

from safeboard.store.triggers import keep_for_good, let_go


class Migration(migrations.Migration):
    """Drop the constraint, between dropping the triggers of its table and making them again."""

    dependencies = [("store", "0008_area_of_finding")]
    operations = [
        let_go("store_submission"),
        migrations.RemoveConstraint("submission", "the_same_bytes_count_once"),
        keep_for_good("store_submission"),
    ]
