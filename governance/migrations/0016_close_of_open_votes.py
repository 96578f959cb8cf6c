"""What 0015 refuses is a close in the future for a vote that was to end earlier, and other dates for one that is counted."""

from django.db import migrations

SAME_TRIGGER = """
DROP TRIGGER close_stays ON governance_proposal;
CREATE TRIGGER close_stays BEFORE UPDATE OF voting_opens, closes ON governance_proposal FOR EACH ROW
  WHEN ((OLD.state = 'voting' AND NEW.closes > OLD.closes AND NEW.closes > clock_timestamp())
        OR (OLD.state IN ('counted', 'decided', 'in_force', 'rejected', 'answered')
            AND (NEW.voting_opens, NEW.closes) IS DISTINCT FROM (OLD.voting_opens, OLD.closes)))
  EXECUTE FUNCTION governance_close_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("governance", "0015_close_stays")]

    operations = [migrations.RunSQL(SAME_TRIGGER, migrations.RunSQL.noop)]
