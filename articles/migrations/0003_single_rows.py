"""The library's generation and the site's identity exist from the start."""

from django.db import migrations

from articles.bootstrap import make_single_rows


def forwards(apps, schema_editor):
    """Make the rows."""
    make_single_rows(apps)


class Migration(migrations.Migration):
    """See the module's first line."""

    dependencies = [("articles", "0002_history_is_append_only")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
