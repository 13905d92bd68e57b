"""Keep which area a finding is about. Of those that are there nobody knows it: of the whole file."""

from django.db import migrations, models
from django.db.models import PROTECT

from safeboard.store.triggers import keep_for_good, let_go


class Migration(migrations.Migration):
    """Add the column, between dropping the triggers of its table and making them again."""

    dependencies = [("store", "0007_stretches")]
    operations = [
        let_go("store_finding"),
        migrations.AddField(
            "finding", "area", models.ForeignKey("store.Area", PROTECT, null=True, db_index=False)
        ),
        keep_for_good("store_finding"),
    ]
