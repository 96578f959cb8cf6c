"""What must never be in the way of a proposal, whoever writes.

A proposal that goes where no step leads; its terms, texts or options changed once its roll is fixed; two
proposals before the members for one policy; a signature out of its time; an answer taken back.
"""

from django.db import migrations

STEPS_LEAD_ON = """
CREATE FUNCTION governance_step_leads_on() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.state <> OLD.state AND NOT (NEW.state = ANY (CASE OLD.state
    WHEN 'draft' THEN ARRAY['petition', 'announced', 'withdrawn']
    WHEN 'petition' THEN ARRAY['announced', 'withdrawn', 'lapsed']
    WHEN 'announced' THEN ARRAY['comment', 'withdrawn']
    WHEN 'comment' THEN ARRAY['waiting', 'voting', 'withdrawn']
    WHEN 'waiting' THEN ARRAY['comment', 'voting', 'withdrawn', 'lapsed']
    WHEN 'voting' THEN ARRAY['counted', 'void']
    WHEN 'counted' THEN ARRAY['decided', 'rejected']
    WHEN 'decided' THEN ARRAY['in_force', 'answered']
    WHEN 'answered' THEN ARRAY['in_force']
    ELSE ARRAY[]::text[] END)) THEN
    RAISE EXCEPTION 'No step leads from % to %.', OLD.state, NEW.state
      USING ERRCODE = 'check_violation', CONSTRAINT = 'step_leads_on';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER step_leads_on BEFORE UPDATE OF state ON governance_proposal
  FOR EACH ROW EXECUTE FUNCTION governance_step_leads_on();
"""
NO_STEPS_LEAD_ON = """
DROP TRIGGER step_leads_on ON governance_proposal;
DROP FUNCTION governance_step_leads_on();
"""

TERMS_ARE_FIXED = """
CREATE FUNCTION governance_terms_are_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.method, NEW.quorum_percent, NEW.answer_quorum_percent, NEW.majority, NEW.is_advisory,
      NEW.answer_within_days, NEW.in_force_after_days, NEW.roll_rule, NEW.policy_id)
     IS DISTINCT FROM
     (OLD.method, OLD.quorum_percent, OLD.answer_quorum_percent, OLD.majority, OLD.is_advisory,
      OLD.answer_within_days, OLD.in_force_after_days, OLD.roll_rule, OLD.policy_id) THEN
    RAISE EXCEPTION 'How a vote is decided is fixed before it opens.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'terms_are_fixed';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER terms_are_fixed BEFORE UPDATE ON governance_proposal FOR EACH ROW
  WHEN (OLD.state IN ('voting', 'counted', 'decided', 'in_force', 'rejected', 'answered', 'void'))
  EXECUTE FUNCTION governance_terms_are_fixed();
"""
NO_TERMS_ARE_FIXED = """
DROP TRIGGER terms_are_fixed ON governance_proposal;
DROP FUNCTION governance_terms_are_fixed();
"""

# Once there is a roll. A proposal that goes as a whole takes its texts along.
TEXTS_ARE_FIXED = """
CREATE FUNCTION governance_texts_are_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM governance_roll
             WHERE proposal_id = CASE TG_OP WHEN 'DELETE' THEN OLD.proposal_id ELSE NEW.proposal_id END) THEN
    RAISE EXCEPTION 'What is voted on is fixed before the vote opens.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'texts_are_fixed';
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER texts_are_fixed BEFORE INSERT OR UPDATE OR DELETE ON governance_proposaltext
  FOR EACH ROW EXECUTE FUNCTION governance_texts_are_fixed();
CREATE TRIGGER options_are_fixed BEFORE INSERT OR UPDATE OR DELETE ON governance_proposaloption
  FOR EACH ROW EXECUTE FUNCTION governance_texts_are_fixed();
"""
NO_TEXTS_ARE_FIXED = """
DROP TRIGGER texts_are_fixed ON governance_proposaltext;
DROP TRIGGER options_are_fixed ON governance_proposaloption;
DROP FUNCTION governance_texts_are_fixed();
"""

