"""Make the tables of areas and of what agencies send."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Received",
            fields=[
                ("sha256", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=255)),
                ("size", models.BigIntegerField()),
                ("received_at", models.DateTimeField(db_index=True)),
                ("by", models.CharField(max_length=255)),
                ("channel", models.CharField(max_length=100)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Area",
            fields=[
                ("number", models.CharField(max_length=3, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=255)),
                ("kind", models.CharField(default="local authority", max_length=100)),
                (
                    "parent",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, to="store.area"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="AreaCode",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=9, unique=True)),
                ("valid_from", models.DateField(null=True)),
                ("valid_to", models.DateField(null=True)),
                (
                    "area",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="store.area"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Submission",
            fields=[
                ("number", models.BigAutoField(primary_key=True, serialize=False)),
                ("agency", models.CharField(max_length=100)),
                ("period", models.CharField(max_length=10)),
                ("sequence", models.IntegerField()),
                ("catalogue_version", models.CharField(max_length=100)),
                ("source_kind", models.CharField(default="workbook", max_length=100)),
                ("state", models.CharField(default="accepted", max_length=100)),
                (
                    "received",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="store.received"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Note",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("item", models.CharField(max_length=100)),
                ("period", models.CharField(max_length=10)),
                ("dimension", models.CharField(max_length=100)),
                ("category", models.CharField(max_length=100)),
                ("text", models.TextField()),
                ("readers", models.CharField(max_length=100)),
                ("author", models.CharField(max_length=100)),
                ("sheet", models.CharField(max_length=255)),
                ("cell", models.CharField(max_length=100)),
                (
                    "area",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="store.area"),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="store.submission"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Finding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("severity", models.CharField(max_length=10)),
                ("check_name", models.CharField(max_length=100)),
                ("sheet", models.CharField(max_length=255)),
                ("cell", models.CharField(max_length=100)),
                ("message", models.TextField()),
                ("answer", models.TextField()),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="store.submission"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Count",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("item", models.CharField(max_length=100)),
                ("definition", models.CharField(max_length=10)),
                ("period", models.CharField(max_length=10)),
                ("dimension", models.CharField(max_length=100)),
                ("category", models.CharField(max_length=100)),
                ("value", models.BigIntegerField(null=True)),
                ("state", models.CharField(max_length=20)),
                ("flag", models.CharField(max_length=1)),
                ("sheet", models.CharField(max_length=255)),
                ("cell", models.CharField(max_length=100)),
                (
                    "area",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, to="store.area"
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="store.submission",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SubmissionArea",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "area",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="store.area"),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="store.submission"
                    ),
                ),
                (
                    "supersedes",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="store.submission",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="submission",
            constraint=models.UniqueConstraint(
                fields=("agency", "period", "sequence"), name="one_submission_in_each_place"
            ),
        ),
        migrations.AddConstraint(
            model_name="submission",
            constraint=models.UniqueConstraint(
                fields=("received", "agency", "period"), name="the_same_bytes_count_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="note",
            constraint=models.CheckConstraint(
                condition=models.Q(("readers__in", ("the board", "the analyst only"))),
                name="a_note_has_known_readers",
            ),
        ),
        migrations.AddConstraint(
            model_name="finding",
            constraint=models.CheckConstraint(
                condition=models.Q(("severity", "query")), name="a_stored_return_has_no_errors"
            ),
        ),
        migrations.AddConstraint(
            model_name="count",
            constraint=models.UniqueConstraint(
                fields=("submission", "area", "item", "period", "dimension", "category"),
                name="each_count_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="count",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "counted"), ("value__gte", 0), ("value__isnull", False)),
                    models.Q(("state", "none"), ("value", 0), ("value__isnull", False)),
                    models.Q(
                        ("state__in", ("not yet available", "not held by us")),
                        ("value__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="a_value_exactly_where_the_state_is_a_number",
            ),
        ),
        migrations.AddConstraint(
            model_name="submissionarea",
            constraint=models.UniqueConstraint(
                fields=("submission", "area"), name="one_row_for_each_area"
            ),
        ),
        migrations.AddConstraint(
            model_name="submissionarea",
            constraint=models.UniqueConstraint(
                fields=("supersedes", "area"), name="superseded_once_in_an_area"
            ),
        ),
    ]
