"""The roll as it was fixed: who is on it, by which rule and with which salt stands for good, whoever writes.

Entries hold no foreign keys in the database: a million of them, asked one by one, would take longer than the roll may. What
the keys would hold is held otherwise: members are never deleted (they become tombstones), and rolls are kept by a trigger.
"""

import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


# Once a statement, not once a row: a million rows are added in one.
FILLED_BEFORE_OPENING = """
CREATE FUNCTION governance_roll_filled_before_opening() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT FROM (SELECT DISTINCT roll_id FROM added) AS filled
    LEFT JOIN governance_roll roll ON roll.id = filled.roll_id
    LEFT JOIN governance_proposal proposal ON proposal.id = roll.proposal_id
    WHERE roll.id IS NULL OR proposal.state NOT IN ('announced', 'comment', 'waiting')
  ) THEN
    RAISE EXCEPTION 'The roll is fixed when voting opens; nobody is added later.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'roll_is_fixed';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER roll_is_fixed AFTER INSERT ON governance_rollentry
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT
  EXECUTE FUNCTION governance_roll_filled_before_opening();
CREATE TRIGGER roll_page_is_fixed AFTER INSERT ON governance_rollpage
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT
  EXECUTE FUNCTION governance_roll_filled_before_opening();
"""
STANDS = """
CREATE FUNCTION governance_roll_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'The roll is fixed when voting opens, and stands for good.'
    USING ERRCODE = 'check_violation', CONSTRAINT = 'roll_stands';
END $$;
-- That somebody voted or was shown the ballot is written once, and never taken back.
CREATE TRIGGER roll_entry_stands BEFORE UPDATE ON governance_rollentry FOR EACH ROW
  WHEN (NEW.id <> OLD.id OR NEW.roll_id <> OLD.roll_id OR NEW.member_id <> OLD.member_id
    OR NEW.salt IS DISTINCT FROM OLD.salt OR (OLD.voted AND NOT NEW.voted) OR (OLD.shown AND NOT NEW.shown))
  EXECUTE FUNCTION governance_roll_stands();
CREATE TRIGGER roll_entry_stays BEFORE DELETE ON governance_rollentry FOR EACH ROW
  EXECUTE FUNCTION governance_roll_stands();
CREATE TRIGGER roll_page_stands BEFORE UPDATE OR DELETE ON governance_rollpage FOR EACH ROW
  EXECUTE FUNCTION governance_roll_stands();
CREATE TRIGGER roll_stays BEFORE DELETE ON governance_roll FOR EACH ROW
  EXECUTE FUNCTION governance_roll_stands();
-- Its size and root are written while it is being fixed, in one transaction; a root is never changed.
CREATE TRIGGER roll_stands BEFORE UPDATE ON governance_roll FOR EACH ROW
  WHEN (OLD.entries_root IS NOT NULL AND (NEW.entries_root IS DISTINCT FROM OLD.entries_root
    OR NEW.size <> OLD.size OR NEW.rule <> OLD.rule OR NEW.rule_facts <> OLD.rule_facts
    OR NEW.fixed_at <> OLD.fixed_at OR NEW.proposal_id <> OLD.proposal_id))
  EXECUTE FUNCTION governance_roll_stands();
"""
NO_FILLED = """
DROP TRIGGER roll_page_is_fixed ON governance_rollpage;
DROP TRIGGER roll_is_fixed ON governance_rollentry;
DROP FUNCTION governance_roll_filled_before_opening();
"""
NO_STANDS = """
DROP TRIGGER roll_stands ON governance_roll;
DROP TRIGGER roll_stays ON governance_roll;
DROP TRIGGER roll_page_stands ON governance_rollpage;
DROP TRIGGER roll_entry_stays ON governance_rollentry;
DROP TRIGGER roll_entry_stands ON governance_rollentry;
DROP FUNCTION governance_roll_stands();
"""


class Migration(migrations.Migration):

    dependencies = [
        ("governance", "0010_commenting"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='RollObjection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.TextField(max_length=2000)),
                ('made_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('answer', models.TextField(blank=True, db_default='', default='', max_length=2000)),
                ('is_upheld', models.BooleanField(blank=True, null=True)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name='RollPage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(help_text='0, 1, 2, …')),
                ('hashes', models.BinaryField()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='rollentry',
            name='on_roll_once',
        ),
        migrations.RemoveField(
            model_name='rollentry',
            name='hash',
        ),
        migrations.AlterField(
            model_name='rollentry',
            name='member',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='roll_entries', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='rollentry',
            name='roll',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='governance.roll'),
        ),
        migrations.AlterField(
            model_name='rollentry',
            name='salt',
            field=models.BinaryField(help_text='shown to its member alone', null=True),
        ),
        migrations.AddIndex(
            model_name='rollentry',
            index=django.contrib.postgres.indexes.BrinIndex(fields=['roll'], name='entries_of_roll'),
        ),
        migrations.AddConstraint(
            model_name='rollentry',
            constraint=models.UniqueConstraint(fields=('member', 'roll'), name='on_a_roll_once'),
        ),
        migrations.AddField(
            model_name='rollobjection',
            name='answered_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='rollobjection',
            name='member',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='roll_objections', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='rollobjection',
            name='proposal',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='roll_objections', to='governance.proposal'),
        ),
        migrations.AddField(
            model_name='rollpage',
            name='roll',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='pages', to='governance.roll'),
        ),
        migrations.AddConstraint(
            model_name='rollobjection',
            constraint=models.UniqueConstraint(fields=('proposal', 'member'), name='roll_objection_once'),
        ),
        migrations.AddConstraint(
            model_name='rollobjection',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answered_at', None), ('is_upheld', None)), models.Q(('answered_at__isnull', False), ('is_upheld__isnull', False)), _connector='OR'), name='roll_objection_answered_whole'),
        ),
        migrations.AddConstraint(
            model_name='rollpage',
            constraint=models.UniqueConstraint(fields=('roll', 'number'), name='roll_page_number'),
        ),
        migrations.RunSQL("ALTER TABLE governance_rollentry SET (fillfactor = 90)", migrations.RunSQL.noop),
        migrations.RunSQL(FILLED_BEFORE_OPENING, NO_FILLED),
        migrations.RunSQL(STANDS, NO_STANDS),
    ]
