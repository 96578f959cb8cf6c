"""Fewer and smaller indexes under evidence and intents: each row that is graded again is written into all that hold it.

Made and dropped beside running work. Django itself would check each foreign key anew to take its index away.
"""

import django.db.models.deletion
from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models

FIELDS = {
    "analytics_supportintent": ("consent", "topic", "article", "space", "board", "product"),
    "analytics_intentevidence": ("intent", "consent", "topic", "article", "survey", "solution", "enquiry", "case", "touch"),
}
COPIED = {"analytics_supportintent": ("space", "board", "product"), "analytics_intentevidence": ("intent",)}
"""What grading copies from rows that are checked themselves."""
WHOLE = """
SELECT index.relname FROM pg_index
JOIN pg_class index ON index.oid = indexrelid
JOIN pg_attribute held ON held.attrelid = indrelid AND held.attnum = ANY(indkey)
WHERE indrelid = %s::regclass AND NOT indisunique AND indpred IS NULL AND indnkeyatts = 1 AND held.attname = ANY(%s)
"""
CHECKED = """
SELECT conname FROM pg_constraint
JOIN pg_attribute held ON held.attrelid = conrelid AND held.attnum = ANY(conkey)
WHERE conrelid = %s::regclass AND contype = 'f' AND held.attname = ANY(%s)
"""


