"""An empty database comes to 0012 at once: see core/database/at_once.py."""

from django.db import migrations

from core.database.at_once import MakeTables, Steps

STEPS = Steps(
    __package__,
    "0001_initial",
    "0002_told_answers",
    "0003_downloads",
    "0004_intent_places",
    "0005_views_notes_rollups",
    "0006_deflection",
    "0007_reports",
    "0008_stale_hours",
    "0009_owners_and_segments",
    "0010_alarms",
    "0011_lead_evidence",
    "0012_splits",
)


class Migration(migrations.Migration):
    initial = True
    replaces = STEPS.replaces
    dependencies = STEPS.dependencies

    operations = [
        MakeTables(STEPS),
        *STEPS.sql("0008_stale_hours"),
    ]
