"""Make the tables of vintages, releases and the audit."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [("store", "0001_returns")]

    operations = [
        migrations.CreateModel(
            name="Audit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("who", models.CharField(max_length=255)),
                ("did", models.CharField(max_length=255)),
                ("which", models.TextField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Release",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.IntegerField()),
                ("period", models.CharField(max_length=10)),
                ("profile", models.CharField(max_length=20)),
                ("as_of", models.DateField()),
                ("fingerprint", models.CharField(max_length=64, unique=True)),
                ("manifest", models.TextField()),
                ("reason", models.TextField()),
                ("created", models.DateTimeField()),
                (
                    "supersedes",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, to="store.release"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ReleaseFigure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("area", models.CharField(max_length=100)),
                ("indicator", models.CharField(max_length=100)),
                ("window", models.CharField(max_length=20)),
                ("period", models.CharField(max_length=10)),
                ("dimension", models.CharField(max_length=100)),
                ("category", models.CharField(max_length=100)),
                ("numerator", models.BigIntegerField(null=True)),
                ("denominator", models.BigIntegerField(null=True)),
                ("value", models.CharField(max_length=100, null=True)),
                ("symbol", models.CharField(max_length=1, null=True)),
                ("flags", models.CharField(max_length=10)),
                ("shown", models.CharField(max_length=100)),
                ("rating", models.CharField(max_length=100, null=True)),
                (
                    "release",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="store.release",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Vintage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("source", models.CharField(max_length=255)),
                ("sha256", models.CharField(max_length=64)),
                ("published", models.DateField()),
                ("imported_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("source", "sha256"), name="each_vintage_of_a_source_once"
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="release",
            constraint=models.UniqueConstraint(
                fields=("period", "profile", "number"), name="each_release_number_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="release",
            constraint=models.CheckConstraint(
                condition=models.Q(("profile__in", ("restricted", "public"))),
                name="a_release_has_a_known_profile",
            ),
        ),
        migrations.AddConstraint(
            model_name="releasefigure",
            constraint=models.UniqueConstraint(
                fields=(
                    "release",
                    "area",
                    "indicator",
                    "window",
                    "period",
                    "dimension",
                    "category",
                ),
                name="each_released_figure_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="releasefigure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("symbol__isnull", False), ("value__isnull", True)),
                    models.Q(("symbol__isnull", True), ("value__isnull", False)),
                    _connector="OR",
                ),
                name="a_value_or_a_symbol_never_both",
            ),
        ),
    ]