def drop_whole_ones(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        for table, fields in FIELDS.items():
            cursor.execute(WHOLE, [table, [f"{field}_id" for field in fields]])
            for (name,) in cursor.fetchall():
                cursor.execute(f'DROP INDEX CONCURRENTLY "{name}"')
        for table, fields in COPIED.items():
            cursor.execute(CHECKED, [table, [f"{field}_id" for field in fields]])
            for (name,) in cursor.fetchall():
                cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ('accounts', '0015_completion'),
        ("analytics", "0013_lead_wrote"),
        ('content', '0004_help_articles'),
        ('forums', '0023_board_closing'),
        ('spaces', '0006_indexing'),
        ('support', '0007_batches'),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='intentevidence',
            index=models.Index(condition=models.Q(('consent__isnull', False)), fields=['consent'], name='evidence_of_consent'),
        ),
        AddIndexConcurrently(
            model_name='intentevidence',
            index=models.Index(condition=models.Q(('topic__isnull', False)), fields=['topic'], name='evidence_of_topic'),
        ),
        AddIndexConcurrently(
            model_name='intentevidence',
            index=models.Index(condition=models.Q(('article__isnull', False)), fields=['article'], name='evidence_of_article'),
        ),
        AddIndexConcurrently(
            model_name='intentevidence',
            index=models.Index(condition=models.Q(('survey__isnull', False)), fields=['survey'], name='evidence_of_survey'),
        ),
        AddIndexConcurrently(
            model_name='intentevidence',
            index=models.Index(condition=models.Q(('solution__isnull', False)), fields=['solution'], name='evidence_of_solution'),
        ),
        AddIndexConcurrently(
            model_name='intentevidence',
            index=models.Index(condition=models.Q(('enquiry__isnull', False)), fields=['enquiry'], name='evidence_of_enquiry'),
        ),
        AddIndexConcurrently(
            model_name='intentevidence',
            index=models.Index(condition=models.Q(('case__isnull', False)), fields=['case'], name='evidence_of_case'),
        ),
        AddIndexConcurrently(
            model_name='intentevidence',
            index=models.Index(condition=models.Q(('touch__isnull', False)), fields=['touch'], name='evidence_of_touch'),
        ),
        AddIndexConcurrently(
            model_name='supportintent',
            index=models.Index(fields=['opened_at'], name='intent_opened'),
        ),
        AddIndexConcurrently(
            model_name='supportintent',
            index=models.Index(condition=models.Q(('consent__isnull', False)), fields=['consent'], name='intent_of_consent'),
        ),
        AddIndexConcurrently(
            model_name='supportintent',
            index=models.Index(condition=models.Q(('topic__isnull', False)), fields=['topic'], name='intent_of_topic'),
        ),
        AddIndexConcurrently(
            model_name='supportintent',
            index=models.Index(condition=models.Q(('article__isnull', False)), fields=['article'], name='intent_of_article'),
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    [
                        "CREATE UNIQUE INDEX CONCURRENTLY evidence_once_of_subject ON analytics_intentevidence"
                        " (subject, kind, topic_id, article_id, solution_id) NULLS NOT DISTINCT",
                        "ALTER TABLE analytics_intentevidence"
                        " ADD CONSTRAINT evidence_once_of_subject UNIQUE USING INDEX evidence_once_of_subject",
                    ],
                    "ALTER TABLE analytics_intentevidence DROP CONSTRAINT evidence_once_of_subject",
                ),
            ],
            state_operations=[
                migrations.AddConstraint(
                    model_name='intentevidence',
                    constraint=models.UniqueConstraint(fields=('subject', 'kind', 'topic', 'article', 'solution'), name='evidence_once_of_subject', nulls_distinct=False),
                ),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='intentevidence',
            name='evidence_once_a_row',
        ),
        RemoveIndexConcurrently(
            model_name='intentevidence',
            name='evidence_of_subject',
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(drop_whole_ones, migrations.RunPython.noop)],
            state_operations=[
                migrations.AlterField(
                    model_name='intentevidence',
                    name='article',
                    field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='content.article'),
                ),
                migrations.AlterField(
                    model_name='intentevidence',
                    name='case',
                    field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='support.case'),
                ),
                migrations.AlterField(
                    model_name='intentevidence',
                    name='consent',
                    field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='accounts.consent'),
                ),
                migrations.AlterField(
                    model_name='intentevidence',
                    name='enquiry',
                    field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='support.enquiry'),
                ),
                migrations.AlterField(
                    model_name='intentevidence',
                    name='intent',
                    field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, help_text='written by grading alone, and in no index, so that a row stays where it is: found by its key besides', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='evidence', to='analytics.supportintent'),
                ),
                migrations.AlterField(
                    model_name='intentevidence',
                    name='solution',
                    field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='forums.solution'),
                ),
                migrations.AlterField(
                    model_name='intentevidence',
                    name='survey',
                    field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='analytics.surveyanswer'),
                ),
                migrations.AlterField(
                    model_name='intentevidence',
                    name='topic',
                    field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='forums.topic'),
                ),
                migrations.AlterField(
                    model_name='intentevidence',
                    name='touch',
                    field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='analytics.touch'),
                ),
                migrations.AlterField(
                    model_name='supportintent',
                    name='article',
                    field=models.ForeignKey(blank=True, db_index=False, help_text='the help article that decided the grade', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='content.article'),
                ),
                migrations.AlterField(
                    model_name='supportintent',
                    name='board',
                    field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='forums.board'),
                ),
                migrations.AlterField(
                    model_name='supportintent',
                    name='consent',
                    field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='accounts.consent'),
                ),
                migrations.AlterField(
                    model_name='supportintent',
                    name='product',
                    field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='support.product'),
                ),
                migrations.AlterField(
                    model_name='supportintent',
                    name='space',
                    field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='spaces.space'),
                ),
                migrations.AlterField(
                    model_name='supportintent',
                    name='topic',
                    field=models.ForeignKey(blank=True, db_index=False, help_text='the conversation that decided the grade, else the one it was about', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='forums.topic'),
                ),
            ],
        ),
        # Room for a row's next version beside it.
        migrations.RunSQL("ALTER TABLE analytics_intentevidence SET (fillfactor = 50)", "ALTER TABLE analytics_intentevidence RESET (fillfactor)"),
        # Questions that became cases by the clock are no contacts: they are counted anew without.
        migrations.RunSQL("DELETE FROM analytics_rolledup WHERE measure = 'contacts'", migrations.RunSQL.noop),
    ]
