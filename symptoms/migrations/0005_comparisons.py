"""Pages that say what separates things easily taken for each other, and who may write them."""

import django.db.models.deletion
from django.apps import apps as current_apps
from django.contrib.auth.management import create_permissions
from django.db import migrations, models

from articles.bootstrap import COMPARISON_WRITERS, make_groups


def allow(apps, schema_editor):
    """Make the permissions now (Django would make them after the last migration), then give them."""
    create_permissions(current_apps.get_app_config("symptoms"), apps=apps, verbosity=0)
    make_groups(apps, COMPARISON_WRITERS)


class Migration(migrations.Migration):
    """See the module's first line."""

    dependencies = [
        ("articles", "0007_feedback_readers"),
        ("symptoms", "0004_search_index"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.CreateModel(
            name="Comparison",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="articles.page",
                    ),
                ),
            ],
            options={"verbose_name": "comparison"},
            bases=("articles.page",),
        ),
        migrations.RunPython(allow, migrations.RunPython.noop),
    ]
