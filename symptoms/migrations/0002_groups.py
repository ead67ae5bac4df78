"""Editor, Clinical reviewer and Publisher, with their permissions. Here, because the editor's include this app's."""

from django.apps import apps as current_apps
from django.contrib.auth.management import create_permissions
from django.db import migrations

from articles.bootstrap import make_groups


def forwards(apps, schema_editor):
    """Make the permissions now (Django would make them after the last migration), then the groups."""
    for label in ("articles", "symptoms"):
        create_permissions(current_apps.get_app_config(label), apps=apps, verbosity=0)
    make_groups(apps)


class Migration(migrations.Migration):
    """See the module's first line."""

    dependencies = [
        ("symptoms", "0001_initial"),
        ("articles", "0003_single_rows"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
