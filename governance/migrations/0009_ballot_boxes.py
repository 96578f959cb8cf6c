"""Boxes of votes: what the database refuses of them, whoever writes. Ballots of before lose the link to their members."""

import secrets

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import governance.models.box
from governance.secrecy import box, keys, traces
from governance.secrecy.pseudonyms import pseudonym

INTO_BOX = """
CREATE FUNCTION governance_ballot_into_box() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE vote record;
BEGIN
  -- Read without a lock: the dates of an open vote stay as they are, and its close waits for this table.
  SELECT state, voting_opens, closes INTO vote
  FROM governance_proposal WHERE id = TG_ARGV[0]::bigint;
  IF NOT FOUND OR vote.state <> 'voting' OR vote.closes IS NULL
     OR clock_timestamp() < vote.voting_opens OR clock_timestamp() >= vote.closes THEN
    RAISE EXCEPTION 'This vote is not open.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'ballot_in_time';
  END IF;
  RETURN NEW;
END $$;
"""
REPLACED = """
CREATE FUNCTION governance_keep_replaced_receipt() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.receipt_hash <> OLD.receipt_hash THEN
    EXECUTE format('INSERT INTO %I (receipt_hash) VALUES ($1)', TG_TABLE_NAME) USING OLD.receipt_hash;
  END IF;
  RETURN NULL;
END $$;
"""
STAYS = """
CREATE FUNCTION governance_ballot_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'A ballot is changed by its member and taken out by nobody.'
    USING ERRCODE = 'check_violation', CONSTRAINT = 'ballot_stays';
END $$;
"""
EACH_ONCE = """
CREATE FUNCTION governance_names_each_once(choice smallint[]) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT count(*) = count(DISTINCT each) FROM unnest(choice) AS each
$$;
"""
NAMES = ["ballot_into_box()", "keep_replaced_receipt()", "ballot_stays()", "names_each_once(smallint[])"]
# Of votes that are counted: in random order, and from then on nobody's.
COUNTED = """
INSERT INTO governance_countedballot (proposal_id, receipt_hash, choice, reason)
SELECT roll.proposal_id, sha256(convert_to(ballot.receipt, 'UTF8')),
  (CASE ballot.choice WHEN 'yes' THEN ARRAY[1] WHEN 'no' THEN ARRAY[2] ELSE ARRAY[]::int[] END)::smallint[], ''
FROM governance_ballot ballot
JOIN governance_rollentry entry ON entry.id = ballot.entry_id
JOIN governance_roll roll ON roll.id = entry.roll_id
JOIN governance_proposal proposal ON proposal.id = roll.proposal_id
WHERE proposal.state <> 'voting'
  AND NOT EXISTS (SELECT FROM governance_countedballot WHERE proposal_id = proposal.id)
ORDER BY sha256(%s || convert_to(ballot.receipt, 'UTF8'))
"""
OPEN = """
SELECT entry.member_id,
  (CASE ballot.choice WHEN 'yes' THEN ARRAY[1] WHEN 'no' THEN ARRAY[2] ELSE ARRAY[]::int[] END)::smallint[],
  sha256(convert_to(ballot.receipt, 'UTF8'))
FROM governance_ballot ballot
JOIN governance_rollentry entry ON entry.id = ballot.entry_id
JOIN governance_roll roll ON roll.id = entry.roll_id
WHERE roll.proposal_id = %s ORDER BY ballot.receipt
"""


def rewrite(apps, schema_editor):
    """Open votes go on, their ballots now in a box; at its close who voted is marked for all at once."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(COUNTED, [secrets.token_bytes(32)])
        for proposal in apps.get_model("governance", "Proposal").objects.filter(state="voting"):
            _open(apps, proposal, cursor)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def _open(apps, proposal, cursor):
    uid = secrets.token_hex(8)
    kept = governance.models.box.BallotBox(proposal_id=proposal.pk, uid=uid)
    key = keys.make_key(kept.key_name)
    apps.get_model("governance", "BallotBox").objects.create(
        proposal=proposal, uid=uid, key_hash=kept.hash_of(key), opened_at=proposal.voting_opens
    )
    box.make(proposal.pk, options=[1, 2], most=1, mark=traces.mark_of(uid))
    table = box.table(proposal.pk)
    cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER ballot_in_time")  # the close may have passed
    cursor.execute(OPEN, [proposal.pk])
    for member, choice, receipt in cursor.fetchall():
        cursor.execute(
            f"INSERT INTO {table} (pseudonym, choice, receipt_hash) VALUES (%s, %s, %s)",
            [pseudonym(key, member), choice, receipt],
        )
    cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER ballot_in_time")
    cursor.execute(
        "UPDATE governance_rollentry SET voted = false FROM governance_roll roll"
        " WHERE roll.id = roll_id AND roll.proposal_id = %s AND voted",
        [proposal.pk],
    )


class Migration(migrations.Migration):
    dependencies = [("governance", "0008_tally_files")]

    operations = [
        *(
            migrations.RunSQL(made, f"DROP FUNCTION governance_{name}")
            for made, name in zip([INTO_BOX, REPLACED, STAYS, EACH_ONCE], NAMES, strict=True)
        ),
        migrations.CreateModel(
            name='BallotBox',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.CharField(default=governance.models.box.new_uid, max_length=16, unique=True)),
                ('key_hash', models.BinaryField(help_text='by it the right key is known, not made')),
                ('opened_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('emptied_at', models.DateTimeField(blank=True, help_text='when the ballots were rewritten, or thrown away', null=True)),
                ('emptied_lsn', models.CharField(blank=True, help_text="how far the database's log was then", max_length=20)),
                ('key_destroyed_at', models.DateTimeField(blank=True, null=True)),
                ('traces_due', models.DateTimeField(blank=True, help_text='by when the traces of the voting period are destroyed', null=True)),
                ('traces_destroyed_at', models.DateTimeField(blank=True, null=True)),
                ('traces', models.JSONField(db_default={}, default=dict, help_text='what was looked through')),
                ('backups', models.JSONField(db_default=[], default=list, help_text='names of backups made while voting ran')),
                ('proposal', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='box', to='governance.proposal')),
            ],
            options={
                'verbose_name_plural': 'ballot boxes',
            },
        ),
        migrations.AddConstraint(
            model_name='ballotbox',
            constraint=models.CheckConstraint(condition=models.Q(('key_destroyed_at', None), ('emptied_at__lte', models.F('key_destroyed_at')), _connector='OR'), name='key_outlives_box'),
        ),
        migrations.AddConstraint(
            model_name='ballotbox',
            constraint=models.CheckConstraint(condition=models.Q(('traces_destroyed_at', None), models.Q(('key_destroyed_at', None), _negated=True), _connector='OR'), name='traces_after_key'),
        ),
        migrations.RunPython(rewrite, migrations.RunPython.noop),
        migrations.DeleteModel("Ballot"),
        migrations.RunSQL("DROP FUNCTION governance_ballot_in_time()"),
    ]
