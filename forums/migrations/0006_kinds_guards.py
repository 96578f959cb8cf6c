"""What must never be, whoever writes: a ballot in a poll that is closed. And what the company said lately counts from the start."""

from django.db import migrations

BALLOT_IN_TIME = """
CREATE FUNCTION forums_poll_ballot_in_time() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE until timestamptz;
BEGIN
  SELECT closes_at INTO until FROM forums_poll WHERE id = NEW.poll_id;
  IF until IS NOT NULL AND clock_timestamp() >= until THEN
    RAISE EXCEPTION 'This poll is closed.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'poll_ballot_in_time';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER poll_ballot_in_time BEFORE INSERT OR UPDATE OF choices, poll_id ON forums_pollballot
  FOR EACH ROW EXECUTE FUNCTION forums_poll_ballot_in_time();
"""
NO_BALLOT_IN_TIME = """
DROP TRIGGER poll_ballot_in_time ON forums_pollballot;
DROP FUNCTION forums_poll_ballot_in_time();
"""

COUNT_ANNOUNCEMENTS = """
INSERT INTO forums_noisespending (space_id, topic_id, spent_by_id, spent_at, reason)
SELECT space_id, id, author_id, created_at, '' FROM forums_topic
WHERE kind = 'announcement' AND created_at > now() - interval '30 days'
ON CONFLICT DO NOTHING;
"""


class Migration(migrations.Migration):
    dependencies = [("forums", "0005_kinds")]
    operations = [
        migrations.RunSQL(BALLOT_IN_TIME, NO_BALLOT_IN_TIME),
        migrations.RunSQL(COUNT_ANNOUNCEMENTS, migrations.RunSQL.noop),
    ]
