"""Words readers miss, and who may see them."""

from django.apps import apps as current_apps
from django.contrib.auth.management import create_permissions
from django.db import migrations, models

from articles.bootstrap import MISSED_WORD_READERS, make_groups


def allow(apps, schema_editor):
    """Make the permission now (Django would make it after the last migration), then give it."""
    create_permissions(current_apps.get_app_config("symptoms"), apps=apps, verbosity=0)
    make_groups(apps, MISSED_WORD_READERS)


class Migration(migrations.Migration):
    """See the module's first line."""

    dependencies = [
        ("symptoms", "0006_words_in_the_guide"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.CreateModel(
            name="MissedWord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("word", models.CharField(max_length=60)),
                ("day", models.DateField(db_index=True)),
                ("count", models.PositiveIntegerField(default=0)),
                (
                    "hours",
                    models.PositiveIntegerField(
                        default=0, help_text="One bit for each hour (UTC) the word was typed in."
                    ),
                ),
            ],
            options={
                "verbose_name": "word readers miss",
                "verbose_name_plural": "words readers miss",
                "default_permissions": ("view",),
                "constraints": [
                    models.UniqueConstraint(fields=("word", "day"), name="missed_word_once_a_day"),
                    models.CheckConstraint(condition=models.Q(("hours__lt", 2**24)), name="missed_word_hours_of_a_day"),
                ],
            },
        ),
        migrations.RunPython(allow, migrations.RunPython.noop),
    ]
