"""An empty database comes to 0006 at once: see core/database/at_once.py."""

from django.db import migrations

from core.database.at_once import MakeTables, Steps

STEPS = Steps(
    __package__,
    "0001_initial",
    "0002_follow_members",
    "0003_follow_tags",
    "0004_newest_subscriptions",
    "0005_follow_policies",
    "0006_call_to_votes",
)


class Migration(migrations.Migration):
    initial = True
    replaces = STEPS.replaces
    dependencies = STEPS.dependencies

    operations = [MakeTables(STEPS)]
