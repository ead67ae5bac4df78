"""The database refuses to change history: no update of editions, sign-offs and events.

PostgreSQL refuses deleting sign-offs and events as well. SQLite's test tools empty tables by deleting, so there the models refuse.
"""

from django.db import migrations

TABLES = ("articles_edition", "articles_signoff", "articles_event")
MESSAGE = "History is only added to, never changed."


def add_triggers(apps, schema_editor):
    """Add them in the dialect at hand."""
    if schema_editor.connection.vendor == "sqlite":
        for table in TABLES:
            schema_editor.execute(
                f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
            )
    else:
        schema_editor.execute(
            "CREATE FUNCTION legwise_append_only() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'restrict_violation'; END $$"
        )
        for table in TABLES:
            schema_editor.execute(
                f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION legwise_append_only()"
            )
        schema_editor.execute(
            "CREATE TRIGGER articles_event_no_delete BEFORE DELETE ON articles_event "
            "FOR EACH ROW EXECUTE FUNCTION legwise_append_only()"
        )


def drop_triggers(apps, schema_editor):
    """Take them away again."""
    if schema_editor.connection.vendor == "sqlite":
        for table in TABLES:
            schema_editor.execute(f"DROP TRIGGER {table}_no_update")
    else:
        schema_editor.execute("DROP FUNCTION legwise_append_only() CASCADE")


class Migration(migrations.Migration):
    """See the module's first lines."""

    dependencies = [("articles", "0001_initial")]
    operations = [migrations.RunPython(add_triggers, drop_triggers)]