# The claim of a policy is a row of its own, unique by policy: of two at once, the second is refused.
CLAIMS = """
CREATE FUNCTION governance_claim(wanted bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO governance_policyclaim (policy_id, proposal_id)
  SELECT DISTINCT policy_id, proposal_id FROM governance_proposaltext WHERE proposal_id = wanted
  ON CONFLICT (policy_id) DO NOTHING;
  IF EXISTS (SELECT 1 FROM governance_proposaltext text
             JOIN governance_policyclaim claim ON claim.policy_id = text.policy_id
             WHERE text.proposal_id = wanted AND claim.proposal_id <> wanted) THEN
    RAISE EXCEPTION 'Another change of this policy is before the members.'
      USING ERRCODE = 'unique_violation', CONSTRAINT = 'one_proposal_a_policy';
  END IF;
END $$;
CREATE FUNCTION governance_proposal_claims() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.state IN ('announced', 'comment', 'waiting', 'voting', 'counted')
     OR (NEW.state IN ('decided', 'answered') AND NEW.in_force_on IS NOT NULL) THEN
    PERFORM governance_claim(NEW.id);
  ELSE
    DELETE FROM governance_policyclaim WHERE proposal_id = NEW.id;
  END IF;
  RETURN NULL;
END $$;
CREATE FUNCTION governance_text_claims() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM governance_proposal WHERE id = NEW.proposal_id
             AND (state IN ('announced', 'comment', 'waiting', 'voting', 'counted')
                  OR (state IN ('decided', 'answered') AND in_force_on IS NOT NULL))) THEN
    PERFORM governance_claim(NEW.proposal_id);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER proposal_claims AFTER UPDATE OF state, in_force_on ON governance_proposal
  FOR EACH ROW EXECUTE FUNCTION governance_proposal_claims();
CREATE TRIGGER text_claims AFTER INSERT ON governance_proposaltext
  FOR EACH ROW EXECUTE FUNCTION governance_text_claims();
INSERT INTO governance_policyclaim (policy_id, proposal_id)
  SELECT DISTINCT ON (text.policy_id) text.policy_id, proposal.id
  FROM governance_proposal proposal JOIN governance_proposaltext text ON text.proposal_id = proposal.id
  WHERE proposal.state IN ('announced', 'comment', 'waiting', 'voting', 'counted')
  ORDER BY text.policy_id, proposal.id;
SET CONSTRAINTS ALL IMMEDIATE;
"""
NO_CLAIMS = """
DROP TRIGGER proposal_claims ON governance_proposal;
DROP TRIGGER text_claims ON governance_proposaltext;
DROP FUNCTION governance_proposal_claims();
DROP FUNCTION governance_text_claims();
DROP FUNCTION governance_claim(bigint);
"""

SIGNED_IN_TIME = """
CREATE FUNCTION governance_signed_in_time() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM governance_proposal WHERE id = NEW.proposal_id
                 AND state = 'petition' AND clock_timestamp() < petition_closes) THEN
    RAISE EXCEPTION 'No signatures are collected at present.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'signed_in_time';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER signed_in_time BEFORE INSERT ON governance_signature
  FOR EACH ROW EXECUTE FUNCTION governance_signed_in_time();
"""
NO_SIGNED_IN_TIME = """
DROP TRIGGER signed_in_time ON governance_signature;
DROP FUNCTION governance_signed_in_time();
"""

ANSWER_STANDS = """
CREATE FUNCTION governance_answer_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'What the company answered stands.'
    USING ERRCODE = 'check_violation', CONSTRAINT = 'answer_stands';
END $$;
CREATE TRIGGER answer_stands BEFORE UPDATE OF proposal_id, decision, at, was_late ON governance_companyanswer
  FOR EACH ROW EXECUTE FUNCTION governance_answer_stands();
CREATE TRIGGER record_stands BEFORE UPDATE OF proposal_id, state, at ON governance_proposalstep
  FOR EACH ROW EXECUTE FUNCTION governance_answer_stands();
"""
NO_ANSWER_STANDS = """
DROP TRIGGER answer_stands ON governance_companyanswer;
DROP TRIGGER record_stands ON governance_proposalstep;
DROP FUNCTION governance_answer_stands();
"""


class Migration(migrations.Migration):
    dependencies = [("governance", "0012_claims")]

    operations = [
        migrations.RunSQL(STEPS_LEAD_ON, NO_STEPS_LEAD_ON),
        migrations.RunSQL(TERMS_ARE_FIXED, NO_TERMS_ARE_FIXED),
        migrations.RunSQL(TEXTS_ARE_FIXED, NO_TEXTS_ARE_FIXED),
        migrations.RunSQL(CLAIMS, NO_CLAIMS),
        migrations.RunSQL(SIGNED_IN_TIME, NO_SIGNED_IN_TIME),
        migrations.RunSQL(ANSWER_STANDS, NO_ANSWER_STANDS),
    ]
