"""What must never be, whoever writes: a ballot outside of its dates, a version rewritten, a policy without a text in force."""

from django.db import migrations

BALLOT_IN_TIME = """
CREATE FUNCTION governance_ballot_in_time() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE vote record;
BEGIN
  -- Shared, so that ballots do not wait for each other, but the count waits for them.
  SELECT proposal.state, proposal.voting_opens, proposal.closes INTO vote
  FROM governance_proposal proposal
  JOIN governance_roll roll ON roll.proposal_id = proposal.id
  JOIN governance_rollentry entry ON entry.roll_id = roll.id
  WHERE entry.id = NEW.entry_id
  FOR SHARE OF proposal;
  IF NOT FOUND OR vote.state <> 'voting'
     OR clock_timestamp() < vote.voting_opens OR clock_timestamp() >= vote.closes THEN
    RAISE EXCEPTION 'This vote is not open.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'ballot_in_time';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER ballot_in_time BEFORE INSERT OR UPDATE ON governance_ballot
  FOR EACH ROW EXECUTE FUNCTION governance_ballot_in_time();
"""
NO_BALLOT_IN_TIME = """
DROP TRIGGER ballot_in_time ON governance_ballot;
DROP FUNCTION governance_ballot_in_time();
"""

VERSION_KEEPS_TEXT = """
CREATE FUNCTION governance_version_keeps_text() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.source <> OLD.source OR NEW.number <> OLD.number OR NEW.policy_id <> OLD.policy_id THEN
    RAISE EXCEPTION 'A version of a policy is never rewritten; propose a new one.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'version_keeps_text';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER version_keeps_text BEFORE UPDATE ON governance_policyversion
  FOR EACH ROW EXECUTE FUNCTION governance_version_keeps_text();
"""
NO_VERSION_KEEPS_TEXT = """
DROP TRIGGER version_keeps_text ON governance_policyversion;
DROP FUNCTION governance_version_keeps_text();
"""

# Looked at on commit, so that one version may follow the other within a transaction.
POLICY_HAS_TEXT = """
CREATE FUNCTION governance_policy_has_text() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM governance_policyversion
                 WHERE policy_id = NEW.policy_id AND superseded_at IS NULL) THEN
    RAISE EXCEPTION 'A policy has exactly one version in force.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'policy_has_text';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER policy_has_text AFTER INSERT OR UPDATE ON governance_policyversion
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION governance_policy_has_text();
"""
NO_POLICY_HAS_TEXT = """
DROP TRIGGER policy_has_text ON governance_policyversion;
DROP FUNCTION governance_policy_has_text();
"""


class Migration(migrations.Migration):
    dependencies = [("governance", "0001_initial")]

    operations = [
        migrations.RunSQL(BALLOT_IN_TIME, NO_BALLOT_IN_TIME),
        migrations.RunSQL(VERSION_KEEPS_TEXT, NO_VERSION_KEEPS_TEXT),
        migrations.RunSQL(POLICY_HAS_TEXT, NO_POLICY_HAS_TEXT),
    ]
