from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("symptoms", "0005_comparisons"),
    ]

    operations = [
        migrations.AddField(
            model_name="word",
            name="in_guide",
            field=models.BooleanField(
                default=True,
                help_text=(
                    "Readers may tick it. Never for what happened before, how long it lasts or what somebody measured."
                ),
                verbose_name="in the leg guide",
            ),
        ),
    ]
