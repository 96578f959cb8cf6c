"""Proposals of before, in the shape of now: their text a row, their outcome in a tier, their state further on."""

from django.db import migrations, models

TEXTS = """
INSERT INTO governance_proposaltext (proposal_id, policy_id, base_id, source, summary)
SELECT id, policy_id, base_id, source, summary FROM governance_proposal;
"""
# What was promised when they were announced: at once in force, any turnout answered in 14 days.
PROMISES = """
UPDATE governance_proposal SET
  drafted_at = announced_at, comment_closes = voting_opens, called_at = announced_at,
  called_by_id = proposed_by_id, answer_quorum_percent = 1, answer_within_days = 14,
  in_force_after_days = 0, roll_rule = '{"account_days": 14}';
"""
COUNTS = """
UPDATE governance_tally SET
  ballots = yes + no + abstain,
  counts = jsonb_build_object('rounds', jsonb_build_array(jsonb_build_object(
    'counts', jsonb_build_object('1', yes, '2', no)))),
  winner = CASE WHEN yes > no THEN 1 WHEN no > yes THEN 2 END,
  tier = CASE WHEN outcome = 'advisory' THEN 'must_answer' ELSE 'binding' END,
  outcome = CASE WHEN yes > no THEN 'adopted' WHEN no > yes THEN 'rejected'
                 WHEN yes + no = 0 THEN 'no_ballots' ELSE 'tie' END;
UPDATE governance_policyversion version SET adopted_by_id = tally.proposal_id
FROM governance_tally tally WHERE tally.version_id = version.id;
"""
STATES = """
UPDATE governance_proposal proposal SET
  decided_at = tally.counted_at,
  answer_due = tally.answer_due,
  in_force_on = (SELECT in_force_from FROM governance_policyversion WHERE id = tally.version_id),
  state = CASE WHEN tally.version_id IS NOT NULL THEN 'in_force'
               WHEN tally.tier = 'must_answer' THEN 'decided' ELSE 'rejected' END
FROM governance_tally tally WHERE tally.proposal_id = proposal.id AND proposal.state = 'counted';
"""
STEPS = """
INSERT INTO governance_proposalstep (proposal_id, state, at, by_id, note)
SELECT id, step, moment, CASE WHEN step = 'announced' THEN proposed_by_id END, ''
FROM governance_proposal CROSS JOIN LATERAL (VALUES
  ('announced', announced_at, true),
  ('comment', comment_opens, state <> 'announced'),
  ('voting', voting_opens, state NOT IN ('announced', 'comment')),
  ('counted', decided_at, decided_at IS NOT NULL),
  (state, decided_at, decided_at IS NOT NULL)
) steps (step, moment, happened)
WHERE happened ORDER BY id, moment;
"""
VOTED = """
UPDATE governance_rollentry entry SET voted = true
FROM governance_ballot ballot WHERE ballot.entry_id = entry.id;
UPDATE governance_roll roll SET voted_count =
  (SELECT count(*) FROM governance_rollentry WHERE roll_id = roll.id AND voted);
"""
AT_ONCE = "SET CONSTRAINTS ALL IMMEDIATE"


class Migration(migrations.Migration):
    dependencies = [("governance", "0004_process")]

    operations = [
        *(
            migrations.RunSQL(sql, migrations.RunSQL.noop)
            for sql in (TEXTS, PROMISES, COUNTS, STATES, STEPS, VOTED, AT_ONCE)
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ('announced', 'comment', 'waiting', 'voting', 'counted'))), fields=('policy',), name='one_proposal_before_members'),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.CheckConstraint(condition=models.Q(('answer_quorum_percent__gte', 1), ('answer_quorum_percent__lte', models.F('binding_quorum_percent'))), name='proposal_answer_quorum_is_lower'),
        ),
        migrations.AddConstraint(
            model_name='tally',
            constraint=models.CheckConstraint(condition=models.Q(('roll_size__gte', models.F('ballots')), ('ballots__gte', models.F('abstain'))), name='tally_ballots_within_the_roll'),
        ),
    ]
