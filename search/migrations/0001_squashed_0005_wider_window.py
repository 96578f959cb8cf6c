"""An empty database comes to 0005 at once: see core/database/at_once.py."""

from django.contrib.postgres.operations import TrigramExtension, UnaccentExtension
from django.db import migrations

from core.database.at_once import MakeTables, Steps

STEPS = Steps(
    __package__,
    "0001_words",
    "0002_search_entry",
    "0003_entry_parts",
    "0004_candidates",
    "0005_wider_window",
)
# Without what it begins with: the column is made as it is in the end.
COMPUTE = STEPS.sql("0003_entry_parts")[-1].sql
WORDS = migrations.RunSQL(COMPUTE[COMPUTE.index("CREATE FUNCTION") :])


class Migration(migrations.Migration):
    initial = True
    replaces = STEPS.replaces
    dependencies = STEPS.dependencies

    operations = [
        TrigramExtension(),
        UnaccentExtension(),
        MakeTables(STEPS),
        *STEPS.sql("0001_words"),
        *STEPS.sql("0003_entry_parts")[:-1],
        WORDS,
        *STEPS.sql("0004_candidates"),
        *STEPS.sql("0005_wider_window"),
    ]
