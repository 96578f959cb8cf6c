"""An empty database comes to 0008 at once: see core/database/at_once.py."""

from django.db import migrations

from core.database.at_once import MakeTables, Steps

STEPS = Steps(
    __package__,
    "0001_initial",
    "0002_products",
    "0003_answers_of_three_kinds",
    "0004_desk",
    "0005_work_of_agents",
    "0006_waits_since",
    "0007_batches",
    "0008_case_words",
)


class Migration(migrations.Migration):
    initial = True
    replaces = STEPS.replaces
    dependencies = STEPS.dependencies

    operations = [MakeTables(STEPS)]
