"""All three groups may read what readers say."""

from django.apps import apps as current_apps
from django.contrib.auth.management import create_permissions
from django.db import migrations

from articles.bootstrap import FEEDBACK_READERS, make_groups


def forwards(apps, schema_editor):
    """Make the permissions now (Django would make them after the last migration), then give them."""
    create_permissions(current_apps.get_app_config("articles"), apps=apps, verbosity=0)
    make_groups(apps, FEEDBACK_READERS)


class Migration(migrations.Migration):
    """See the module's first line."""

    dependencies = [
        ("articles", "0006_feedback"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
