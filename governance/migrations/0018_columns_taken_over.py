from django.db import migrations

# What 0004 handed over to texts and counts, and 0005 copied. A database made at once never had it.
DROP = """
ALTER TABLE governance_proposal
    DROP COLUMN IF EXISTS base_id, DROP COLUMN IF EXISTS source, DROP COLUMN IF EXISTS summary;
ALTER TABLE governance_tally
    DROP COLUMN IF EXISTS answer_due, DROP COLUMN IF EXISTS version_id, DROP COLUMN IF EXISTS yes, DROP COLUMN IF EXISTS no;
"""


class Migration(migrations.Migration):
    """The columns that texts and counts took over long ago are gone."""

    dependencies = [("governance", "0017_counts_stand")]

    operations = [migrations.RunSQL(DROP, migrations.RunSQL.noop)]
