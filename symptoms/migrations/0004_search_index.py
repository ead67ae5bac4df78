import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """The search tables hold nothing of their own, so they are made anew; `manage.py rebuild_search` fills them."""

    dependencies = [
        ("articles", "0001_initial"),
        ("symptoms", "0003_what_scans_are_compared_by"),
    ]

    operations = [
        migrations.DeleteModel(name="Posting"),
        migrations.DeleteModel(name="SearchEntry"),
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                (
                    "page",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="search_entry",
                        serialize=False,
                        to="articles.page",
                    ),
                ),
                ("uid", models.CharField(max_length=200)),
                ("kind", models.CharField(max_length=20)),
                ("language", models.CharField(max_length=16)),
                ("title", models.CharField(help_text="Folded and stemmed.", max_length=200)),
                ("names", models.JSONField(help_text="Title and names, folded and stemmed.")),
                ("phrases", models.JSONField(help_text="How people describe it, folded and stemmed.")),
                ("text", models.TextField(help_text="Plain words of the page, for snippets.")),
                ("tie", models.BigIntegerField(help_text="From the uid: settles equal scores, and is no alphabet.")),
            ],
            options={
                "verbose_name_plural": "search entries",
            },
        ),
        migrations.CreateModel(
            name="SearchTerm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("term", models.CharField(max_length=40, unique=True)),
                ("pages", models.IntegerField(default=0)),
                ("named", models.IntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="SearchWord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("word", models.CharField(max_length=40, unique=True)),
                ("term", models.CharField(max_length=40)),
            ],
        ),
        migrations.CreateModel(
            name="NameKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(db_index=True, max_length=120)),
                (
                    "source",
                    models.CharField(
                        choices=[("name", "name"), ("misspelling", "misspelling"), ("phrase", "phrase")], max_length=12
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="name_keys", to="symptoms.searchentry"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Posting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("term", models.CharField(max_length=40)),
                ("impact", models.FloatField()),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="postings", to="symptoms.searchentry"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        models.F("term"),
                        models.OrderBy(models.F("impact"), descending=True),
                        models.F("entry"),
                        name="posting_best_first",
                    )
                ],
                "constraints": [models.UniqueConstraint(fields=("term", "entry"), name="posting_once")],
            },
        ),
    ]
