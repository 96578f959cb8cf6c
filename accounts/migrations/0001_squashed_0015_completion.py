"""An empty database comes to 0015 at once: see core/database/at_once.py."""

from django.db import migrations

from core.database.at_once import MakeTables, Steps

STEPS = Steps(
    __package__,
    "0001_initial",
    "0002_entrance",
    "0003_administration",
    "0004_more_purposes",
    "0005_profiles_and_blocks",
    "0006_role_reasons",
    "0007_trust_and_questions",
    "0008_identity_provider",
    "0009_deletions",
    "0010_waiting",
    "0011_exports",
    "0012_acting_refused",
    "0013_handles",
    "0014_fill_handle_skeletons",
    "0015_completion",
)


class Migration(migrations.Migration):
    initial = True
    replaces = STEPS.replaces
    dependencies = STEPS.dependencies

    operations = [MakeTables(STEPS)]
