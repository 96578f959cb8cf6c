from django.db import migrations

FILL = """
UPDATE forums_topic SET tag_names = found.names
FROM (
    SELECT item.object_id, array_agg(tag.name ORDER BY tag.name) AS names
    FROM taggit_taggeditem item
    JOIN taggit_tag tag ON tag.id = item.tag_id
    JOIN django_content_type kind ON kind.id = item.content_type_id
    WHERE kind.app_label = 'forums' AND kind.model = 'topic'
    GROUP BY item.object_id
) found
WHERE found.object_id = forums_topic.id
"""


class Migration(migrations.Migration):
    """Topics from before `tag_names` get the names of their tags."""

    dependencies = [
        ("forums", "0003_conversations"),
        ("taggit", "0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
