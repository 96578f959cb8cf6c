"""An open vote is not kept open longer than was said, and of a vote that is over no date changes."""

from django.db import migrations

CLOSE_STAYS = """
CREATE FUNCTION governance_close_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'The close of a vote is not put off.'
    USING ERRCODE = 'check_violation', CONSTRAINT = 'close_stays';
END $$;
CREATE TRIGGER close_stays BEFORE UPDATE OF voting_opens, closes ON governance_proposal FOR EACH ROW
  WHEN ((OLD.state = 'voting' AND NEW.closes > OLD.closes)
        OR (OLD.state IN ('counted', 'decided', 'in_force', 'rejected', 'answered', 'void')
            AND (NEW.voting_opens, NEW.closes) IS DISTINCT FROM (OLD.voting_opens, OLD.closes)))
  EXECUTE FUNCTION governance_close_stays();
"""
NO_CLOSE_STAYS = """
DROP TRIGGER close_stays ON governance_proposal;
DROP FUNCTION governance_close_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("governance", "0014_roll_page_words")]

    operations = [migrations.RunSQL(CLOSE_STAYS, NO_CLOSE_STAYS)]
