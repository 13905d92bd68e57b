"""Let a count be suppressed by its agency: it has no value, like those that are not there."""

from django.db import migrations, models

from safeboard.store.triggers import keep_for_good, let_go

_NAME = "a_value_exactly_where_the_state_is_a_number"


class Migration(migrations.Migration):
    """Change the constraint, between dropping the triggers of counts and making them again."""

    dependencies = [("store", "0003_keep_for_good")]
    operations = [
        let_go("store_count"),
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
        keep_for_good("store_count"),
    ]
