"""Make room for the codes of stretches, such as 2017-04-to-2017-09, which distinct counts cover."""

from django.db import migrations, models

from safeboard.store.triggers import keep_for_good, let_go

_PERIOD = models.CharField(max_length=20)


class Migration(migrations.Migration):
    """Widen the two columns, between dropping the triggers of their tables and making them again."""

    dependencies = [("store", "0006_findings_for_good")]
    operations = [
        let_go("store_count", "store_note"),
        migrations.AlterField("count", "period", _PERIOD),
        migrations.AlterField("note", "period", _PERIOD),
        keep_for_good("store_count", "store_note"),
    ]
