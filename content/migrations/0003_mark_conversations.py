from django.db import migrations

MARK = """
UPDATE forums_topic SET about = 'article'
WHERE id IN (SELECT topic_id FROM content_article WHERE topic_id IS NOT NULL)
"""


class Migration(migrations.Migration):
    """Conversations from before say now of what they are."""

    dependencies = [("content", "0002_library"), ("forums", "0012_topic_about")]

    operations = [migrations.RunSQL(MARK, migrations.RunSQL.noop)]
