import django.contrib.postgres.indexes
import django.db.models.functions.text
from django.contrib.postgres.operations import AddIndexConcurrently, TrigramExtension
from django.db import migrations


class Migration(migrations.Migration):
    """Made while people go on writing."""

    atomic = False
    dependencies = [("forums", "0010_kept_words")]

    operations = [
        TrigramExtension(),
        AddIndexConcurrently(
            model_name="topic",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass(
                    django.db.models.functions.text.Upper("title"), name="gin_trgm_ops"
                ),
                name="topic_title_words",
            ),
        ),
    ]
