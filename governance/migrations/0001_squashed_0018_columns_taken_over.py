"""An empty database comes to 0018 at once: see core/database/at_once.py."""

from django.db import migrations

from core.database.at_once import MakeTables, Steps

STEPS = Steps(
    __package__,
    "0001_initial",
    "0002_guards",
    "0003_mark_conversations",
    "0004_process",
    "0005_process_data",
    "0006_documents",
    "0007_keep_anchors",
    "0008_tally_files",
    "0009_ballot_boxes",
    "0010_commenting",
    "0011_roll",
    "0012_claims",
    "0013_process_guards",
    "0014_roll_page_words",
    "0015_close_stays",
    "0016_close_of_open_votes",
    "0017_counts_stand",
    "0018_columns_taken_over",
)


class Migration(migrations.Migration):
    initial = True
    replaces = STEPS.replaces
    dependencies = STEPS.dependencies

    operations = [
        MakeTables(STEPS),
        *STEPS.sql("0002_guards")[1:],  # the first is about a table that is gone
        *STEPS.sql("0009_ballot_boxes")[:-1],
        *STEPS.sql("0011_roll"),
        *STEPS.sql("0013_process_guards"),
        *STEPS.sql("0015_close_stays"),
        *STEPS.sql("0016_close_of_open_votes"),
        *STEPS.sql("0017_counts_stand"),
    ]
