"""What must never be after the close: what follows from a count put off, a count or its ballots written anew, an answer or a version taken out."""

from django.db import migrations

# A date may be set where there was none; what is set and public stays.
DATES_STAND = """
CREATE FUNCTION governance_dates_stand() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'What follows from a count has its dates, and they stand.'
    USING ERRCODE = 'check_violation', CONSTRAINT = 'dates_stand';
END $$;
CREATE TRIGGER dates_stand BEFORE UPDATE ON governance_proposal FOR EACH ROW
  WHEN (OLD.state IN ('counted', 'decided', 'in_force', 'rejected', 'answered', 'void') AND (
    (OLD.decided_at IS NOT NULL AND NEW.decided_at IS DISTINCT FROM OLD.decided_at)
    OR (OLD.answer_due IS NOT NULL AND NEW.answer_due IS DISTINCT FROM OLD.answer_due)
    OR (OLD.answered_at IS NOT NULL AND NEW.answered_at IS DISTINCT FROM OLD.answered_at)
    OR (OLD.in_force_on IS NOT NULL AND NEW.in_force_on IS DISTINCT FROM OLD.in_force_on)))
  EXECUTE FUNCTION governance_dates_stand();
"""
NO_DATES_STAND = """
DROP TRIGGER dates_stand ON governance_proposal;
DROP FUNCTION governance_dates_stand();
"""

COUNT_STANDS = """
CREATE FUNCTION governance_count_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'What was counted and published of a vote stands.'
    USING ERRCODE = 'check_violation', CONSTRAINT = 'count_stands';
END $$;
CREATE TRIGGER count_stands BEFORE UPDATE OR DELETE ON governance_tally
  FOR EACH ROW EXECUTE FUNCTION governance_count_stands();
CREATE TRIGGER count_stands BEFORE UPDATE OR DELETE ON governance_countedballot
  FOR EACH ROW EXECUTE FUNCTION governance_count_stands();
CREATE TRIGGER count_stands BEFORE UPDATE OR DELETE ON governance_supersededreceipt
  FOR EACH ROW EXECUTE FUNCTION governance_count_stands();
CREATE TRIGGER count_stands BEFORE UPDATE OF root, leaves, signature, count OR DELETE ON governance_receiptroot
  FOR EACH ROW EXECUTE FUNCTION governance_count_stands();
-- Ballots are added by the close alone, before there is a count.
CREATE FUNCTION governance_counted_before_tally() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM (SELECT DISTINCT proposal_id FROM added) AS vote
             JOIN governance_tally tally ON tally.proposal_id = vote.proposal_id) THEN
    RAISE EXCEPTION 'This vote is counted: no ballot is added.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'count_stands';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER counted_before_tally AFTER INSERT ON governance_countedballot
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT
  EXECUTE FUNCTION governance_counted_before_tally();
"""
NO_COUNT_STANDS = """
DROP TRIGGER counted_before_tally ON governance_countedballot;
DROP FUNCTION governance_counted_before_tally();
DROP TRIGGER count_stands ON governance_receiptroot;
DROP TRIGGER count_stands ON governance_supersededreceipt;
DROP TRIGGER count_stands ON governance_countedballot;
DROP TRIGGER count_stands ON governance_tally;
DROP FUNCTION governance_count_stands();
"""

# An answer may name somebody who gave up that name, so its words can change for that; it is never taken back. Nor is a version
# that members lived under taken out, or dated anew.
WORDS_STAND = """
CREATE FUNCTION governance_words_stand() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'What was in force, or answered in public, is kept word for word.'
    USING ERRCODE = 'check_violation', CONSTRAINT = 'words_stand';
END $$;
CREATE TRIGGER words_stay BEFORE DELETE ON governance_companyanswer
  FOR EACH ROW EXECUTE FUNCTION governance_words_stand();
CREATE TRIGGER words_stay BEFORE DELETE ON governance_policyversion
  FOR EACH ROW EXECUTE FUNCTION governance_words_stand();
CREATE TRIGGER dates_of_version_stand BEFORE UPDATE ON governance_policyversion FOR EACH ROW
  WHEN (NEW.in_force_from <> OLD.in_force_from OR NEW.adopted_by_id IS DISTINCT FROM OLD.adopted_by_id
    OR (OLD.superseded_at IS NOT NULL AND NEW.superseded_at IS DISTINCT FROM OLD.superseded_at))
  EXECUTE FUNCTION governance_words_stand();
"""
NO_WORDS_STAND = """
DROP TRIGGER dates_of_version_stand ON governance_policyversion;
DROP TRIGGER words_stay ON governance_policyversion;
DROP TRIGGER words_stay ON governance_companyanswer;
DROP FUNCTION governance_words_stand();
"""


class Migration(migrations.Migration):
    dependencies = [("governance", "0016_close_of_open_votes")]

    operations = [
        migrations.RunSQL(DATES_STAND, NO_DATES_STAND),
        migrations.RunSQL(COUNT_STANDS, NO_COUNT_STANDS),
        migrations.RunSQL(WORDS_STAND, NO_WORDS_STAND),
    ]
