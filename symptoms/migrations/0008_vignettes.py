"""Invented people whom search and guide must lead to their pages, how the last check went, and who may write them."""

import django.core.validators
from django.apps import apps as current_apps
from django.contrib.auth.management import create_permissions
from django.db import migrations, models

from articles.bootstrap import VIGNETTE_WRITERS, make_groups


def allow(apps, schema_editor):
    """Make the permissions now (Django would make them after the last migration), then give them."""
    create_permissions(current_apps.get_app_config("symptoms"), apps=apps, verbosity=0)
    make_groups(apps, VIGNETTE_WRITERS)


class Migration(migrations.Migration):
    """See the module's first line."""

    dependencies = [
        ("articles", "0007_feedback_readers"),
        ("symptoms", "0007_missed_words"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.CreateModel(
            name="Vignette",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "key",
                    models.CharField(
                        help_text="Its name in the library files. It never changes.",
                        max_length=80,
                        unique=True,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[a-z0-9]+(-[a-z0-9]+)*$", "Lower-case letters, digits and single hyphens."
                            )
                        ],
                    ),
                ),
                (
                    "description",
                    models.CharField(help_text="An invented person, in one line. Never a real one.", max_length=160),
                ),
                (
                    "sentence",
                    models.CharField(
                        blank=True, help_text="What they would type into search, in their own words.", max_length=300
                    ),
                ),
                ("pages", models.ManyToManyField(related_name="vignettes", to="articles.page")),
                ("ticks", models.ManyToManyField(blank=True, related_name="vignettes", to="symptoms.word")),
            ],
            options={
                "verbose_name": "example",
                "ordering": ["key"],
            },
        ),
        migrations.CreateModel(
            name="VignetteRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("generation", models.PositiveBigIntegerField()),
                ("total", models.PositiveIntegerField()),
                ("failing", models.JSONField(default=list, help_text="Keys of the vignettes that did not pass.")),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=models.Q(("pk", 1)), name="vignette_run_is_one_row")],
            },
        ),
        migrations.RunPython(allow, migrations.RunPython.noop),
    ]
