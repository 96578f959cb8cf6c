"""An empty database comes to 0006 at once: see core/database/at_once.py."""

from django.db import migrations

from core.database.at_once import MakeTables, Steps

STEPS = Steps(
    __package__,
    "0001_initial",
    "0002_role_record",
    "0003_noise_and_voice",
    "0004_space_language",
    "0005_brand_reactions",
    "0006_indexing",
)


class Migration(migrations.Migration):
    initial = True
    replaces = STEPS.replaces
    dependencies = STEPS.dependencies

    operations = [MakeTables(STEPS)]
