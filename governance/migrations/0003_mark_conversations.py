from django.db import migrations

MARK = """
UPDATE forums_topic SET about = 'proposal'
WHERE id IN (SELECT topic_id FROM governance_proposal WHERE topic_id IS NOT NULL)
"""


class Migration(migrations.Migration):
    """Conversations from before say now of what they are."""

    dependencies = [("governance", "0002_guards"), ("forums", "0012_topic_about")]

    operations = [migrations.RunSQL(MARK, migrations.RunSQL.noop)]
